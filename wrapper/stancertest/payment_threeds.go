package stancertest

import (
	"fmt"
	"time"

	"github.com/stancer-go/stancer/api"
)

// askAuth requests 3-D Secure. It starts when the payment has a card.
func (d *data) askAuth(it *payment, in *api.PaymentAuthCreate) {
	if in == nil {
		return
	}
	auth := api.Auth{Status: api.AuthStatusRequested, ReturnURL: it.ReturnURL}
	if in.Object != nil {
		recast(in.Object, &auth)
	}
	it.Auth = &api.PaymentAuth{Object: &auth}
}

// challenge starts 3-D Secure: the customer has to open the page of the bank.
func (d *data) challenge(it *payment) {
	id := d.testPrefix() + newUUID()
	auth := it.Auth.Object
	auth.Status = api.AuthStatusAvailable
	auth.UUID = id
	auth.RedirectURL = d.threeDSURL(id)
	d.setDeadline(it, d.in(threeDSLife))
}

func (it *payment) authenticated() bool {
	return it.Auth != nil && it.Auth.Object != nil && it.Auth.Object.Status == api.AuthStatusSuccess
}

// Complete3DS passes 3-D Secure, as the customer does at the auth.redirect_url of a payment. The
// card is then charged: the payment becomes to_capture or authorized, or refused if the bank
// refuses the card. It returns an error if the payment is not waiting for 3-D Secure.
func (s *Server) Complete3DS(paymentID string) error {
	return s.end3DS(paymentID, true)
}

// Fail3DS fails 3-D Secure: auth.status becomes failed, and so does the status of the payment (a
// guess). It returns an error if the payment is not waiting for 3-D Secure.
func (s *Server) Fail3DS(paymentID string) error {
	return s.end3DS(paymentID, false)
}

func (s *Server) end3DS(paymentID string, passed bool) error {
	return holder(s, payments, paymentID, func(d *data, it *payment) error {
		if !it.challenged() {
			return fmt.Errorf("payment %s is not waiting for 3-D Secure", it.ID)
		}
		d.endChallenge(it, passed)
		return nil
	})
}

func (d *data) endChallenge(it *payment, passed bool) {
	if passed {
		it.Auth.Object.Status = api.AuthStatusSuccess
		d.charge(it)
		return
	}
	it.Auth.Object.Status = api.AuthStatusFailed
	d.setStatus(it, api.PaymentStatusFailed)
}

// supersede fails the 3-D Secure that the customer of an intent did not finish.
func (d *data) supersede(it *api.PaymentIntent) {
	pending := func(paid *payment) bool { return paid.PaymentIntent == it.ID && paid.challenged() }
	for _, paid := range d.payments.where(pending) {
		paid.Auth.Object.Status = api.AuthStatusFailed
		paid.Status, paid.deadline = api.PaymentStatusFailed, time.Time{}
	}
}

// Expire expires a payment without moving the clock. A payment that is waiting for 3-D Secure
// becomes failed with the auth.status expired (a guess). An authorized payment becomes expired. It
// returns an error for any other payment.
func (s *Server) Expire(paymentID string) error {
	return holder(s, payments, paymentID, func(d *data, it *payment) error {
		if !it.challenged() && !it.is(api.PaymentStatusAuthorized) {
			return fmt.Errorf("payment %s is neither waiting for 3-D Secure nor authorized", it.ID)
		}
		d.expirePayment(it)
		return nil
	})
}

// challenged reports whether the payment is waiting for 3-D Secure.
func (it *payment) challenged() bool {
	return it.Status == "" && it.Auth != nil && it.Auth.Object != nil &&
		it.Auth.Object.Status == api.AuthStatusAvailable
}
