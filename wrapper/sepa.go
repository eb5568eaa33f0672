package stancer

import (
	"context"
	"net/http"

	"github.com/stancer-go/stancer/api"
)

// SEPAs calls the operations on bank accounts for SEPA direct debits, which are stored as tokens.
// Stancer documents them under sepa.
type SEPAs service

// Create stores a bank account and returns its token. The IBAN is never returned. A direct debit
// needs a mandate: set the Mandate of params, or create one with [Mandates.Create]. For some
// companies Stancer has a query parameter bic, which [WithQuery] can send.
func (r *SEPAs) Create(ctx context.Context, params *SEPACreate, options ...Option) (*SEPA, error) {
	return create[*SEPA](ctx, (*service)(r), api.OpCreateSEPA, params, options,
		func(ctx context.Context, server string, body *SEPACreate) (*http.Request, error) {
			return api.NewCreateSEPARequest(ctx, server, nil, body)
		})
}

// Get returns an account. The error is [ErrNotFound] if the account does not exist in the mode of
// the key.
func (r *SEPAs) Get(ctx context.Context, id SEPAID, options ...Option) (*SEPA, error) {
	return item[*SEPA](ctx, (*service)(r), api.OpGetSEPA, id, options, api.NewGetSEPARequest)
}

// Update changes an account and returns it. Only the members of params that are not nil are
// changed.
func (r *SEPAs) Update(
	ctx context.Context, id SEPAID, params *SEPAUpdate, options ...Option,
) (*SEPA, error) {
	return update[*SEPA](ctx, (*service)(r), api.OpUpdateSEPA, id, params, options,
		api.NewUpdateSEPARequest)
}

// Delete deletes an account and returns it.
func (r *SEPAs) Delete(ctx context.Context, id SEPAID, options ...Option) (*SEPA, error) {
	return item[*SEPA](ctx, (*service)(r), api.OpDeleteSEPA, id, options, api.NewDeleteSEPARequest)
}

// List returns the list of accounts. The params may be nil.
func (r *SEPAs) List(params *ListSEPAParams, options ...Option) *List[SEPA] {
	return newList((*service)(r), api.OpListSEPA, params, options,
		api.NewListSEPARequest, openSEPAList)
}

// CreateIBANOnly stores a bank account, like [SEPAs.Create].
//
// Deprecated: Use Create, which this calls.
//
//go:fix inline
func (r *SEPAs) CreateIBANOnly(
	ctx context.Context, params *SEPACreate, options ...Option,
) (*SEPA, error) {
	return r.Create(ctx, params, options...)
}

// GetIBANOnly returns an account, like [SEPAs.Get].
//
// Deprecated: Use Get, which this calls.
//
//go:fix inline
func (r *SEPAs) GetIBANOnly(ctx context.Context, id SEPAID, options ...Option) (*SEPA, error) {
	return r.Get(ctx, id, options...)
}
