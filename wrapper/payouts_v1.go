package stancer

import (
	"context"
	"net/http"

	"github.com/stancer-go/stancer/api"
)

// PayoutsV1 are the payouts of version 1 of the API, where refunds and disputes count above zero. They exist in live mode only: with a test
// key each call is [ErrLiveModeOnly]. Stancer: payouts, version 1.
type PayoutsV1 service

// Get reads a payout (observed; not on Stancer's page). One that does not exist in the mode of the key is [ErrNotFound].
func (r *PayoutsV1) Get(ctx context.Context, id PayoutID, options ...Option) (*PayoutV1, error) {
	return item[*PayoutV1](ctx, (*service)(r), api.OpGetPayoutV1, id, options, api.NewGetPayoutV1Request)
}

// List lists the payouts that params select, oldest first. Params may be nil.
func (r *PayoutsV1) List(params *ListPayoutsV1Params, options ...Option) *List[PayoutV1] {
	return newList((*service)(r), api.OpListPayoutsV1, params, options,
		api.NewListPayoutsV1Request, openPayoutListV1)
}

// Payments lists the payments in a payout, oldest first. Params may be nil.
func (r *PayoutsV1) Payments(
	id PayoutID, params *ListPayoutPartsV1Params, options ...Option,
) *List[PaymentV1] {
	return newListBelow((*service)(r), api.OpListPayoutPartsV1, id, params, options,
		partV1(api.PayoutPartV1Payments), openPaymentListV1)
}

// Refunds lists the refunds in a payout, oldest first. Params may be nil.
func (r *PayoutsV1) Refunds(
	id PayoutID, params *ListPayoutPartsV1Params, options ...Option,
) *List[RefundV1] {
	return newListBelow((*service)(r), api.OpListPayoutPartsV1, id, params, options,
		partV1(api.PayoutPartV1Refunds), openRefundListV1)
}

// Disputes lists the disputes in a payout, oldest first. Params may be nil.
func (r *PayoutsV1) Disputes(
	id PayoutID, params *ListPayoutPartsV1Params, options ...Option,
) *List[DisputeV1] {
	return newListBelow((*service)(r), api.OpListPayoutPartsV1, id, params, options,
		partV1(api.PayoutPartV1Disputes), openDisputeListV1)
}

// partV1 returns the function that builds the requests for a part of a payout.
func partV1(part PayoutPartV1) func(
	ctx context.Context, server string, id PayoutID, params *ListPayoutPartsV1Params,
) (*http.Request, error) {
	return func(
		ctx context.Context, server string, id PayoutID, params *ListPayoutPartsV1Params,
	) (*http.Request, error) {
		return api.NewListPayoutPartsV1Request(ctx, server, id, part, params)
	}
}
