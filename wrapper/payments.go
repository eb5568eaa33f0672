package stancer

import (
	"context"
	"slices"

	"github.com/stancer-go/stancer/api"
)

// Payments are made directly, or through an intent. There is no Cancel: to void an authorization, refund it whole, with Refund and nil
// parameters, and the payment becomes canceled (observed). Stancer: payments.
type Payments struct{ caller *caller }

// Create creates a payment. With a card and without Auth the card is charged at once; with Auth and ReturnURL the customer passes 3-D
// Secure first, at the RedirectURL of the payment's Auth. A declined payment is no error: its Status and its Response tell. A UniqueID that
// was used before is [ErrConflict], and [Error.ExistingID] is the first payment (observed). The amount is in the currency's minor unit.
func (r *Payments) Create(ctx context.Context, params *PaymentCreate, options ...Option) (*Payment, error) {
	params, err := r.withUniqueID(params, options)
	if err != nil {
		return nil, err
	}
	if params != nil && given(params.UniqueID) {
		options = append(slices.Clip(options), resolving(findPayment(params)))
	}
	return create[*Payment](ctx, r.caller, api.OpCreatePayment, params, options, api.NewCreatePaymentRequest)
}

// withUniqueID does what WithAutoUniqueID asks for.
func (r *Payments) withUniqueID(params *PaymentCreate, options []Option) (*PaymentCreate, error) {
	settings, err := r.caller.settings.with(options)
	if err != nil || settings.uniqueID == nil || params == nil || given(params.UniqueID) {
		return params, err
	}
	unique := *params
	unique.UniqueID = Ptr(settings.uniqueID())
	return &unique, nil
}

// Get reads a payment. One that does not exist in the mode of the key is [ErrNotFound].
func (r *Payments) Get(ctx context.Context, id PaymentID, options ...Option) (*Payment, error) {
	return item[*Payment](ctx, r.caller, api.OpGetPayment, id, options, api.NewGetPaymentRequest)
}

// Update changes the members of a payment that are not nil. A card or an account given here is charged; Status [PaymentStatusCapture]
// captures, and [PaymentStatusAuthorize] authorizes.
func (r *Payments) Update(ctx context.Context, id PaymentID, params *PaymentUpdate, options ...Option) (*Payment, error) {
	return update[*Payment](ctx, r.caller, api.OpUpdatePayment, id, params, options, api.NewUpdatePaymentRequest)
}

// Capture takes the money of a payment that is authorized, which becomes to_capture.
func (r *Payments) Capture(ctx context.Context, id PaymentID, options ...Option) (*Payment, error) {
	options = append(slices.Clip(options), resolving(readPayment(id)))
	return item[*Payment](ctx, r.caller, api.OpCapturePayment, id, options, api.NewCapturePaymentRequest)
}

// Refund refunds a payment: the amount of params, in the currency's minor unit, or all that is left when params is nil. What is not
// captured yet can only be refunded whole, which cancels it; in part it is [ErrConflict] (observed in version 1).
func (r *Payments) Refund(ctx context.Context, id PaymentID, params *RefundRequest, options ...Option) (*Refund, error) {
	return update[*Refund](ctx, r.caller, api.OpRefundPayment, id, params, options, api.NewRefundPaymentRequest)
}

// List lists the payments that params select, newest first unless params say otherwise. Params may be nil.
func (r *Payments) List(params *ListPaymentsParams, options ...Option) *List[Payment] {
	return newList(r.caller, api.OpListPayments, params, options,
		api.NewListPaymentsRequest, openPaymentList)
}

// Refunds lists the refunds of a payment. They come whole, in one request.
func (r *Payments) Refunds(id PaymentID, options ...Option) *List[Refund] {
	return newWholeList[Refund](r.caller, api.OpListPaymentRefunds, id, options,
		api.NewListPaymentRefundsRequest)
}

// Disputes lists the disputes of a payment. They come whole, in one request.
func (r *Payments) Disputes(id PaymentID, options ...Option) *List[Dispute] {
	return newWholeList[Dispute](r.caller, api.OpListPaymentDisputes, id, options,
		api.NewListPaymentDisputesRequest)
}
