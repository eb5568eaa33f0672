package stancer

import (
	"context"
	"iter"

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

// List reads a page of the payouts that the filters of params select. Params may be nil.
func (r *Payouts) List(ctx context.Context, params *ListPayoutsParams, options ...Option) (*PayoutList, error) {
	return r.list(params, options).get(ctx)
}

// Pages ranges over the pages of the payouts that the filters of params select, 100 objects at a time unless params say otherwise. Params may be nil.
func (r *Payouts) Pages(ctx context.Context, params *ListPayoutsParams, options ...Option) iter.Seq2[*PayoutList, error] {
	return r.list(params, options).pages(ctx)
}

// All ranges over the payouts that the filters of params select, page by page. Params may be nil.
func (r *Payouts) All(ctx context.Context, params *ListPayoutsParams, options ...Option) iter.Seq2[*Payout, error] {
	return all(ctx, r.list(params, options))
}

func (r *Payouts) list(params *ListPayoutsParams, options []Option) *list[*PayoutList] {
	return listOf[*PayoutList]((*service)(r), api.OpListPayouts, "", params, options, api.NewListPayoutsRequest)
}

// Payments reads a page of the payments in a payout. Params may be nil.
func (r *Payouts) Payments(ctx context.Context, id PayoutID, params *ListPayoutPaymentsParams, options ...Option) (*PaymentList, error) {
	return r.listPayments(id, params, options).get(ctx)
}

// PaymentPages ranges over the pages of the payments in a payout, 100 objects at a time unless params say otherwise. Params may be nil.
func (r *Payouts) PaymentPages(ctx context.Context, id PayoutID, params *ListPayoutPaymentsParams, options ...Option) iter.Seq2[*PaymentList, error] {
	return r.listPayments(id, params, options).pages(ctx)
}

// AllPayments ranges over the payments in a payout, page by page. Params may be nil.
func (r *Payouts) AllPayments(ctx context.Context, id PayoutID, params *ListPayoutPaymentsParams, options ...Option) iter.Seq2[*Payment, error] {
	return all(ctx, r.listPayments(id, params, options))
}

func (r *Payouts) listPayments(id PayoutID, params *ListPayoutPaymentsParams, options []Option) *list[*PaymentList] {
	return listOf[*PaymentList]((*service)(r), api.OpListPayoutPayments, id, params, options, below(id, api.NewListPayoutPaymentsRequest))
}

// Refunds reads a page of the refunds in a payout. Params may be nil.
func (r *Payouts) Refunds(ctx context.Context, id PayoutID, params *ListPayoutRefundsParams, options ...Option) (*RefundList, error) {
	return r.listRefunds(id, params, options).get(ctx)
}

// RefundPages ranges over the pages of the refunds in a payout, 100 objects at a time unless params say otherwise. Params may be nil.
func (r *Payouts) RefundPages(ctx context.Context, id PayoutID, params *ListPayoutRefundsParams, options ...Option) iter.Seq2[*RefundList, error] {
	return r.listRefunds(id, params, options).pages(ctx)
}

// AllRefunds ranges over the refunds in a payout, page by page. Params may be nil.
func (r *Payouts) AllRefunds(ctx context.Context, id PayoutID, params *ListPayoutRefundsParams, options ...Option) iter.Seq2[*Refund, error] {
	return all(ctx, r.listRefunds(id, params, options))
}

func (r *Payouts) listRefunds(id PayoutID, params *ListPayoutRefundsParams, options []Option) *list[*RefundList] {
	return listOf[*RefundList]((*service)(r), api.OpListPayoutRefunds, id, params, options, below(id, api.NewListPayoutRefundsRequest))
}

// Disputes reads a page of the disputes in a payout. Params may be nil.
func (r *Payouts) Disputes(ctx context.Context, id PayoutID, params *ListPayoutDisputesParams, options ...Option) (*DisputeList, error) {
	return r.listDisputes(id, params, options).get(ctx)
}

// DisputePages ranges over the pages of the disputes in a payout, 100 objects at a time unless params say otherwise. Params may be nil.
func (r *Payouts) DisputePages(ctx context.Context, id PayoutID, params *ListPayoutDisputesParams, options ...Option) iter.Seq2[*DisputeList, error] {
	return r.listDisputes(id, params, options).pages(ctx)
}

// AllDisputes ranges over the disputes in a payout, page by page. Params may be nil.
func (r *Payouts) AllDisputes(ctx context.Context, id PayoutID, params *ListPayoutDisputesParams, options ...Option) iter.Seq2[*Dispute, error] {
	return all(ctx, r.listDisputes(id, params, options))
}

func (r *Payouts) listDisputes(id PayoutID, params *ListPayoutDisputesParams, options []Option) *list[*DisputeList] {
	return listOf[*DisputeList]((*service)(r), api.OpListPayoutDisputes, id, params, options, below(id, api.NewListPayoutDisputesRequest))
}
