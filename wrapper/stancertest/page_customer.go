package stancertest

import (
	"fmt"

	"github.com/stancer-go/stancer/api"
)

// CompletePaymentIntent pays an intent, as the customer does on its hosted page. The number is a
// card number such as [CardApproved] or an IBAN such as [IBANFrance]. An empty number stands for
// the stored card or account of the intent. CompletePaymentIntent passes 3-D Secure and signs the
// mandate if they are required.
//
// The intent then has a payment. With a card the intent is captured, or authorized if capture is
// false. With an account it is processing until [Server.Settle] captures the debit. It returns an
// error if the intent is not open, if the intent does not allow the method, if the number is
// invalid, or if the bank refuses the payment. The refused payment is in the list of the payments
// of the intent, which stays open for another attempt.
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

// AbandonPaymentIntent cancels on the hosted page of an intent, as the customer does. The intent
// becomes unpaid, which is final. It returns an error if the intent is not open.
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

// payPage makes the payment of an intent with the number of the customer, or with the stored method
// if the number is empty. It does not charge the payment.
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

// payWith sets the method of a payment, a *card or an *api.SEPA. 3-D Secure succeeds if it is
// requested or the card requires it.
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

// methodOf returns the *card or *api.SEPA that pays an intent: a new one with the number, or the
// stored one if the number is empty.
func (d *data) methodOf(it *api.PaymentIntent, number string) (any, error) {
	switch {
	case number == "" && it.Card != "":
		return d.cards.get(it.Card)
	case number == "" && it.SEPA != "":
		return d.sepa.get(it.SEPA)
	}
	return d.typed(number, it.MethodsAllowed, it.Currency, optional(it.Customer))
}

// typed makes a *card or an *api.SEPA with the number that the customer entered on a payment page.
func (d *data) typed(
	number string, methods []api.PaymentMethod, currency api.Currency, customer *string,
) (any, error) {
	isIBAN := len(number) > 0 && (number[0] < '0' || number[0] > '9')
	method := api.PaymentMethodCard
	if isIBAN {
		method = api.PaymentMethodSEPA
	}
	if !takes(methods, currency, method) {
		return nil, fmt.Errorf("the method %s is not allowed", method)
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

// typedIBAN makes an account with a signed mandate.
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
