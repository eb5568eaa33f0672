package stancer

import (
	"context"
	"iter"
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

// List reads a page of the payouts that the filters of params select. Oldest first. Params may be nil.
func (r *PayoutsV1) List(ctx context.Context, params *ListPayoutsV1Params, options ...Option) (*PayoutListV1, error) {
	return r.list(params, options).get(ctx)
}

// Pages ranges over the pages of the payouts that the filters of params select, 100 objects at a time unless params say otherwise. Params may be nil.
func (r *PayoutsV1) Pages(ctx context.Context, params *ListPayoutsV1Params, options ...Option) iter.Seq2[*PayoutListV1, error] {
	return r.list(params, options).pages(ctx)
}

// All ranges over the payouts that the filters of params select, page by page. Params may be nil.
func (r *PayoutsV1) All(ctx context.Context, params *ListPayoutsV1Params, options ...Option) iter.Seq2[*PayoutV1, error] {
	return all(ctx, r.list(params, options))
}

func (r *PayoutsV1) list(params *ListPayoutsV1Params, options []Option) *list[*PayoutListV1] {
	return listOf[*PayoutListV1]((*service)(r), api.OpListPayoutsV1, "", params, options, api.NewListPayoutsV1Request)
}

// Payments reads a page of the payments in a payout. Oldest first. Params may be nil.
func (r *PayoutsV1) Payments(ctx context.Context, id PayoutID, params *ListPayoutPartsV1Params, options ...Option) (*PaymentListV1, error) {
	return r.listPayments(id, params, options).get(ctx)
}

// PaymentPages ranges over the pages of the payments in a payout, 100 objects at a time unless params say otherwise. Params may be nil.
func (r *PayoutsV1) PaymentPages(ctx context.Context, id PayoutID, params *ListPayoutPartsV1Params, options ...Option) iter.Seq2[*PaymentListV1, error] {
	return r.listPayments(id, params, options).pages(ctx)
}

// AllPayments ranges over the payments in a payout, page by page. Params may be nil.
func (r *PayoutsV1) AllPayments(ctx context.Context, id PayoutID, params *ListPayoutPartsV1Params, options ...Option) iter.Seq2[*PaymentV1, error] {
	return all(ctx, r.listPayments(id, params, options))
}

func (r *PayoutsV1) listPayments(id PayoutID, params *ListPayoutPartsV1Params, options []Option) *list[*PaymentListV1] {
	return listOf[*PaymentListV1]((*service)(r), api.OpListPayoutPartsV1, id, params, options, partV1(id, api.PayoutPartV1Payments))
}

// Refunds reads a page of the refunds in a payout. Oldest first. Params may be nil.
func (r *PayoutsV1) Refunds(ctx context.Context, id PayoutID, params *ListPayoutPartsV1Params, options ...Option) (*RefundListV1, error) {
	return r.listRefunds(id, params, options).get(ctx)
}

// RefundPages ranges over the pages of the refunds in a payout, 100 objects at a time unless params say otherwise. Params may be nil.
func (r *PayoutsV1) RefundPages(ctx context.Context, id PayoutID, params *ListPayoutPartsV1Params, options ...Option) iter.Seq2[*RefundListV1, error] {
	return r.listRefunds(id, params, options).pages(ctx)
}

// AllRefunds ranges over the refunds in a payout, page by page. Params may be nil.
func (r *PayoutsV1) AllRefunds(ctx context.Context, id PayoutID, params *ListPayoutPartsV1Params, options ...Option) iter.Seq2[*RefundV1, error] {
	return all(ctx, r.listRefunds(id, params, options))
}

func (r *PayoutsV1) listRefunds(id PayoutID, params *ListPayoutPartsV1Params, options []Option) *list[*RefundListV1] {
	return listOf[*RefundListV1]((*service)(r), api.OpListPayoutPartsV1, id, params, options, partV1(id, api.PayoutPartV1Refunds))
}

// Disputes reads a page of the disputes in a payout. Oldest first. Params may be nil.
func (r *PayoutsV1) Disputes(ctx context.Context, id PayoutID, params *ListPayoutPartsV1Params, options ...Option) (*DisputeListV1, error) {
	return r.listDisputes(id, params, options).get(ctx)
}

// DisputePages ranges over the pages of the disputes in a payout, 100 objects at a time unless params say otherwise. Params may be nil.
func (r *PayoutsV1) DisputePages(ctx context.Context, id PayoutID, params *ListPayoutPartsV1Params, options ...Option) iter.Seq2[*DisputeListV1, error] {
	return r.listDisputes(id, params, options).pages(ctx)
}

// AllDisputes ranges over the disputes in a payout, page by page. Params may be nil.
func (r *PayoutsV1) AllDisputes(ctx context.Context, id PayoutID, params *ListPayoutPartsV1Params, options ...Option) iter.Seq2[*DisputeV1, error] {
	return all(ctx, r.listDisputes(id, params, options))
}

func (r *PayoutsV1) listDisputes(id PayoutID, params *ListPayoutPartsV1Params, options []Option) *list[*DisputeListV1] {
	return listOf[*DisputeListV1]((*service)(r), api.OpListPayoutPartsV1, id, params, options, partV1(id, api.PayoutPartV1Disputes))
}

// partV1 builds the request for a part of a payout.
func partV1(id PayoutID, part PayoutPartV1) func(context.Context, string, *ListPayoutPartsV1Params) (*http.Request, error) {
	return func(ctx context.Context, server string, params *ListPayoutPartsV1Params) (*http.Request, error) {
		return api.NewListPayoutPartsV1Request(ctx, server, id, part, params)
	}
}
