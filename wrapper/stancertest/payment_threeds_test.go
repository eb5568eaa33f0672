package stancertest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func TestFail3DS(t *testing.T) {
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
		"it does not expire any more")

	expired := waits()
	require.NoError(t, c.s.Expire(expired))
	got = c.get("/v2/payments/" + expired)
	require.Equal(t, "failed", got["status"])
	require.Equal(t, "expired", got["auth"].(object)["status"])
	require.EqualError(t, c.s.Expire(expired), "stancertest: payment "+expired+" is neither waiting for 3-D Secure nor authorized")
}

func TestExpire(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	intent := id(c.post("/v2/payment_intents/", object{"amount": 1, "capture": false}))
	require.NoError(t, c.s.CompletePaymentIntent(intent, stancertest.CardApproved))
	require.NoError(t, c.s.Expire(c.get("/v2/payment_intents/" + intent)["payment"].(string)))
	require.Equal(t, "unpaid", c.get("/v2/payment_intents/" + intent)["status"])
	for _, paid := range []object{c.pay(stancertest.CardApproved),
		c.post("/v2/payments/", object{"amount": 1})} {
		require.Error(t, c.s.Expire(id(paid)))
		require.Equal(t, paid["status"], c.get("/v2/payments/" + id(paid))["status"])
	}
	require.Error(t, c.s.Expire(chosen("paym", 1)))
}

func TestSetDisputeStatus(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	for _, end := range []stancer.DisputeStatus{
		stancer.DisputeStatusAccepted, stancer.DisputeStatusWon, stancer.DisputeStatusLost, stancer.DisputeStatusOutOfTime, stancer.DisputeStatusNotContestable,
	} {
		paid := c.pay(stancertest.CardDisputed)
		dispute := c.ids("/v2/disputes/", "disputes")[0]
		require.EqualError(t, c.s.SetDisputeStatus(dispute, "settled"),
			`stancertest: unknown dispute status "settled"`)
		require.NoError(t, c.s.SetDisputeStatus(dispute, stancer.DisputeStatusEvidenceSent))
		got := c.get("/v2/disputes/" + dispute)
		require.Equal(t, "evidence_sent", got["status"])
		require.Nil(t, got["date_bank"])
		require.NoError(t, c.s.SetDisputeStatus(dispute, end))
		got = c.get("/v2/disputes/" + dispute)
		require.Equal(t, string(end), got["status"])
		require.Equal(t, c.s.Now().Format(time.DateOnly), got["date_bank"])
		require.Equal(t, "disputed", c.get("/v2/payments/" + id(paid))["status"])
		require.EqualError(t, c.s.SetDisputeStatus(dispute, stancer.DisputeStatusOpen),
			"stancertest: dispute "+dispute+" is already "+string(end))
	}
	require.Error(t, c.s.SetDisputeStatus(chosen("dspt", 1), stancer.DisputeStatusWon))
}

func TestFailRefund(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	paid := id(c.pay(stancertest.CardCapturedAtOnce))
	refund := func() string { return id(c.post("/v2/payments/"+paid+"/refund", nil)) }
	for _, status := range []stancer.RefundStatus{stancer.RefundStatusFailed,
		stancer.RefundStatusNotHonored} {
		first := refund()
		c.s.SendToBank()
		require.NoError(t, c.s.FailRefund(first, status))
		require.Equal(t, string(status), c.get("/v2/refunds/" + first)["status"])
		c.s.Settle()
		require.Equal(t, string(status), c.get("/v2/refunds/" + first)["status"])
		require.EqualError(t, c.s.FailRefund(first, status),
			"stancertest: refund "+first+" is "+string(status))
	}
	last := refund()
	require.Equal(t, 1000., c.get("/v2/refunds/" + last)["amount"],
		"all of it can be refunded again")
	require.EqualError(t, c.s.FailRefund(last, stancer.RefundStatusRefunded),
		`stancertest: the status of a failed refund is failed or not_honored, not "refunded"`)
	c.s.Settle()
	require.EqualError(t, c.s.FailRefund(last, stancer.RefundStatusFailed),
		"stancertest: refund "+last+" is refunded")
}
