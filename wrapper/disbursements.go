package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// Disbursements calls the operations on disbursements, which send money to a card. A disbursement
// does not refund a payment (inferred). Stancer documents them under refunds.
type Disbursements service

// Create sends an amount, in the currency's minor unit, to a card. It is sent again after a 429
// answer, and never after an unknown outcome, which is [ErrUnknownOutcome].
func (r *Disbursements) Create(
	ctx context.Context, params *DisbursementCreate, options ...Option,
) (*Disbursement, error) {
	return create[*Disbursement](ctx, (*service)(r), api.OpCreateDisbursement, params, options,
		api.NewCreateDisbursementRequest)
}

// Get returns a disbursement. The error is [ErrNotFound] if the disbursement does not exist in the
// mode of the key.
func (r *Disbursements) Get(
	ctx context.Context, id DisbursementID, options ...Option,
) (*Disbursement, error) {
	return item[*Disbursement](ctx, (*service)(r), api.OpGetDisbursement, id, options,
		api.NewGetDisbursementRequest)
}

// List returns the list of disbursements. The params may be nil.
func (r *Disbursements) List(
	params *ListDisbursementsParams, options ...Option,
) *List[Disbursement] {
	return newList((*service)(r), api.OpListDisbursements, params, options,
		api.NewListDisbursementsRequest, openDisbursementList)
}
