package contract_test

import (
	"crypto/rand"
	"errors"

	"github.com/stretchr/testify/assert"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func newCard(number string) *stancer.CardCreate {
	return &stancer.CardCreate{
		Number: stancer.CardNumber(number), ExpMonth: 12, ExpYear: 2040,
		CVC: stancer.Ptr(stancer.CVC("123")),
	}
}

func (g *group) cards() {
	params := newCard(stancertest.CardApproved)
	params.ExternalID = stancer.Ptr(rand.Text())
	card, err := g.client.Cards.Create(g.ctx, params)
	g.must(err)
	g.later(func() {
		g.deleteCard(card.ID)
		_, err := g.client.Cards.Get(g.ctx, card.ID)
		g.ask("Can a deleted card be read?", notFound, g.outcome(err))
	})
	g.equal("4242", card.Last4)
	another := newCard(stancertest.CardMastercard)
	another.ExternalID = params.ExternalID
	g.ask("A second card with the same external_id?", conflict, g.anotherCard(another))
	another = newCard(stancertest.CardApproved)
	g.ask("A second card with the same number?", "200", g.anotherCard(another))

	update := &stancer.CardUpdate{ExpYear: stancer.Ptr[int64](2041), ZipCode: stancer.Ptr("75002")}
	updated, err := g.client.Cards.Update(g.ctx, card.ID, update)
	g.must(err)
	g.equal(2041, updated.ExpYear)
	g.equal(12, updated.ExpMonth)
	read, err := g.client.Cards.Get(g.ctx, card.ID)
	g.must(err)
	g.equal("75002", read.ZipCode)
	page, err := g.client.Cards.List(nil).Page(g.ctx)
	g.must(err)
	assert.NotEmpty(g, page.Items)
}

func (g *group) anotherCard(params *stancer.CardCreate) string {
	another, err := g.client.Cards.Create(g.ctx, params)
	if err == nil {
		g.later(func() { g.deleteCard(another.ID) })
	}
	return g.outcome(err)
}

// deleteCard accepts a missing card, since two calls may have created the same one.
func (g *group) deleteCard(id stancer.CardID) {
	if _, err := g.client.Cards.Delete(g.ctx, id); !errors.Is(err, stancer.ErrNotFound) {
		g.ok(err)
	}
}
