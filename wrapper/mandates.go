package stancer

import (
	"context"
	"iter"

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

// List reads a page of the mandates that the filters of params select. Params may be nil.
func (r *Mandates) List(ctx context.Context, params *ListMandatesParams, options ...Option) (*MandateList, error) {
	return r.list(params, options).get(ctx)
}

// Pages ranges over the pages of the mandates that the filters of params select, 100 objects at a time unless params say otherwise. Params may be nil.
func (r *Mandates) Pages(ctx context.Context, params *ListMandatesParams, options ...Option) iter.Seq2[*MandateList, error] {
	return r.list(params, options).pages(ctx)
}

// All ranges over the mandates that the filters of params select, page by page. Params may be nil.
func (r *Mandates) All(ctx context.Context, params *ListMandatesParams, options ...Option) iter.Seq2[*Mandate, error] {
	return all(ctx, r.list(params, options))
}

func (r *Mandates) list(params *ListMandatesParams, options []Option) *list[*MandateList] {
	return listOf[*MandateList]((*service)(r), api.OpListMandates, "", params, options, api.NewListMandatesRequest)
}
