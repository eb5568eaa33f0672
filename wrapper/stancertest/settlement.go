package stancertest

import "github.com/stancer-go/stancer/api"

// SendToBank plays the first half of the end of the day, in both modes: to_capture becomes capture_sent, to_refund refund_sent, to_disburse
// disburse_sent, and a pending payout sent.
func (s *Server) SendToBank() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.modes {
		d.expire()
		d.sendToBank()
		s.publish(d)
	}
}

// Settle plays the end of the day, in both modes: after SendToBank, capture_sent becomes captured, refund_sent refunded, disburse_sent
// disbursed, and a payout that was sent is paid. Debits from an IBAN that fails, such as
// [IBANInsufficientFunds], are rejected instead.
func (s *Server) Settle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.modes {
		d.expire()
		d.sendToBank()
		s.publish(d)
		d.hearFromBank()
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

func (d *data) hearFromBank() {
	d.hearOfDebits()
	for _, it := range d.payments.items {
		if it.is(api.PaymentStatusCaptureSent) {
			d.setCaptured(it)
		}
	}
	for _, it := range d.refunds.items {
		if it.Status == api.RefundStatusRefundSent {
			it.Status, it.DateRefund, it.DateBank = api.RefundStatusRefunded, d.timestamp(), d.tomorrow()
		}
	}
	for _, it := range d.disbursements.items {
		if it.Status == api.DisbursementStatusDisburseSent {
			it.Status, it.DateDisbursement, it.DateBank = api.DisbursementStatusDisbursed, d.timestamp(), d.tomorrow()
		}
	}
	for _, it := range d.payouts.items {
		if it.Status == api.PayoutStatusSent {
			it.Status, it.DateBank = api.PayoutStatusPaid, d.tomorrow()
		}
	}
}
