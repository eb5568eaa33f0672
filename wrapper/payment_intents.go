package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// PaymentIntents are what a merchant wants to be paid, each with a hosted page on which the customer pays it. Stancer: payment_intents.
type PaymentIntents service

// Create creates an intent. Send the customer to its URL; whatever happens there, the customer comes back to ReturnURL, and Get tells the
// outcome. The amount is in the currency's minor unit.
func (r *PaymentIntents) Create(ctx context.Context, params *PaymentIntentCreate, options ...Option) (*PaymentIntent, error) {
	return create[*PaymentIntent](ctx, (*service)(r), api.OpCreatePaymentIntent, params, options, api.NewCreatePaymentIntentRequest)
}

// Get reads an intent. One that does not exist in the mode of the key is [ErrNotFound].
func (r *PaymentIntents) Get(ctx context.Context, id PaymentIntentID, options ...Option) (*PaymentIntent, error) {
	return item[*PaymentIntent](ctx, (*service)(r), api.OpGetPaymentIntent, id, options, api.NewGetPaymentIntentRequest)
}

// Update changes the members of an intent that are not nil, while it is open.
func (r *PaymentIntents) Update(ctx context.Context, id PaymentIntentID, params *PaymentIntentUpdate, options ...Option) (*PaymentIntent, error) {
	return update[*PaymentIntent](ctx, (*service)(r), api.OpUpdatePaymentIntent, id, params, options, api.NewUpdatePaymentIntentRequest)
}

// Cancel cancels an intent; Stancer calls it delete. One that can no longer be canceled is [ErrInvalid] (observed).
func (r *PaymentIntents) Cancel(ctx context.Context, id PaymentIntentID, options ...Option) (*PaymentIntent, error) {
	return item[*PaymentIntent](ctx, (*service)(r), api.OpDeletePaymentIntent, id, options, api.NewDeletePaymentIntentRequest)
}

// Capture takes the money of an intent that was created with Capture false and is authorized.
func (r *PaymentIntents) Capture(ctx context.Context, id PaymentIntentID, options ...Option) (*PaymentIntent, error) {
	return item[*PaymentIntent](ctx, (*service)(r), api.OpCapturePaymentIntent, id, options, api.NewCapturePaymentIntentRequest)
}

// Refund refunds the payment of an intent: the amount of params, in the currency's minor unit, or all that is left when params is nil. What
// is not captured yet can only be refunded whole, which cancels it; in part it is [ErrConflict] (observed in version 1).
func (r *PaymentIntents) Refund(ctx context.Context, id PaymentIntentID, params *RefundRequest, options ...Option) (*Refund, error) {
	return update[*Refund](ctx, (*service)(r), api.OpRefundPaymentIntent, id, params, options, api.NewRefundPaymentIntentRequest)
}

// List lists the intents that params select, newest first unless params say otherwise. Params may be nil.
func (r *PaymentIntents) List(
	params *ListPaymentIntentsParams, options ...Option,
) *List[PaymentIntent] {
	return newList((*service)(r), api.OpListPaymentIntents, params, options,
		api.NewListPaymentIntentsRequest, openPaymentIntentList)
}

// Payments lists the payments of an intent. Params may be nil.
func (r *PaymentIntents) Payments(
	id PaymentIntentID, params *ListPaymentIntentPaymentsParams, options ...Option,
) *List[Payment] {
	return newListBelow((*service)(r), api.OpListPaymentIntentPayments, id, params, options,
		api.NewListPaymentIntentPaymentsRequest, openPaymentList)
}

// Refunds lists the refunds of an intent. Params may be nil.
func (r *PaymentIntents) Refunds(
	id PaymentIntentID, params *PageParams, options ...Option,
) *List[Refund] {
	return newListBelow((*service)(r), api.OpListPaymentIntentRefunds, id, params, options,
		api.NewListPaymentIntentRefundsRequest, openRefundList)
}

// Disputes lists the disputes of an intent. Params may be nil.
func (r *PaymentIntents) Disputes(
	id PaymentIntentID, params *PageParams, options ...Option,
) *List[Dispute] {
	return newListBelow((*service)(r), api.OpListPaymentIntentDisputes, id, params, options,
		api.NewListPaymentIntentDisputesRequest, openDisputeList)
}
