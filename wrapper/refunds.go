package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// Refunds calls the operations on refunds, which return money to customers. Stancer documents them
// under refunds.
type Refunds service

// Create refunds the Amount of params, in the currency's minor unit, or without an Amount all that
// is left of the payment (observed). A captured payment can be refunded in several parts
// (observed). A payment that is not captured yet can only be refunded in full, which cancels it
// (observed).
//
// It is sent again after a 429 answer, and never after an unknown outcome, which is
// [ErrUnknownOutcome]. To repeat a refund after an error, use [Payments.RefundUpTo].
func (r *Refunds) Create(
	ctx context.Context, params *RefundCreate, options ...Option,
) (*Refund, error) {
	return create[*Refund](ctx, (*service)(r), api.OpCreateRefund, params, options,
		api.NewCreateRefundRequest)
}

// Get returns a refund. The error is [ErrNotFound] if the refund does not exist in the mode of the
// key.
func (r *Refunds) Get(ctx context.Context, id RefundID, options ...Option) (*Refund, error) {
	return item[*Refund](ctx, (*service)(r), api.OpGetRefund, id, options, api.NewGetRefundRequest)
}

// List returns the list of refunds. The params may be nil.
func (r *Refunds) List(params *ListRefundsParams, options ...Option) *List[Refund] {
	return newList((*service)(r), api.OpListRefunds, params, options,
		api.NewListRefundsRequest, openRefundList)
}
