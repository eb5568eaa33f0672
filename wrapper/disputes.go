package stancer

import (
	"context"
	"iter"

	"github.com/stancer-go/stancer/api"
)

// Disputes are payments that the customer or the bank contests. They can only be read. Stancer: disputes.
type Disputes service

// Get reads a dispute. One that does not exist in the mode of the key is [ErrNotFound].
func (r *Disputes) Get(ctx context.Context, id DisputeID, options ...Option) (*Dispute, error) {
	return item[*Dispute](ctx, (*service)(r), api.OpGetDispute, id, options, api.NewGetDisputeRequest)
}

// List reads a page of the disputes that the filters of params select. Params may be nil.
func (r *Disputes) List(ctx context.Context, params *ListDisputesParams, options ...Option) (*DisputeList, error) {
	return r.list(params, options).get(ctx)
}

// Pages ranges over the pages of the disputes that the filters of params select, 100 objects at a time unless params say otherwise. Params may be nil.
func (r *Disputes) Pages(ctx context.Context, params *ListDisputesParams, options ...Option) iter.Seq2[*DisputeList, error] {
	return r.list(params, options).pages(ctx)
}

// All ranges over the disputes that the filters of params select, page by page. Params may be nil.
func (r *Disputes) All(ctx context.Context, params *ListDisputesParams, options ...Option) iter.Seq2[*Dispute, error] {
	return all(ctx, r.list(params, options))
}

func (r *Disputes) list(params *ListDisputesParams, options []Option) *list[*DisputeList] {
	return listOf[*DisputeList]((*service)(r), api.OpListDisputes, "", params, options, api.NewListDisputesRequest)
}
