package stancer

import (
	"context"
	"net/http"

	"github.com/stancer-go/stancer/api"
)

// PayoutsV1 calls the operations on payouts of version 1. They exist in live mode only: with a test
// key the error is [ErrLiveModeOnly]. In version 1 the totals of refunds and disputes are positive.
// Stancer documents them under payouts of version 1.
type PayoutsV1 service

// Get returns a payout (observed; not on Stancer's page). The error is [ErrNotFound] if the
// payout does not exist in the mode of the key.
func (r *PayoutsV1) Get(ctx context.Context, id PayoutID, options ...Option) (*PayoutV1, error) {
	return item[*PayoutV1](ctx, (*service)(r), api.OpGetPayoutV1, id, options,
		api.NewGetPayoutV1Request)
}

// List returns the list of the payouts that match params, oldest first (inferred). The params may
// be nil.
func (r *PayoutsV1) List(params *ListPayoutsV1Params, options ...Option) *List[PayoutV1] {
	return newList((*service)(r), api.OpListPayoutsV1, params, options,
		api.NewListPayoutsV1Request, openPayoutListV1)
}

// Payments returns the list of the payments of a payout, oldest first (inferred). The params may be
// nil.
func (r *PayoutsV1) Payments(
	id PayoutID, params *ListPayoutPartsV1Params, options ...Option,
) *List[PaymentV1] {
	return newListBelow((*service)(r), api.OpListPayoutPartsV1, id, params, options,
		partV1(api.PayoutPartV1Payments), openPaymentListV1)
}

// Refunds returns the list of the refunds of a payout, oldest first (inferred). The params may be
// nil.
func (r *PayoutsV1) Refunds(
	id PayoutID, params *ListPayoutPartsV1Params, options ...Option,
) *List[RefundV1] {
	return newListBelow((*service)(r), api.OpListPayoutPartsV1, id, params, options,
		partV1(api.PayoutPartV1Refunds), openRefundListV1)
}

// Disputes returns the list of the disputes of a payout, oldest first (inferred). The params may be
// nil.
func (r *PayoutsV1) Disputes(
	id PayoutID, params *ListPayoutPartsV1Params, options ...Option,
) *List[DisputeV1] {
	return newListBelow((*service)(r), api.OpListPayoutPartsV1, id, params, options,
		partV1(api.PayoutPartV1Disputes), openDisputeListV1)
}

// partV1 returns a function that builds the requests for one part of a payout.
func partV1(part PayoutPartV1) func(
	ctx context.Context, server string, id PayoutID, params *ListPayoutPartsV1Params,
) (*http.Request, error) {
	return func(
		ctx context.Context, server string, id PayoutID, params *ListPayoutPartsV1Params,
	) (*http.Request, error) {
		return api.NewListPayoutPartsV1Request(ctx, server, id, part, params)
	}
}
