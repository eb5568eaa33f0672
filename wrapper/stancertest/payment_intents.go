package stancertest

import (
	"fmt"
	"slices"

	"github.com/stancer-go/stancer/api"
)

// isOpen reports whether the customer can still pay the intent.
func isOpen(it *api.PaymentIntent) bool {
	return slices.Contains([]api.PaymentIntentStatus{
		api.PaymentIntentStatusRequirePaymentMethod,
		api.PaymentIntentStatusRequireAuthentication,
		api.PaymentIntentStatusRequireAuthorization,
	}, it.Status)
}

func (c *call) listPaymentIntents() (any, error) {
	return list(c, "payment_intents", c.intents.items, intentCreated, filters[api.PaymentIntent]{
		"order_id": equal(func(it *api.PaymentIntent) string { return it.OrderID }),
		"card":     equal(func(it *api.PaymentIntent) string { return it.Card }),
		"sepa":     equal(func(it *api.PaymentIntent) string { return it.SEPA }),
	}, sorts[api.PaymentIntent]{"due": dueAt})
}

// dueAt returns the day of settlement, or else the time of creation: a guess.
func dueAt(it *api.PaymentIntent) api.Timestamp {
	if it.DateSettlement.IsZero() {
		return it.CreatedAt
	}
	return api.NewTimestamp(it.DateSettlement.Time())
}

func (c *call) createPaymentIntent() (any, error) {
	it := c.newPaymentIntent(newID("pi"))
	c.into(it)
	if err := firstOf(c.checkIntent(it), checkAmount(it.Amount, it.Capture)); err != nil {
		return nil, err
	}
	it.Status = startOf(it)
	return c.intents.add(it.ID, it), nil
}

// newPaymentIntent makes an intent with default values, without storing it.
func (d *data) newPaymentIntent(id string) *api.PaymentIntent {
	return &api.PaymentIntent{
		ID:             id,
		CreatedAt:      d.timestamp(),
		Currency:       api.CurrencyEUR,
		ThreeDS:        api.ThreeDSModeRequired,
		Capture:        ptr(true),
		MethodsAllowed: []api.PaymentMethod{api.PaymentMethodCard, api.PaymentMethodSEPA},
		Origin:         1,
		URL:            d.intentURL(id),
	}
}

// startOf returns the first status of an intent. An intent with a method waits for the customer.
func startOf(it *api.PaymentIntent) api.PaymentIntentStatus {
	if it.Card != "" || it.SEPA != "" {
		return api.PaymentIntentStatusRequireAuthentication
	}
	return api.PaymentIntentStatusRequirePaymentMethod
}

func (c *call) getPaymentIntent() (any, error) { return c.intents.get(c.id()) }

// updatePaymentIntent changes an intent that the customer can still pay.
func (c *call) updatePaymentIntent() (any, error) {
	it, err := c.intents.get(c.id())
	if err != nil {
		return nil, err
	}
	if !isOpen(it) {
		return nil, notReady(fmt.Sprintf("Payment intent `%s` can no longer be changed", it.ID))
	}
	next := *it
	if c.hasAny("card", "sepa") {
		next.Card, next.SEPA = "", "" // a new method replaces the other
	}
	c.into(&next)
	if err := firstOf(c.checkIntent(&next), checkAmount(next.Amount, next.Capture)); err != nil {
		return nil, err
	}
	next.Status = startOf(&next)
	c.supersede(it)
	*it = next
	return it, nil
}

// deletePaymentIntent cancels an intent. It also cancels the payment, unless its capture was sent
// to the bank.
func (c *call) deletePaymentIntent() (any, error) {
	it, err := c.intents.get(c.id())
	if err != nil {
		return nil, err
	}
	paid := c.payments.byID[it.Payment]
	switch {
	case paid != nil && paid.is(api.PaymentStatusAuthorized, api.PaymentStatusToCapture):
		c.setStatus(paid, api.PaymentStatusCanceled)
	case isOpen(it):
		c.supersede(it)
		it.Status = api.PaymentIntentStatusCanceled
	default:
		return nil, notReady(fmt.Sprintf("Payment intent `%s` cannot be canceled", it.ID))
	}
	return it, nil
}

func (c *call) capturePaymentIntent() (any, error) {
	it, err := c.intents.get(c.id())
	if err != nil {
		return nil, err
	}
	paid := c.payments.byID[it.Payment]
	if paid == nil || !paid.is(api.PaymentStatusAuthorized) {
		return nil, notReady(fmt.Sprintf("Payment intent `%s` cannot be captured", it.ID))
	}
	c.capture(paid)
	return it, nil
}

func (c *call) listPaymentIntentPayments() (any, error) {
	if _, err := c.intents.get(c.id()); err != nil {
		return nil, err
	}
	mine := func(it *payment) bool { return it.PaymentIntent == c.id() }
	return list(c, "payments", c.payments.where(mine), paymentCreated, nil, nil)
}

func (c *call) listPaymentIntentRefunds() (any, error) {
	if _, err := c.intents.get(c.id()); err != nil {
		return nil, err
	}
	mine := func(it *api.Refund) bool { return it.PaymentIntent == c.id() }
	return list(c, "refunds", c.refunds.where(mine), refundCreated, nil, nil)
}

func (c *call) listPaymentIntentDisputes() (any, error) {
	if _, err := c.intents.get(c.id()); err != nil {
		return nil, err
	}
	mine := func(it *api.Dispute) bool { return it.PaymentIntent == c.id() }
	return list(c, "disputes", c.disputes.where(mine), disputeCreated, nil, nil)
}

// checkIntent checks the references of an intent, its methods, and that its unique_id is unique.
func (d *data) checkIntent(it *api.PaymentIntent) (err error) {
	if it.MethodsAllowed, err = fitMethods(it.MethodsAllowed, it.Currency); err != nil {
		return err
	}
	for _, err := range []error{
		d.customers.check(it.Customer),
		d.cards.check(it.Card),
		d.sepa.check(it.SEPA),
		d.checkAddresses(it.BillingAddress, it.ShippingAddress),
	} {
		if err != nil {
			return err
		}
	}
	switch {
	case it.Card != "" && it.SEPA != "":
		return invalid("a payment has one method", "value_error", "body", "sepa")
	case it.SEPA != "" && it.Currency != api.CurrencyEUR:
		return invalid("SEPA payments are in EUR only", "value_error", "body", "currency")
	case it.SEPA != "" && !d.canDebit(d.sepa.byID[it.SEPA]):
		return invalid("no valid mandate", "value_error", "body", "sepa")
	}
	self := d.intents.byID[it.ID]
	return unique(&d.intents, "unique_id", it.UniqueID,
		func(it *api.PaymentIntent) (string, string) { return it.ID, it.UniqueID }, self)
}
