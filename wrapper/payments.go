package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// Payments are made directly, or through an intent. There is no Cancel: to void an authorization, refund it whole, with Refund and nil
// parameters, and the payment becomes canceled (observed). Stancer: payments.
type Payments service

// Create creates a payment. With a card and without Auth the card is charged at once; with Auth and ReturnURL the customer passes 3-D
// Secure first, at the RedirectURL of the payment's Auth. A declined payment is no error: its Status and its Response tell. A UniqueID that
// was used before is [ErrConflict], and [Error.ExistingID] is the first payment (observed). The amount is in the currency's minor unit.
func (r *Payments) Create(
	ctx context.Context, params *PaymentCreate, options ...Option,
) (*Payment, error) {
	return create[*Payment](ctx, (*service)(r), api.OpCreatePayment, params, options,
		api.NewCreatePaymentRequest)
}

// Get reads a payment. One that does not exist in the mode of the key is [ErrNotFound].
func (r *Payments) Get(ctx context.Context, id PaymentID, options ...Option) (*Payment, error) {
	return item[*Payment](ctx, (*service)(r), api.OpGetPayment, id, options, api.NewGetPaymentRequest)
}

// Update changes the members of a payment that are not nil. A card or an account given here is charged; Status [PaymentStatusCapture]
// captures, and [PaymentStatusAuthorize] authorizes.
func (r *Payments) Update(ctx context.Context, id PaymentID, params *PaymentUpdate, options ...Option) (*Payment, error) {
	return update[*Payment](ctx, (*service)(r), api.OpUpdatePayment, id, params, options, api.NewUpdatePaymentRequest)
}

// Capture takes the money of a payment that is authorized, which becomes to_capture.
func (r *Payments) Capture(ctx context.Context, id PaymentID, options ...Option) (*Payment, error) {
	return item[*Payment](ctx, (*service)(r), api.OpCapturePayment, id, options, api.NewCapturePaymentRequest)
}

// Refund refunds a payment: the amount of params, in the currency's minor unit, or all that is left when params is nil. What is not
// captured yet can only be refunded whole, which cancels it; in part it is [ErrConflict] (observed in version 1).
func (r *Payments) Refund(ctx context.Context, id PaymentID, params *RefundRequest, options ...Option) (*Refund, error) {
	return update[*Refund](ctx, (*service)(r), api.OpRefundPayment, id, params, options, api.NewRefundPaymentRequest)
}

// List lists the payments that params select, newest first unless params say otherwise. Params may be nil.
func (r *Payments) List(params *ListPaymentsParams, options ...Option) *List[Payment] {
	return newList((*service)(r), api.OpListPayments, params, options,
		api.NewListPaymentsRequest, openPaymentList)
}

// Refunds lists the refunds of a payment. They come whole, in one request.
func (r *Payments) Refunds(id PaymentID, options ...Option) *List[Refund] {
	return newWholeList[Refund]((*service)(r), api.OpListPaymentRefunds, id, options,
		api.NewListPaymentRefundsRequest)
}

// Disputes lists the disputes of a payment. They come whole, in one request.
func (r *Payments) Disputes(id PaymentID, options ...Option) *List[Dispute] {
	return newWholeList[Dispute]((*service)(r), api.OpListPaymentDisputes, id, options,
		api.NewListPaymentDisputesRequest)
}
