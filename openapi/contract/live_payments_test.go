package contract_test

import (
	"crypto/rand"
	stdjson "encoding/json"
	"fmt"
	"slices"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// payments authorizes and captures.
func (g *group) payments() {
	params := newPayment(stancertest.CardApproved)
	params.Capture, params.UniqueID = stancer.Ptr(false), stancer.Ptr(rand.Text())
	payment, err := g.client.Payments.Create(g.ctx, params)
	g.must(err)
	g.equal(1000, payment.Amount)
	g.equal(stancer.PaymentStatusAuthorized, payment.Status)
	update := &stancer.PaymentUpdate{Description: stancer.Ptr("contract test")}
	updated, err := g.client.Payments.Update(g.ctx, payment.ID, update)
	g.must(err)
	g.equal("contract test", updated.Description)
	captured, err := g.client.Payments.Capture(g.ctx, payment.ID)
	g.must(err)
	g.equal(stancer.PaymentStatusToCapture, captured.Status)
	read, err := g.client.Payments.Get(g.ctx, payment.ID)
	g.must(err)
	g.equal("contract test", read.Description)
	g.equal(*params.UniqueID, read.UniqueID)

	another := &stancer.PaymentCreate{Amount: 1000, UniqueID: params.UniqueID}
	_, err = g.client.Payments.Create(g.ctx, another)
	g.ask("A second payment with the same unique_id?", conflict, g.outcome(err))
	_, err = g.unchecked.Payments.Create(g.ctx, &stancer.PaymentCreate{Amount: 1000},
		stancer.WithBodyMember("auth", false))
	g.ask("A payment with auth false?", invalid, g.outcome(err))
}

func (g *group) uncapturedPayments() {
	params := newPayment(stancertest.CardApproved)
	params.Capture = stancer.Ptr(false)
	payment, err := g.client.Payments.Create(g.ctx, params)
	g.must(err)
	part := &stancer.RefundRequest{Amount: stancer.Ptr[int64](100)}
	_, err = g.client.Payments.Refund(g.ctx, payment.ID, part)
	g.ask("A partial refund of an uncaptured payment?", conflict, g.outcome(err))
	_, err = g.client.Payments.Refund(g.ctx, payment.ID, nil)
	seen := g.outcome(err)
	read, err := g.client.Payments.Get(g.ctx, payment.ID)
	g.must(err)
	seen += ", then the payment is " + word(fmt.Sprint(value(read.Status)))
	g.ask("A full refund of an uncaptured payment?", "200, then the payment is canceled", seen)
}

func newPayment(number string) *stancer.PaymentCreate {
	return &stancer.PaymentCreate{Amount: 1000, Card: stancer.NewCard(*newCard(number))}
}

// paid creates a payment by a test card.
func (g *group) paid(number string) *stancer.Payment {
	payment, err := g.client.Payments.Create(g.ctx, newPayment(number))
	g.must(err)
	return payment
}

// lists creates three payments, so that there are enough.
func (g *group) lists() {
	older := g.paid(stancertest.CardApproved)
	g.paid(stancertest.CardApproved)
	newer := g.paid(stancertest.CardApproved)
	page, err := g.client.Payments.List(g.ctx, &stancer.ListPaymentsParams{
		Start: stancer.Ptr[int64](1), Limit: stancer.Ptr[int64](2),
	})
	g.must(err)
	require.Len(g, page.Payments, 2)
	g.ask("What is the end of a range of the second and third?", "3", fmt.Sprint(page.Range.End))
	var body struct{ Range map[string]any }
	g.ok(stdjson.Unmarshal(g.body, &body))
	_, counted := body.Range["count"]
	g.ask("Does a range have a count?", "true", fmt.Sprint(counted))

	page, err = g.client.Payments.List(g.ctx, &stancer.ListPaymentsParams{
		Limit: stancer.Ptr[int64](100),
	})
	g.must(err)
	position := func(id stancer.PaymentID) int {
		return slices.IndexFunc(page.Payments, func(p stancer.Payment) bool { return p.ID == id })
	}
	seen := fmt.Sprint(position(newer.ID) < position(older.ID))
	if position(newer.ID) < 0 || position(older.ID) < 0 {
		seen = "the payments of this run are not among the first 100"
	}
	g.ask("Are lists newest first?", "true", seen)
}

// refunds uses a card whose payments are captured at once.
func (g *group) refunds() {
	payment := g.paid(stancertest.CardCapturedAtOnce)
	g.equal(stancer.PaymentStatusCaptured, payment.Status)
	refund, err := g.client.Refunds.Create(g.ctx, &stancer.RefundCreate{
		Payment: payment.ID, Amount: stancer.Ptr[int64](100),
	})
	g.must(err)
	g.equal(100, refund.Amount)
	read, err := g.client.Refunds.Get(g.ctx, refund.ID)
	g.must(err)
	g.equal(payment.ID, read.Payment)
	more := &stancer.RefundRequest{Amount: stancer.Ptr[int64](200)}
	second, err := g.client.Payments.Refund(g.ctx, payment.ID, more)
	g.answered(err)
	if err == nil {
		g.equal(200, second.Amount)
	}
	page, err := g.client.Refunds.List(g.ctx, nil)
	g.must(err)
	assert.NotEmpty(g, page.Refunds)
	refunds, err := g.client.Payments.Refunds(g.ctx, payment.ID)
	g.must(err)
	assert.NotEmpty(g, refunds)
}

// disputes uses a card whose payments are disputed at once.
func (g *group) disputes() {
	payment := g.paid(stancertest.CardDisputed)
	_, err := g.client.Payments.Disputes(g.ctx, payment.ID)
	g.must(err)
	page, err := g.client.Disputes.List(g.ctx, nil)
	g.must(err)
	id := unused("dspt")
	if len(page.Disputes) > 0 {
		id = page.Disputes[0].ID
	}
	dispute, err := g.client.Disputes.Get(g.ctx, id)
	g.answered(err)
	seen := "no dispute"
	if err == nil {
		status := fmt.Sprint(value(dispute.Status))
		seen = word(dispute.Type) + ", " + word(status) + ", " + word(dispute.Response)
	}
	g.ask("Which type, status and response does a dispute have?", "chargeback, open, 1040", seen)
}

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

	paid, err := g.client.PaymentIntents.Payments(g.ctx, intent.ID, nil)
	g.must(err)
	assert.Len(g, paid.Payments, payments)
	refunded, err := g.client.PaymentIntents.Refunds(g.ctx, intent.ID, nil)
	g.must(err)
	assert.Len(g, refunded.Refunds, refunds)
	disputed, err := g.client.PaymentIntents.Disputes(g.ctx, intent.ID, nil)
	g.must(err)
	assert.Empty(g, disputed.Disputes)
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
	g.equal(stancer.PaymentIntentStatusProcessing, captured.Status)
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
	_, err = g.client.PaymentIntents.List(g.ctx, &stancer.ListPaymentIntentsParams{
		Field: stancer.Ptr(stancer.PaymentIntentSortDue),
	})
	g.ask("Does the list of intents accept field=due?", "200", g.outcome(err))
}

func (g *group) anotherIntent(params *stancer.PaymentIntentCreate) string {
	another, err := g.client.PaymentIntents.Create(g.ctx, params)
	if err == nil {
		g.later(func() { _, err := g.client.PaymentIntents.Cancel(g.ctx, another.ID); g.ok(err) })
	}
	return g.outcome(err)
}
