package stancertest_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

const partially = "Payment cannot be partially refunded before it has been captured"

func TestRefundBeforeCaptureCancelsThePayment(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	for _, capture := range []bool{true, false} {
		paid := c.pay(stancertest.CardApproved, object{"capture": capture})
		path := "/v2/payments/" + id(paid)
		c.fails(409, partially, "POST", path+"/refund", object{"amount": 400})
		c.fails(409, partially, "POST", "/v2/refunds/", object{"payment": id(paid), "amount": 400})
		refund := c.post("/v2/refunds/", object{"payment": id(paid)})
		require.Equal(t, "payment_canceled", refund["status"])
		require.Equal(t, 1000., refund["amount"])
		require.Equal(t, "canceled", c.get(path)["status"])
		c.fails(409, "Payment `"+id(paid)+"` cannot be refunded", "POST", path+"/refund", nil)
	}
	sent := "/v2/payments/" + id(c.pay(stancertest.CardApproved))
	c.s.SendToBank()
	c.fails(409, partially, "POST", sent+"/refund", object{"amount": 400})
	c.fails(409, "Payment cannot be refunded before it has been captured",
		"POST", sent+"/refund", nil)
}

func TestRefundsCannotExceedTheCapturedAmount(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	paid := id(c.pay(stancertest.CardCapturedAtOnce))
	path := "/v2/payments/" + paid
	first := c.post(path+"/refund", object{"amount": 400})
	for name, want := range (object{
		"status": "to_refund", "amount": 400., "currency": "eur",
		"payment": paid, "date_refund": nil, "payout": nil,
	}) {
		require.Contains(t, first, name)
		require.Equal(t, want, first[name], name)
	}
	c.post("/v2/refunds/", object{"payment": paid, "amount": 1})
	c.invalid("body.amount: ensure this value is less than or equal to 599 "+
		"(value_error.number.not_le)", "POST", path+"/refund", object{"amount": 600})
	c.invalid("body.amount: ensure this value is greater than 0 (value_error.number.not_gt)",
		"POST", path+"/refund", object{"amount": 0})
	require.Equal(t, 599., c.post(path+"/refund", nil)["amount"])
	c.fails(409, "Payment `"+paid+"` has already been refunded", "POST", path+"/refund", nil)
	require.Equal(t, "captured", c.get(path)["status"])
	require.Len(t, c.ids("/v2/refunds/", "refunds"), 3)

	c.s.SendToBank()
	require.Equal(t, "refund_sent", c.get("/v2/refunds/" + id(first))["status"])
	c.s.Settle()
	first = c.get("/v2/refunds/" + id(first))
	require.Equal(t, "refunded", first["status"])
	require.NotNil(t, first["date_refund"])
	require.NotNil(t, first["date_bank"])

	refused := id(c.pay(stancertest.CardDoNotHonor))
	c.fails(409, "Payment `"+refused+"` cannot be refunded",
		"POST", "/v2/payments/"+refused+"/refund", nil)
}

func TestRefundOfIntentRefundsItsPayment(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	intent := id(c.post("/v2/payment_intents/", object{"amount": 1000}))
	path := "/v2/payment_intents/" + intent
	c.fails(409, "Payment intent `"+intent+"` has no payment to refund",
		"POST", path+"/refund", nil)
	require.NoError(t, c.s.CompletePaymentIntent(intent, stancertest.CardApproved))
	c.fails(409, partially, "POST", path+"/refund", object{"amount": 1})
	refund := c.post(path+"/refund", nil)
	require.Equal(t, "payment_canceled", refund["status"])
	require.Equal(t, intent, refund["payment_intent"])
	require.Equal(t, "canceled", c.get(path)["status"])
}

func TestDisbursementsAreDisbursedOrRefused(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	made := id(c.post("/v2/cards/", card(stancertest.CardApproved)))
	pushed := c.post("/v2/disbursements/", object{
		"card": made, "amount": 100, "cvc": "987", "date_of_birth": "1980-01-01",
	})
	require.Equal(t, "to_disburse", pushed["status"])
	require.Equal(t, "eur", pushed["currency"])
	c.s.Settle()
	require.Equal(t, "disbursed", c.get("/v2/disbursements/" + id(pushed))["status"])
	bad := id(c.post("/v2/cards/", card(stancertest.CardStolen)))
	refused := c.post("/v2/disbursements/", object{"card": bad, "amount": 100})
	require.Equal(t, "refused", refused["status"])
	require.Equal(t, "43", refused["response"])
}

func TestDisputeNeedsACapturedPayment(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	paid := id(c.pay(stancertest.CardFrance, object{"order_id": "o1"}))
	_, err := c.s.Dispute(paid)
	require.EqualError(t, err, "stancertest: payment "+paid+" is to_capture; want captured")
	c.s.Settle()
	for _, amount := range []int64{0, -1, 1001} {
		_, err = c.s.Dispute(paid, stancertest.DisputeAmount(amount))
		want := fmt.Sprintf("stancertest: the disputed amount is %d; want 1 to 1000", amount)
		require.EqualError(t, err, want)
	}
	made, err := c.s.Dispute(paid)
	require.NoError(t, err)
	dispute := c.get("/v2/disputes/" + made.ID)
	for name, want := range (object{
		"amount": 1000., "payment": paid, "response": "45", "status": "open",
		"order_id": "o1", "fee": 600., "payout": nil,
	}) {
		require.Contains(t, dispute, name)
		require.Equal(t, want, dispute[name], name)
	}
	require.Equal(t, "disputed", c.get("/v2/payments/" + paid)["status"])
	_, listed := c.send("GET", "/v2/payments/"+paid+"/disputes", nil)
	require.Equal(t, []any{dispute}, listed)

	part := id(c.pay(stancertest.CardCapturedAtOnce))
	made, err = c.s.Dispute(part, stancertest.DisputeReason("1261"), stancertest.DisputeAmount(400))
	require.NoError(t, err)
	dispute = c.get("/v2/disputes/" + made.ID)
	require.Equal(t, "1261", dispute["response"])
	require.Equal(t, 400., dispute["amount"])

	intent := id(c.post("/v2/payment_intents/", object{"amount": 1}))
	require.NoError(t, c.s.CompletePaymentIntent(intent, stancertest.CardDisputed))
	require.Len(t, c.ids("/v2/payment_intents/"+intent+"/disputes", "disputes"), 1)
}

func TestFailedRefundCanBeRepeated(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	paid := id(c.pay(stancertest.CardCapturedAtOnce))
	refund := func() string { return id(c.post("/v2/payments/"+paid+"/refund", nil)) }
	for _, status := range []stancer.RefundStatus{
		stancer.RefundStatusFailed, stancer.RefundStatusNotHonored,
	} {
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
		"the whole payment can be refunded again")
	require.EqualError(t, c.s.FailRefund(last, stancer.RefundStatusRefunded),
		`stancertest: the status of a failed refund is failed or not_honored, not "refunded"`)
	c.s.Settle()
	require.EqualError(t, c.s.FailRefund(last, stancer.RefundStatusFailed),
		"stancertest: refund "+last+" is refunded")
}
