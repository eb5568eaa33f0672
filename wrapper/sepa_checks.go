package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// SEPAChecks ask whether a bank account belongs to the person or company that says so. In live mode each check is billed. Stancer:
// sepa_check.
type SEPAChecks service

// Create asks about an account: give the person or the company, one of the two. It returns an id only; [SEPAChecks.Wait] waits for the
// result. In test mode the IBAN must come from GenerateIBAN.
func (r *SEPAChecks) Create(ctx context.Context, params *SEPACheckCreate, options ...Option) (*SEPACheckCreated, error) {
	return create[*SEPACheckCreated](ctx, (*service)(r), api.OpCreateSEPACheck, params, options, api.NewCreateSEPACheckRequest)
}

// Get reads a check. One that has expired is [ErrGone]. One that does not exist in the mode of the key is [ErrNotFound].
func (r *SEPAChecks) Get(ctx context.Context, id SEPACheckID, options ...Option) (*SEPACheck, error) {
	return item[*SEPACheck](ctx, (*service)(r), api.OpGetSEPACheck, id, options, api.NewGetSEPACheckRequest)
}

// GenerateIBAN makes an IBAN whose check has the result that params describe. Test mode only.
func (r *SEPAChecks) GenerateIBAN(ctx context.Context, params *SEPACheckGenerate, options ...Option) (IBAN, error) {
	return create[IBAN](ctx, (*service)(r), api.OpGenerateSEPACheckIBAN, params, options, api.NewGenerateSEPACheckIBANRequest)
}
