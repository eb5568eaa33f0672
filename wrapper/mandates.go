package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// Mandates are the authorisations that a SEPA direct debit needs. Stancer: mandates.
type Mandates service

// Create creates a mandate for an account. Send the customer, who needs a mobile number, to its SignURL to sign with a code by SMS; RUM and
// SignedAt are nil until then (observed).
func (r *Mandates) Create(ctx context.Context, params *MandateCreate, options ...Option) (*Mandate, error) {
	return create[*Mandate](ctx, (*service)(r), api.OpCreateMandate, params, options, api.NewCreateMandateRequest)
}

// Get reads a mandate. One that does not exist in the mode of the key is [ErrNotFound].
func (r *Mandates) Get(ctx context.Context, id MandateID, options ...Option) (*Mandate, error) {
	return item[*Mandate](ctx, (*service)(r), api.OpGetMandate, id, options, api.NewGetMandateRequest)
}

// Update changes the members of a mandate that are not nil.
func (r *Mandates) Update(ctx context.Context, id MandateID, params *MandateUpdate, options ...Option) (*Mandate, error) {
	return update[*Mandate](ctx, (*service)(r), api.OpUpdateMandate, id, params, options, api.NewUpdateMandateRequest)
}

// Delete deletes a mandate, and returns it with DeletedAt set.
func (r *Mandates) Delete(ctx context.Context, id MandateID, options ...Option) (*Mandate, error) {
	return item[*Mandate](ctx, (*service)(r), api.OpDeleteMandate, id, options, api.NewDeleteMandateRequest)
}

// List lists the mandates that params select. Params may be nil.
func (r *Mandates) List(params *ListMandatesParams, options ...Option) *List[Mandate] {
	return newList((*service)(r), api.OpListMandates, params, options,
		api.NewListMandatesRequest, openMandateList)
}
