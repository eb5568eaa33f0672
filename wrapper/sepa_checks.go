package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// SEPAChecks calls the operations on SEPA checks. A check reports whether a bank account belongs to
// a person or a company. Stancer bills each check in live mode. Stancer documents them under
// sepa_check.
type SEPAChecks service

// Create starts a check of an account. Set the Person or the Company of params, not both. The
// answer has only an id; [SEPAChecks.Wait] waits for the result. In test mode the IBAN must come
// from [SEPAChecks.GenerateIBAN].
//
// It is sent again after a 429 answer, and never after an unknown outcome, which is
// [ErrUnknownOutcome].
func (r *SEPAChecks) Create(
	ctx context.Context, params *SEPACheckCreate, options ...Option,
) (*SEPACheckCreated, error) {
	return create[*SEPACheckCreated](ctx, (*service)(r), api.OpCreateSEPACheck, params, options,
		api.NewCreateSEPACheckRequest)
}

// Get returns a check. The error is [ErrGone] if the check has expired, and [ErrNotFound] if it
// does not exist in the mode of the key.
func (r *SEPAChecks) Get(
	ctx context.Context, id SEPACheckID, options ...Option,
) (*SEPACheck, error) {
	return item[*SEPACheck](ctx, (*service)(r), api.OpGetSEPACheck, id, options,
		api.NewGetSEPACheckRequest)
}

// GenerateIBAN returns an IBAN whose check has the result that params describe. It exists in test
// mode only.
func (r *SEPAChecks) GenerateIBAN(
	ctx context.Context, params *SEPACheckGenerate, options ...Option,
) (IBAN, error) {
	return create[IBAN](ctx, (*service)(r), api.OpGenerateSEPACheckIBAN, params, options,
		api.NewGenerateSEPACheckIBANRequest)
}
