package tour

import (
	"crypto/rand"
	"fmt"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// payments makes one in two steps, authorisation and capture.
func (t *tour) payments() {
	payment, err := t.client.Payments.Create(t.ctx, &stancer.PaymentCreate{
		Amount: 1000, Capture: stancer.Ptr(false), OrderID: stancer.Ptr("contract-tour"), UniqueID: stancer.Ptr(rand.Text()),
		Card: stancer.NewCard(*testCard(stancertest.CardApproved)),
	})
	if !t.ok(err) {
		return
	}
	t.leaves("payments")
	_, err = t.client.Payments.Update(t.ctx, payment.ID, &stancer.PaymentUpdate{Description: stancer.Ptr("contract tour")})
	t.ok(err)
	_, err = t.client.Payments.Get(t.ctx, payment.ID)
	t.ok(err)
	_, err = t.client.Payments.Capture(t.ctx, payment.ID)
	t.ok(err)
	t.seen("unique_id payment", ask(func(o stancer.Option) error {
		_, err := t.client.Payments.Create(t.ctx, &stancer.PaymentCreate{Amount: 1000, UniqueID: payment.UniqueID}, o)
		if err == nil {
			t.leaves("payments")
		}
		return err
	}))
}

// paymentRules asks for what should be refused.
func (t *tour) paymentRules() {
	t.seen("auth false", ask(func(o stancer.Option) error {
		_, err := t.probe.Payments.Create(t.ctx, &stancer.PaymentCreate{Amount: 1000}, stancer.WithBodyMember("auth", false), o)
		if err == nil {
			t.leaves("payments")
		}
		return err
	}))
	payment, err := t.client.Payments.Create(t.ctx, &stancer.PaymentCreate{
		Amount: 1000, Capture: stancer.Ptr(false), Card: stancer.NewCard(*testCard(stancertest.CardApproved)),
	})
	if !t.ok(err) {
		return
	}
	t.leaves("payments")
	t.seen("partial refund", t.refund(payment.ID, 100))
	answer := t.refund(payment.ID, 1000)
	if read, err := t.client.Payments.Get(t.ctx, payment.ID); t.ok(err) && read.Status != nil {
		answer += ", and the payment is " + word(string(*read.Status))
	}
	t.seen("full refund", answer)
}

func (t *tour) refund(payment stancer.PaymentID, amount int64) string {
	return ask(func(o stancer.Option) error {
		_, err := t.client.Payments.Refund(t.ctx, payment, &stancer.RefundRequest{Amount: &amount}, o)
		if err == nil {
			t.leaves("refunds")
		}
		return err
	})
}

func (t *tour) paid(number string) *stancer.Payment {
	payment, err := t.client.Payments.Create(t.ctx, &stancer.PaymentCreate{Amount: 1000, Card: stancer.NewCard(*testCard(number))})
	if !t.ok(err) {
		return nil
	}
	t.leaves("payments")
	t.paidFor = append(t.paidFor, payment.ID)
	return payment
}

// refunds takes a card whose payments are captured at once.
func (t *tour) refunds() {
	payment := t.paid(stancertest.CardCapturedAtOnce)
	if payment == nil {
		return
	}
	refund, err := t.client.Refunds.Create(t.ctx, &stancer.RefundCreate{Payment: payment.ID, Amount: stancer.Ptr[int64](100)})
	if t.ok(err) {
		t.leaves("refunds")
		_, err = t.client.Refunds.Get(t.ctx, refund.ID)
		t.ok(err)
	}
	t.tries(t.refundAgain(payment.ID))
	_, err = t.client.Refunds.List(t.ctx, nil)
	t.ok(err)
	_, err = t.client.Payments.Refunds(t.ctx, payment.ID)
	t.ok(err)
}

func (t *tour) refundAgain(payment stancer.PaymentID) error {
	_, err := t.client.Payments.Refund(t.ctx, payment, &stancer.RefundRequest{Amount: stancer.Ptr[int64](200)})
	if err == nil {
		t.leaves("refunds")
	}
	return err
}

// disputes takes a card whose payments are disputed at once.
func (t *tour) disputes() {
	payment := t.paid(stancertest.CardDisputed)
	if payment == nil {
		return
	}
	_, err := t.client.Payments.Disputes(t.ctx, payment.ID)
	t.ok(err)
	page, err := t.client.Disputes.List(t.ctx, nil)
	if !t.ok(err) {
		return
	}
	if len(page.Disputes) == 0 {
		t.seen("dispute", "there is none")
		_, err = t.client.Disputes.Get(t.ctx, nobody("dspt"))
		t.tries(err)
		return
	}
	t.leaves("disputes")
	dispute, err := t.client.Disputes.Get(t.ctx, page.Disputes[0].ID)
	if t.ok(err) {
		t.seen("dispute", fmt.Sprintf("%s, %s, %s", word(dispute.Type), word(string(or(dispute.Status, "null"))), word(dispute.Response)))
	}
}

func or[T any](value *T, instead T) T {
	if value == nil {
		return instead
	}
	return *value
}
