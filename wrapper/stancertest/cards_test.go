package stancertest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func TestCardNumberDecidesTheResponse(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	for number, want := range map[string]struct{ status, response, network, country any }{
		stancertest.CardApproved:          {"to_capture", "00", "visa", nil},
		stancertest.CardVisa:              {"to_capture", "00", "visa", nil},
		stancertest.CardMastercard:        {"to_capture", "00", "mastercard", nil},
		stancertest.CardMastercard2:       {"to_capture", "00", "mastercard", nil},
		stancertest.CardMastercard3:       {"to_capture", "00", "mastercard", nil},
		stancertest.CardToUpdate:          {"to_capture", "00", "visa", nil},
		stancertest.CardCapturedAtOnce:    {"captured", "00", "visa", nil},
		stancertest.CardDisputed:          {"disputed", "00", "visa", nil},
		stancertest.CardDisputed2:         {"disputed", "00", "visa", nil},
		stancertest.CardDisputed3:         {"disputed", "00", "visa", nil},
		stancertest.CardDoNotHonor:        {"refused", "05", "visa", nil},
		stancertest.CardInsufficientFunds: {"refused", "51", "visa", nil},
		stancertest.CardStolen:            {"refused", "43", "visa", nil},
		stancertest.Card3DSChallenge:      {"refused", "A1", "visa", nil},
		stancertest.CardAustria:           {"to_capture", "00", "visa", "AT"},
		stancertest.CardBelgium:           {"to_capture", "00", "visa", "BE"},
		stancertest.CardBrazil:            {"to_capture", "00", "visa", "BR"},
		stancertest.CardCanada:            {"to_capture", "00", "visa", "CA"},
		stancertest.CardDenmark:           {"to_capture", "00", "visa", "DK"},
		stancertest.CardFinland:           {"to_capture", "00", "visa", "FI"},
		stancertest.CardFrance:            {"to_capture", "00", "national", "FR"},
		stancertest.CardGermany:           {"to_capture", "00", "visa", "DE"},
		stancertest.CardIreland:           {"to_capture", "00", "visa", "IE"},
		stancertest.CardItaly:             {"to_capture", "00", "visa", "IT"},
		stancertest.CardMexico:            {"to_capture", "00", "visa", "MX"},
		stancertest.CardNetherlands:       {"to_capture", "00", "visa", "NL"},
		stancertest.CardNorway:            {"to_capture", "00", "visa", "NO"},
		stancertest.CardPortugal:          {"to_capture", "00", "visa", "PT"},
		stancertest.CardRussia:            {"to_capture", "00", "visa", "RU"},
		stancertest.CardSpain:             {"to_capture", "00", "visa", "ES"},
		stancertest.CardSweden:            {"to_capture", "00", "visa", "SE"},
		stancertest.CardSwitzerland:       {"to_capture", "00", "visa", "CH"},
		stancertest.CardUnitedKingdom:     {"to_capture", "00", "visa", "GB"},
		"378282246310005":                 {"to_capture", "00", "unknown", nil},
	} {
		paid := c.pay(number)
		kept := paid["card"].(object)
		require.Equal(t, want.status, paid["status"], number)
		require.Equal(t, want.response, paid["response"], number)
		require.Equal(t, want.network, kept["network"], number)
		require.Equal(t, want.country, kept["country"], number)
		require.Equal(t, number[len(number)-4:], kept["last4"])
		require.Equal(t, "card", paid["method"])
	}
}

func TestInvalidCardNumbersAreRefused(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	luhn := "card number is not luhn valid (value_error.payment_card_number.luhn_check)"
	c.invalid("body.number: "+luhn, "POST", "/v2/cards/", card("4242424242424241"))
	digits := "card number is not all digits (value_error.payment_card_number.digits)"
	c.invalid("body.card.number: "+digits, "POST", "/v2/payments/",
		object{"amount": 1, "card": card("4242 4242 4242 4242")})
	require.Empty(t, c.ids("/v2/payments/", "payments"))
}

func TestExpiredCardsAreRefused(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	expired := card(stancertest.CardApproved, object{"exp_year": 2019})
	paid := c.post("/v2/payments/", object{"amount": 1, "card": expired})
	require.Equal(t, "54", paid["response"])
}

func TestCardsAreStoredUntilTheyAreDeleted(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	made := c.post("/v2/cards/", card(stancertest.CardMastercard,
		object{"name": "Arthur Martin", "external_id": "mine"}))
	require.Equal(t, "mastercard", made["brand"])
	require.Equal(t, "4444", made["last4"])
	require.Equal(t, false, made["live_mode"])
	require.Equal(t, "national", made["preferred_network"])
	for _, name := range []string{"number", "cvc"} {
		require.NotContains(t, made, name)
	}
	for _, name := range []string{"zip_code", "customer", "country"} {
		require.Contains(t, made, name)
		require.Nil(t, made[name])
	}
	require.Equal(t, "credit", made["funding"])
	require.Equal(t, "personal", made["nature"])
	c.fails(409, "Card already exists, duplicate external_id ("+id(made)+")", "POST", "/v2/cards/",
		card(stancertest.CardApproved, object{"external_id": "mine"}))

	again := c.post("/v2/cards/", card(stancertest.CardMastercard))
	require.NotEqual(t, id(made), id(again), "the same number makes another card")

	paid := c.post("/v2/payments/", object{"amount": 1, "card": id(made)})
	require.Equal(t, made, paid["card"])
	require.Equal(t, []string{id(paid)}, c.ids("/v2/payments/?card="+id(made), "payments"))

	require.Equal(t, true, c.delete("/v2/cards/" + id(made))["deleted"])
	c.fails(404, "Card `"+id(made)+"` not found", "GET", "/v2/cards/"+id(made), nil)
	c.fails(404, "Card `"+id(made)+"` not found",
		"POST", "/v2/payments/", object{"amount": 1, "card": id(made)})
	require.Equal(t, []string{id(again)}, c.ids("/v2/cards/", "cards"))

	unstored := card(stancertest.CardApproved, object{"tokenize": false})
	once := c.pay(stancertest.CardApproved, object{"card": unstored})["card"].(object)
	c.fails(404, "Card `"+id(once)+"` not found", "GET", "/v2/cards/"+id(once), nil)
}
