package api

// Final reports whether the payment is complete: refused, expired, canceled, failed,
// captured or disputed. A captured payment can still be refunded, and become disputed.
func (s PaymentStatus) Final() bool {
	switch s {
	case PaymentStatusRefused, PaymentStatusExpired, PaymentStatusCanceled, PaymentStatusFailed,
		PaymentStatusCaptured, PaymentStatusDisputed:
		return true
	}
	return false
}

// Paid reports whether the payment was approved and its money is taken: to_capture, capture_sent or
// captured. An authorized payment is not paid, because it still waits for a capture. A disputed one
// is not, because its money was contested.
func (s PaymentStatus) Paid() bool {
	switch s {
	case PaymentStatusToCapture, PaymentStatusCaptureSent, PaymentStatusCaptured:
		return true
	}
	return false
}

// Declined reports whether the payment was tried and did not succeed: refused or failed.
func (s PaymentStatus) Declined() bool {
	return s == PaymentStatusRefused || s == PaymentStatusFailed
}

// Final reports whether the intent can no longer change: captured, canceled or unpaid.
func (s PaymentIntentStatus) Final() bool {
	switch s {
	case PaymentIntentStatusCaptured, PaymentIntentStatusCanceled, PaymentIntentStatusUnpaid:
		return true
	}
	return false
}

// Paid reports whether the money of the intent was taken: captured. It is not paid while it is
// processing.
func (s PaymentIntentStatus) Paid() bool { return s == PaymentIntentStatusCaptured }

// Final reports whether the refund can no longer change: refunded, payment_canceled, not_honored or
// failed.
func (s RefundStatus) Final() bool {
	return s.Refunded() || s == RefundStatusNotHonored || s == RefundStatusFailed
}

// Refunded reports whether the customer has the money back: refunded, or payment_canceled, when it
// was never taken.
func (s RefundStatus) Refunded() bool {
	return s == RefundStatusRefunded || s == RefundStatusPaymentCanceled
}

// Final reports whether the payout can no longer change: paid, failed or error.
func (s PayoutStatus) Final() bool {
	return s.Paid() || s == PayoutStatusFailed || s == PayoutStatusError
}

// Paid reports whether the transfer was made.
func (s PayoutStatus) Paid() bool { return s == PayoutStatusPaid }
