package stancertest

import (
	"fmt"
	"slices"

	"github.com/stancer-go/stancer/api"
)

func (c *call) listDisputes() (any, error) {
	return list(c, "disputes", c.disputes.items, disputeCreated, nil, nil)
}

func (c *call) getDispute() (any, error) { return c.disputes.get(c.id()) }

// DisputeOption changes a dispute before [Server.Dispute] opens it.
type DisputeOption func(*api.Dispute)

// DisputeReason sets the reason code, which is the response of the dispute: AC04 or MD06 for a SEPA
// debit, 1040 for a Visa card. The default is a common code of the network.
func DisputeReason(code string) DisputeOption {
	return func(it *api.Dispute) { it.Response = code }
}

// DisputeAmount sets the disputed amount, in the minor unit of the currency. The default is the
// amount of the payment.
func DisputeAmount(amount int64) DisputeOption {
	return func(it *api.Dispute) { it.Amount = amount }
}

// Dispute disputes a captured payment, as the customer does with the bank. The payment becomes
// disputed. Dispute returns the open dispute. It returns an error if the payment is not captured,
// or if the amount is not between 1 and the amount of the payment.
func (s *Server) Dispute(paymentID string, options ...DisputeOption) (api.Dispute, error) {
	var made api.Dispute
	err := holder(s, payments, paymentID, func(d *data, it *payment) error {
		wanted := d.newDispute(it, options...)
		switch {
		case !it.is(api.PaymentStatusCaptured):
			return fmt.Errorf("payment %s is %s; want captured", it.ID, it.statusText())
		case wanted.Amount < 1 || wanted.Amount > it.Amount:
			return fmt.Errorf("the disputed amount is %d; want 1 to %d", wanted.Amount, it.Amount)
		}
		made = *d.openDispute(it, wanted)
		return nil
	})
	return made, err
}

// SetDisputeStatus changes the status of a dispute, as Stancer and the bank do. The final statuses
// accepted, won, lost, out_of_time and not_contestable set its date_bank; the payment stays
// disputed (guesses). It returns an error if the status is unknown or the dispute has a final
// status.
func (s *Server) SetDisputeStatus(disputeID string, status api.DisputeStatus) error {
	return holder(s, disputes, disputeID, func(d *data, it *api.Dispute) error {
		if !slices.Contains(openDisputes, status) && !slices.Contains(endedDisputes, status) {
			return fmt.Errorf("unknown dispute status %q", status)
		}
		if slices.Contains(endedDisputes, it.Status) {
			return fmt.Errorf("dispute %s is already %s", it.ID, it.Status)
		}
		it.Status = status
		if slices.Contains(endedDisputes, status) {
			it.DateBank = d.today()
		}
		return nil
	})
}

var (
	openDisputes = []api.DisputeStatus{
		api.DisputeStatusOpen, api.DisputeStatusEvidencePending,
		api.DisputeStatusEvidenceSent, api.DisputeStatusEvidenceVerification,
	}
	endedDisputes = []api.DisputeStatus{
		api.DisputeStatusAccepted, api.DisputeStatusWon, api.DisputeStatusLost,
		api.DisputeStatusOutOfTime, api.DisputeStatusNotContestable,
	}
)

func (d *data) dispute(paid *payment, options ...DisputeOption) *api.Dispute {
	return d.openDispute(paid, d.newDispute(paid, options...))
}

func (d *data) openDispute(paid *payment, it *api.Dispute) *api.Dispute {
	d.setStatus(paid, api.PaymentStatusDisputed)
	return d.disputes.add(it.ID, it)
}

func (d *data) newDispute(paid *payment, options ...DisputeOption) *api.Dispute {
	it := &api.Dispute{
		ID:            newID("dspt"),
		Created:       d.timestamp(),
		Payment:       paid.ID,
		PaymentIntent: paid.PaymentIntent,
		OrderID:       paid.OrderID,
		Amount:        paid.Amount,
		Currency:      paid.Currency,
		Response:      reasonOf(paid),
		Type:          "chargeback",
		Status:        api.DisputeStatusOpen,
		Fee:           ptr[int64](feeOfDispute),
	}
	for _, option := range options {
		option(it)
	}
	return it
}

// reasonOf returns a common reason code of the network of the payment.
func reasonOf(paid *payment) string {
	if paid.SEPA != nil {
		return "AC04"
	}
	if paid.Card != nil {
		switch paid.Card.Network {
		case api.CardNetworkVisa:
			return "1040"
		case api.CardNetworkMastercard:
			return "4837"
		}
	}
	return "45"
}
