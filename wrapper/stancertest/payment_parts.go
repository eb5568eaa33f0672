package stancertest

import (
	"slices"

	"github.com/stancer-go/stancer/api"
)

// paymentParts are the members of a payment that are an id or an object to create in a request.
type paymentParts struct {
	Auth     *api.PaymentAuthCreate `json:"auth"`
	Card     *api.PaymentCard       `json:"card"`
	SEPA     *api.PaymentUpdateSEPA `json:"sepa"`
	Wallet   *api.ApplePay          `json:"wallet"`
	Customer *api.PaymentCustomer   `json:"customer"`
	Status   *api.PaymentStatus     `json:"status"`
}

var partNames = []string{"auth", "card", "sepa", "wallet", "customer", "status"}

// applyParts finds or makes the objects of the parts. It stores new objects only when no error is
// possible any more.
func (c *call) applyParts(it *payment, in paymentParts) error {
	if err := checkParts(it, in); err != nil {
		return err
	}
	card, err := c.cardOf(in.Card)
	if err != nil {
		return err
	}
	account, err := c.sepaOf(in.SEPA)
	if err != nil {
		return err
	}
	if account != nil && !c.canDebit(account) {
		return invalid("no valid mandate", "value_error", "body", "sepa")
	}
	customer, err := c.customerOf(in.Customer)
	if err != nil {
		return err
	}
	if customer != nil {
		it.Customer = c.customers.add(customer.ID, customer)
	}
	if account != nil {
		it.SEPA, it.Method = c.sepa.add(account.ID, account), api.PaymentMethodSEPA
	}
	if card != nil {
		if in.Card.Object != nil {
			c.keepCard(card, in.Card.Object.Tokenize)
		}
		it.useCard(card)
	}
	if in.Wallet != nil {
		it.Method = api.PaymentMethodCard
	}
	c.askAuth(it, in.Auth)
	return nil
}

func (it *payment) useCard(card *card) {
	it.card, it.Card, it.Method = card, &card.Card, api.PaymentMethodCard
}

// checkParts returns an error for parts that contradict each other.
func checkParts(it *payment, in paymentParts) error {
	if in.SEPA != nil && (in.Card != nil || in.Wallet != nil) {
		return invalid("a payment has one method", "value_error", "body", "sepa")
	}
	if in.SEPA != nil && it.Currency != api.CurrencyEUR {
		return invalid("SEPA payments are in EUR only", "value_error", "body", "currency")
	}
	for method, given := range map[api.PaymentMethod]bool{
		api.PaymentMethodCard: in.Card != nil || in.Wallet != nil,
		api.PaymentMethodSEPA: in.SEPA != nil,
	} {
		if given && !slices.Contains(it.MethodsAllowed, method) {
			return invalid("the method is not allowed", "value_error", "body", string(method))
		}
	}
	return nil
}

func (d *data) cardOf(in *api.PaymentCard) (*card, error) {
	switch {
	case in == nil:
		return nil, nil
	case in.Object != nil:
		return d.newCard(*in.Object, "body", "card")
	}
	return d.cards.get(in.ID)
}

func (d *data) sepaOf(in *api.PaymentUpdateSEPA) (*api.SEPA, error) {
	switch {
	case in == nil:
		return nil, nil
	case in.Object != nil:
		return d.newSEPA(*in.Object, "body", "sepa")
	}
	return d.sepa.get(in.ID)
}

func (d *data) customerOf(in *api.PaymentCustomer) (*api.Customer, error) {
	switch {
	case in == nil:
		return nil, nil
	case in.Object != nil:
		return d.newCustomer(*in.Object)
	}
	return d.customers.get(in.ID)
}
