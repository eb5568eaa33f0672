package tour

import (
	"crypto/rand"
	"errors"
	"io"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func testCard(number string) *stancer.CardCreate {
	return &stancer.CardCreate{Number: stancer.CardNumber(number), ExpMonth: 12, ExpYear: 2040, CVC: stancer.Ptr(stancer.CVC("123"))}
}

func (t *tour) cards() {
	params := testCard(stancertest.CardApproved)
	params.ExternalID = stancer.Ptr(rand.Text())
	card, err := t.client.Cards.Create(t.ctx, params)
	if !t.ok(err) {
		return
	}
	t.later(func() {
		t.deleteCard(card.ID)
		t.seen("deleted card", ask(func(o stancer.Option) error { _, err := t.client.Cards.Get(t.ctx, card.ID, o); return err }))
	})
	another := testCard(stancertest.CardMastercard)
	another.ExternalID = params.ExternalID
	t.seen("external_id card", t.anotherCard(another))
	t.seen("same card", t.anotherCard(testCard(stancertest.CardApproved)))
	_, err = t.client.Cards.Update(t.ctx, card.ID, &stancer.CardUpdate{ExpYear: stancer.Ptr[int64](2041), ZipCode: stancer.Ptr("75002")})
	t.ok(err)
	_, err = t.client.Cards.Get(t.ctx, card.ID)
	t.ok(err)
	_, err = t.client.Cards.List(t.ctx, nil)
	t.ok(err)
}

func (t *tour) anotherCard(params *stancer.CardCreate) string {
	return ask(func(o stancer.Option) error {
		another, err := t.client.Cards.Create(t.ctx, params, o)
		if err == nil {
			t.later(func() { t.deleteCard(another.ID) })
		}
		return err
	})
}

// deleteCard accepts that it is gone: the second card may have been the first one.
func (t *tour) deleteCard(id stancer.CardID) {
	if _, err := t.client.Cards.Delete(t.ctx, id); !errors.Is(err, stancer.ErrNotFound) {
		t.ok(err)
	}
}

func (t *tour) sepa() {
	account := t.account()
	if account == nil {
		return
	}
	_, err := t.client.SEPA.Update(t.ctx, account.ID, &stancer.SEPAUpdate{Name: stancer.Ptr("Contract Tourist")})
	t.ok(err)
	_, err = t.client.SEPA.Get(t.ctx, account.ID)
	t.ok(err)
	_, err = t.client.SEPA.List(t.ctx, nil)
	t.ok(err)
	t.seen("bic", ask(func(o stancer.Option) error {
		params := &stancer.SEPACreate{IBAN: stancertest.IBANFrance, Name: "Contract Tour"}
		another, err := t.client.SEPA.Create(t.ctx, params, stancer.WithQuery("bic", "true"), o)
		if err == nil {
			t.later(func() { t.deleteSEPA(another.ID) })
		}
		return err
	}))
	t.seen("no mandate", ask(func(o stancer.Option) error {
		_, err := t.client.Payments.Create(t.ctx, &stancer.PaymentCreate{Amount: 1000, SEPA: stancer.SEPAByID(account.ID)}, o)
		if err == nil {
			t.leaves("payments")
		}
		return err
	}))
	t.later(func() {
		t.deleteSEPA(account.ID)
		t.seen("deleted sepa", ask(func(o stancer.Option) error { _, err := t.client.SEPA.Get(t.ctx, account.ID, o); return err }))
	})
}

func (t *tour) account() *stancer.SEPA {
	account, err := t.client.SEPA.Create(t.ctx, &stancer.SEPACreate{IBAN: stancertest.IBANGermany, Name: "Contract Tour"})
	if !t.ok(err) {
		return nil
	}
	return account
}

func (t *tour) deleteSEPA(id stancer.SEPAID) {
	if _, err := t.client.SEPA.Delete(t.ctx, id); !errors.Is(err, stancer.ErrNotFound) {
		t.ok(err)
	}
}

// mandates makes one for an account without a customer, so that nobody gets a message.
func (t *tour) mandates() {
	account := t.account()
	if account == nil {
		return
	}
	t.later(func() { t.deleteSEPA(account.ID) })
	mandate, err := t.client.Mandates.Create(t.ctx, &stancer.MandateCreate{SEPA: account.ID})
	if !t.ok(err) {
		return
	}
	t.later(func() {
		_, err := t.client.Mandates.Delete(t.ctx, mandate.ID)
		t.ok(err)
		t.seen("deleted mandate", ask(func(o stancer.Option) error { _, err := t.client.Mandates.Get(t.ctx, mandate.ID, o); return err }))
	})
	_, err = t.client.Mandates.Update(t.ctx, mandate.ID, &stancer.MandateUpdate{RUM: stancer.Ptr(rand.Text()[:20])})
	t.ok(err)
	_, err = t.client.Mandates.Get(t.ctx, mandate.ID)
	t.ok(err)
	_, err = t.client.Mandates.List(t.ctx, &stancer.ListMandatesParams{SEPA: &account.ID})
	t.ok(err)
	t.pdf(mandate.ID)
}

func (t *tour) pdf(id stancer.MandateID) {
	var resp stancer.Response
	file, err := t.client.Mandates.PDF(t.ctx, id, stancer.WithResponse(&resp))
	if err != nil {
		t.tries(err)
		t.seen("pdf", ask(func(stancer.Option) error { return err }))
		return
	}
	defer file.Close()
	_, err = io.Copy(io.Discard, file)
	t.ok(err)
	t.seen("pdf", shownType(resp.Header))
}

func (t *tour) checks() {
	iban, err := t.client.SEPAChecks.GenerateIBAN(t.ctx, &stancer.SEPACheckGenerate{
		Status:  stancer.SEPACheckStatusSucceeded,
		Company: &stancer.SEPACheckCompanyGenerate{Score: 80},
	})
	if !t.ok(err) {
		return
	}
	check, err := t.client.SEPAChecks.Create(t.ctx, &stancer.SEPACheckCreate{
		IBAN: iban, Company: &stancer.SEPACheckCompany{Identifier: "732829320", CountryCode: stancer.Ptr(stancer.SEPACheckCountryFR)},
	})
	if !t.ok(err) {
		return
	}
	t.leaves("SEPA checks")
	_, err = t.client.SEPAChecks.Get(t.ctx, check.ID)
	t.ok(err)
}
