package stancertest

import (
	"fmt"

	"github.com/stancer-go/stancer/api"
)

// CompletePaymentIntent plays the customer who pays on the hosted page of an intent, with a card number such as CardApproved or an IBAN
// such as IBANFrance, and goes through 3-D Secure or signs the mandate when that is asked for. An empty number pays with the card or the
// account that the intent has already.
//
// The intent then has a payment. With a card it is captured, or authorized with capture false; with
// an account it is processing, until Settle captures it. It is an error if the intent is not open,
// if its methods do not allow the number, if the number is wrong, or if the bank refuses the card
// or the debit; the refused payment is among the payments of the intent, which stays open for
// another try.
func (s *Server) CompletePaymentIntent(id, number string) error {
	return holder(s, intents, id, func(d *data, it *api.PaymentIntent) error {
		if !isOpen(it) {
			return fmt.Errorf("payment intent %s is %s", it.ID, it.Status)
		}
		paid, err := d.payPage(it, number)
		if err != nil {
			return err
		}
		d.charge(paid)
		if paid.is(api.PaymentStatusRefused) {
			return fmt.Errorf("the bank refused the payment with the response %s", paid.Response)
		}
		return nil
	})
}

// AbandonPaymentIntent plays the customer who gives up on the hosted page for good: the intent becomes unpaid, which is final. It is an
// error if the intent is not open.
func (s *Server) AbandonPaymentIntent(id string) error {
	return holder(s, intents, id, func(d *data, it *api.PaymentIntent) error {
		if !isOpen(it) {
			return fmt.Errorf("payment intent %s is %s", it.ID, it.Status)
		}
		d.abandon(it)
		return nil
	})
}

func (d *data) abandon(it *api.PaymentIntent) {
	d.supersede(it)
	it.Status = api.PaymentIntentStatusUnpaid
}

// payPage makes the payment of an intent, with the method that the customer gave on the page or the one that was known. The bank is still
// to be asked.
func (d *data) payPage(it *api.PaymentIntent, number string) (*payment, error) {
	paid := d.newPayment()
	paid.PaymentIntent = it.ID
	paid.Customer = d.customers.byID[it.Customer]
	paid.Amount, paid.Currency, paid.Capture = it.Amount, it.Currency, it.Capture
	paid.Description, paid.OrderID, paid.ReturnURL = it.Description, it.OrderID, it.ReturnURL
	paid.MethodsAllowed, paid.DateSettlement = it.MethodsAllowed, it.DateSettlement
	paid.BillingAddress, paid.ShippingAddress = it.BillingAddress, it.ShippingAddress
	method, err := d.methodOf(it, number)
	if err != nil {
		return nil, err
	}
	d.supersede(it)
	it.Card, it.SEPA = "", ""
	switch method := method.(type) {
	case *card:
		it.Card = method.ID
	case *api.SEPA:
		it.SEPA = method.ID
	}
	paid.payWith(method, it.ThreeDS == api.ThreeDSModeRequired)
	return d.payments.add(paid.ID, paid), nil
}

// payWith sets the method of a payment, a *card or an *api.SEPA. A card passes 3-D Secure if it is
// wanted or if the card asks for it.
func (it *payment) payWith(method any, threeDS bool) {
	switch method := method.(type) {
	case *card:
		it.useCard(method)
		if it.Auth == nil && (threeDS || method.behavior.challenge) {
			it.Auth = &api.PaymentAuth{Object: &api.Auth{
				Status: api.AuthStatusSuccess, ReturnURL: it.ReturnURL, UUID: newUUID(),
			}}
		}
	case *api.SEPA:
		it.SEPA, it.Method = method, api.PaymentMethodSEPA
	}
}

// methodOf is what the customer pays an intent with: a new card or account with the number, or
// without one the method that the intent has.
func (d *data) methodOf(it *api.PaymentIntent, number string) (any, error) {
	switch {
	case number == "" && it.Card != "":
		return d.cards.get(it.Card)
	case number == "" && it.SEPA != "":
		return d.sepa.get(it.SEPA)
	}
	return d.typed(number, it.MethodsAllowed, it.Currency, optional(it.Customer))
}

// typed makes a *card or an *api.SEPA of a number that the customer enters on a payment page.
func (d *data) typed(
	number string, methods []api.PaymentMethod, currency api.Currency, customer *string,
) (any, error) {
	isIBAN := len(number) > 0 && (number[0] < '0' || number[0] > '9')
	method := api.PaymentMethodCard
	if isIBAN {
		method = api.PaymentMethodSEPA
	}
	if !takes(methods, currency, method) {
		return nil, fmt.Errorf("the payment does not take the method %s", method)
	}
	if isIBAN {
		return d.typedIBAN(number, customer)
	}
	card, err := d.newCard(api.CardCreate{
		Number:   api.CardNumber(number),
		ExpMonth: 12,
		ExpYear:  int64(d.today().Year + 1),
		Customer: customer,
	})
	if err != nil {
		return nil, err
	}
	return d.cards.add(card.ID, card), nil
}

// typedIBAN makes an account with a mandate, which the customer signs on the page.
func (d *data) typedIBAN(number string, customer *string) (*api.SEPA, error) {
	account, err := d.newSEPA(api.SEPACreate{
		IBAN: api.IBAN(number), Name: "Account holder", Customer: customer,
	})
	if err != nil {
		return nil, err
	}
	mandate := d.newMandate(newID("mndt"), account)
	d.sign(mandate)
	d.mandates.add(mandate.ID, mandate)
	return d.sepa.add(account.ID, account), nil
}
