package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// Payouts are the transfers by which Stancer sends collected money to the merchant's bank. Stancer: payouts. If a route answers 501 to a
// test key, that is [ErrLiveModeOnly].
type Payouts service

// Create creates a payout. Who may do so is not published; Stancer makes the payouts of ordinary merchants itself.
func (r *Payouts) Create(ctx context.Context, params *PayoutCreate, options ...Option) (*Payout, error) {
	return create[*Payout](ctx, (*service)(r), api.OpCreatePayout, params, options, api.NewCreatePayoutRequest)
}

// Get reads a payout. Its Amount is what was paid, plus refunds and disputes, which count below zero, less Fees and FeesVAT. One that does
// not exist in the mode of the key is [ErrNotFound].
func (r *Payouts) Get(ctx context.Context, id PayoutID, options ...Option) (*Payout, error) {
	return item[*Payout](ctx, (*service)(r), api.OpGetPayout, id, options, api.NewGetPayoutRequest)
}

// List lists the payouts that params select. Params may be nil.
func (r *Payouts) List(params *ListPayoutsParams, options ...Option) *List[Payout] {
	return newList((*service)(r), api.OpListPayouts, params, options,
		api.NewListPayoutsRequest, openPayoutList)
}

// Payments lists the payments in a payout. Params may be nil.
func (r *Payouts) Payments(
	id PayoutID, params *ListPayoutPaymentsParams, options ...Option,
) *List[Payment] {
	return newListBelow((*service)(r), api.OpListPayoutPayments, id, params, options,
		api.NewListPayoutPaymentsRequest, openPaymentList)
}

// Refunds lists the refunds in a payout. Params may be nil.
func (r *Payouts) Refunds(
	id PayoutID, params *ListPayoutRefundsParams, options ...Option,
) *List[Refund] {
	return newListBelow((*service)(r), api.OpListPayoutRefunds, id, params, options,
		api.NewListPayoutRefundsRequest, openRefundList)
}

// Disputes lists the disputes in a payout. Params may be nil.
func (r *Payouts) Disputes(
	id PayoutID, params *ListPayoutDisputesParams, options ...Option,
) *List[Dispute] {
	return newListBelow((*service)(r), api.OpListPayoutDisputes, id, params, options,
		api.NewListPayoutDisputesRequest, openDisputeList)
}
