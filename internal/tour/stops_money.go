package tour

import (
	"encoding/json"
	"fmt"
	"slices"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func (t *tour) disbursements() {
	card, err := t.client.Cards.Create(t.ctx, testCard(stancertest.CardApproved))
	if !t.ok(err) {
		return
	}
	t.later(func() { t.deleteCard(card.ID) })
	disbursement, err := t.client.Disbursements.Create(t.ctx, &stancer.DisbursementCreate{Card: card.ID, Amount: 100})
	t.tries(err)
	id := nobody("dsbm")
	if err == nil {
		t.leaves("disbursements")
		id = disbursement.ID
	}
	_, err = t.client.Disbursements.Get(t.ctx, id)
	t.tries(err)
	_, err = t.client.Disbursements.List(t.ctx, nil)
	t.ok(err)
}

// payouts of version 2 may or may not exist in test mode; where there is none, the answers to an unknown one are held against the document.
func (t *tour) payouts() {
	t.seen("create payout", ask(func(o stancer.Option) error {
		payment := t.paid(stancertest.CardCapturedAtOnce)
		if payment == nil {
			return nil
		}
		_, err := t.client.Payouts.Create(t.ctx, &stancer.PayoutCreate{Payments: []stancer.PaymentID{payment.ID}}, o)
		if err == nil {
			t.leaves("payouts")
		}
		return err
	}))
	id := nobody("pout")
	answer := ask(func(o stancer.Option) error {
		page, err := t.client.Payouts.List(t.ctx, nil, o)
		if err == nil && len(page.Payouts) > 0 {
			id = page.Payouts[0].ID
		}
		return err
	})
	if id == nobody("pout") {
		answer += ", without any payout"
	}
	t.seen("v2 payouts", answer)
	_, err := t.client.Payouts.Get(t.ctx, id)
	t.tries(err)
	_, err = t.client.Payouts.Payments(t.ctx, id, nil)
	t.tries(err)
	_, err = t.client.Payouts.Refunds(t.ctx, id, nil)
	t.tries(err)
	_, err = t.client.Payouts.Disputes(t.ctx, id, nil)
	t.tries(err)
}

func (t *tour) payoutsV1() {
	t.seen("v1 payouts", ask(func(o stancer.Option) error { _, err := t.client.PayoutsV1.List(t.ctx, nil, o); return err }))
	_, err := t.client.PayoutsV1.Get(t.ctx, nobody("pout"))
	t.tries(err)
	_, err = t.client.PayoutsV1.Payments(t.ctx, nobody("pout"), nil)
	t.tries(err)
	_, err = t.client.PayoutsV1.Refunds(t.ctx, nobody("pout"), nil)
	t.tries(err)
	_, err = t.client.PayoutsV1.Disputes(t.ctx, nobody("pout"), nil)
	t.tries(err)
}

// webhooks makes an endpoint that gets nothing.
func (t *tour) webhooks() {
	endpoint, err := t.client.Webhooks.Create(t.ctx, &stancer.WebhookEndpointCreate{
		URL: "https://example.com/contract-tour", Enabled: stancer.Ptr(false),
	})
	if !t.ok(err) {
		return
	}
	t.later(func() {
		t.ok(t.client.Webhooks.Delete(t.ctx, endpoint.ID))
		t.seen("deleted webhook", ask(func(o stancer.Option) error { _, err := t.client.Webhooks.Get(t.ctx, endpoint.ID, o); return err }))
	})
	update := &stancer.WebhookEndpointUpdate{URL: stancer.Ptr("https://example.com/contract-tour-2")}
	_, err = t.client.Webhooks.Update(t.ctx, endpoint.ID, update)
	t.ok(err)
	_, err = t.client.Webhooks.List(t.ctx, nil)
	t.ok(err)
	switch read, err := t.client.Webhooks.Get(t.ctx, endpoint.ID); {
	case !t.ok(err):
	case read.Secret == endpoint.Secret:
		t.seen("secret", "yes, the same")
	case read.Secret == "":
		t.seen("secret", "no, it is empty")
	default:
		t.seen("secret", "there is one, and it is another")
	}
}

// lists comes when there are payments enough.
func (t *tour) lists() {
	var resp stancer.Response
	params := &stancer.ListPaymentsParams{Start: stancer.Ptr[int64](1), Limit: stancer.Ptr[int64](2)}
	page, err := t.client.Payments.List(t.ctx, params, stancer.WithResponse(&resp))
	if !t.ok(err) || len(page.Payments) != 2 {
		return
	}
	t.seen("range.end", map[int64]string{3: "behind the last", 2: "the last"}[page.Range.End])
	if page.Range.End != 3 && page.Range.End != 2 {
		t.seen("range.end", fmt.Sprintf("neither: %d, when the second and the third were read", page.Range.End))
	}
	t.seen("range.count", map[bool]string{true: "yes", false: "no"}[hasCount(resp.Body)])
	t.order()
}

// order looks for two payments of the tour, as their timestamps may well be the same.
func (t *tour) order() {
	page, err := t.client.Payments.List(t.ctx, &stancer.ListPaymentsParams{Limit: stancer.Ptr[int64](100)})
	if !t.ok(err) || len(t.paidFor) < 2 {
		return
	}
	position := func(id stancer.PaymentID) int {
		return slices.IndexFunc(page.Payments, func(payment stancer.Payment) bool { return payment.ID == id })
	}
	oldest, newest := position(t.paidFor[0]), position(t.paidFor[len(t.paidFor)-1])
	switch {
	case oldest < 0 || newest < 0:
		t.seen("order", "the payments of the tour were not among the first 100")
	case newest < oldest:
		t.seen("order", "yes")
	default:
		t.seen("order", "no")
	}
}

func hasCount(body []byte) bool {
	var list struct{ Range map[string]any }
	if json.Unmarshal(body, &list) != nil {
		return false
	}
	_, ok := list.Range["count"]
	return ok
}
