package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// PaymentIntents calls the operations on payment intents. An intent is an amount to be paid, with a
// hosted page on which the customer pays it. Stancer documents them under payment_intents.
type PaymentIntents service

// Create creates an intent. The amount is in the currency's minor unit. Send the customer to the
// URL of the intent. Stancer sends the customer back to ReturnURL after every outcome, so use
// [PaymentIntents.Get] to read the status (observed).
//
// It is sent again after a 429 answer, and never after an unknown outcome, which is
// [ErrUnknownOutcome]. A second intent charges nothing until a customer pays it.
func (r *PaymentIntents) Create(
	ctx context.Context, params *PaymentIntentCreate, options ...Option,
) (*PaymentIntent, error) {
	return create[*PaymentIntent](ctx, (*service)(r), api.OpCreatePaymentIntent, params, options,
		api.NewCreatePaymentIntentRequest)
}

// Get returns an intent. The error is [ErrNotFound] if the intent does not exist in the mode of the
// key.
func (r *PaymentIntents) Get(
	ctx context.Context, id PaymentIntentID, options ...Option,
) (*PaymentIntent, error) {
	return item[*PaymentIntent](ctx, (*service)(r), api.OpGetPaymentIntent, id, options,
		api.NewGetPaymentIntentRequest)
}

// Update changes an open intent and returns it. Only the members of params that are not nil are
// changed.
//
// It is sent again after a 429 answer, and never after an unknown outcome, which is
// [ErrUnknownOutcome].
func (r *PaymentIntents) Update(
	ctx context.Context, id PaymentIntentID, params *PaymentIntentUpdate, options ...Option,
) (*PaymentIntent, error) {
	return update[*PaymentIntent](ctx, (*service)(r), api.OpUpdatePaymentIntent, id, params,
		options, api.NewUpdatePaymentIntentRequest)
}

// Cancel cancels an intent. Stancer names this operation delete. The error is [ErrInvalid] if the
// intent can no longer be canceled (inferred).
//
// It is sent again after a 429 answer. After an unknown outcome it is sent again only if the status
// of the intent shows that it was not canceled.
func (r *PaymentIntents) Cancel(
	ctx context.Context, id PaymentIntentID, options ...Option,
) (*PaymentIntent, error) {
	return item[*PaymentIntent](ctx, (*service)(r), api.OpDeletePaymentIntent, id, options,
		api.NewDeletePaymentIntentRequest)
}

// Capture captures an authorized intent that was created with Capture false.
//
// It is sent again after a 429 answer. After an unknown outcome it is sent again only if the status
// of the intent shows that it was not captured.
func (r *PaymentIntents) Capture(
	ctx context.Context, id PaymentIntentID, options ...Option,
) (*PaymentIntent, error) {
	return item[*PaymentIntent](ctx, (*service)(r), api.OpCapturePaymentIntent, id, options,
		api.NewCapturePaymentIntentRequest)
}

// Refund refunds the payment of an intent, like [Payments.Refund]: the Amount of params, in the
// currency's minor unit, or with nil params all that is left.
//
// It is sent again after a 429 answer, and never after an unknown outcome, which is
// [ErrUnknownOutcome]. To repeat a refund after an error, use [PaymentIntents.RefundUpTo].
func (r *PaymentIntents) Refund(
	ctx context.Context, id PaymentIntentID, params *RefundRequest, options ...Option,
) (*Refund, error) {
	return update[*Refund](ctx, (*service)(r), api.OpRefundPaymentIntent, id, params, options,
		api.NewRefundPaymentIntentRequest)
}

// List returns the list of the intents that match params, newest first unless params set another
// order. The params may be nil.
func (r *PaymentIntents) List(
	params *ListPaymentIntentsParams, options ...Option,
) *List[PaymentIntent] {
	return newList((*service)(r), api.OpListPaymentIntents, params, options,
		api.NewListPaymentIntentsRequest, openPaymentIntentList)
}

// Payments returns the list of the payments of an intent. The params may be nil.
func (r *PaymentIntents) Payments(
	id PaymentIntentID, params *ListPaymentIntentPaymentsParams, options ...Option,
) *List[Payment] {
	return newListBelow((*service)(r), api.OpListPaymentIntentPayments, id, params, options,
		api.NewListPaymentIntentPaymentsRequest, openPaymentList)
}

// Refunds returns the list of the refunds of an intent. The params may be nil.
func (r *PaymentIntents) Refunds(
	id PaymentIntentID, params *PageParams, options ...Option,
) *List[Refund] {
	return newListBelow((*service)(r), api.OpListPaymentIntentRefunds, id, params, options,
		api.NewListPaymentIntentRefundsRequest, openRefundList)
}

// Disputes returns the list of the disputes of an intent. The params may be nil.
func (r *PaymentIntents) Disputes(
	id PaymentIntentID, params *PageParams, options ...Option,
) *List[Dispute] {
	return newListBelow((*service)(r), api.OpListPaymentIntentDisputes, id, params, options,
		api.NewListPaymentIntentDisputesRequest, openDisputeList)
}
