package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// Disputes are payments that the customer or the bank contests. They can only be read. Stancer: disputes.
type Disputes service

// Get reads a dispute. One that does not exist in the mode of the key is [ErrNotFound].
func (r *Disputes) Get(ctx context.Context, id DisputeID, options ...Option) (*Dispute, error) {
	return item[*Dispute](ctx, (*service)(r), api.OpGetDispute, id, options, api.NewGetDisputeRequest)
}

// List lists the disputes that params select. Params may be nil.
func (r *Disputes) List(params *ListDisputesParams, options ...Option) *List[Dispute] {
	return newList((*service)(r), api.OpListDisputes, params, options,
		api.NewListDisputesRequest, openDisputeList)
}
