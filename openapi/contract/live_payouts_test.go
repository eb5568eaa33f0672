package contract_test

import (
	"github.com/stretchr/testify/assert"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func (g *group) disbursements() {
	card, err := g.client.Cards.Create(g.ctx, newCard(stancertest.CardApproved))
	g.must(err)
	g.later(func() { g.deleteCard(card.ID) })
	id := unused("dsbm")
	params := &stancer.DisbursementCreate{Card: card.ID, Amount: 100}
	disbursement, err := g.client.Disbursements.Create(g.ctx, params)
	g.answered(err)
	if err == nil {
		g.equal(100, disbursement.Amount)
		id = disbursement.ID
	}
	read, err := g.client.Disbursements.Get(g.ctx, id)
	g.answered(err)
	if err == nil {
		g.equal(card.ID, read.Card)
	}
	_, err = g.client.Disbursements.List(nil).Page(g.ctx)
	g.ok(err)
}

// payouts reads a payout. If test mode has none, it validates the answers about an unknown one.
func (g *group) payouts() {
	payment := g.paid(stancertest.CardCapturedAtOnce)
	id := unused("pout")
	params := &stancer.PayoutCreate{Payments: []stancer.PaymentID{payment.ID}}
	_, err := g.client.Payouts.Create(g.ctx, params)
	g.ask("May any account create a payout?", "200", g.outcome(err))
	page, err := g.client.Payouts.List(nil).Page(g.ctx)
	g.ask("What does the list of payouts answer to a test key?", "200", g.outcome(err))
	if err == nil && len(page.Items) > 0 {
		id = page.Items[0].ID
	}
	payout, err := g.client.Payouts.Get(g.ctx, id)
	g.answered(err)
	if err == nil {
		g.equal(id, payout.ID)
	}
	payments, err := g.client.Payouts.Payments(id, nil).Page(g.ctx)
	g.answered(err)
	if g.fake != nil && assert.Len(g, payments.Items, 1) {
		g.equal(payment.ID, payments.Items[0].ID)
	}
	_, err = g.client.Payouts.Refunds(id, nil).Page(g.ctx)
	g.answered(err)
	_, err = g.client.Payouts.Disputes(id, nil).Page(g.ctx)
	g.answered(err)
}

// payoutsV1 calls the routes of version 1, which exist in live mode only. Only the fake is called
// in live mode.
func (g *group) payoutsV1() {
	const liveOnly = "501 {error: {message: string, type: string}}"
	_, err := g.client.PayoutsV1.List(nil).Page(g.ctx)
	g.ask("What does the list of version 1 answer to a test key?", liveOnly, g.outcome(err))
	_, err = g.client.PayoutsV1.Get(g.ctx, unused("pout"))
	g.ask("What does a payout of version 1 answer to a test key?", liveOnly, g.outcome(err))
	_, err = g.client.PayoutsV1.Payments(unused("pout"), nil).Page(g.ctx)
	g.ask("And its payments?", liveOnly, g.outcome(err))
	_, err = g.client.PayoutsV1.Refunds(unused("pout"), nil).Page(g.ctx)
	g.ask("And its refunds?", liveOnly, g.outcome(err))
	_, err = g.client.PayoutsV1.Disputes(unused("pout"), nil).Page(g.ctx)
	g.ask("And its disputes?", liveOnly, g.outcome(err))
	if g.fake != nil {
		g.livePayoutsV1(g.fake.LiveClient(stancer.WithHTTPClient(httpClient(g.checked))))
	}
}

func (g *group) livePayoutsV1(client *stancer.Client) {
	payment, err := client.Payments.Create(g.ctx, newPayment(stancertest.CardDisputed))
	g.must(err)
	disputes, err := client.Payments.Disputes(payment.ID).Page(g.ctx)
	g.must(err)
	_, err = client.Payouts.Create(g.ctx, &stancer.PayoutCreate{
		Payments: []string{payment.ID}, Disputes: []string{disputes.Items[0].ID},
	})
	g.must(err)
	page, err := client.PayoutsV1.List(&stancer.ListPayoutsV1Params{
		Limit: stancer.Ptr[int64](100),
	}).Page(g.ctx)
	g.must(err)
	payout, err := client.PayoutsV1.Get(g.ctx, page.Items[0].ID)
	g.must(err)
	payments, err := client.PayoutsV1.Payments(payout.ID, nil).Page(g.ctx)
	g.must(err)
	assert.Len(g, payments.Items, 1)
	refunds, err := client.PayoutsV1.Refunds(payout.ID, nil).Page(g.ctx)
	g.must(err)
	assert.Empty(g, refunds.Items)
	disputed, err := client.PayoutsV1.Disputes(payout.ID, nil).Page(g.ctx)
	g.must(err)
	assert.Len(g, disputed.Items, 1)
	_, err = client.PayoutsV1.Get(g.ctx, unused("pout"))
	assert.ErrorIs(g, err, stancer.ErrNotFound)
}
