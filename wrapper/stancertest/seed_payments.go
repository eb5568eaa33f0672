package stancertest

import (
	"cmp"

	"github.com/stancer-go/stancer/api"
)

func (c *call) seedPaymentIntent(id string) (*api.PaymentIntent, error) {
	it := c.newPaymentIntent(id)
	c.into(it)
	it.Status = cmp.Or(it.Status, startOf(it))
	return it, c.checkIntent(it)
}

func (c *call) seedPayout(id string) (*payout, error) {
	it := c.newPayout(api.CurrencyEUR)
	it.ID = id
	c.into(&it.Payout)
	return it, nil
}

// seedPayment also sets the payment of its intent.
func (c *call) seedPayment(id string) (*payment, error) {
	it := c.newPayment()
	it.ID = id
	c.into(&it.Payment)
	if err := c.linkPayment(it); err != nil {
		return nil, err
	}
	intent := c.intents.byID[it.PaymentIntent]
	if intent != nil && intent.Payment == "" && !it.is(api.PaymentStatusRefused) {
		intent.Payment = id
	}
	switch {
	case it.is(api.PaymentStatusAuthorized):
		c.setDeadline(it, it.Created.Time().Add(authorizationLife))
	case it.challenged():
		c.setDeadline(it, it.Created.Time().Add(threeDSLife))
	}
	return it, nil
}

// linkPayment replaces the references of a payment by the stored objects.
func (c *call) linkPayment(it *payment) error {
	if it.Customer != nil {
		customer, err := c.customers.get(it.Customer.ID)
		if err != nil {
			return err
		}
		it.Customer = customer
	}
	if it.SEPA != nil {
		account, err := c.sepa.get(it.SEPA.ID)
		if err != nil {
			return err
		}
		it.SEPA, it.Method = account, api.PaymentMethodSEPA
	}
	if it.Card != nil {
		card, err := c.cards.get(it.Card.ID)
		if err != nil {
			return err
		}
		it.useCard(card)
	}
	return firstOf(
		c.intents.check(it.PaymentIntent), c.payouts.check(it.Payout), c.checkPayment(it),
	)
}

func (c *call) seedRefund(id string) (*api.Refund, error) {
	paid, err := c.payments.get(decode[api.Refund](c).Payment)
	if err != nil {
		return nil, err
	}
	it := c.newRefund(paid, paid.Amount-c.refunded(paid))
	it.ID = id
	c.into(it)
	return it, firstOf(c.intents.check(it.PaymentIntent), c.payouts.check(it.Payout))
}

func (c *call) seedDisbursement(id string) (*api.Disbursement, error) {
	it := c.newDisbursement()
	it.ID = id
	c.into(it)
	return it, firstOf(c.cards.require(it.Card), c.payouts.check(it.Payout))
}

func (c *call) seedDispute(id string) (*api.Dispute, error) {
	paid, err := c.payments.get(decode[api.Dispute](c).Payment)
	if err != nil {
		return nil, err
	}
	it := c.newDispute(paid)
	it.ID = id
	c.into(it)
	return it, firstOf(c.intents.check(it.PaymentIntent), c.payouts.check(it.Payout))
}
