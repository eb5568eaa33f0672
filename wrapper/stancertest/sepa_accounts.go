package stancertest

import (
	"strings"

	"github.com/stancer-go/stancer/api"
)

func (c *call) listSEPA() (any, error) {
	return list(c, "sepa", c.sepa.items, sepaCreated, nil, nil)
}

func (c *call) createSEPA() (any, error) {
	it, err := c.newSEPA(decode[api.SEPACreate](c), "body")
	if err != nil {
		return nil, err
	}
	return c.sepa.add(it.ID, it), nil
}

func (c *call) getSEPA() (any, error) { return c.sepa.get(c.id()) }

func (c *call) updateSEPA() (any, error) {
	it, err := c.sepa.get(c.id())
	if err == nil {
		c.into(it)
	}
	return it, err
}

func (c *call) deleteSEPA() (any, error) {
	it, err := c.sepa.get(c.id())
	if err != nil {
		return nil, err
	}
	it.Deleted = true
	c.sepa.remove(it.ID)
	return it, nil
}

// newSEPA makes an account without storing it. It keeps the last four characters of the IBAN. Loc
// is the place of the account in the request.
func (d *data) newSEPA(in api.SEPACreate, loc ...any) (*api.SEPA, error) {
	iban, err := checkIBAN(in.IBAN, append(loc, "iban"))
	if err != nil {
		return nil, err
	}
	it := &api.SEPA{
		ID:      newID("sepa"),
		Created: d.timestamp(),
		Last4:   strings.Clone(iban[len(iban)-4:]), // a substring would keep the IBAN in memory
		BIC:     "TEST" + iban[:2] + "PP",
	}
	recast(in, it)
	if behavior, ok := debits[iban]; ok {
		d.failing[it.ID] = behavior
	}
	return it, d.customers.check(it.Customer)
}

// canDebit reports whether the account has a mandate: the one that it names, or a signed one.
func (d *data) canDebit(it *api.SEPA) bool {
	signed := func(m *api.Mandate) bool { return m.SEPA == it.ID && !m.SignedAt.IsZero() }
	return it.Mandate != "" || len(d.mandates.where(signed)) > 0
}

// checkIBAN returns the IBAN without spaces, or an error if its check digits are wrong.
func checkIBAN(in api.IBAN, loc []any) (string, error) {
	iban := strings.ToUpper(strings.ReplaceAll(string(in), " ", ""))
	if len(iban) < 12 || ibanRemainder(iban) != 1 {
		return "", invalid("invalid IBAN", "value_error", loc...)
	}
	return iban, nil
}

// ibanRemainder returns the remainder of the check: 1 for a valid IBAN, -1 for a text with
// characters that no IBAN has.
func ibanRemainder(iban string) int {
	remainder := 0
	for _, char := range iban[4:] + iban[:4] {
		switch {
		case '0' <= char && char <= '9':
			remainder = (remainder*10 + int(char-'0')) % 97
		case 'A' <= char && char <= 'Z':
			remainder = (remainder*100 + int(char-'A') + 10) % 97
		default:
			return -1
		}
	}
	return remainder
}
