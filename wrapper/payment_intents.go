package stancer

import (
	"context"
	"iter"

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

// List reads a page of the intents that the filters of params select. Newest first unless params say otherwise. Params may be nil.
func (r *PaymentIntents) List(ctx context.Context, params *ListPaymentIntentsParams, options ...Option) (*PaymentIntentList, error) {
	return r.list(params, options).get(ctx)
}

// Pages ranges over the pages of the intents that the filters of params select, 100 objects at a time unless params say otherwise. Params may be nil.
func (r *PaymentIntents) Pages(ctx context.Context, params *ListPaymentIntentsParams, options ...Option) iter.Seq2[*PaymentIntentList, error] {
	return r.list(params, options).pages(ctx)
}

// All ranges over the intents that the filters of params select, page by page. Params may be nil.
func (r *PaymentIntents) All(ctx context.Context, params *ListPaymentIntentsParams, options ...Option) iter.Seq2[*PaymentIntent, error] {
	return all(ctx, r.list(params, options))
}

func (r *PaymentIntents) list(params *ListPaymentIntentsParams, options []Option) *list[*PaymentIntentList] {
	return listOf[*PaymentIntentList]((*service)(r), api.OpListPaymentIntents, "", params, options, api.NewListPaymentIntentsRequest)
}

// Payments reads a page of the payments of an intent. Params may be nil.
func (r *PaymentIntents) Payments(ctx context.Context, id PaymentIntentID, params *ListPaymentIntentPaymentsParams, options ...Option) (*PaymentList, error) {
	return r.listPayments(id, params, options).get(ctx)
}

// PaymentPages ranges over the pages of the payments of an intent, 100 objects at a time unless params say otherwise. Params may be nil.
func (r *PaymentIntents) PaymentPages(ctx context.Context, id PaymentIntentID, params *ListPaymentIntentPaymentsParams, options ...Option) iter.Seq2[*PaymentList, error] {
	return r.listPayments(id, params, options).pages(ctx)
}

// AllPayments ranges over the payments of an intent, page by page. Params may be nil.
func (r *PaymentIntents) AllPayments(ctx context.Context, id PaymentIntentID, params *ListPaymentIntentPaymentsParams, options ...Option) iter.Seq2[*Payment, error] {
	return all(ctx, r.listPayments(id, params, options))
}

func (r *PaymentIntents) listPayments(id PaymentIntentID, params *ListPaymentIntentPaymentsParams, options []Option) *list[*PaymentList] {
	return listOf[*PaymentList]((*service)(r), api.OpListPaymentIntentPayments, id, params, options, below(id, api.NewListPaymentIntentPaymentsRequest))
}

// Refunds reads a page of the refunds of an intent. Params may be nil.
func (r *PaymentIntents) Refunds(ctx context.Context, id PaymentIntentID, params *ListPaymentIntentRefundsParams, options ...Option) (*RefundList, error) {
	return r.listRefunds(id, params, options).get(ctx)
}

// RefundPages ranges over the pages of the refunds of an intent, 100 objects at a time unless params say otherwise. Params may be nil.
func (r *PaymentIntents) RefundPages(ctx context.Context, id PaymentIntentID, params *ListPaymentIntentRefundsParams, options ...Option) iter.Seq2[*RefundList, error] {
	return r.listRefunds(id, params, options).pages(ctx)
}

// AllRefunds ranges over the refunds of an intent, page by page. Params may be nil.
func (r *PaymentIntents) AllRefunds(ctx context.Context, id PaymentIntentID, params *ListPaymentIntentRefundsParams, options ...Option) iter.Seq2[*Refund, error] {
	return all(ctx, r.listRefunds(id, params, options))
}

func (r *PaymentIntents) listRefunds(id PaymentIntentID, params *ListPaymentIntentRefundsParams, options []Option) *list[*RefundList] {
	return listOf[*RefundList]((*service)(r), api.OpListPaymentIntentRefunds, id, params, options, below(id, api.NewListPaymentIntentRefundsRequest))
}

// Disputes reads a page of the disputes of an intent. Params may be nil.
func (r *PaymentIntents) Disputes(ctx context.Context, id PaymentIntentID, params *ListPaymentIntentDisputesParams, options ...Option) (*DisputeList, error) {
	return r.listDisputes(id, params, options).get(ctx)
}

// DisputePages ranges over the pages of the disputes of an intent, 100 objects at a time unless params say otherwise. Params may be nil.
func (r *PaymentIntents) DisputePages(ctx context.Context, id PaymentIntentID, params *ListPaymentIntentDisputesParams, options ...Option) iter.Seq2[*DisputeList, error] {
	return r.listDisputes(id, params, options).pages(ctx)
}

// AllDisputes ranges over the disputes of an intent, page by page. Params may be nil.
func (r *PaymentIntents) AllDisputes(ctx context.Context, id PaymentIntentID, params *ListPaymentIntentDisputesParams, options ...Option) iter.Seq2[*Dispute, error] {
	return all(ctx, r.listDisputes(id, params, options))
}

func (r *PaymentIntents) listDisputes(id PaymentIntentID, params *ListPaymentIntentDisputesParams, options []Option) *list[*DisputeList] {
	return listOf[*DisputeList]((*service)(r), api.OpListPaymentIntentDisputes, id, params, options, below(id, api.NewListPaymentIntentDisputesRequest))
}
