package stancer

import (
	"context"
	"io"

	"github.com/stancer-go/stancer/api"
)

// Mandates are the authorisations that a SEPA direct debit needs. Stancer: mandates.
type Mandates struct{ caller *caller }

// Create creates a mandate for an account. Send the customer, who needs a mobile number, to its SignURL to sign with a code by SMS; RUM and
// SignedAt are nil until then (observed).
func (r *Mandates) Create(ctx context.Context, params *MandateCreate, options ...Option) (*Mandate, error) {
	return create[*Mandate](ctx, r.caller, api.OpCreateMandate, params, options, api.NewCreateMandateRequest)
}

// Get reads a mandate. One that does not exist in the mode of the key is [ErrNotFound].
func (r *Mandates) Get(ctx context.Context, id MandateID, options ...Option) (*Mandate, error) {
	return item[*Mandate](ctx, r.caller, api.OpGetMandate, id, options, api.NewGetMandateRequest)
}

// Update changes the members of a mandate that are not nil.
func (r *Mandates) Update(ctx context.Context, id MandateID, params *MandateUpdate, options ...Option) (*Mandate, error) {
	return update[*Mandate](ctx, r.caller, api.OpUpdateMandate, id, params, options, api.NewUpdateMandateRequest)
}

// Delete deletes a mandate, and returns it with DeletedAt set.
func (r *Mandates) Delete(ctx context.Context, id MandateID, options ...Option) (*Mandate, error) {
	return item[*Mandate](ctx, r.caller, api.OpDeleteMandate, id, options, api.NewDeleteMandateRequest)
}

// PDF streams the document of a mandate. The caller closes it. Its content type is not published. The timeout of [WithTimeout] lasts until
// the answer begins; from then on only ctx limits the call.
func (r *Mandates) PDF(ctx context.Context, id MandateID, options ...Option) (io.ReadCloser, error) {
	return r.caller.stream(ctx, api.OpGetMandatePDF, id, options, about(id, api.NewGetMandatePDFRequest))
}

// List lists the mandates that params select. Params may be nil.
func (r *Mandates) List(params *ListMandatesParams, options ...Option) *List[Mandate] {
	return newList(r.caller, api.OpListMandates, params, options,
		api.NewListMandatesRequest, openMandateList)
}
