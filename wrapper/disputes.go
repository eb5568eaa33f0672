package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// Disputes calls the operations on disputes. A dispute is a payment that the customer or the bank
// contests. Disputes can only be read. Stancer documents them under disputes.
type Disputes service

// Get returns a dispute. The error is [ErrNotFound] if the dispute does not exist in the mode of
// the key.
func (r *Disputes) Get(ctx context.Context, id DisputeID, options ...Option) (*Dispute, error) {
	return item[*Dispute](ctx, (*service)(r), api.OpGetDispute, id, options,
		api.NewGetDisputeRequest)
}

// List returns the list of the disputes that match params, which may be nil.
func (r *Disputes) List(params *ListDisputesParams, options ...Option) *List[Dispute] {
	return newList((*service)(r), api.OpListDisputes, params, options,
		api.NewListDisputesRequest, openDisputeList)
}
