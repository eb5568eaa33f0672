package stancertest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func TestIntentStarts(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	made := c.post("/v2/payment_intents/", object{"amount": 1000, "unique_id": "u"})
	for name, want := range (object{
		"status": "require_payment_method", "currency": "eur", "capture": true, "threeds": "required",
		"methods_allowed": []any{"card", "sepa"}, "url": "https://payment.stancer.com/test_" + id(made),
	}) {
		require.Equal(t, want, made[name], name)
	}
	for _, name := range []string{"customer", "description", "order_id", "payment", "return_url",
		"card", "sepa", "metadata", "date_settlement"} {
		require.Contains(t, made, name)
		require.Nil(t, made[name], name)
	}
	require.IsType(t, 0., made["created_at"])
	live := c.live().post("/v2/payment_intents/", object{"amount": 1000, "unique_id": "u"})
	require.Equal(t, "https://payment.stancer.com/"+id(live), live["url"])
	c.fails(409, "Payment intent already exists, duplicate unique_id ("+id(made)+")", "POST",
		"/v2/payment_intents/",
		object{"amount": 1, "unique_id": "u"})

	known := id(c.post("/v2/cards/", card(stancertest.CardApproved)))
	account := id(c.post("/v2/sepa/", object{"iban": stancertest.IBANSpain, "name": "David",
		"mandate": "M1"}))
	for _, members := range []object{
		{"amount": 1, "card": known},
		{"amount": 1, "card": known, "threeds": "none"},
		{"amount": 1, "sepa": account},
		{"amount": 1, "sepa": account, "threeds": "required"},
	} {
		made := c.post("/v2/payment_intents/", members)
		require.Equal(t, "require_authentication", made["status"], members)
	}
	require.Equal(t, "require_authentication", c.patch("/v2/payment_intents/"+id(made),
		object{"card": known})["status"])
	changed := c.patch("/v2/payment_intents/"+id(made), object{"sepa": account})
	require.Equal(t, "require_authentication", changed["status"])
	require.Nil(t, changed["card"], "one method takes the place of the other")
	c.invalid("body.auth: extra fields not permitted (value_error.extra)", "POST",
		"/v2/payment_intents/", object{"amount": 1, "auth": true})
	c.fails(404, "Payment intent `pi_aaaaaaaaaaaaaaaaaaaaaaaa` not found", "GET",
		"/v2/payment_intents/pi_aaaaaaaaaaaaaaaaaaaaaaaa", nil)
}

func TestHostedPage(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	customer := id(c.post("/v2/customers/", object{"email": "a@example.com"}))
	known := id(c.post("/v2/cards/", card(stancertest.CardApproved)))
	for name, test := range map[string]struct {
		in      object
		number  string
		intent  string
		payment string
		settled string
	}{
		"card":          {object{}, stancertest.CardApproved, "captured", "to_capture", "captured"},
		"authorization": {object{"capture": false}, stancertest.CardApproved, "authorized", "authorized", "authorized"},
		"3-D Secure": {object{"threeds": "none"}, stancertest.Card3DSChallenge, "captured",
			"to_capture", "captured"},
		"captured at once": {object{}, stancertest.CardCapturedAtOnce, "captured", "captured", "captured"},
		"disputed":         {object{}, stancertest.CardDisputed, "captured", "disputed", "captured"},
		"IBAN":             {object{}, stancertest.IBANItaly, "processing", "to_capture", "captured"},
		"known card":       {object{"card": known}, "", "captured", "to_capture", "captured"},
	} {
		in := object{"amount": 1234, "customer": customer, "order_id": "o1"}
		for name, value := range test.in {
			in[name] = value
		}
		path := "/v2/payment_intents/" + id(c.post("/v2/payment_intents/", in))
		require.NoError(t, c.s.CompletePaymentIntent(path[20:], test.number), name)
		intent := c.get(path)
		require.Equal(t, test.intent, intent["status"], name)
		paid := c.get("/v2/payments/" + intent["payment"].(string))
		require.Equal(t, test.payment, paid["status"], name)
		require.Equal(t, id(intent), paid["payment_intent"])
		require.Equal(t, "o1", paid["order_id"])
		require.Equal(t, 1234., paid["amount"])
		require.Equal(t, customer, id(paid["customer"].(object)))
		require.Equal(t, intent[paid["method"].(string)],
			id(paid[paid["method"].(string)].(object)))
		require.Equal(t, []string{id(paid)}, c.ids(path+"/payments", "payments"))
		require.Error(t, c.s.CompletePaymentIntent(id(intent), test.number), "it is paid")
		c.s.Settle()
		require.Equal(t, test.settled, c.get(path)["status"], name)
	}
	require.Len(t, c.ids("/v2/customers/"+customer+"/payment_intents", "payment_intents"), 7)
}

func TestHostedPageRefusals(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	intent := id(c.post("/v2/payment_intents/", object{"amount": 1,
		"methods_allowed": []string{"card"}}))
	path := "/v2/payment_intents/" + intent
	require.EqualError(t, c.s.CompletePaymentIntent(intent, stancertest.CardStolen),
		"stancertest: the bank refused the payment with the response 43")
	require.Equal(t, "require_payment_method", c.get(path)["status"])
	require.Nil(t, c.get(path)["payment"])
	require.Len(t, c.ids(path+"/payments", "payments"), 1)
	require.EqualError(t, c.s.CompletePaymentIntent(intent, "4242424242424241"),
		"stancertest: card number is not luhn valid")
	require.ErrorContains(t, c.s.CompletePaymentIntent(intent, stancertest.IBANFrance),
		"the method sepa is not allowed")
	require.Len(t, c.ids(path+"/payments", "payments"), 1)
	require.NoError(t, c.s.CompletePaymentIntent(intent, stancertest.CardApproved))
	require.Len(t, c.ids(path+"/payments", "payments"), 2)

	given := id(c.post("/v2/payment_intents/", object{"amount": 1}))
	require.NoError(t, c.s.AbandonPaymentIntent(given))
	require.Equal(t, "unpaid", c.get("/v2/payment_intents/" + given)["status"])
	require.Error(t, c.s.AbandonPaymentIntent(given))
	require.Error(t, c.s.CompletePaymentIntent(given, stancertest.CardApproved))
	dollars := id(c.post("/v2/payment_intents/", object{"amount": 1, "currency": "usd"}))
	require.ErrorContains(t, c.s.CompletePaymentIntent(dollars, stancertest.IBANFrance),
		"the method sepa is not allowed")
	require.EqualError(t, c.s.CompletePaymentIntent("pi_none", ""),
		"stancertest: there is no object pi_none")
}

func TestCancelIntent(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	canCancel := func(in object, prepare func(id string)) object {
		t.Helper()
		intent := id(c.post("/v2/payment_intents/", in))
		prepare(intent)
		canceled := c.delete("/v2/payment_intents/" + intent)
		require.Equal(t, "canceled", canceled["status"])
		c.invalid("path.id: Payment intent `"+intent+"` cannot be canceled (value_error)",
			"DELETE", "/v2/payment_intents/"+intent, nil)
		c.invalid("path.id: Payment intent `"+intent+"` can no longer be changed (value_error)",
			"PATCH", "/v2/payment_intents/"+intent, object{"amount": 2})
		return canceled
	}
	pay := func(id string) {
		require.NoError(t, c.s.CompletePaymentIntent(id,
			stancertest.CardApproved))
	}
	canCancel(object{"amount": 1}, func(string) {})
	canceled := canCancel(object{"amount": 1, "capture": false}, pay)
	require.Equal(t, "canceled", c.get("/v2/payments/" + canceled["payment"].(string))["status"])
	canCancel(object{"amount": 1}, pay)

	sent := id(c.post("/v2/payment_intents/", object{"amount": 1}))
	pay(sent)
	c.s.SendToBank()
	c.invalid("path.id: Payment intent `"+sent+"` cannot be canceled (value_error)", "DELETE",
		"/v2/payment_intents/"+sent, nil)
	c.s.Settle()
	c.invalid("path.id: Payment intent `"+sent+"` cannot be canceled (value_error)", "DELETE",
		"/v2/payment_intents/"+sent, nil)
}

func TestIntentCaptureAndExpiry(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	intent := id(c.post("/v2/payment_intents/", object{"amount": 1, "capture": false}))
	path := "/v2/payment_intents/" + intent
	c.invalid("path.id: Payment intent `"+intent+"` cannot be captured (value_error)", "POST",
		path+"/capture", nil)
	require.NoError(t, c.s.CompletePaymentIntent(intent, stancertest.CardApproved))
	require.Equal(t, "captured", c.post(path+"/capture", object{"id": intent})["status"])
	c.invalid("path.id: Payment intent `"+intent+"` cannot be captured (value_error)", "POST",
		path+"/capture", nil)

	waits := id(c.post("/v2/payment_intents/", object{"amount": 1, "capture": false}))
	require.NoError(t, c.s.CompletePaymentIntent(waits, stancertest.CardApproved))
	c.s.Advance(7 * 24 * time.Hour)
	require.Equal(t, "unpaid", c.get("/v2/payment_intents/" + waits)["status"])
}

func TestIntentUpdate(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	path := "/v2/payment_intents/" + id(c.post("/v2/payment_intents/",
		object{"amount": 1, "metadata": object{"a": 1, "b": nil}}))
	require.Equal(t, object{"a": 1., "b": nil}, c.get(path)["metadata"])
	require.Equal(t, object{"c": 2.}, c.patch(path,
		object{"metadata": object{"c": 2}})["metadata"], "replaced, not merged")
	require.Equal(t, "https://example.com/", c.patch(path,
		object{"return_url": "https://example.com/"})["return_url"])
	_, text := c.raw("PATCH", path, `{"metadata": 12345678901234567890}`)
	require.Contains(t, string(text), `"metadata":12345678901234567890`)
	c.invalid("body.status: extra fields not permitted (value_error.extra)", "PATCH", path,
		object{"status": "captured"})
}
