package stancer

import (
	"context"
	"iter"

	"github.com/stancer-go/stancer/api"
)

// Disbursements push money to a card. They are not refunds. Stancer: disbursements, among the refunds.
type Disbursements service

// Create pushes an amount, in the currency's minor unit, to a card.
func (r *Disbursements) Create(ctx context.Context, params *DisbursementCreate, options ...Option) (*Disbursement, error) {
	return create[*Disbursement](ctx, (*service)(r), api.OpCreateDisbursement, params, options, api.NewCreateDisbursementRequest)
}

// Get reads a disbursement. One that does not exist in the mode of the key is [ErrNotFound].
func (r *Disbursements) Get(ctx context.Context, id DisbursementID, options ...Option) (*Disbursement, error) {
	return item[*Disbursement](ctx, (*service)(r), api.OpGetDisbursement, id, options, api.NewGetDisbursementRequest)
}

// List reads a page of the disbursements. Params may be nil.
func (r *Disbursements) List(ctx context.Context, params *ListDisbursementsParams, options ...Option) (*DisbursementList, error) {
	return r.list(params, options).get(ctx)
}

// Pages ranges over the pages of the disbursements, 100 objects at a time unless params say otherwise. Params may be nil.
func (r *Disbursements) Pages(ctx context.Context, params *ListDisbursementsParams, options ...Option) iter.Seq2[*DisbursementList, error] {
	return r.list(params, options).pages(ctx)
}

// All ranges over the disbursements, page by page. Params may be nil.
func (r *Disbursements) All(ctx context.Context, params *ListDisbursementsParams, options ...Option) iter.Seq2[*Disbursement, error] {
	return all(ctx, r.list(params, options))
}

func (r *Disbursements) list(params *ListDisbursementsParams, options []Option) *list[*DisbursementList] {
	return listOf[*DisbursementList]((*service)(r), api.OpListDisbursements, "", params, options, api.NewListDisbursementsRequest)
}
