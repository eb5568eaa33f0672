package stancer

import (
	"context"

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

// List lists the disbursements. Params may be nil.
func (r *Disbursements) List(
	params *ListDisbursementsParams, options ...Option,
) *List[Disbursement] {
	return newList((*service)(r), api.OpListDisbursements, params, options,
		api.NewListDisbursementsRequest, openDisbursementList)
}
