package stancertest

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/stancer-go/stancer/api"
)

// payment is a payment with internal state.
type payment struct {
	api.Payment
	card     *card
	deadline time.Time // of its authorization or its 3-D Secure
}

func (it *payment) is(statuses ...api.PaymentStatus) bool {
	return it.Status != "" && slices.Contains(statuses, it.Status)
}

func (c *call) listPayments() (any, error) {
	return list(c, "payments", c.payments.items, paymentCreated, filters[payment]{
		"paid":      since(paidAt),
		"unique_id": equal(func(it *payment) string { return it.UniqueID }),
		"order_id":  equal(func(it *payment) string { return it.OrderID }),
		"card": func(it *payment, id string) bool {
			return it.Card != nil && it.Card.ID == id
		},
		"sepa": func(it *payment, id string) bool {
			return it.SEPA != nil && it.SEPA.ID == id
		},
		"payout": equal(func(it *payment) string { return it.Payout }),
	}, sorts[payment]{"paid": paidAt})
}

func paidAt(it *payment) api.Timestamp { return it.DatePaym }

func (c *call) createPayment() (any, error) {
	it := c.newPayment()
	c.into(&it.Payment, partNames...)
	if err := firstOf(c.checkPayment(it), checkAmount(it.Amount, it.Capture)); err != nil {
		return nil, err
	}
	if err := c.applyParts(it, decode[paymentParts](c)); err != nil {
		return nil, err
	}
	c.payments.add(it.ID, it)
	c.process(it)
	return it, nil
}

// moneyNames are members that cannot change once the payment has a status.
var moneyNames = []string{
	"amount", "currency", "auth", "card", "sepa", "wallet", "capture", "methods_allowed",
}

func (c *call) getPayment() (any, error) { return c.payments.get(c.id()) }

// updatePayment changes a payment. Once the payment has a status, members that affect money cannot
// change, which is a guess.
func (c *call) updatePayment() (any, error) {
	it, err := c.payments.get(c.id())
	if err != nil {
		return nil, err
	}
	in := decode[paymentParts](c)
	if it.Status != "" && c.hasAny(moneyNames...) {
		return nil, notReady(fmt.Sprintf("Payment `%s` can no longer be changed", it.ID))
	}
	next := *it
	c.into(&next.Payment, partNames...)
	if err := firstOf(c.checkPayment(&next), checkAmount(next.Amount, next.Capture)); err != nil {
		return nil, err
	}
	if err := c.applyParts(&next, in); err != nil {
		return nil, err
	}
	if next.Status == "" && c.hasAny("auth", "card", "sepa", "wallet") {
		c.process(&next)
	}
	if err := c.order(&next, in.Status); err != nil {
		return nil, err
	}
	*it = next
	return it, nil
}

// order applies the status of a request. While the payment is waiting for 3-D Secure, the status is
// applied after it, which is a guess.
func (c *call) order(it *payment, status *api.PaymentStatus) error {
	wanted := or(status, "")
	capture := wanted == api.PaymentStatusCapture
	if it.challenged() && (capture || wanted == api.PaymentStatusAuthorize) {
		it.Capture = &capture
		return nil
	}
	switch wanted {
	case "":
		return nil
	case api.PaymentStatusCapture:
		if it.is(api.PaymentStatusToCapture) && or(it.Capture, true) {
			return nil // a payment with capture true is captured by itself
		}
		return c.captureAuthorized(it)
	case api.PaymentStatusAuthorize:
		if it.is(api.PaymentStatusAuthorized) {
			return nil
		}
		return notReady(fmt.Sprintf("Payment %s is not ready for authorization", it.ID))
	}
	return invalid("value is not a valid enumeration member; permitted: 'authorize', 'capture'",
		"type_error.enum", "body", "status")
}

func (c *call) capturePayment() (any, error) {
	it, err := c.payments.get(c.id())
	if err != nil {
		return nil, err
	}
	return it, c.captureAuthorized(it)
}

func (c *call) listPaymentRefunds() (any, error) {
	if _, err := c.payments.get(c.id()); err != nil {
		return nil, err
	}
	mine := func(it *api.Refund) bool { return it.Payment == c.id() }
	return newestFirst(c.refunds.where(mine), refundCreated), nil
}

func (c *call) listPaymentDisputes() (any, error) {
	if _, err := c.payments.get(c.id()); err != nil {
		return nil, err
	}
	mine := func(it *api.Dispute) bool { return it.Payment == c.id() }
	return newestFirst(c.disputes.where(mine), disputeCreated), nil
}

// newestFirst sorts the objects. It never returns nil, which JSON would encode as null.
func newestFirst[T any](items []*T, created func(*T) api.Timestamp) []*T {
	sortBy(items, created)
	slices.Reverse(items)
	return append([]*T{}, items...)
}

// newPayment makes a payment with default values, without storing it.
func (d *data) newPayment() *payment {
	return &payment{Payment: api.Payment{
		ID:             newID("paym"),
		Created:        d.timestamp(),
		Currency:       api.CurrencyEUR,
		Capture:        ptr(true),
		MethodsAllowed: []api.PaymentMethod{api.PaymentMethodCard, api.PaymentMethodSEPA},
		Origin:         1,
		LiveMode:       d.liveMode(),
	}}
}

// checkPayment checks the references of a payment, its methods, and that its unique_id is unique.
func (d *data) checkPayment(it *payment) (err error) {
	if err := d.checkAddresses(it.BillingAddress, it.ShippingAddress); err != nil {
		return err
	}
	if it.MethodsAllowed, err = fitMethods(it.MethodsAllowed, it.Currency); err != nil {
		return err
	}
	self := d.payments.byID[it.ID]
	id := func(it *payment) (string, string) { return it.ID, it.UniqueID }
	err = unique(&d.payments, "unique_id", it.UniqueID, id, self)
	var taken *failure
	if d.noExisting && errors.As(err, &taken) {
		taken.message = "Payment already exists, duplicate unique_id"
		taken.uniqueID = it.UniqueID
	}
	return err
}
