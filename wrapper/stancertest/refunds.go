package stancertest

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/stancer-go/stancer/api"
)

func (c *call) listRefunds() (any, error) {
	return list(c, "refunds", c.refunds.items, refundCreated, nil, nil)
}

func (c *call) getRefund() (any, error) { return c.refunds.get(c.id()) }

func (c *call) createRefund() (any, error) {
	in := decode[api.RefundCreate](c)
	paid, err := c.payments.get(in.Payment)
	if err != nil {
		return nil, err
	}
	return c.refund(paid, in.Amount)
}

func (c *call) refundPayment() (any, error) {
	paid, err := c.payments.get(c.id())
	if err != nil {
		return nil, err
	}
	return c.refund(paid, decode[api.RefundRequest](c).Amount)
}

func (c *call) refundPaymentIntent() (any, error) {
	it, err := c.intents.get(c.id())
	if err != nil {
		return nil, err
	}
	paid := c.payments.byID[it.Payment]
	if paid == nil {
		return nil, fail(http.StatusConflict, fmt.Sprintf("Payment intent `%s` has no payment to refund", it.ID))
	}
	return c.refund(paid, decode[api.RefundRequest](c).Amount)
}

// refund gives back the amount, or what is left. Before the capture that is all or nothing: the payment is canceled.
func (d *data) refund(paid *payment, wanted *int64) (*api.Refund, error) {
	left := paid.Amount - d.refunded(paid)
	amount := or(wanted, left)
	switch {
	case paid.is(api.PaymentStatusAuthorized, api.PaymentStatusToCapture,
		api.PaymentStatusCaptureSent) && 0 < amount && amount < paid.Amount:
		return nil, fail(http.StatusConflict, "Payment cannot be partially refunded before it has been captured")
	case paid.is(api.PaymentStatusCaptureSent):
		return nil, fail(http.StatusConflict, "Payment cannot be refunded before it has been captured")
	case !paid.is(api.PaymentStatusAuthorized, api.PaymentStatusToCapture,
		api.PaymentStatusCaptured):
		return nil, fail(http.StatusConflict, fmt.Sprintf("Payment `%s` cannot be refunded",
			paid.ID))
	case left == 0:
		return nil, fail(http.StatusConflict, fmt.Sprintf("Payment `%s` has already been refunded",
			paid.ID))
	case amount == 0:
		return nil, invalid("ensure this value is greater than 0", "value_error.number.not_gt",
			"body", "amount")
	case amount > left:
		return nil, invalid(fmt.Sprintf("ensure this value is less than or equal to %d", left),
			"value_error.number.not_le", "body", "amount")
	}
	it := d.newRefund(paid, amount)
	if !paid.is(api.PaymentStatusCaptured) {
		it.Status = api.RefundStatusPaymentCanceled
		d.setStatus(paid, api.PaymentStatusCanceled)
	}
	return d.refunds.add(it.ID, it), nil
}

func (d *data) newRefund(paid *payment, amount int64) *api.Refund {
	return &api.Refund{
		ID:            newID("refd"),
		Created:       d.timestamp(),
		Payment:       paid.ID,
		PaymentIntent: paid.PaymentIntent,
		Amount:        amount,
		Currency:      paid.Currency,
		Status:        api.RefundStatusToRefund,
	}
}

// FailRefund plays the bank that does not take a refund: it becomes failed or not_honored, and what it was to give back can be refunded
// again (a guess). It is an error if the status is another one, or the refund is neither to_refund nor refund_sent.
func (s *Server) FailRefund(refundID string, status api.RefundStatus) error {
	return holder(s, refunds, refundID, func(_ *data, it *api.Refund) error {
		if !slices.Contains(failedRefunds, status) {
			return fmt.Errorf("a refund fails as %s or %s, not as %q", api.RefundStatusFailed,
				api.RefundStatusNotHonored, status)
		}
		if it.Status != api.RefundStatusToRefund && it.Status != api.RefundStatusRefundSent {
			return fmt.Errorf("refund %s is %s", it.ID, it.Status)
		}
		it.Status = status
		return nil
	})
}

var failedRefunds = []api.RefundStatus{api.RefundStatusFailed, api.RefundStatusNotHonored}

// refunded is what was given back already, or is about to be.
func (d *data) refunded(paid *payment) int64 {
	var sum int64
	for _, it := range d.refunds.items {
		if it.Payment == paid.ID && !slices.Contains(failedRefunds, it.Status) {
			sum += it.Amount
		}
	}
	return sum
}
