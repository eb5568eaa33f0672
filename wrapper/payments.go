package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// Payments calls the operations on payments, which are created directly or through an intent. There
// is no Cancel: a Refund of the whole amount cancels a payment that is authorized and not captured
// (observed). Stancer documents them under payments.
type Payments service

// Create creates a payment. The amount is in the currency's minor unit. A card is charged at once
// without Auth (observed). With Auth and ReturnURL the customer authenticates first, at the
// RedirectURL of the payment's Auth (inferred).
//
// A declined payment is not an error: its Status is refused, and its Response is the reason. The
// error is [ErrConflict] if the UniqueID was used before, even by a payment that was declined;
// [Error.ExistingID] is the id of that payment (observed).
//
// It is sent again after a 429 answer. After an unknown outcome a payment with a UniqueID is looked
// up first, see the package comment. Without a UniqueID the error is [ErrUnknownOutcome], and a
// second call can charge twice.
func (r *Payments) Create(
	ctx context.Context, params *PaymentCreate, options ...Option,
) (*Payment, error) {
	return create[*Payment](ctx, (*service)(r), api.OpCreatePayment, params, options,
		api.NewCreatePaymentRequest)
}

// Get returns a payment. The error is [ErrNotFound] if the payment does not exist in the mode of
// the key.
func (r *Payments) Get(ctx context.Context, id PaymentID, options ...Option) (*Payment, error) {
	return item[*Payment](ctx, (*service)(r), api.OpGetPayment, id, options,
		api.NewGetPaymentRequest)
}

// Update changes a payment and returns it. Only the members of params that are not nil are changed.
// A Card is charged (observed), and an account in SEPA is debited (inferred). With the Status
// [PaymentStatusCapture] the payment is captured (observed), with [PaymentStatusAuthorize] it is
// authorized.
//
// It is sent again after a 429 answer, and never after an unknown outcome, which is
// [ErrUnknownOutcome].
func (r *Payments) Update(
	ctx context.Context, id PaymentID, params *PaymentUpdate, options ...Option,
) (*Payment, error) {
	return update[*Payment](ctx, (*service)(r), api.OpUpdatePayment, id, params, options,
		api.NewUpdatePaymentRequest)
}

// Capture captures an authorized payment. Its status becomes to_capture (inferred).
//
// It is sent again after a 429 answer. After an unknown outcome it is sent again only if the status
// of the payment shows that it was not captured.
func (r *Payments) Capture(ctx context.Context, id PaymentID, options ...Option) (*Payment, error) {
	return item[*Payment](ctx, (*service)(r), api.OpCapturePayment, id, options,
		api.NewCapturePaymentRequest)
}

// Refund refunds the Amount of params, in the currency's minor unit, or with nil params all that is
// left of the payment (observed). A payment that is not captured yet can only be refunded in full,
// which cancels it (observed); a part of it is [ErrConflict] (observed in version 1).
//
// It is sent again after a 429 answer, and never after an unknown outcome, which is
// [ErrUnknownOutcome]. To repeat a refund after an error, use [Payments.RefundUpTo].
func (r *Payments) Refund(
	ctx context.Context, id PaymentID, params *RefundRequest, options ...Option,
) (*Refund, error) {
	return update[*Refund](ctx, (*service)(r), api.OpRefundPayment, id, params, options,
		api.NewRefundPaymentRequest)
}

// List returns the list of the payments that match params, newest first unless params set another
// order. The params may be nil.
func (r *Payments) List(params *ListPaymentsParams, options ...Option) *List[Payment] {
	return newList((*service)(r), api.OpListPayments, params, options,
		api.NewListPaymentsRequest, openPaymentList)
}

// Refunds returns the list of the refunds of a payment. One request reads all of them.
func (r *Payments) Refunds(id PaymentID, options ...Option) *List[Refund] {
	return newWholeList[Refund]((*service)(r), api.OpListPaymentRefunds, id, options,
		api.NewListPaymentRefundsRequest)
}

// Disputes returns the list of the disputes of a payment. One request reads all of them.
func (r *Payments) Disputes(id PaymentID, options ...Option) *List[Dispute] {
	return newWholeList[Dispute]((*service)(r), api.OpListPaymentDisputes, id, options,
		api.NewListPaymentDisputesRequest)
}
