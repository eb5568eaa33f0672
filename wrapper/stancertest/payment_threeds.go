package stancertest

import (
	"fmt"
	"time"

	"github.com/stancer-go/stancer/api"
)

// askAuth notes that 3-D Secure is wanted. It begins once there is a card.
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

// challenge sends the customer to the bank's page.
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

// Complete3DS plays the customer who passes 3-D Secure at the auth.redirect_url of a payment. The card is then charged: the payment becomes
// to_capture or authorized, or refused if the card is one that the bank refuses. It is an error if the payment waits for no 3-D Secure.
func (s *Server) Complete3DS(paymentID string) error {
	return s.end3DS(paymentID, true)
}

// Fail3DS plays the customer who does not pass 3-D Secure: auth.status becomes failed, and so does the payment (a guess). It is an error if
// the payment waits for no 3-D Secure.
func (s *Server) Fail3DS(paymentID string) error {
	return s.end3DS(paymentID, false)
}

func (s *Server) end3DS(paymentID string, passed bool) error {
	return holder(s, payments, paymentID, func(d *data, it *payment) error {
		if !it.challenged() {
			return fmt.Errorf("payment %s waits for no 3-D Secure", it.ID)
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

// supersede ends the 3-D Secure that the customer of an intent left for something else.
func (d *data) supersede(it *api.PaymentIntent) {
	left := func(paid *payment) bool { return paid.PaymentIntent == it.ID && paid.challenged() }
	for _, paid := range d.payments.where(left) {
		paid.Auth.Object.Status, paid.Status, paid.deadline = api.AuthStatusFailed, api.PaymentStatusFailed, time.Time{}
	}
}

// Expire lets run out what a payment waits for, without moving the clock: after its 3-D Secure the payment is failed, with auth.status
// expired (a guess), and after its authorization it is expired. It is an error if the payment waits for neither.
func (s *Server) Expire(paymentID string) error {
	return holder(s, payments, paymentID, func(d *data, it *payment) error {
		if !it.challenged() && !it.is(api.PaymentStatusAuthorized) {
			return fmt.Errorf("payment %s waits for nothing that expires", it.ID)
		}
		d.expirePayment(it)
		return nil
	})
}

// challenged reports whether the payment waits for the customer's 3-D Secure.
func (it *payment) challenged() bool {
	return it.Status == "" && it.Auth != nil && it.Auth.Object != nil &&
		it.Auth.Object.Status == api.AuthStatusAvailable
}
