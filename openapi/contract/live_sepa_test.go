package contract_test

import (
	"crypto/rand"
	"errors"
	"io"
	"strings"

	"github.com/stretchr/testify/assert"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// sepaAccount creates a SEPA account, and deletes it when the group ends.
func (g *group) sepaAccount(iban stancer.IBAN, options ...stancer.Option) (*stancer.SEPA, error) {
	params := &stancer.SEPACreate{IBAN: iban, Name: "Contract Test"}
	account, err := g.client.SEPA.Create(g.ctx, params, options...)
	if err == nil {
		g.later(func() { g.deleteSEPA(account.ID) })
	}
	return account, err
}

// deleteSEPA accepts a missing account, since two calls may have created the same one.
func (g *group) deleteSEPA(id stancer.SEPAID) {
	if _, err := g.client.SEPA.Delete(g.ctx, id); !errors.Is(err, stancer.ErrNotFound) {
		g.ok(err)
	}
}

func (g *group) sepa() {
	params := &stancer.SEPACreate{IBAN: stancertest.IBANGermany, Name: "Contract Test"}
	account, err := g.client.SEPA.Create(g.ctx, params)
	g.must(err)
	g.later(func() {
		g.deleteSEPA(account.ID)
		_, err := g.client.SEPA.Get(g.ctx, account.ID)
		g.ask("Can a deleted SEPA account be read?", notFound, g.outcome(err))
	})
	g.equal("3000", account.Last4)
	update := &stancer.SEPAUpdate{Name: stancer.Ptr("Test Contract")}
	updated, err := g.client.SEPA.Update(g.ctx, account.ID, update)
	g.must(err)
	g.equal("Test Contract", updated.Name)
	read, err := g.client.SEPA.Get(g.ctx, account.ID)
	g.must(err)
	g.equal("Test Contract", read.Name)
	page, err := g.client.SEPA.List(nil).Page(g.ctx)
	g.must(err)
	assert.NotEmpty(g, page.Items)

	_, err = g.sepaAccount(stancertest.IBANFrance, stancer.WithQuery("bic", "true"))
	g.ask("May any account set bic=true?", "200", g.outcome(err))
	_, err = g.client.Payments.Create(g.ctx, &stancer.PaymentCreate{
		Amount: 1000, SEPA: stancer.SEPAByID(account.ID),
	})
	g.ask("A payment by a SEPA account without a mandate?", invalid, g.outcome(err))
}

// mandates uses an account without a customer, so that the API notifies no customer.
func (g *group) mandates() {
	account, err := g.sepaAccount(stancertest.IBANGermany)
	g.must(err)
	mandate, err := g.client.Mandates.Create(g.ctx, &stancer.MandateCreate{SEPA: account.ID})
	g.must(err)
	g.later(func() {
		_, err := g.client.Mandates.Delete(g.ctx, mandate.ID)
		g.ok(err)
		_, err = g.client.Mandates.Get(g.ctx, mandate.ID)
		g.ask("Can a deleted mandate be read?", "200", g.outcome(err))
	})
	rum := rand.Text()[:20]
	updated, err := g.client.Mandates.Update(g.ctx, mandate.ID, &stancer.MandateUpdate{RUM: &rum})
	g.must(err)
	g.equal(rum, updated.RUM)
	read, err := g.client.Mandates.Get(g.ctx, mandate.ID)
	g.must(err)
	g.equal(rum, read.RUM)
	page, err := g.client.Mandates.List(&stancer.ListMandatesParams{SEPA: &account.ID}).Page(g.ctx)
	g.must(err)
	if assert.Len(g, page.Items, 1) {
		g.equal(mandate.ID, page.Items[0].ID)
	}
	g.mandatePDF(mandate.ID)
}

func (g *group) mandatePDF(id stancer.MandateID) {
	file, err := g.client.Mandates.PDF(g.ctx, id)
	g.answered(err)
	if err != nil {
		g.ask("What is the content type of a PDF?", "application/pdf", g.outcome(err))
		return
	}
	defer file.Close()
	start := make([]byte, 5)
	_, err = io.ReadFull(file, start)
	g.ok(err)
	assert.Equal(g, "%PDF-", string(start))
	contentType, _, _ := strings.Cut(g.header.Get("Content-Type"), ";")
	g.ask("What is the content type of a PDF?", "application/pdf", word(contentType))
}

func (g *group) sepaChecks() {
	iban, err := g.client.SEPAChecks.GenerateIBAN(g.ctx, &stancer.SEPACheckGenerate{
		Status:  stancer.SEPACheckStatusSucceeded,
		Company: &stancer.SEPACheckCompanyGenerate{Score: 80},
	})
	g.must(err)
	check, err := g.client.SEPAChecks.Create(g.ctx, &stancer.SEPACheckCreate{
		IBAN: iban,
		Company: &stancer.SEPACheckCompany{
			Identifier: "732829320", CountryCode: stancer.Ptr(stancer.SEPACheckCountryFR),
		},
	})
	g.must(err)
	read, err := g.client.SEPAChecks.Get(g.ctx, check.ID)
	g.must(err)
	g.equal(check.ID, read.ID)
	g.equal(stancer.SEPACheckTypeCompany, read.CheckType)
}
