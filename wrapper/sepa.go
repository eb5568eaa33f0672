package stancer

import (
	"context"
	"net/http"

	"github.com/stancer-go/stancer/api"
)

// SEPAs are bank accounts that are debited through SEPA, kept as tokens. Stancer: sepa.
type SEPAs service

// Create stores a bank account and returns its token. The IBAN is never given back. To be debited the account needs a mandate: named here,
// or made with [Mandates.Create]. Stancer has a query parameter bic for some companies, which [WithQuery] sends.
func (r *SEPAs) Create(ctx context.Context, params *SEPACreate, options ...Option) (*SEPA, error) {
	return create[*SEPA](ctx, (*service)(r), api.OpCreateSEPA, params, options, func(ctx context.Context, server string, body *SEPACreate) (*http.Request, error) {
		return api.NewCreateSEPARequest(ctx, server, nil, body)
	})
}

// Get reads an account. One that does not exist in the mode of the key is [ErrNotFound].
func (r *SEPAs) Get(ctx context.Context, id SEPAID, options ...Option) (*SEPA, error) {
	return item[*SEPA](ctx, (*service)(r), api.OpGetSEPA, id, options, api.NewGetSEPARequest)
}

// Update changes the members of an account that are not nil.
func (r *SEPAs) Update(ctx context.Context, id SEPAID, params *SEPAUpdate, options ...Option) (*SEPA, error) {
	return update[*SEPA](ctx, (*service)(r), api.OpUpdateSEPA, id, params, options, api.NewUpdateSEPARequest)
}

// Delete deletes an account, and returns it.
func (r *SEPAs) Delete(ctx context.Context, id SEPAID, options ...Option) (*SEPA, error) {
	return item[*SEPA](ctx, (*service)(r), api.OpDeleteSEPA, id, options, api.NewDeleteSEPARequest)
}

// List lists the accounts. Params may be nil.
func (r *SEPAs) List(params *ListSEPAParams, options ...Option) *List[SEPA] {
	return newList((*service)(r), api.OpListSEPA, params, options, api.NewListSEPARequest, openSEPAList)
}

// CreateIBANOnly creates an account, like Create.
//
// Deprecated: Use Create, which this calls.
//
//go:fix inline
func (r *SEPAs) CreateIBANOnly(ctx context.Context, params *SEPACreate, options ...Option) (*SEPA, error) {
	return r.Create(ctx, params, options...)
}

// GetIBANOnly reads an account, like Get.
//
// Deprecated: Use Get, which this calls.
//
//go:fix inline
func (r *SEPAs) GetIBANOnly(ctx context.Context, id SEPAID, options ...Option) (*SEPA, error) {
	return r.Get(ctx, id, options...)
}
