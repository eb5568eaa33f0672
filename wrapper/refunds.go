package stancer

import (
	"context"
	"iter"

	"github.com/stancer-go/stancer/api"
)

// Refunds are money that goes back to customers. Stancer: refunds.
type Refunds service

// Create refunds a payment: the amount of params, in the currency's minor unit, or all that is left without one. A captured payment can be
// refunded in several parts; one that is not captured yet only whole, which cancels it (observed).
func (r *Refunds) Create(ctx context.Context, params *RefundCreate, options ...Option) (*Refund, error) {
	return create[*Refund](ctx, (*service)(r), api.OpCreateRefund, params, options, api.NewCreateRefundRequest)
}

// Get reads a refund. One that does not exist in the mode of the key is [ErrNotFound].
func (r *Refunds) Get(ctx context.Context, id RefundID, options ...Option) (*Refund, error) {
	return item[*Refund](ctx, (*service)(r), api.OpGetRefund, id, options, api.NewGetRefundRequest)
}

// List reads a page of the refunds. Params may be nil.
func (r *Refunds) List(ctx context.Context, params *ListRefundsParams, options ...Option) (*RefundList, error) {
	return r.list(params, options).get(ctx)
}

// Pages ranges over the pages of the refunds, 100 objects at a time unless params say otherwise. Params may be nil.
func (r *Refunds) Pages(ctx context.Context, params *ListRefundsParams, options ...Option) iter.Seq2[*RefundList, error] {
	return r.list(params, options).pages(ctx)
}

// All ranges over the refunds, page by page. Params may be nil.
func (r *Refunds) All(ctx context.Context, params *ListRefundsParams, options ...Option) iter.Seq2[*Refund, error] {
	return all(ctx, r.list(params, options))
}

func (r *Refunds) list(params *ListRefundsParams, options []Option) *list[*RefundList] {
	return listOf[*RefundList]((*service)(r), api.OpListRefunds, "", params, options, api.NewListRefundsRequest)
}
