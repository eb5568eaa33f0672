package stancertest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func TestFailed3DSFailsThePayment(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	waits := func() string { return id(c.pay(stancertest.Card3DSChallenge, object{"auth": true})) }
	paid := waits()
	require.NoError(t, c.s.Fail3DS(paid))
	got := c.get("/v2/payments/" + paid)
	require.Equal(t, "failed", got["status"])
	require.Equal(t, "failed", got["auth"].(object)["status"])
	require.Nil(t, got["response"], "the bank was not asked")
	for _, again := range []error{c.s.Fail3DS(paid), c.s.Complete3DS(paid)} {
		require.EqualError(t, again, "stancertest: payment "+paid+" is not waiting for 3-D Secure")
	}
	c.s.Advance(7 * time.Hour)
	require.Equal(t, "failed", c.get("/v2/payments/" + paid)["auth"].(object)["status"],
		"it does not expire after that")

	expired := waits()
	require.NoError(t, c.s.Expire(expired))
	got = c.get("/v2/payments/" + expired)
	require.Equal(t, "failed", got["status"])
	require.Equal(t, "expired", got["auth"].(object)["status"])
	require.EqualError(t, c.s.Expire(expired),
		"stancertest: payment "+expired+" is neither waiting for 3-D Secure nor authorized")
}

func TestExpiredAuthorizationLeavesTheIntentUnpaid(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	intent := id(c.post("/v2/payment_intents/", object{"amount": 1, "capture": false}))
	require.NoError(t, c.s.CompletePaymentIntent(intent, stancertest.CardApproved))
	require.NoError(t, c.s.Expire(c.get("/v2/payment_intents/" + intent)["payment"].(string)))
	require.Equal(t, "unpaid", c.get("/v2/payment_intents/" + intent)["status"])
	for _, paid := range []object{
		c.pay(stancertest.CardApproved),
		c.post("/v2/payments/", object{"amount": 1}),
	} {
		require.Error(t, c.s.Expire(id(paid)))
		require.Equal(t, paid["status"], c.get("/v2/payments/" + id(paid))["status"])
	}
	require.Error(t, c.s.Expire(chosen("paym", 1)))
}
