package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// Payouts calls the operations on payouts, the transfers of collected money to the merchant's bank
// account. Stancer documents them under payouts. If Stancer answers 501 to a test key, the error is
// [ErrLiveModeOnly].
type Payouts service

// Create creates a payout. Stancer creates the payouts of a merchant regularly. Who may call this
// operation is not published.
//
// It is sent again after a 429 answer, and never after an unknown outcome, which is
// [ErrUnknownOutcome].
func (r *Payouts) Create(
	ctx context.Context, params *PayoutCreate, options ...Option,
) (*Payout, error) {
	return create[*Payout](ctx, (*service)(r), api.OpCreatePayout, params, options,
		api.NewCreatePayoutRequest)
}

// Get returns a payout. Its Amount is the sum of its payments, refunds and disputes, less Fees and
// FeesVAT. The totals of refunds and disputes are negative. The error is [ErrNotFound] if the
// payout does not exist in the mode of the key.
func (r *Payouts) Get(ctx context.Context, id PayoutID, options ...Option) (*Payout, error) {
	return item[*Payout](ctx, (*service)(r), api.OpGetPayout, id, options, api.NewGetPayoutRequest)
}

// List returns the list of the payouts that match params, which may be nil.
func (r *Payouts) List(params *ListPayoutsParams, options ...Option) *List[Payout] {
	return newList((*service)(r), api.OpListPayouts, params, options,
		api.NewListPayoutsRequest, openPayoutList)
}

// Payments returns the list of the payments of a payout. The params may be nil.
func (r *Payouts) Payments(
	id PayoutID, params *ListPayoutPaymentsParams, options ...Option,
) *List[Payment] {
	return newListBelow((*service)(r), api.OpListPayoutPayments, id, params, options,
		api.NewListPayoutPaymentsRequest, openPaymentList)
}

// Refunds returns the list of the refunds of a payout. The params may be nil.
func (r *Payouts) Refunds(
	id PayoutID, params *ListPayoutRefundsParams, options ...Option,
) *List[Refund] {
	return newListBelow((*service)(r), api.OpListPayoutRefunds, id, params, options,
		api.NewListPayoutRefundsRequest, openRefundList)
}

// Disputes returns the list of the disputes of a payout. The params may be nil.
func (r *Payouts) Disputes(
	id PayoutID, params *ListPayoutDisputesParams, options ...Option,
) *List[Dispute] {
	return newListBelow((*service)(r), api.OpListPayoutDisputes, id, params, options,
		api.NewListPayoutDisputesRequest, openDisputeList)
}
