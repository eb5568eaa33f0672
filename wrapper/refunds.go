package stancer

import (
	"context"

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

// List lists the refunds. Params may be nil.
func (r *Refunds) List(params *ListRefundsParams, options ...Option) *List[Refund] {
	return newList((*service)(r), api.OpListRefunds, params, options,
		api.NewListRefundsRequest, openRefundList)
}
