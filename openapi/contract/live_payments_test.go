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

// lists creates three payments, so that the list has at least as many.
func (g *group) lists() {
	older := g.paid(stancertest.CardApproved)
	g.paid(stancertest.CardApproved)
	newer := g.paid(stancertest.CardApproved)
	page, err := g.client.Payments.List(&stancer.ListPaymentsParams{
		Start: stancer.Ptr[int64](1), Limit: stancer.Ptr[int64](2),
	}).Page(g.ctx)
	g.must(err)
	require.Len(g, page.Items, 2)
	g.ask("What is the end of a range of the second and third?", "3", fmt.Sprint(page.Range.End))
	var body struct{ Range map[string]any }
	g.ok(stdjson.Unmarshal(g.body, &body))
	_, counted := body.Range["count"]
	g.ask("Does a range have a count?", "true", fmt.Sprint(counted))

	page, err = g.client.Payments.List(&stancer.ListPaymentsParams{
		Limit: stancer.Ptr[int64](100),
	}).Page(g.ctx)
	g.must(err)
	position := func(id stancer.PaymentID) int {
		return slices.IndexFunc(page.Items, func(p stancer.Payment) bool { return p.ID == id })
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
	page, err := g.client.Refunds.List(nil).Page(g.ctx)
	g.must(err)
	assert.NotEmpty(g, page.Items)
	refunds, err := g.client.Payments.Refunds(payment.ID).Page(g.ctx)
	g.must(err)
	assert.NotEmpty(g, refunds)
}

// disputes uses a card whose payments are disputed at once.
func (g *group) disputes() {
	payment := g.paid(stancertest.CardDisputed)
	_, err := g.client.Payments.Disputes(payment.ID).Page(g.ctx)
	g.must(err)
	page, err := g.client.Disputes.List(nil).Page(g.ctx)
	g.must(err)
	id := unused("dspt")
	if len(page.Items) > 0 {
		id = page.Items[0].ID
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
