package stancertest

import "github.com/stancer-go/stancer/api"

func (c *call) listDisbursements() (any, error) {
	return list(c, "disbursements", c.disbursements.items, disbursementCreated, nil, nil)
}

func (c *call) getDisbursement() (any, error) { return c.disbursements.get(c.id()) }

// createDisbursement pays money to a card at the end of the day. A test card that the bank refuses
// is refused here too, which is a guess.
func (c *call) createDisbursement() (any, error) {
	it := c.newDisbursement()
	c.into(it)
	card, err := c.cards.get(it.Card)
	if err != nil {
		return nil, err
	}
	it.Response = responseApproved
	if refusal := card.behavior.refusal; refusal != "" {
		it.Status, it.Response = api.DisbursementStatusRefused, refusal
	}
	return c.disbursements.add(it.ID, it), nil
}

func (d *data) newDisbursement() *api.Disbursement {
	return &api.Disbursement{
		ID:       newID("dsbm"),
		Created:  d.timestamp(),
		Currency: api.CurrencyEUR,
		Status:   api.DisbursementStatusToDisburse,
	}
}
