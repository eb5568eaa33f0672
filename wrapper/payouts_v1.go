package stancer

import (
	"context"
	"iter"

	"github.com/stancer-go/stancer/api"
)

// PayoutsV1 are the payouts of version 1 of the API: the transfers by which Stancer sends collected money to the merchant's bank. They
// exist in live mode only: with a test key each call is [ErrLiveModeOnly]. Stancer: payouts, version 1.
type PayoutsV1 struct{ caller *caller }

// Get reads a payout.
func (r *PayoutsV1) Get(ctx context.Context, id PayoutID, options ...Option) (*PayoutV1, error) {
	return item[PayoutV1](ctx, r.caller, api.OpGetPayoutV1, id, options, api.NewGetPayoutV1Request)
}

// List reads a page of the payouts that params select, oldest first. Params may be nil.
func (r *PayoutsV1) List(ctx context.Context, params *ListPayoutsV1Params, options ...Option) (*PayoutListV1, error) {
	return r.list(params, options).get(ctx)
}

// Pages ranges over the pages of the payouts that params select.
func (r *PayoutsV1) Pages(ctx context.Context, params *ListPayoutsV1Params, options ...Option) iter.Seq2[*PayoutListV1, error] {
	return r.list(params, options).pages(ctx)
}

// All ranges over the payouts that params select.
func (r *PayoutsV1) All(ctx context.Context, params *ListPayoutsV1Params, options ...Option) iter.Seq2[*PayoutV1, error] {
	return all(ctx, r.list(params, options))
}

func (r *PayoutsV1) list(params *ListPayoutsV1Params, options []Option) list[PayoutListV1, *PayoutListV1, *ListPayoutsV1Params] {
	return list[PayoutListV1, *PayoutListV1, *ListPayoutsV1Params]{r.caller, api.OpListPayoutsV1, "", params, options, api.NewListPayoutsV1Request}
}
