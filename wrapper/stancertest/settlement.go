package stancertest

import "github.com/stancer-go/stancer/api"

// SendToBank runs the first half of the end of the day in both modes: to_capture becomes
// capture_sent, to_refund becomes refund_sent, to_disburse becomes disburse_sent, and a pending
// payout becomes sent.
func (s *Server) SendToBank() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.modes {
		d.expire()
		d.sendToBank()
		s.publish(d)
	}
}

// Settle runs the end of the day in both modes: after [Server.SendToBank], capture_sent becomes
// captured, refund_sent becomes refunded, disburse_sent becomes disbursed, and a payout that was
// sent becomes paid. Debits from an IBAN that fails, such as [IBANInsufficientFunds], are rejected.
func (s *Server) Settle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.modes {
		d.expire()
		d.sendToBank()
		s.publish(d)
		d.settle()
		s.publish(d)
	}
}

func (d *data) sendToBank() {
	for _, it := range d.payments.items {
		if it.is(api.PaymentStatusToCapture) {
			d.setStatus(it, api.PaymentStatusCaptureSent)
		}
	}
	for _, it := range d.refunds.items {
		if it.Status == api.RefundStatusToRefund {
			it.Status = api.RefundStatusRefundSent
		}
	}
	for _, it := range d.disbursements.items {
		if it.Status == api.DisbursementStatusToDisburse {
			it.Status = api.DisbursementStatusDisburseSent
		}
	}
	for _, it := range d.payouts.items {
		if it.Status == api.PayoutStatusPending || it.Status == api.PayoutStatusToPay {
			it.Status = api.PayoutStatusSent
		}
	}
}

func (d *data) settle() {
	d.rejectDebits()
	for _, it := range d.payments.items {
		if it.is(api.PaymentStatusCaptureSent) {
			d.setCaptured(it)
		}
	}
	for _, it := range d.refunds.items {
		if it.Status == api.RefundStatusRefundSent {
			it.Status = api.RefundStatusRefunded
			it.DateRefund, it.DateBank = d.timestamp(), d.tomorrow()
		}
	}
	for _, it := range d.disbursements.items {
		if it.Status == api.DisbursementStatusDisburseSent {
			it.Status = api.DisbursementStatusDisbursed
			it.DateDisbursement, it.DateBank = d.timestamp(), d.tomorrow()
		}
	}
	for _, it := range d.payouts.items {
		if it.Status == api.PayoutStatusSent {
			it.Status, it.DateBank = api.PayoutStatusPaid, d.tomorrow()
		}
	}
}
