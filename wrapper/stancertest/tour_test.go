package stancertest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// TestEveryResourceMatchesTheDocument calls all resources and validates the bodies of requests and
// answers against the document.
func TestEveryResourceMatchesTheDocument(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	tourCustomers(c)
	tourSEPA(c)
	tourIntents(c)
	tourPayments(c, "/v2/payments/")
	tourPayments(c, "/v2/checkout/")
	tourPayouts(c)
	tourWebhooks(c)
	require.Equal(c.t, "test", c.get("/v2/ping")["mode"])
	require.Equal(c.t, "live", c.live().get("/v2/ping")["mode"])
}

func tourCustomers(c *caller) {
	address := id(c.post("/v2/addresses/", object{
		"zip_code": "75002", "city": "Paris", "country": "FR", "metadata": object{"floor": 3},
	}))
	arthur := object{"name": "Arthur Martin", "billing_address": address}
	customer := id(c.post("/v2/customers/", arthur))
	made := id(c.post("/v2/cards/", card(stancertest.CardApproved, object{"customer": customer})))
	require.Equal(c.t, []string{customer}, c.ids("/v2/customers/", "customers"))
	require.Equal(c.t, []string{address}, c.ids("/v2/addresses/", "addresses"))
	require.Equal(c.t, []string{made}, c.ids("/v2/cards/?customer="+customer, "cards"))
	c.patch("/v2/customers/"+customer, object{"country": "FR"})
	c.patch("/v2/cards/"+made, object{"exp_year": 2097})
	require.Equal(c.t, "FR", c.get("/v2/customers/" + customer)["country"])
	require.EqualValues(c.t, 2097, c.get("/v2/cards/" + made)["exp_year"])
	require.Empty(c.t, c.ids("/v2/customers/"+customer+"/payment_intents", "payment_intents"))
	require.Empty(c.t, c.ids("/v2/customers/"+customer+"/subscriptions", "subscriptions"))
	c.get("/v2/addresses/" + address)
	c.delete("/v2/addresses/" + address)
	c.delete("/v2/cards/" + made)
	c.delete("/v2/customers/" + customer)
}

func tourSEPA(c *caller) {
	in := object{"iban": stancertest.IBANFrance, "name": "David Coaster"}
	account := id(c.post("/v2/sepa/", in))
	c.patch("/v2/sepa/"+account, object{"name": "David Toaster"})
	require.Equal(c.t, "David Toaster", c.get("/v2/sepa/" + account)["name"])
	c.get("/v2/sepa/")
	in["iban"] = stancertest.IBANGermany
	only := id(c.post("/v2/sepa/ibanonly", in))
	c.get("/v2/sepa/ibanonly/" + only)

	mandate := id(c.post("/v2/mandates/", object{"sepa": account}))
	c.patch("/v2/mandates/"+mandate, object{"rum": "RUM1"})
	c.get("/v2/mandates/" + mandate)
	require.Equal(c.t, []string{mandate}, c.ids("/v2/mandates/?rum=RUM1&sepa="+account, "mandates"))
	status, file := c.raw("GET", "/v2/mandates/"+mandate+".pdf", nil)
	require.Equal(c.t, http.StatusOK, status)
	require.True(c.t, strings.HasPrefix(string(file), "%PDF-"))
	c.delete("/v2/mandates/" + mandate)
	c.delete("/v2/sepa/" + account)

	wanted := object{"status": "succeeded", "company": object{"score": 80}}
	_, iban := c.send("POST", "/v2/sepa/check/generate", wanted)
	company := object{"identifier": "123456789"}
	check := id(c.post("/v2/sepa/check/", object{"iban": iban, "company": company}))
	c.get("/v2/sepa/check/" + check)
}

func tourIntents(c *caller) {
	intent := id(c.post("/v2/payment_intents/", object{"amount": 1000, "capture": false}))
	c.patch("/v2/payment_intents/"+intent, object{"metadata": object{"basket": 7}})
	c.get("/v2/payment_intents/" + intent)
	c.get("/v2/payment_intents/")
	require.NoError(c.t, c.s.CompletePaymentIntent(intent, stancertest.CardApproved))
	c.post("/v2/payment_intents/"+intent+"/capture", nil)
	c.s.Settle()
	refund := id(c.post("/v2/payment_intents/"+intent+"/refund", object{"amount": 100}))
	require.Len(c.t, c.ids("/v2/payment_intents/"+intent+"/payments", "payments"), 1)
	require.Equal(c.t, []string{refund}, c.ids("/v2/payment_intents/"+intent+"/refunds", "refunds"))
	require.Empty(c.t, c.ids("/v2/payment_intents/"+intent+"/disputes", "disputes"))
	c.delete("/v2/payment_intents/" + id(c.post("/v2/payment_intents/", object{"amount": 1000})))
}

func tourPayments(c *caller, path string) {
	paid := id(c.post(path, object{
		"amount": 1000, "capture": false, "card": card(stancertest.CardApproved),
	}))
	c.patch(path+paid, object{"description": "something"})
	c.get(path + paid)
	c.get(path)
	c.post(path+paid+"/capture", object{"id": paid})
	c.s.Settle()
	refund := c.post(path+paid+"/refund", object{})
	status, refunds := c.send("GET", path+paid+"/refunds", nil)
	require.Equal(c.t, http.StatusOK, status)
	require.Equal(c.t, []any{refund}, refunds)
	status, disputes := c.send("GET", path+paid+"/disputes", nil)
	require.Equal(c.t, http.StatusOK, status)
	require.Equal(c.t, []any{}, disputes)
}

func tourPayouts(c *caller) {
	for _, c := range []*caller{c, c.live()} {
		paid := id(c.pay(stancertest.CardCapturedAtOnce))
		refund := id(c.post("/v2/refunds/", object{"payment": paid, "amount": 100}))
		c.get("/v2/refunds/" + refund)
		c.get("/v2/refunds/")
		made := id(c.post("/v2/cards/", card(stancertest.CardApproved)))
		pushed := id(c.post("/v2/disbursements/", object{"card": made, "amount": 100}))
		c.get("/v2/disbursements/")
		c.get("/v2/disbursements/" + pushed)
		disputed := id(c.pay(stancertest.CardDisputed))
		dispute := c.ids("/v2/disputes/", "disputes")[0]
		c.get("/v2/disputes/" + dispute)
		payout := id(c.post("/v2/payouts/", object{
			"payments": []string{paid, disputed},
			"refunds":  []string{refund},
			"disputes": []string{dispute},
		}))
		c.get("/v2/payouts/")
		c.get("/v2/payouts/" + payout)
		c.get("/v2/payouts/" + payout + "/payments")
		c.get("/v2/payouts/" + payout + "/refunds")
		c.get("/v2/payouts/" + payout + "/disputes")
		if c.key == c.s.LiveKey {
			c.get("/v1/payouts/")
			c.get("/v1/payouts/" + payout)
			c.get("/v1/payouts/" + payout + "/payments/")
			c.get("/v1/payouts/" + payout + "/refunds/")
			c.get("/v1/payouts/" + payout + "/disputes/")
		}
	}
}

func tourWebhooks(c *caller) {
	endpoint := c.post("/v2/webhooks/", object{"url": "https://example.com/hook"})
	c.get("/v2/webhooks/")
	c.patch("/v2/webhooks/"+id(endpoint), object{"enabled": false})
	require.Equal(c.t, false, c.get("/v2/webhooks/" + id(endpoint))["enabled"])
	response := c.response("DELETE", "/v2/webhooks/"+id(endpoint), nil)
	require.Equal(c.t, http.StatusNoContent, response.StatusCode)
	require.Empty(c.t, response.Header.Get("Content-Type"))
	c.fails(404, "Webhook endpoint `"+id(endpoint)+"` not found",
		"GET", "/v2/webhooks/"+id(endpoint), nil)
}
