package stancertest

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"time"

	"github.com/stancer-go/stancer/api"
)

// check is a SEPA check with its expiry.
type check struct {
	api.SEPACheck
	until time.Time
}

// fingerprint is the hash of an IBAN. IBANs are not stored.
type fingerprint [sha256.Size]byte

// createSEPACheck returns the result that was requested when its IBAN was generated. Test mode
// accepts only generated IBANs. In live mode any other IBAN matches perfectly, which is a guess.
func (c *call) createSEPACheck() (any, error) {
	in := decode[api.SEPACheckCreate](c)
	if err := oneHolder(in.Person != nil, in.Company != nil); err != nil {
		return nil, err
	}
	iban, err := checkIBAN(in.IBAN, []any{"body", "iban"})
	if err != nil {
		return nil, err
	}
	wanted, ok := c.generated[sha256.Sum256([]byte(iban))]
	if !ok && c.mode == ModeTest {
		msg := "in test mode the IBAN must be generated"
		return nil, invalid(msg, "value_error", "body", "iban")
	}
	if !ok {
		wanted = perfectMatch(in)
	}
	it := c.newCheck(in, wanted)
	c.checks.add(it.ID, it)
	return api.SEPACheckCreated{ID: it.ID}, nil
}

func (c *call) getSEPACheck() (any, error) {
	it, err := c.checks.get(c.id())
	if err != nil {
		return nil, err
	}
	if !c.now().Before(it.until) {
		return nil, fail(http.StatusGone, fmt.Sprintf("SEPA check `%s` has expired", it.ID))
	}
	return it, nil
}

// generateSEPACheckIBAN generates a valid French IBAN of an unknown bank, and stores the result of
// its check.
func (c *call) generateSEPACheckIBAN() (any, error) {
	if c.mode == ModeLive {
		return nil, invalid("IBANs are generated in test mode only", "value_error", "body")
	}
	in := decode[api.SEPACheckGenerate](c)
	if err := oneHolder(in.Person != nil, in.Company != nil); err != nil {
		return nil, err
	}
	account := randomText(23, "0123456789")
	iban := fmt.Sprintf("FR%02d%s", 98-ibanRemainder("FR00"+account), account)
	c.generated[sha256.Sum256([]byte(iban))] = in
	return iban, nil
}

func oneHolder(person, company bool) error {
	if person == company {
		return invalid("either person or company is required", "value_error", "body")
	}
	return nil
}

func perfectMatch(in api.SEPACheckCreate) api.SEPACheckGenerate {
	wanted := api.SEPACheckGenerate{Status: api.SEPACheckStatusSucceeded}
	if in.Person != nil {
		wanted.Person = &api.SEPACheckPersonGenerate{
			Score: 100, ScoreName: 100, BirthDateValid: true,
		}
	} else {
		wanted.Company = &api.SEPACheckCompanyGenerate{Score: 100}
	}
	return wanted
}

// newCheck makes the check of a person or a company. Its result is null while it is pending, and if
// the IBAN was generated for the other kind of holder.
func (d *data) newCheck(in api.SEPACheckCreate, wanted api.SEPACheckGenerate) *check {
	it := &check{until: d.in(checkLife), SEPACheck: api.SEPACheck{
		ID:        newID("chck"),
		Created:   d.timestamp(),
		CheckType: api.SEPACheckTypeCompany,
		Status:    wanted.Status,
	}}
	if in.Person != nil {
		it.CheckType = api.SEPACheckTypePerson
	}
	if wanted.Status != api.SEPACheckStatusSucceeded {
		return it
	}
	if person := wanted.Person; person != nil && in.Person != nil {
		it.Person = &api.SEPACheckPersonResult{
			Score:                    person.Score,
			ScoreName:                person.ScoreName,
			BirthDateValid:           ptr(person.BirthDateValid),
			ExistingAccount:          ptr(true),
			CorrectAccountHolderType: ptr(true),
			Classification:           classify(person.Score),
		}
	}
	if company := wanted.Company; company != nil && in.Company != nil {
		it.Company = &api.SEPACheckCompanyResult{
			Score:                    company.Score,
			ValidIdentifier:          ptr(true),
			ExistingAccount:          ptr(true),
			CorrectAccountHolderType: ptr(true),
			Classification:           classify(company.Score),
		}
	}
	return it
}

// classify maps a score to a classification, which is a guess.
func classify(score int64) api.SEPACheckClassification {
	switch {
	case score >= 75:
		return api.SEPACheckClassificationHigh
	case score >= 50:
		return api.SEPACheckClassificationMedium
	case score >= 25:
		return api.SEPACheckClassificationLow
	}
	return api.SEPACheckClassificationNo
}
