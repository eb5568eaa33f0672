package stancertest_test

import (
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func TestNewIntentRequiresAMethodOrAuthentication(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	made := c.post("/v2/payment_intents/", object{"amount": 1000, "unique_id": "u"})
	for name, want := range (object{
		"status": "require_payment_method", "currency": "eur", "capture": true,
		"threeds": "required", "methods_allowed": []any{"card", "sepa"},
		"url": "https://payment.stancer.com/test_" + id(made),
	}) {
		require.Equal(t, want, made[name], name)
	}
	for _, name := range []string{
		"customer", "description", "order_id", "payment", "return_url",
		"card", "sepa", "metadata", "date_settlement",
	} {
		require.Contains(t, made, name)
		require.Nil(t, made[name], name)
	}
	require.IsType(t, 0., made["created_at"])
	live := c.live().post("/v2/payment_intents/", object{"amount": 1000, "unique_id": "u"})
	require.Equal(t, "https://payment.stancer.com/"+id(live), live["url"])
	c.fails(409, "Payment intent already exists, duplicate unique_id ("+id(made)+")",
		"POST", "/v2/payment_intents/", object{"amount": 1, "unique_id": "u"})

	known := id(c.post("/v2/cards/", card(stancertest.CardApproved)))
	account := c.account()
	for _, members := range []object{
		{"amount": 1, "card": known},
		{"amount": 1, "card": known, "threeds": "none"},
		{"amount": 1, "sepa": account},
		{"amount": 1, "sepa": account, "threeds": "required"},
	} {
		made := c.post("/v2/payment_intents/", members)
		require.Equal(t, "require_authentication", made["status"], members)
	}
	changed := c.patch("/v2/payment_intents/"+id(made), object{"card": known})
	require.Equal(t, "require_authentication", changed["status"])
	changed = c.patch("/v2/payment_intents/"+id(made), object{"sepa": account})
	require.Equal(t, "require_authentication", changed["status"])
	require.Nil(t, changed["card"], "the new method replaces the old one")
	c.invalid("body.auth: extra fields not permitted (value_error.extra)",
		"POST", "/v2/payment_intents/", object{"amount": 1, "auth": true})
	c.fails(404, "Payment intent `pi_aaaaaaaaaaaaaaaaaaaaaaaa` not found",
		"GET", "/v2/payment_intents/pi_aaaaaaaaaaaaaaaaaaaaaaaa", nil)
}

func TestCompletedIntentHasAPayment(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	customer := id(c.post("/v2/customers/", object{"email": "a@example.com"}))
	known := id(c.post("/v2/cards/", card(stancertest.CardApproved)))
	type states struct{ intent, payment, settled string }
	captured := states{"captured", "to_capture", "captured"}
	authorized := states{"authorized", "authorized", "authorized"}
	atOnce := states{"captured", "captured", "captured"}
	disputed := states{"captured", "disputed", "captured"}
	processing := states{"processing", "to_capture", "captured"}
	for name, test := range map[string]struct {
		in     object
		number string
		states
	}{
		"card":             {nil, stancertest.CardApproved, captured},
		"authorization":    {object{"capture": false}, stancertest.CardApproved, authorized},
		"3-D Secure":       {object{"threeds": "none"}, stancertest.Card3DSChallenge, captured},
		"captured at once": {nil, stancertest.CardCapturedAtOnce, atOnce},
		"disputed":         {nil, stancertest.CardDisputed, disputed},
		"IBAN":             {nil, stancertest.IBANItaly, processing},
		"known card":       {object{"card": known}, "", captured},
	} {
		in := object{"amount": 1234, "customer": customer, "order_id": "o1"}
		maps.Copy(in, test.in)
		made := id(c.post("/v2/payment_intents/", in))
		require.NoError(t, c.s.CompletePaymentIntent(made, test.number), name)
		path := "/v2/payment_intents/" + made
		intent := c.get(path)
		require.Equal(t, test.intent, intent["status"], name)
		paid := c.get("/v2/payments/" + intent["payment"].(string))
		require.Equal(t, test.payment, paid["status"], name)
		require.Equal(t, made, paid["payment_intent"])
		require.Equal(t, "o1", paid["order_id"])
		require.Equal(t, 1234., paid["amount"])
		require.Equal(t, customer, id(paid["customer"].(object)))
		method := paid["method"].(string)
		require.Equal(t, intent[method], id(paid[method].(object)))
		require.Equal(t, []string{id(paid)}, c.ids(path+"/payments", "payments"))
		require.Error(t, c.s.CompletePaymentIntent(made, test.number), "it is paid")
		c.s.Settle()
		require.Equal(t, test.settled, c.get(path)["status"], name)
	}
	require.Len(t, c.ids("/v2/customers/"+customer+"/payment_intents", "payment_intents"), 7)
}

func TestIntentCanBePaidAfterARefusalUnlessAbandoned(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	byCard := object{"amount": 1, "methods_allowed": []string{"card"}}
	intent := id(c.post("/v2/payment_intents/", byCard))
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

func TestIntentCanBeCanceledUntilItIsSentToTheBank(t *testing.T) {
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
		t.Helper()
		require.NoError(t, c.s.CompletePaymentIntent(id, stancertest.CardApproved))
	}
	canCancel(object{"amount": 1}, func(string) {})
	canceled := canCancel(object{"amount": 1, "capture": false}, pay)
	require.Equal(t, "canceled", c.get("/v2/payments/" + canceled["payment"].(string))["status"])
	canCancel(object{"amount": 1}, pay)

	sent := id(c.post("/v2/payment_intents/", object{"amount": 1}))
	pay(sent)
	for _, next := range []func(){c.s.SendToBank, c.s.Settle} {
		next()
		c.invalid("path.id: Payment intent `"+sent+"` cannot be canceled (value_error)",
			"DELETE", "/v2/payment_intents/"+sent, nil)
	}
}

func TestAuthorizedIntentIsCapturedOrExpires(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	intent := id(c.post("/v2/payment_intents/", object{"amount": 1, "capture": false}))
	path := "/v2/payment_intents/" + intent
	complaint := "path.id: Payment intent `" + intent + "` cannot be captured (value_error)"
	c.invalid(complaint, "POST", path+"/capture", nil)
	require.NoError(t, c.s.CompletePaymentIntent(intent, stancertest.CardApproved))
	require.Equal(t, "captured", c.post(path+"/capture", object{"id": intent})["status"])
	c.invalid(complaint, "POST", path+"/capture", nil)

	waits := id(c.post("/v2/payment_intents/", object{"amount": 1, "capture": false}))
	require.NoError(t, c.s.CompletePaymentIntent(waits, stancertest.CardApproved))
	c.s.Advance(7 * 24 * time.Hour)
	require.Equal(t, "unpaid", c.get("/v2/payment_intents/" + waits)["status"])
}

func TestUpdateOfIntentReplacesMembers(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	in := object{"amount": 1, "metadata": object{"a": 1, "b": nil}}
	path := "/v2/payment_intents/" + id(c.post("/v2/payment_intents/", in))
	require.Equal(t, object{"a": 1., "b": nil}, c.get(path)["metadata"])
	changed := c.patch(path, object{"metadata": object{"c": 2}})
	require.Equal(t, object{"c": 2.}, changed["metadata"], "replaced, not merged")
	changed = c.patch(path, object{"return_url": "https://example.com/"})
	require.Equal(t, "https://example.com/", changed["return_url"])
	_, text := c.raw("PATCH", path, `{"metadata": 12345678901234567890}`)
	require.Contains(t, string(text), `"metadata":12345678901234567890`)
	c.invalid("body.status: extra fields not permitted (value_error.extra)",
		"PATCH", path, object{"status": "captured"})
}
