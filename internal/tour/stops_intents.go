package tour

import (
	"crypto/rand"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// intents makes one that the customer pays, if there is a customer.
func (t *tour) intents() {
	intent, err := t.client.PaymentIntents.Create(t.ctx, &stancer.PaymentIntentCreate{
		Amount: 1000, Capture: stancer.Ptr(false), ReturnURL: stancer.Ptr("https://example.com/thanks"), OrderID: stancer.Ptr("contract-tour"),
	})
	if !t.ok(err) {
		return
	}
	_, err = t.client.PaymentIntents.Update(t.ctx, intent.ID, &stancer.PaymentIntentUpdate{Metadata: map[string]any{"basket": 7}})
	t.ok(err)
	_, err = t.client.PaymentIntents.Get(t.ctx, intent.ID)
	t.ok(err)
	t.pay(intent.ID)
	_, err = t.client.PaymentIntents.Payments(t.ctx, intent.ID, nil)
	t.ok(err)
	_, err = t.client.PaymentIntents.Refunds(t.ctx, intent.ID, nil)
	t.ok(err)
	_, err = t.client.PaymentIntents.Disputes(t.ctx, intent.ID, nil)
	t.ok(err)
}

// pay lets the customer pay, captures, and refunds. Without a customer the intent stays open, and is canceled.
func (t *tour) pay(intent stancer.PaymentIntentID) {
	if t.config.Outside == nil {
		t.seen("open capture", ask(func(o stancer.Option) error { _, err := t.client.PaymentIntents.Capture(t.ctx, intent, o); return err }))
		_, err := t.client.PaymentIntents.Refund(t.ctx, intent, &stancer.RefundRequest{Amount: stancer.Ptr[int64](100)})
		t.tries(err)
		t.cancelLater(intent)
		return
	}
	t.ok(t.config.Outside.CompletePaymentIntent(intent, stancertest.CardApproved))
	_, err := t.client.PaymentIntents.Capture(t.ctx, intent)
	t.ok(err)
	t.config.Outside.Settle()
	_, err = t.client.PaymentIntents.Refund(t.ctx, intent, &stancer.RefundRequest{Amount: stancer.Ptr[int64](100)})
	t.ok(err)
	t.leaves("payment intents")
	t.leaves("refunds")
}

func (t *tour) cancelLater(intent stancer.PaymentIntentID) {
	t.later(func() { _, err := t.client.PaymentIntents.Cancel(t.ctx, intent); t.ok(err) })
}

// openIntents are canceled at once.
func (t *tour) openIntents() {
	params := &stancer.PaymentIntentCreate{Amount: 1000, UniqueID: stancer.Ptr(rand.Text())}
	intent, err := t.client.PaymentIntents.Create(t.ctx, params)
	if !t.ok(err) {
		return
	}
	t.seen("unique_id intent", t.anotherIntent(params))
	t.seen("small intent", t.anotherIntent(&stancer.PaymentIntentCreate{Amount: 1}))
	if t.config.Outside != nil {
		t.seen("open capture", ask(func(o stancer.Option) error {
			_, err := t.client.PaymentIntents.Capture(t.ctx, intent.ID, o)
			return err
		}))
	}
	_, err = t.client.PaymentIntents.Cancel(t.ctx, intent.ID)
	t.ok(err)
	t.seen("canceled twice", ask(func(o stancer.Option) error {
		_, err := t.client.PaymentIntents.Cancel(t.ctx, intent.ID, o)
		return err
	}))
	t.seen("due", ask(func(o stancer.Option) error {
		_, err := t.client.PaymentIntents.List(t.ctx, &stancer.ListPaymentIntentsParams{Field: stancer.Ptr(stancer.PaymentIntentSortDue)}, o)
		return err
	}))
}

func (t *tour) anotherIntent(params *stancer.PaymentIntentCreate) string {
	return ask(func(o stancer.Option) error {
		another, err := t.client.PaymentIntents.Create(t.ctx, params, o)
		if err == nil {
			t.cancelLater(another.ID)
		}
		return err
	})
}
