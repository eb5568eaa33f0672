package stancertest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// chosen returns an id that a test chooses.
func chosen(prefix string, n int) string { return fmt.Sprintf("%s_%024d", prefix, n) }

// everything returns an object of each kind, in an order in which each comes before the objects
// that it names.
func everything() []any {
	return []any{
		stancer.Dispute{ID: chosen("dspt", 1), Payment: chosen("paym", 2)},
		&stancer.Refund{
			ID: chosen("refd", 1), Payment: chosen("paym", 1), Amount: 300,
			Payout: chosen("pout", 1),
		},
		stancer.Disbursement{ID: chosen("dsbm", 1), Card: chosen("card", 1), Amount: 5},
		stancer.Payment{
			ID: chosen("paym", 1), Amount: 1000, Status: stancer.PaymentStatusCaptured,
			Card:          &stancer.Card{ID: chosen("card", 1)},
			Customer:      &stancer.Customer{ID: chosen("cust", 1)},
			PaymentIntent: chosen("pi", 1),
			Payout:        chosen("pout", 1),
		},
		stancer.Payment{
			ID: chosen("paym", 2), Amount: 20, Status: stancer.PaymentStatusDisputed,
			SEPA: &stancer.SEPA{ID: chosen("sepa", 1)},
		},
		stancer.Payout{ID: chosen("pout", 1), Amount: 700, Status: stancer.PayoutStatusPaid},
		stancer.Subscription{
			ID: chosen("sub", 1), Customer: chosen("cust", 1), Card: chosen("card", 1),
		},
		stancer.PaymentIntent{
			ID: chosen("pi", 1), Amount: 1000, Customer: chosen("cust", 1),
			Status: stancer.PaymentIntentStatusCaptured,
		},
		stancer.Mandate{
			ID: chosen("mndt", 1), SEPA: chosen("sepa", 1),
			SignedAt: *stancer.At(time.Unix(1700000000, 0)),
		},
		stancer.SEPACheck{ID: chosen("chck", 1)},
		stancer.SEPA{ID: chosen("sepa", 1), Name: "David Coaster"},
		stancertest.TestCard{
			Number: stancertest.CardStolen, Card: stancer.Card{ID: chosen("card", 2)},
		},
		stancer.Card{ID: chosen("card", 1), Customer: chosen("cust", 1), Name: "Arthur"},
		stancer.Customer{
			ID: chosen("cust", 1), Name: "Arthur Martin", BillingAddress: chosen("addr", 1),
		},
		stancer.Address{ID: chosen("addr", 1), City: "Lyon"},
		stancer.WebhookEndpoint{ID: chosen("we", 1), URL: "http://127.0.0.1:1/hook"},
	}
}

func TestSeedStoresObjectsOfEachKind(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	require.NoError(t, c.s.Seed(stancertest.ModeTest, everything()...))
	for path, want := range map[string]object{
		"addresses/" + chosen("addr", 1): {
			"city": "Lyon", "zip_code": "75002", "country": "FR", "deleted": false,
		},
		"customers/" + chosen("cust", 1): {
			"name": "Arthur Martin", "deleted": false, "live_mode": false,
		},
		"cards/" + chosen("card", 1): {
			"last4": "4242", "brand": "visa", "exp_month": 12., "name": "Arthur",
		},
		"cards/" + chosen("card", 2): {"last4": "9979"},
		"sepa/" + chosen("sepa", 1): {
			"last4": "2606", "name": "David Coaster", "bic": "TESTFRPP",
		},
		"sepa/check/" + chosen("chck", 1): {"status": "succeeded", "check_type": "company"},
		"mandates/" + chosen("mndt", 1): {
			"signed_at": 1700000000.,
			"sign_url":  "https://payment.stancer.com/test_" + chosen("mndt", 1) + "/sign",
		},
		"payment_intents/" + chosen("pi", 1): {
			"status": "captured", "payment": chosen("paym", 1),
			"url": "https://payment.stancer.com/test_" + chosen("pi", 1),
		},
		"payments/" + chosen("paym", 1): {
			"status": "captured", "method": "card", "currency": "eur", "capture": true,
		},
		"payments/" + chosen("paym", 2): {"status": "disputed", "method": "sepa"},
		"refunds/" + chosen("refd", 1): {
			"status": "to_refund", "amount": 300., "currency": "eur",
			"payment_intent": chosen("pi", 1),
		},
		"disbursements/" + chosen("dsbm", 1): {"status": "to_disburse", "amount": 5.},
		"disputes/" + chosen("dspt", 1):      {"status": "open", "amount": 20., "response": "AC04"},
		"payouts/" + chosen("pout", 1): {
			"status": "paid", "amount": 700., "reference": "1000000",
		},
		"webhooks/" + chosen("we", 1): {"enabled": true, "url": "http://127.0.0.1:1/hook"},
	} {
		got := c.get("/v2/" + path)
		for name, value := range want {
			require.Equal(t, value, got[name], "%s: %s", path, name)
		}
	}
	subscriptions := c.get("/v2/customers/" + chosen("cust", 1) + "/subscriptions")
	subscription := subscriptions["subscriptions"].([]any)[0].(object)
	require.Equal(t, chosen("sub", 1), id(subscription))
	require.Equal(t, "active", subscription["status"])
	require.Equal(t, c.s.Now().Format(time.DateOnly), subscription["start_at"])
	payment := c.get("/v2/payments/" + chosen("paym", 1))
	require.Equal(t, c.get("/v2/cards/"+chosen("card", 1)), payment["card"])
	require.Equal(t, c.get("/v2/customers/"+chosen("cust", 1)), payment["customer"])
	refunds := "/v2/payouts/" + chosen("pout", 1) + "/refunds"
	require.Equal(t, []string{chosen("refd", 1)}, c.ids(refunds, "refunds"))
	require.Len(t, c.get("/v2/webhooks/" + chosen("we", 1))["secret"], 64)
	require.Empty(t, c.s.Deliveries(), "seeding causes no event")

	c.invalid("body.amount: ensure this value is less than or equal to 700 "+
		"(value_error.number.not_le)",
		"POST", "/v2/payments/"+chosen("paym", 1)+"/refund", object{"amount": 701})
	byCard := c.post("/v2/payments/", object{"amount": 1, "card": chosen("card", 2)})
	require.Equal(t, "43", byCard["response"])
	bySEPA := c.post("/v2/payments/", object{"amount": 1, "sepa": chosen("sepa", 1)})
	require.Equal(t, "00", bySEPA["response"], "there is a mandate")
	status, _ := c.live().send("GET", "/v2/cards/"+chosen("card", 1), nil)
	require.Equal(t, 404, status)
}

func TestSeededObjectsCanChange(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	long := stancer.At(time.Now().Add(-8 * 24 * time.Hour))
	card := stancer.Card{ID: chosen("card", 1)}
	waits := &stancer.PaymentAuth{Object: &stancer.Auth{Status: stancer.AuthStatusAvailable}}
	require.NoError(t, c.s.Seed(stancertest.ModeTest,
		card,
		stancer.Payment{
			ID: chosen("paym", 1), Amount: 1, Card: &card,
			Status: stancer.PaymentStatusAuthorized, Created: *long,
		},
		stancer.Payment{
			ID: chosen("paym", 2), Amount: 1, Card: &card,
			Status: stancer.PaymentStatusAuthorized,
		},
		stancer.Payment{ID: chosen("paym", 3), Amount: 1, Card: &card, Auth: waits},
		stancer.Payment{ID: chosen("paym", 4), Amount: 1, Card: &card, Auth: waits, Created: *long},
		stancer.SEPACheck{ID: chosen("chck", 1), Created: *long},
		stancer.PaymentIntent{ID: chosen("pi", 1), Amount: 1, Card: card.ID},
	))
	require.Equal(t, "expired", c.get("/v2/payments/" + chosen("paym", 1))["status"])
	captured := c.post("/v2/payments/"+chosen("paym", 2)+"/capture", nil)
	require.Equal(t, "to_capture", captured["status"])
	require.NoError(t, c.s.Complete3DS(chosen("paym", 3)))
	require.Equal(t, "to_capture", c.get("/v2/payments/" + chosen("paym", 3))["status"])
	require.Equal(t, "failed", c.get("/v2/payments/" + chosen("paym", 4))["status"])
	c.fails(410, "SEPA check `"+chosen("chck", 1)+"` has expired",
		"GET", "/v2/sepa/check/"+chosen("chck", 1), nil)
	intent := c.get("/v2/payment_intents/" + chosen("pi", 1))
	require.Equal(t, "require_authentication", intent["status"])
	require.NoError(t, c.s.CompletePaymentIntent(chosen("pi", 1), ""))
}

func TestSeedRefusesInvalidObjects(t *testing.T) {
	t.Parallel()
	s := stancertest.NewServer(t)
	customer, card, payment := chosen("cust", 1), chosen("card", 1), chosen("paym", 1)
	endpoint := chosen("we", 1)
	require.NoError(t, s.Seed(stancertest.ModeTest, stancer.Customer{ID: customer}))
	refused := func(object any, want string) {
		t.Helper()
		err := s.Seed(stancertest.ModeTest, object)
		require.ErrorContains(t, err, "stancertest: object 0: "+want)
	}
	refused(stancer.Customer{ID: customer}, "customers: "+customer+" already exists")
	refused(stancer.Customer{ID: card},
		`customers: invalid id "`+card+`": want cust_ and 24 letters or digits`)
	refused(stancer.Customer{ID: "cust_1"},
		`customers: invalid id "cust_1": want cust_ and 24 letters or digits`)
	refused(stancer.Card{Customer: chosen("cust", 2)},
		"cards: Customer `"+chosen("cust", 2)+"` not found")
	refused(stancertest.TestCard{Number: "4242424242424241"},
		"cards: card number is not luhn valid")
	refused(stancer.Payment{Card: &stancer.Card{}}, "payments: Card `` not found")
	refused(stancer.Refund{}, "refunds: Payment `` not found")
	refused(stancer.Dispute{Payment: payment}, "disputes: Payment `"+payment+"` not found")
	refused(stancer.Subscription{}, "subscriptions: Customer `` not found")
	refused(stancer.Payment{ID: payment, Status: "paid"},
		"payments: "+payment+": [status] value is not a valid enumeration member; permitted")
	refused(stancer.WebhookEndpoint{ID: endpoint},
		"webhook_endpoints: "+endpoint+": [url] invalid or missing URL scheme")
	refused("customer", "string cannot be seeded")
	refused(nil, "<nil> cannot be seeded")
	refused((*stancer.Customer)(nil), "*api.Customer cannot be seeded")
	refused(stancer.CustomerCreate{}, "api.CustomerCreate cannot be seeded")

	err := s.Seed(stancertest.ModeLive, stancer.Customer{ID: customer})
	require.ErrorContains(t, err, "already", "an id is unique in both modes")
	require.ErrorContains(t, s.Seed("both", stancer.Customer{}), `unknown mode "both"`)
}

func TestSeedMakesMissingIDs(t *testing.T) {
	t.Parallel()
	s := stancertest.NewServer(t)
	require.NoError(t, s.Seed(stancertest.ModeLive, stancer.Customer{}, &stancer.Customer{}))
}

func TestSeedJSONStoresTheObjects(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	payment, card := chosen("paym", 1), chosen("card", 1)
	require.NoError(t, c.s.SeedJSON(stancertest.ModeTest, strings.NewReader(`{
		"payments": [{
			"id": "`+payment+`", "amount": 0, "status": "captured",
			"card": {"id": "`+card+`"}, "customer": null
		}],
		"cards": [
			{"id": "`+card+`", "number": "4000000000000002", "created": 1700000000, "name": null},
			{}
		],
		"webhook_endpoints": [{"url": "https://example.com", "enabled": false, "secret": "abc"}]
	}`)))
	seeded := c.get("/v2/payments/" + payment)
	require.Equal(t, 1700000000., seeded["card"].(object)["created"])
	paid := c.post("/v2/payments/", object{"amount": 1, "card": card})
	require.Equal(t, "05", paid["response"])
	require.Len(t, c.ids("/v2/cards/", "cards"), 2)
	endpoint := c.get("/v2/webhooks/")["webhook_endpoints"].([]any)[0].(object)
	require.Equal(t, false, endpoint["enabled"])
	require.Equal(t, "abc", endpoint["secret"])
}

func TestSeedJSONNamesObjectsByTheirIDs(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	card, customer, account := chosen("card", 1), chosen("cust", 1), chosen("sepa", 1)
	a, b := chosen("paym", 1), chosen("paym", 2)
	require.NoError(t, c.s.Seed(stancertest.ModeTest, stancer.Card{ID: card}))
	require.NoError(t, c.s.SeedJSON(stancertest.ModeTest, strings.NewReader(`{
		"customers": [{"id": "`+customer+`", "name": "Arthur"}],
		"sepa": [{"id": "`+account+`"}],
		"payments": [
			{"id": "`+a+`", "amount": 100, "card": "`+card+`", "customer": "`+customer+`"},
			{"id": "`+b+`", "amount": 100, "sepa": "`+account+`"}
		]
	}`)))
	byCard, bySEPA := c.get("/v2/payments/"+a), c.get("/v2/payments/"+b)
	require.Equal(t, card, id(byCard["card"].(object)))
	require.Equal(t, "Arthur", byCard["customer"].(object)["name"])
	require.Equal(t, account, id(bySEPA["sepa"].(object)))
}

func TestSeedJSONRefusesInvalidText(t *testing.T) {
	t.Parallel()
	s := stancertest.NewServer(t)
	for text, want := range map[string]string{
		`[]`:                              "the seed must be a JSON object of lists",
		`{"customers": {}}`:               "the seed must be a JSON object of lists",
		`{"customers": []`:                "the seed must be a JSON object of lists",
		`{"customers": []} {}`:            "unexpected data after the seed",
		`{"clients": []}`:                 `unknown group "clients"; want addresses, customers, cards, `,
		`{"customers": [{"nam": 1}]}`:     `customers[0]: json: unknown field "nam"`,
		`{"cards": [{"nam": 1}]}`:         `cards[0]: json: unknown field "nam"`,
		`{"customers": [7]}`:              "customers[0]: json: cannot unmarshal number",
		`{"customers": [null]}`:           "customers[0]: null is not an object",
		`{"customers": [{"id": 7}]}`:      "customers[0]: json: cannot unmarshal number",
		`{"customers": [{}, {"nam": 1}]}`: "customers[1]: ",
		`{"payments": [{"amount": -1}]}`:  "[amount] ensure this value is greater than or equal to 0",
		`{"payments": [{"card": "c"}]}`:   "payments[0]: Card `c` not found",
	} {
		err := s.SeedJSON(stancertest.ModeTest, strings.NewReader(text))
		require.ErrorContains(t, err, "stancertest: ", text)
		require.ErrorContains(t, err, want, text)
	}
}
