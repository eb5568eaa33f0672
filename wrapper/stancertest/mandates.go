package stancertest

import (
	"fmt"

	"github.com/stancer-go/stancer/api"
)

func (c *call) listMandates() (any, error) {
	return list(c, "mandates", c.mandates.items, mandateCreated, filters[api.Mandate]{
		"customer": equal(func(it *api.Mandate) string { return it.Customer }),
		"sepa":     equal(func(it *api.Mandate) string { return it.SEPA }),
		"rum":      equal(func(it *api.Mandate) string { return it.RUM }),
	}, nil)
}

func (c *call) createMandate() (any, error) {
	account, err := c.sepa.get(decode[api.MandateCreate](c).SEPA)
	if err != nil {
		return nil, err
	}
	it := c.newMandate(newID("mndt"), account)
	c.into(it)
	c.giveRUM(it)
	return c.mandates.add(it.ID, it), nil
}

func (c *call) getMandate() (any, error) { return c.mandates.get(c.id()) }

// updateMandate ignores the signed document in the request.
func (c *call) updateMandate() (any, error) {
	it, err := c.mandates.get(c.id())
	if err == nil {
		c.into(it)
		c.giveRUM(it)
	}
	return it, err
}

// deleteMandate leaves the mandate readable and sets deleted_at.
func (c *call) deleteMandate() (any, error) {
	it, err := c.mandates.get(c.id())
	if err == nil {
		it.DeletedAt = c.timestamp()
		c.mandates.unlist(it)
	}
	return it, err
}

func (c *call) getMandatePDF() (any, error) {
	it, err := c.mandates.get(c.id())
	if err != nil {
		return nil, err
	}
	return newPDF("SEPA mandate " + it.ID), nil
}

func (d *data) newMandate(id string, account *api.SEPA) *api.Mandate {
	page := func(name string) string {
		return "https://payment.stancer.com/" + d.testPrefix() + id + "/" + name
	}
	return &api.Mandate{
		ID:        id,
		CreatedAt: d.timestamp(),
		SEPA:      account.ID,
		Customer:  account.Customer,
		SignURL:   page("sign"),
		UploadURL: page("upload"),
		URL:       page("view"),
	}
}

// giveRUM sets the reference of a signed mandate that has none.
func (d *data) giveRUM(it *api.Mandate) {
	if !it.SignedAt.IsZero() && it.RUM == "" {
		it.RUM = randomText(24, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	}
}

// SignMandate signs the mandate, as the customer does at its sign_url. It sets signed_at and rum.
// The account can then be debited.
func (s *Server) SignMandate(id string) error {
	return holder(s, mandates, id, func(d *data, it *api.Mandate) error {
		if !it.DeletedAt.IsZero() {
			return fmt.Errorf("mandate %s is deleted", id)
		}
		d.sign(it)
		return nil
	})
}

func (d *data) sign(it *api.Mandate) {
	it.SignedAt = d.timestamp()
	d.giveRUM(it)
}
