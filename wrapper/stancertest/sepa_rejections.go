package stancertest

import (
	"fmt"
	"regexp"

	"github.com/stancer-go/stancer/api"
)

// IBANs whose debits fail. Stancer does not publish any, so they are guesses. Their bank code does
// not exist. The reasons are codes of ISO 20022.
const (
	// IBANUnknownAccount is refused at once with the response AC01.
	IBANUnknownAccount = "FR7699999000010000000010106"
	// IBANClosedAccount is refused at once with the response AC04.
	IBANClosedAccount = "FR7699999000010000000040467"
	// IBANInsufficientFunds is rejected with the response AM04 when the day is settled.
	IBANInsufficientFunds = "FR7699999000010000000000406"
	// IBANNoMandate is rejected with the response MD01 when the day is settled.
	IBANNoMandate = "FR7699999000010000000130192"
	// IBANNoReason is rejected with the response MS03, no reason, when the day is settled.
	IBANNoReason = "FR7699999000010000000030379"
	// IBANReturned is captured. When the next day is settled the debtor wants the money back, and
	// the debit is disputed with the reason MD06.
	IBANReturned = "FR7699999000010000000130677"
)

// debits maps IBANs to the failures of their debits.
var debits = map[string]debit{
	IBANUnknownAccount:    {reason: "AC01", at: debitCreated},
	IBANClosedAccount:     {reason: "AC04", at: debitCreated},
	IBANInsufficientFunds: {reason: "AM04", at: debitSettled},
	IBANNoMandate:         {reason: "MD01", at: debitSettled},
	IBANNoReason:          {reason: "MS03", at: debitSettled},
	IBANReturned:          {reason: "MD06", at: debitCaptured},
}

type debit struct {
	reason string
	at     debitStage
}

// debitStage is the stage of a debit at which it fails.
type debitStage int

const (
	debitCreated debitStage = iota + 1
	debitSettled
	debitCaptured
)

// failsAt returns the reason why a payment fails at a stage, or an empty text.
func (d *data) failsAt(it *payment, at debitStage) string {
	if it.SEPA == nil || d.failing[it.SEPA.ID].at != at {
		return ""
	}
	return d.failing[it.SEPA.ID].reason
}

var reasonForm = regexp.MustCompile(`^[0-9A-Z]{4}$`)

// RejectSEPA rejects a SEPA debit that is to_capture or capture_sent, as the bank does, for a
// reason of ISO 20022 such as AM04, AC04 or MD01. The payment becomes failed with the reason as its
// response, and its intent becomes unpaid (guesses). A captured debit is returned as a dispute, see
// [Server.Dispute].
func (s *Server) RejectSEPA(paymentID, reason string) error {
	return holder(s, payments, paymentID, func(d *data, it *payment) error {
		switch {
		case !reasonForm.MatchString(reason):
			return fmt.Errorf("invalid reason %q: want four digits or capital letters", reason)
		case it.SEPA == nil:
			return fmt.Errorf("payment %s is not a SEPA debit", it.ID)
		case !it.is(api.PaymentStatusToCapture, api.PaymentStatusCaptureSent):
			return fmt.Errorf("payment %s is %s; want to_capture or capture_sent",
				it.ID, it.statusText())
		}
		d.rejectDebit(it, reason)
		return nil
	})
}

func (d *data) rejectDebit(it *payment, reason string) {
	it.Response = api.ResponseCode(reason)
	d.setStatus(it, api.PaymentStatusFailed)
}

// rejectDebits rejects debits from test IBANs that fail, before the others are captured, and
// disputes those that are returned.
func (d *data) rejectDebits() {
	for _, it := range d.payments.items {
		rejected, returned := d.failsAt(it, debitSettled), d.failsAt(it, debitCaptured)
		switch {
		case rejected != "" && it.is(api.PaymentStatusCaptureSent):
			d.rejectDebit(it, rejected)
		case returned != "" && it.is(api.PaymentStatusCaptured):
			d.dispute(it, DisputeReason(returned))
		}
	}
}

// statusText returns the status of a payment for errors.
func (it *payment) statusText() string {
	if it.Status == "" {
		return "null"
	}
	return string(it.Status)
}
