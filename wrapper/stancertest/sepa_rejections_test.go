package stancertest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// debit pays from an account with a mandate.
func (c *caller) debit(iban string) object {
	c.t.Helper()
	account := object{
		"iban": iban, "name": "David Coaster", "mandate": "MND-1", "date_mandate": "2024-12-25",
	}
	return c.post("/v2/payments/", object{"amount": 1000, "sepa": account})
}

func TestSomeIBANsRefuseDebitsAtOnce(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	for iban, reason := range map[string]string{
		stancertest.IBANUnknownAccount: "AC01",
		stancertest.IBANClosedAccount:  "AC04",
	} {
		refused := c.debit(iban)
		assert.Equal(t, "refused", refused["status"])
		assert.Equal(t, reason, refused["response"])
	}
}

func TestSomeIBANsRejectDebitsDaysLater(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	for iban, reason := range map[string]string{
		stancertest.IBANInsufficientFunds: "AM04",
		stancertest.IBANNoMandate:         "MD01",
		stancertest.IBANNoReason:          "MS03",
	} {
		intent := id(c.post("/v2/payment_intents/", object{"amount": 1000}))
		require.NoError(t, c.s.CompletePaymentIntent(intent, iban))
		paid := c.debit(iban)
		assert.Equal(t, "to_capture", paid["status"])
		c.s.SendToBank()
		assert.Equal(t, "processing", c.get("/v2/payment_intents/" + intent)["status"])
		c.s.Settle()
		paid = c.get("/v2/payments/" + id(paid))
		assert.Equal(t, "failed", paid["status"])
		assert.Equal(t, reason, paid["response"])
		assert.Equal(t, "unpaid", c.get("/v2/payment_intents/" + intent)["status"])
	}
}

func TestReturnedDebitIsDisputedAfterItsCapture(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	path := "/v2/payments/" + id(c.debit(stancertest.IBANReturned))
	c.s.Settle()
	require.Equal(t, "captured", c.get(path)["status"])
	c.s.Settle()
	require.Equal(t, "disputed", c.get(path)["status"])
	dispute := c.get("/v2/disputes/")["disputes"].([]any)[0].(object)
	require.Equal(t, "MD06", dispute["response"])
}

func TestRejectSEPAFailsThePayment(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	paid := id(c.debit(stancertest.IBANFrance))
	require.ErrorContains(t, c.s.RejectSEPA(paid, "no funds"), "four digits or capital letters")
	require.NoError(t, c.s.RejectSEPA(paid, "AM05"))
	rejected := c.get("/v2/payments/" + paid)
	require.Equal(t, "failed", rejected["status"])
	require.Equal(t, "AM05", rejected["response"])
	require.ErrorContains(t, c.s.RejectSEPA(paid, "AM05"),
		"is failed; want to_capture or capture_sent")
	require.ErrorContains(t, c.s.RejectSEPA(id(c.pay(stancertest.CardApproved)), "AM04"),
		"is not a SEPA debit")
	require.ErrorContains(t, c.s.RejectSEPA(chosen("paym", 1), "AM04"), "no object")
}
