package stancertest

import (
	"fmt"

	"github.com/stancer-go/stancer/api"
)

// payout is a payout with the description that only version 1 shows.
type payout struct {
	api.Payout
	description string
}

func (c *call) listPayouts() (any, error) {
	return list(c, "payouts", c.payouts.items, payoutCreated, filters[payout]{
		"payment": func(it *payout, id string) bool {
			paid := c.payments.byID[id]
			return paid != nil && paid.Payout == it.ID
		},
	}, nil)
}

func (c *call) getPayout() (any, error) { return c.payouts.get(c.id()) }

// createPayout makes a payout of the parts in the request. The parts must exist, have one currency
// and not be paid out yet, which is a guess.
func (c *call) createPayout() (any, error) {
	in := decode[api.PayoutCreate](c)
	parts, err := c.partsOf(in)
	if err != nil {
		return nil, err
	}
	it := c.payOut(parts)
	it.Status = or(in.Status, api.PayoutStatusPaid)
	it.description = or(in.Description, "")
	if in.Date != nil {
		it.Date = api.NewTimestamp(in.Date.Time())
	}
	if it.Status == api.PayoutStatusPaid {
		it.DateBank = dayAfter(it.Date.Time())
	}
	return it, nil
}

func (c *call) listPayoutPayments() (any, error) {
	parts, err := c.partsIn(c.id())
	return page(c, "payments", parts.payments, paymentCreated, err)
}

func (c *call) listPayoutRefunds() (any, error) {
	parts, err := c.partsIn(c.id())
	return page(c, "refunds", parts.refunds, refundCreated, err)
}

func (c *call) listPayoutDisputes() (any, error) {
	parts, err := c.partsIn(c.id())
	return page(c, "disputes", parts.disputes, disputeCreated, err)
}

func page[T any](
	c *call, key string, items []*T, created func(*T) api.Timestamp, err error,
) (any, error) {
	if err != nil {
		return nil, err
	}
	return list(c, key, items, created, nil, nil)
}

// PayOut pays out the payments, refunds and disputes that are due, as Stancer does: one pending
// payout per currency, EUR first. [Server.Settle] makes it paid. Version 1 shows payouts of live
// mode in EUR. PayOut returns no payout if nothing is due.
func (s *Server) PayOut(mode Mode) []api.Payout {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.modes[mode]
	if d == nil {
		return nil
	}
	defer s.publish(d)
	d.expire()
	var made []api.Payout
	for _, currency := range currencies {
		if parts := d.unpaid(currency); !parts.empty() {
			made = append(made, d.payOut(parts).Payout)
		}
	}
	return made
}

var currencies = []api.Currency{
	api.CurrencyEUR, api.CurrencyAUD, api.CurrencyCAD, api.CurrencyCHF, api.CurrencyDKK,
	api.CurrencyGBP, api.CurrencyNOK, api.CurrencyPLN, api.CurrencySEK, api.CurrencyUSD,
}

// payOut makes a pending payout of the parts.
func (d *data) payOut(parts parts) *payout {
	it := d.newPayout(parts.currency())
	d.total(it, parts)
	parts.mark(it.ID)
	return d.payouts.add(it.ID, it)
}

func (d *data) newPayout(currency api.Currency) *payout {
	return &payout{Payout: api.Payout{
		ID:        newID("pout"),
		Reference: fmt.Sprint(1000000 + len(d.payouts.items)),
		Date:      d.timestamp(),
		Status:    api.PayoutStatusPending,
		Currency:  currency,
	}}
}
