package stancer

import (
	"context"
	"iter"

	"github.com/stancer-go/stancer/api"
)

// Payments are made directly, or through an intent. Stancer: payments.
type Payments struct{ caller *caller }

// Create creates a payment: with a card and without Auth the card is charged at once. A UniqueID that was used before is [ErrConflict],
// and [Error.ExistingID] is the first payment. A declined payment is no error: its Status tells. Amounts are in the currency's minor unit.
func (r *Payments) Create(ctx context.Context, params *PaymentCreate, options ...Option) (*Payment, error) {
	return create[Payment](ctx, r.caller, api.OpCreatePayment, params, options, api.NewCreatePaymentRequest)
}

// Get reads a payment. One that does not exist is [ErrNotFound].
func (r *Payments) Get(ctx context.Context, id PaymentID, options ...Option) (*Payment, error) {
	return item[Payment](ctx, r.caller, api.OpGetPayment, id, options, api.NewGetPaymentRequest)
}

// List reads a page of the payments that the filters of params select, newest first unless params say otherwise. Params may be nil.
func (r *Payments) List(ctx context.Context, params *ListPaymentsParams, options ...Option) (*PaymentList, error) {
	return r.list(params, options).get(ctx)
}

// Pages ranges over the pages of the payments that the filters of params select.
func (r *Payments) Pages(ctx context.Context, params *ListPaymentsParams, options ...Option) iter.Seq2[*PaymentList, error] {
	return r.list(params, options).pages(ctx)
}

// All ranges over the payments that the filters of params select.
func (r *Payments) All(ctx context.Context, params *ListPaymentsParams, options ...Option) iter.Seq2[*Payment, error] {
	return all(ctx, r.list(params, options))
}

func (r *Payments) list(params *ListPaymentsParams, options []Option) list[PaymentList, *PaymentList, *ListPaymentsParams] {
	return list[PaymentList, *PaymentList, *ListPaymentsParams]{r.caller, api.OpListPayments, "", params, options, api.NewListPaymentsRequest}
}
