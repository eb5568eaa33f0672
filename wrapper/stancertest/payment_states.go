package stancertest

import (
	"fmt"
	"time"

	"github.com/stancer-go/stancer/api"
)

// Response codes of the bank, and fees in cents.
const (
	responseApproved  = "00"
	responseExpired   = "54"
	responseWants3DS  = "A1"
	feeOfDispute      = 600
	feeOfSEPA         = 16
	feeOfCard         = 8
	feeOfCardPerMille = 8
)

// process moves a payment to 3-D Secure or to the bank. A payment without a method stays as it is.
func (d *data) process(it *payment) {
	switch {
	case it.Method == "":
	case it.card != nil && it.Auth != nil:
		d.challenge(it)
	default:
		d.charge(it)
	}
}

// charge asks the bank for the money.
func (d *data) charge(it *payment) {
	response := d.bank(it)
	it.Response = response
	if response != responseApproved {
		d.setStatus(it, api.PaymentStatusRefused)
		return
	}
	it.DatePaym = d.timestamp()
	it.Fee = ptr(feeOf(it))
	if !or(it.Capture, true) {
		d.setStatus(it, api.PaymentStatusAuthorized)
		d.setDeadline(it, d.in(authorizationLife))
		return
	}
	d.capture(it)
}

// bank returns the response of the bank. It approves each payment unless the card or the account is
// a test number that fails.
func (d *data) bank(it *payment) api.ResponseCode {
	switch card := it.card; {
	case card == nil:
		if reason := d.failsAt(it, debitCreated); reason != "" {
			return api.ResponseCode(reason)
		}
	case card.behavior.refusal != "":
		return card.behavior.refusal
	case card.expired(d.today()):
		return responseExpired
	case card.behavior.challenge && !it.authenticated():
		return responseWants3DS
	}
	return responseApproved
}

// feeOf returns the fee of Stancer, VAT included: a guess.
func feeOf(it *payment) int64 {
	if it.Method == api.PaymentMethodSEPA {
		return feeOfSEPA
	}
	return feeOfCard + it.Amount*feeOfCardPerMille/1000
}

// captureAuthorized captures an authorized payment at the request of the merchant.
func (d *data) captureAuthorized(it *payment) error {
	if !it.is(api.PaymentStatusAuthorized) {
		return notReady(fmt.Sprintf("Payment `%s` cannot be captured", it.ID))
	}
	d.capture(it)
	return nil
}

// capture schedules the capture for the end of the day, except for test cards that are captured or
// disputed at once.
func (d *data) capture(it *payment) {
	switch {
	case it.card != nil && it.card.behavior.capturedAtOnce:
		d.setCaptured(it)
	case it.card != nil && it.card.behavior.disputed:
		d.setCaptured(it)
		d.dispute(it)
	default:
		d.setStatus(it, api.PaymentStatusToCapture)
	}
}

func (d *data) setCaptured(it *payment) {
	it.DateBank = d.tomorrow()
	d.setStatus(it, api.PaymentStatusCaptured)
}

// intentStatuses maps the status of a payment to the status of its intent. A SEPA debit that is not
// settled is an exception, see statusOfIntent.
var intentStatuses = map[api.PaymentStatus]api.PaymentIntentStatus{
	api.PaymentStatusAuthorized:  api.PaymentIntentStatusAuthorized,
	api.PaymentStatusToCapture:   api.PaymentIntentStatusCaptured,
	api.PaymentStatusCaptureSent: api.PaymentIntentStatusCaptured,
	api.PaymentStatusCaptured:    api.PaymentIntentStatusCaptured,
	api.PaymentStatusDisputed:    api.PaymentIntentStatusCaptured,
	api.PaymentStatusCanceled:    api.PaymentIntentStatusCanceled,
	api.PaymentStatusExpired:     api.PaymentIntentStatusUnpaid,
	api.PaymentStatusFailed:      api.PaymentIntentStatusUnpaid,
	api.PaymentStatusRefused:     api.PaymentIntentStatusRequirePaymentMethod,
}

// setStatus changes the status of a payment and of its intent. A refused payment leaves its intent
// open for another attempt.
func (d *data) setStatus(it *payment, status api.PaymentStatus) {
	it.Status, it.deadline = status, time.Time{}
	intent := d.intents.byID[it.PaymentIntent]
	if intent == nil {
		return
	}
	intent.Status = statusOfIntent(it)
	intent.Payment = it.ID
	if status == api.PaymentStatusRefused {
		intent.Payment, intent.Card, intent.SEPA = "", "", ""
	}
}

// statusOfIntent returns the status of the intent of the payment. The intent of a card payment is
// captured as soon as the bank approves the payment. The intent of a debit is processing until the
// debit is captured.
func statusOfIntent(it *payment) api.PaymentIntentStatus {
	if it.SEPA != nil && it.is(api.PaymentStatusToCapture, api.PaymentStatusCaptureSent) {
		return api.PaymentIntentStatusProcessing
	}
	return intentStatuses[it.Status]
}
