package stancertest

import (
	"github.com/stancer-go/stancer/api"
)

// card is a stored card. It keeps the last digits and the behavior of the number, but not the
// number.
type card struct {
	api.Card
	behavior behavior
}

func (c *call) listCards() (any, error) {
	return list(c, "cards", c.cards.items, cardCreated, filters[card]{
		"customer": equal(func(it *card) string { return it.Customer }),
	}, nil)
}

func (c *call) createCard() (any, error) {
	in := decode[api.CardCreate](c)
	it, err := c.newCard(in, "body")
	if err != nil {
		return nil, err
	}
	c.keepCard(it, in.Tokenize)
	return it, nil
}

func (c *call) getCard() (any, error) { return c.cards.get(c.id()) }

func (c *call) updateCard() (any, error) {
	it, err := c.cards.get(c.id())
	if err != nil {
		return nil, err
	}
	next := *it
	c.into(&next.Card)
	if err := c.checkCard(&next, it); err != nil {
		return nil, err
	}
	*it = next
	return it, nil
}

func (c *call) deleteCard() (any, error) {
	it, err := c.cards.get(c.id())
	if err != nil {
		return nil, err
	}
	it.Deleted = true
	c.cards.remove(it.ID)
	return it, nil
}

// newCard makes a card without storing it. Loc is its place in the request.
func (d *data) newCard(in api.CardCreate, loc ...any) (*card, error) {
	known, err := identify(string(in.Number), append(loc, "number"))
	if err != nil {
		return nil, err
	}
	it := &card{behavior: known.behavior, Card: api.Card{
		ID:               newID("card"),
		Created:          d.timestamp(),
		Brand:            known.brand,
		Country:          known.country,
		Network:          known.network,
		Funding:          api.CardFundingCredit,
		Nature:           "personal",
		PreferredNetwork: api.CardPreferredNetworkNational,
		Last4:            known.last4,
		LiveMode:         d.liveMode(),
	}}
	recast(in, &it.Card)
	return it, d.checkCard(it, nil)
}

func (d *data) checkCard(it, self *card) error {
	if err := d.customers.check(it.Customer); err != nil {
		return err
	}
	return unique(&d.cards, "external_id", it.ExternalID,
		func(it *card) (string, string) { return it.ID, it.ExternalID }, self)
}

// keepCard stores a card unless tokenize is false.
func (d *data) keepCard(it *card, tokenize *bool) {
	if or(tokenize, true) {
		d.cards.add(it.ID, it)
	}
}

// expired reports whether the card has expired.
func (it *card) expired(today api.Date) bool {
	year, month := int64(today.Year), int64(today.Month)
	return it.ExpYear < year || it.ExpYear == year && it.ExpMonth < month
}
