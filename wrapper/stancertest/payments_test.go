package stancertest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func TestMethodOfPaymentCanBeGivenLater(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	start := c.s.Now()
	made := c.post("/v2/payments/", object{
		"amount": 1000, "description": "a chair",
		"device": object{"ip": "192.0.2.1", "port": 443},
	})
	for name, want := range (object{
		"amount": 1000., "currency": "eur", "capture": true, "live_mode": false, "origin": 1.,
		"description": "a chair", "methods_allowed": []any{"card", "sepa"},
	}) {
		require.Equal(t, want, made[name], name)
	}
	for _, name := range []string{
		"status", "method", "card", "sepa", "customer", "response",
		"payment_intent", "payout", "auth", "fee", "order_id",
	} {
		require.Contains(t, made, name)
		require.Nil(t, made[name], name)
	}
	require.Nil(t, made["device"].(object)["user_agent"])
	require.Contains(t, made["device"], "user_agent")
	require.IsType(t, 0., made["created"])
	c.within(start, made["created"])

	path := "/v2/payments/" + id(made)
	given := c.patch(path, object{
		"id": id(made), "order_id": nil, "card": card(stancertest.CardApproved),
	})
	require.Equal(t, "to_capture", given["status"])
	require.Equal(t, "a chair", given["description"])
	c.within(start, given["date_paym"])
	c.invalid("path.id: Payment `"+id(made)+"` can no longer be changed (value_error)",
		"PATCH", path, object{"amount": 5})
	require.Equal(t, "order", c.patch(path, object{"order_id": "order"})["order_id"])
}

func TestPaymentIsCapturedByPOSTOrPATCH(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	body, status := object{"id": "paym_x"}, object{"status": "capture"}
	for name, capture := range map[string]func(path string) object{
		"POST":           func(path string) object { return c.post(path+"/capture", nil) },
		"POST with body": func(path string) object { return c.post(path+"/capture", body) },
		"PATCH":          func(path string) object { return c.patch(path, status) },
	} {
		made := c.pay(stancertest.CardApproved, object{"capture": false})
		require.Equal(t, "authorized", made["status"], name)
		require.Nil(t, made["date_bank"])
		path := "/v2/payments/" + id(made)
		require.Equal(t, "authorized", c.patch(path, object{"status": "authorize"})["status"])
		require.Equal(t, "to_capture", capture(path)["status"], name)
		c.invalid("path.id: Payment `"+id(made)+"` cannot be captured (value_error)",
			"POST", path+"/capture", nil)
		c.s.SendToBank()
		require.Equal(t, "capture_sent", c.get(path)["status"])
		c.s.Settle()
		require.Equal(t, "captured", c.get(path)["status"])
		tomorrow := c.s.Now().Add(24 * time.Hour).Format(time.DateOnly)
		require.Equal(t, tomorrow, c.get(path)["date_bank"])
	}
	refused := "/v2/payments/" + id(c.pay(stancertest.CardStolen))
	c.complaints("PATCH", refused, object{"status": "capture", "description": "too late"})
	require.Nil(t, c.get(refused)["description"], "a refused request changes nothing")
	done := "/v2/payments/" + id(c.pay(stancertest.CardApproved))
	require.Equal(t, "to_capture", c.patch(done, status)["status"], "it is being captured already")
	c.invalid("body.status: value is not a valid enumeration member; "+
		"permitted: 'authorize', 'capture' (type_error.enum)",
		"PATCH", done, object{"status": "captured"})
	later := c.post("/v2/payments/", object{"amount": 1, "capture": false})
	path := "/v2/payments/" + id(later)
	c.invalid("path.id: Payment `"+id(later)+"` cannot be captured (value_error)",
		"PATCH", path, status)
	c.invalid("path.id: Payment "+id(later)+" is not ready for authorization (value_error)",
		"PATCH", path, object{"status": "authorize"})
	paid := c.patch(path, object{"card": card(stancertest.CardApproved)})
	require.Equal(t, "authorized", paid["status"])
	require.Equal(t, "captured", c.pay(stancertest.CardCapturedAtOnce)["status"])
}

func TestAuthorizationExpiresAfterSevenDays(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	waits := "/v2/payments/" + id(c.pay(stancertest.CardApproved, object{"capture": false}))
	taken := "/v2/payments/" + id(c.pay(stancertest.CardApproved, object{"capture": false}))
	c.post(taken+"/capture", nil)
	c.s.Advance(7*24*time.Hour - time.Minute)
	require.Equal(t, "authorized", c.get(waits)["status"])
	younger := "/v2/payments/" + id(c.pay(stancertest.CardApproved, object{"capture": false}))
	c.s.Advance(2 * time.Minute)
	require.Equal(t, "expired", c.get(waits)["status"])
	require.Equal(t, "to_capture", c.get(taken)["status"])
	require.Equal(t, "authorized", c.get(younger)["status"])
	c.s.Advance(7 * 24 * time.Hour)
	require.Equal(t, "expired", c.get(younger)["status"])
}

func TestUniqueIDIsUniqueInItsMode(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	first := c.post("/v2/payments/", object{"amount": 1, "unique_id": "u"})
	again := object{"amount": 1, "unique_id": "u", "card": card(stancertest.CardApproved)}
	c.fails(409, "Payment already exists, duplicate unique_id ("+id(first)+")",
		"POST", "/v2/payments/", again)
	require.Equal(t, []string{id(first)}, c.ids("/v2/payments/?unique_id=u", "payments"))
	require.Empty(t, c.ids("/v2/cards/", "cards"), "a refused request stores nothing")
	live := c.live().post("/v2/payments/", object{"amount": 1, "unique_id": "u"})
	require.Equal(t, "u", live["unique_id"])
	changed := c.patch("/v2/payments/"+id(first), object{"description": "changed"})
	require.Equal(t, "changed", changed["description"])
}

func TestPaymentAcceptsPartsByIDOrInline(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	customer := c.post("/v2/customers/", object{"name": "Arthur Martin"})
	paid := c.post("/v2/payments/", object{"amount": 1, "customer": id(customer)})
	require.Equal(t, customer, paid["customer"])
	made := c.pay(stancertest.CardApproved, object{"customer": object{"email": "a@example.com"}})
	require.Equal(t, made["customer"], c.get("/v2/customers/"+id(made["customer"].(object))))
	require.Equal(t, made["card"], c.get("/v2/cards/"+id(made["card"].(object))))

	missing := "cust_aaaaaaaaaaaaaaaaaaaaaaaa"
	cards := len(c.ids("/v2/cards/", "cards"))
	c.fails(404, "Customer `"+missing+"` not found", "POST", "/v2/payments/",
		object{"amount": 1, "customer": missing, "card": card(stancertest.CardApproved)})
	require.Len(t, c.ids("/v2/cards/", "cards"), cards)

	account := id(c.post("/v2/sepa/", object{"iban": stancertest.IBANFrance, "name": "David"}))
	c.invalid("body.sepa: no valid mandate (value_error)",
		"POST", "/v2/payments/", object{"amount": 1, "sepa": account})
	inline := object{
		"iban": stancertest.IBANFrance, "name": "David", "mandate": "M1",
		"date_mandate": "2024-12-25",
	}
	c.invalid("body.currency: SEPA payments are in EUR only (value_error)", "POST", "/v2/payments/",
		object{"amount": 1, "currency": "usd", "sepa": inline})
	c.invalid("body.sepa: a payment has one method (value_error)", "POST", "/v2/payments/",
		object{"amount": 1, "sepa": inline, "card": card(stancertest.CardApproved)})
	sepa := []string{"sepa"}
	c.invalid("body.card: the method is not allowed (value_error)", "POST", "/v2/payments/",
		object{"amount": 1, "card": card(stancertest.CardApproved), "methods_allowed": sepa})
	paid = c.post("/v2/payments/", object{"amount": 1, "sepa": inline})
	require.Equal(t, "to_capture", paid["status"])
	require.Equal(t, "sepa", paid["method"])
	require.Equal(t, "2606", paid["sepa"].(object)["last4"])
	require.Equal(t, "TESTFRPP", paid["sepa"].(object)["bic"])
	require.Equal(t, "2024-12-25", paid["sepa"].(object)["date_mandate"])

	header := object{"publicKeyHash": "h", "ephemeralPublicKey": "e", "transactionId": "t"}
	token := object{"data": "d", "signature": "s", "version": "v", "header": header}
	wallet := object{"apple_pay": object{"paymentData": token}}
	paid = c.post("/v2/payments/", object{"amount": 1, "wallet": wallet})
	require.Equal(t, "to_capture", paid["status"])
	require.Equal(t, "card", paid["method"])
}

func Test3DSDecidesThePayment(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	ask := object{"auth": true, "return_url": "https://example.com/back"}
	for number, want := range map[string]string{
		stancertest.CardApproved:     "to_capture",
		stancertest.Card3DSChallenge: "to_capture",
		stancertest.CardDoNotHonor:   "refused",
	} {
		made := c.pay(number, ask)
		require.Nil(t, made["status"])
		auth := made["auth"].(object)
		require.Equal(t, "available", auth["status"])
		require.Equal(t, "https://example.com/back", auth["return_url"])
		require.Contains(t, auth["redirect_url"], "https://3ds.stancer.com/v1/redirect/test_")
		c.patch("/v2/payments/"+id(made), object{"description": "still waiting"})
		require.Equal(t, auth, c.get("/v2/payments/" + id(made))["auth"])
		require.NoError(t, c.s.Complete3DS(id(made)))
		require.Error(t, c.s.Complete3DS(id(made)))
		made = c.get("/v2/payments/" + id(made))
		require.Equal(t, want, made["status"])
		require.Equal(t, "success", made["auth"].(object)["status"])
	}
	c.s.Advance(6 * time.Hour)
	require.Equal(t, []string{}, c.expired(), "completed authentications do not expire")

	made := c.pay(stancertest.CardApproved, ask)
	c.s.Advance(6*time.Hour - time.Minute)
	require.Nil(t, c.get("/v2/payments/" + id(made))["status"])
	c.s.Advance(2 * time.Minute)
	require.Equal(t, []string{id(made)}, c.expired())
	require.Error(t, c.s.Complete3DS(id(made)))

	waits := c.post("/v2/payments/", object{"amount": 1, "auth": true})
	require.Equal(t, "requested", waits["auth"].(object)["status"])
	require.Nil(t, waits["auth"].(object)["redirect_url"])
	given := c.patch("/v2/payments/"+id(waits), object{"card": card(stancertest.CardApproved)})
	require.Equal(t, "available", given["auth"].(object)["status"])

	c.invalid("body.auth: Auth can't be False (value_error)",
		"POST", "/v2/payments/", object{"amount": 1, "auth": false})
	c.invalid("body.auth: Auth can't be False (value_error)",
		"PATCH", "/v2/payments/"+id(waits), object{"auth": false})
	require.EqualError(t, c.s.Complete3DS("paym_none"), "stancertest: there is no object paym_none")
}

// expired lists the payments whose 3-D Secure authentication expired.
func (c *caller) expired() []string {
	ids := []string{}
	for _, item := range c.get("/v2/payments/")["payments"].([]any) {
		item := item.(object)
		if auth, ok := item["auth"].(object); ok && auth["status"] == "expired" {
			require.Equal(c.t, "failed", item["status"])
			ids = append(ids, id(item))
		}
	}
	return ids
}
