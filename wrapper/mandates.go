package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// Mandates calls the operations on mandates. A SEPA direct debit needs a mandate. Stancer documents
// them under mandates.
type Mandates service

// Create creates a mandate for an account. The SignURL of the mandate is a page on which the
// customer signs with a code that is sent by SMS, so the customer needs a mobile number (observed).
// RUM and SignedAt can be sent; otherwise they are absent until the customer signs (observed).
func (r *Mandates) Create(
	ctx context.Context, params *MandateCreate, options ...Option,
) (*Mandate, error) {
	return create[*Mandate](ctx, (*service)(r), api.OpCreateMandate, params, options,
		api.NewCreateMandateRequest)
}

// Get returns a mandate. The error is [ErrNotFound] if the mandate does not exist in the mode of
// the key.
func (r *Mandates) Get(ctx context.Context, id MandateID, options ...Option) (*Mandate, error) {
	return item[*Mandate](ctx, (*service)(r), api.OpGetMandate, id, options,
		api.NewGetMandateRequest)
}

// Update changes a mandate and returns it. Only the members of params that are not nil are changed.
func (r *Mandates) Update(
	ctx context.Context, id MandateID, params *MandateUpdate, options ...Option,
) (*Mandate, error) {
	return update[*Mandate](ctx, (*service)(r), api.OpUpdateMandate, id, params, options,
		api.NewUpdateMandateRequest)
}

// Delete deletes a mandate and returns it with DeletedAt set.
func (r *Mandates) Delete(ctx context.Context, id MandateID, options ...Option) (*Mandate, error) {
	return item[*Mandate](ctx, (*service)(r), api.OpDeleteMandate, id, options,
		api.NewDeleteMandateRequest)
}

// List returns the list of the mandates that match params, which may be nil.
func (r *Mandates) List(params *ListMandatesParams, options ...Option) *List[Mandate] {
	return newList((*service)(r), api.OpListMandates, params, options,
		api.NewListMandatesRequest, openMandateList)
}
