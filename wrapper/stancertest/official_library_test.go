package stancertest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// The tests of this file send the requests of Stancer's official PHP library 2.1.2, and assert that
// it can read the answers.

// readByPHP are the statuses of an intent that the library knows. It throws an exception at others.
var readByPHP = []any{
	"authorized", "canceled", "captured",
	"require_authentication", "require_payment_method", "unpaid",
}

func TestPHPLibraryReadsIntentsThatArePaidByCard(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	known := id(c.post("/v2/cards/", card(stancertest.CardApproved)))
	for _, members := range []object{
		{"amount": 1000},
		{"amount": 1000, "capture": false},
		{"amount": 1000, "card": known},
		{"amount": 1000, "card": known, "threeds": "none"},
		{"amount": 1000, "currency": "usd"},
	} {
		intent := c.post("/v2/payment_intents/", members)
		path := "/v2/payment_intents/" + id(intent)
		assert.Contains(t, readByPHP, intent["status"])
		number := stancertest.CardApproved
		if members["card"] != nil {
			number = ""
		}
		require.NoError(t, c.s.CompletePaymentIntent(id(intent), number))
		assert.Contains(t, readByPHP, c.get(path)["status"])
		if members["capture"] == false {
			captured := c.post(path+"/capture", object{"id": id(intent)})
			assert.Equal(t, "captured", captured["status"])
		}
		c.s.Settle()
		assert.Equal(t, "captured", c.get(path)["status"])
	}
}

func TestPHPLibraryReadsIntentsWithAnAccount(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	account := c.post("/v2/sepa/", object{
		"date_mandate": 1735084800, "iban": stancertest.IBANGermany,
		"mandate": "MND-1", "name": "Hans Meier",
	})
	require.Equal(t, "2024-12-25", account["date_mandate"])
	intent := c.post("/v2/payment_intents/", object{
		"amount": 1000, "sepa": id(account), "threeds": "required",
	})
	require.Equal(t, "require_authentication", intent["status"])
}

func TestPHPLibraryPaysInTenCurrencies(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	for currency := range strings.FieldsSeq("aud cad chf dkk eur gbp nok pln sek usd") {
		want := []any{"card"}
		if currency == "eur" {
			want = []any{"card", "sepa"}
		}
		for _, path := range []string{"/v2/payments/", "/v2/payment_intents/"} {
			made := c.post(path, object{"amount": 1234, "currency": currency})
			assert.Equal(t, want, made["methods_allowed"], "%s %s", path, currency)
		}
		paid := c.pay(stancertest.CardApproved, object{"currency": currency})
		c.post("/v2/refunds/", object{"payment": id(paid)})
		assert.Equal(t, want, c.get("/v2/payments/" + id(paid))["methods_allowed"])
	}
}

func TestPHPLibraryPaysFromAnAccountWithAMandateOfUnixSeconds(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	account := object{
		"bic": "TESTDEPP", "date_mandate": 1735084800, "iban": stancertest.IBANGermany,
		"mandate": "MND-2", "name": "Hans Meier",
	}
	paid := c.post("/v2/payments/", object{"amount": 1000, "currency": "eur", "sepa": account})
	require.Equal(t, "to_capture", paid["status"])
	account = paid["sepa"].(object)
	require.Equal(t, "2024-12-25", account["date_mandate"])
	changed := c.patch("/v2/sepa/"+id(account), object{"date_mandate": 1735171200})
	require.Equal(t, "2024-12-26", changed["date_mandate"])
}

func TestPHPLibraryReadsThePartsOfPayoutsWithoutTheSlash(t *testing.T) {
	t.Parallel()
	c := newCaller(t).live()
	paid := c.pay(stancertest.CardCapturedAtOnce)
	payout := c.s.PayOut(stancertest.ModeLive)[0]
	path := "/v1/payouts/" + payout.ID + "/"
	for _, part := range []string{"payments", "payments/"} {
		require.Equal(t, []string{id(paid)}, c.ids(path+part+"?limit=10&start=0", "payments"))
	}
	for _, part := range []string{"refunds", "disputes"} {
		require.Empty(t, c.ids(path+part+"?limit=10&start=0", part))
	}
}

func TestPHPLibraryGetsAnErrorForVersion1(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	for _, path := range []string{
		"/v1/checkout/" + chosen("paym", 1), "/v1/customers/?start=0", "/v1/cards/",
	} {
		status, body := c.send("GET", path, nil)
		require.Equal(t, 501, status, "the library takes a 404 for an object that is not there")
		message := body.(object)["error"].(object)["message"]
		require.Equal(t, "This fake supports version 2, and only the payouts of version 1", message)
	}
}

func TestPHPLibrarySendsACustomerTwice(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	customer := object{
		"email": "john@example.com", "external_id": "ext-1",
		"mobile": "+33639981234", "name": "John Doe",
	}
	require.Equal(t, "ext-1", c.post("/v2/customers/", customer)["external_id"])
	require.Equal(t, "ext-1", c.post("/v2/customers/", customer)["external_id"])
}

func TestPHPLibraryReadsTestCards(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	for _, number := range []string{
		stancertest.CardApproved, stancertest.CardMastercard,
		stancertest.CardFrance, stancertest.CardBrazil,
	} {
		path := "/v2/cards/" + id(c.post("/v2/cards/", card(number)))
		for _, name := range []string{"funding", "nature", "network"} {
			assert.IsType(t, "", c.get(path)[name], "%s of %s", name, number)
		}
	}
}

func TestPHPLibraryFiltersEveryListByCreation(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	start := c.s.Now()
	paid := c.pay(stancertest.CardCapturedAtOnce)
	account := id(c.post("/v2/sepa/", object{"iban": stancertest.IBANFrance, "name": "David"}))
	c.post("/v2/mandates/", object{"sepa": account})
	address := object{
		"zip_code": "75002", "city": "Paris", "country": "FR", "line1": "1 rue de la Paix",
	}
	c.post("/v2/addresses/", address)
	c.post("/v2/disbursements/", object{"card": id(paid["card"].(object)), "amount": 1})
	c.post("/v2/customers/", object{"name": "John Doe"})
	intent := id(c.post("/v2/payment_intents/", object{"amount": 1}))
	require.NoError(t, c.s.CompletePaymentIntent(intent, stancertest.CardCapturedAtOnce))
	payout := c.s.PayOut(stancertest.ModeTest)[0].ID
	ofIntent, ofPayout := "/v2/payment_intents/"+intent, "/v2/payouts/"+payout
	for path, key := range map[string]string{
		"/v2/addresses/":       "addresses",
		"/v2/cards/":           "cards",
		"/v2/customers/":       "customers",
		"/v2/disbursements/":   "disbursements",
		"/v2/mandates/":        "mandates",
		"/v2/payment_intents/": "payment_intents",
		"/v2/payments/":        "payments",
		"/v2/payouts/":         "payouts",
		"/v2/sepa/":            "sepa",
		ofIntent + "/payments": "payments",
		ofPayout + "/payments": "payments",
	} {
		at := func(at time.Time) string {
			return fmt.Sprintf("%s?created=%d&limit=100&start=0", path, at.Unix())
		}
		assert.NotEmpty(t, c.ids(at(start), key), path)
		assert.Empty(t, c.ids(at(start.Add(time.Hour)), key), path)
	}
	for _, path := range []string{"/v2/refunds/", "/v2/disputes/", ofIntent + "/refunds"} {
		c.get(fmt.Sprintf("%s?created=%d&start=0", path, start.Unix()))
	}
}

func TestPHPLibraryIsRefusedWithAWrongKey(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	c.s = stancertest.NewServer(t, stancertest.WithKeys("stest_"+strings.Repeat("a", 24), ""))
	c.key = "stest_" + strings.Repeat("b", 24)
	for _, path := range []string{"/v2/payments/" + chosen("paym", 1), "/v2/nothing/"} {
		c.fails(401, "You are not authorized to access that resource", "GET", path, nil)
	}
	c.fails(401, "You are not authorized to access that resource", "PUT", "/v2/payments/", nil)
	for _, key := range []string{c.s.TestKey, c.s.LiveKey} {
		c.key = key
		c.get("/v2/payments/")
	}
}

func TestPHPLibraryReadsListsInTheOrderOfCreation(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	a, b := chosen("paym", 1), chosen("paym", 2)
	require.NoError(t, c.s.SeedJSON(stancertest.ModeTest, strings.NewReader(`{
		"payments": [
			{"id": "`+a+`", "amount": 900, "status": "captured", "created": 1758551400},
			{"id": "`+b+`", "amount": 900, "status": "captured", "created": 1758551200}
		],
		"refunds": [
			{"payment": "`+a+`", "amount": 1, "created": 1758551500},
			{"payment": "`+a+`", "amount": 2, "created": 1758551600},
			{"payment": "`+a+`", "amount": 3, "created": 1758551450}
		]
	}`)))
	require.Equal(t, []string{a, b}, c.ids("/v2/payments/", "payments"))
	require.Equal(t, []string{b, a}, c.ids("/v2/payments/?field=created&order=asc", "payments"))
	_, refunds := c.send("GET", "/v2/payments/"+a+"/refunds", nil)
	var amounts []any
	for _, refund := range refunds.([]any) {
		amounts = append(amounts, refund.(object)["amount"])
	}
	require.Equal(t, []any{2., 1., 3.}, amounts, "newest first")
}

func TestPHPLibrarySendsMetadataOfAddressesAsText(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	address := object{
		"zip_code": "75002", "city": "Paris", "country": "FR", "line1": "1 rue de la Paix",
	}
	for sent, want := range map[string]any{
		`{"origin":"test"}`: object{"origin": "test"},
		`plain`:             "plain",
		`null`:              "null",
		`12`:                "12",
	} {
		address["metadata"] = sent
		made := c.post("/v2/addresses/", address)
		assert.Equal(t, want, made["metadata"])
		assert.Equal(t, want, c.get("/v2/addresses/" + id(made))["metadata"])
	}
}
