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
		msg := fmt.Sprintf("Payment intent `%s` has no payment to refund", it.ID)
		return nil, fail(http.StatusConflict, msg)
	}
	return c.refund(paid, decode[api.RefundRequest](c).Amount)
}

// refund refunds the amount, by default the amount that is left. Before the capture only a full
// refund is possible, which cancels the payment.
func (d *data) refund(paid *payment, wanted *int64) (*api.Refund, error) {
	left := paid.Amount - d.refunded(paid)
	amount := or(wanted, left)
	if err := refundable(paid, amount, left); err != nil {
		return nil, err
	}
	it := d.newRefund(paid, amount)
	if !paid.is(api.PaymentStatusCaptured) {
		it.Status = api.RefundStatusPaymentCanceled
		d.setStatus(paid, api.PaymentStatusCanceled)
	}
	return d.refunds.add(it.ID, it), nil
}

// refundable returns an error unless the amount can be refunded.
func refundable(paid *payment, amount, left int64) error {
	conflict := func(format string, args ...any) error {
		return fail(http.StatusConflict, fmt.Sprintf(format, args...))
	}
	uncaptured := paid.is(api.PaymentStatusAuthorized, api.PaymentStatusToCapture)
	sent := paid.is(api.PaymentStatusCaptureSent)
	switch {
	case (uncaptured || sent) && 0 < amount && amount < paid.Amount:
		return conflict("Payment cannot be partially refunded before it has been captured")
	case sent:
		return conflict("Payment cannot be refunded before it has been captured")
	case !uncaptured && !paid.is(api.PaymentStatusCaptured):
		return conflict("Payment `%s` cannot be refunded", paid.ID)
	case left == 0:
		return conflict("Payment `%s` has already been refunded", paid.ID)
	case amount == 0:
		msg := "ensure this value is greater than 0"
		return invalid(msg, "value_error.number.not_gt", "body", "amount")
	case amount > left:
		msg := fmt.Sprintf("ensure this value is less than or equal to %d", left)
		return invalid(msg, "value_error.number.not_le", "body", "amount")
	}
	return nil
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

// FailRefund fails a refund, as the bank does: it becomes failed or not_honored, and its amount can
// be refunded again (a guess). It returns an error if the status is another one, or if the refund
// is neither to_refund nor refund_sent.
func (s *Server) FailRefund(refundID string, status api.RefundStatus) error {
	return holder(s, refunds, refundID, func(_ *data, it *api.Refund) error {
		if !slices.Contains(failedRefunds, status) {
			return fmt.Errorf("the status of a failed refund is %s or %s, not %q",
				api.RefundStatusFailed, api.RefundStatusNotHonored, status)
		}
		if it.Status != api.RefundStatusToRefund && it.Status != api.RefundStatusRefundSent {
			return fmt.Errorf("refund %s is %s", it.ID, it.Status)
		}
		it.Status = status
		return nil
	})
}

var failedRefunds = []api.RefundStatus{api.RefundStatusFailed, api.RefundStatusNotHonored}

// refunded returns the amount of all refunds that did not fail.
func (d *data) refunded(paid *payment) int64 {
	var sum int64
	for _, it := range d.refunds.items {
		if it.Payment == paid.ID && !slices.Contains(failedRefunds, it.Status) {
			sum += it.Amount
		}
	}
	return sum
}
