package contract_test

import (
	"crypto/rand"

	"github.com/stretchr/testify/assert"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func (g *group) paymentIntents() {
	intent, err := g.client.PaymentIntents.Create(g.ctx, &stancer.PaymentIntentCreate{
		Amount: 1000, Capture: stancer.Ptr(false),
		ReturnURL: stancer.Ptr("https://example.com/thanks"),
	})
	g.must(err)
	updated, err := g.client.PaymentIntents.Update(g.ctx, intent.ID, &stancer.PaymentIntentUpdate{
		Metadata: map[string]any{"basket": "7"},
	})
	g.must(err)
	assert.JSONEq(g, `{"basket":"7"}`, updated.Metadata.String())
	read, err := g.client.PaymentIntents.Get(g.ctx, intent.ID)
	g.must(err)
	g.equal(1000, read.Amount)
	g.equal("https://example.com/thanks", read.ReturnURL)
	payments, refunds := g.payIntent(intent.ID)

	paid, err := g.client.PaymentIntents.Payments(intent.ID, nil).Page(g.ctx)
	g.must(err)
	assert.Len(g, paid.Items, payments)
	refunded, err := g.client.PaymentIntents.Refunds(intent.ID, nil).Page(g.ctx)
	g.must(err)
	assert.Len(g, refunded.Items, refunds)
	disputed, err := g.client.PaymentIntents.Disputes(intent.ID, nil).Page(g.ctx)
	g.must(err)
	assert.Empty(g, disputed.Items)
}

// payIntent pays on the hosted page, captures and refunds, and returns the numbers of payments and
// refunds. Only the fake has a customer who pays; at Stancer the intent is canceled in the end.
func (g *group) payIntent(id stancer.PaymentIntentID) (payments, refunds int) {
	part := &stancer.RefundRequest{Amount: stancer.Ptr[int64](100)}
	if g.fake == nil {
		g.later(func() { _, err := g.client.PaymentIntents.Cancel(g.ctx, id); g.ok(err) })
		_, err := g.client.PaymentIntents.Refund(g.ctx, id, part)
		g.answered(err)
		return 0, 0
	}
	g.must(g.fake.CompletePaymentIntent(id, stancertest.CardApproved))
	captured, err := g.client.PaymentIntents.Capture(g.ctx, id)
	g.must(err)
	g.equal(stancer.PaymentIntentStatusCaptured, captured.Status)
	g.fake.Settle()
	refund, err := g.client.PaymentIntents.Refund(g.ctx, id, part)
	g.must(err)
	g.equal(100, refund.Amount)
	return 1, 1
}

func (g *group) openPaymentIntents() {
	params := &stancer.PaymentIntentCreate{Amount: 1000, UniqueID: stancer.Ptr(rand.Text())}
	intent, err := g.client.PaymentIntents.Create(g.ctx, params)
	g.must(err)
	g.ask("A second intent with the same unique_id?", conflict, g.anotherIntent(params))
	small := &stancer.PaymentIntentCreate{Amount: 1}
	g.ask("An intent of 1 cent?", "200", g.anotherIntent(small))
	_, err = g.client.PaymentIntents.Capture(g.ctx, intent.ID)
	g.ask("The capture of an open intent?", invalid, g.outcome(err))
	canceled, err := g.client.PaymentIntents.Cancel(g.ctx, intent.ID)
	g.must(err)
	g.equal(stancer.PaymentIntentStatusCanceled, canceled.Status)
	_, err = g.client.PaymentIntents.Cancel(g.ctx, intent.ID)
	g.ask("The cancellation of a canceled intent?", invalid, g.outcome(err))
	_, err = g.client.PaymentIntents.List(&stancer.ListPaymentIntentsParams{
		Field: stancer.Ptr(stancer.PaymentIntentSortDue),
	}).Page(g.ctx)
	g.ask("Does the list of intents accept field=due?", "200", g.outcome(err))
}

func (g *group) anotherIntent(params *stancer.PaymentIntentCreate) string {
	another, err := g.client.PaymentIntents.Create(g.ctx, params)
	if err == nil {
		g.later(func() { _, err := g.client.PaymentIntents.Cancel(g.ctx, another.ID); g.ok(err) })
	}
	return g.outcome(err)
}
