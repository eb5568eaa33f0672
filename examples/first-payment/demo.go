package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// demo makes a payment, step by step.
type demo struct {
	transcript
	client *stancer.Client
	fake   *stancertest.Server // nil when the client talks to Stancer

	customerID string
	cardID     string
	intentID   string
}

func newDemo(out io.Writer, key string) (*demo, error) {
	d := &demo{transcript: transcript{out: out}}
	if key != "" {
		client, err := stancer.New(key, stancer.WithMode(stancer.ModeTest))
		if err != nil {
			return nil, err
		}
		d.client = client
		d.say("Talking to Stancer, with a test key: no money moves.")
		return d, nil
	}
	fake, err := stancertest.Start()
	if err != nil {
		return nil, err
	}
	d.fake, d.client = fake, fake.Client()
	d.say("Talking to a fake Stancer at %s. "+
		"Set STANCER_API_KEY to a test key to talk to the real one.", fake.URL)
	return d, nil
}

func (d *demo) close() {
	if d.fake != nil {
		d.fake.Close()
	}
}

func (d *demo) run(ctx context.Context) error {
	for _, step := range []func(context.Context) error{
		d.customer, d.card, d.intent, d.page, d.capture, d.refund, d.list, d.payouts,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (d *demo) customer(ctx context.Context) error {
	customer, err := d.client.Customers.Create(ctx, &stancer.CustomerCreate{
		Name:  stancer.Ptr("Arthur Martin"),
		Email: stancer.Ptr("arthur.martin@example.com"),
	})
	if err != nil {
		return err
	}
	d.customerID = customer.ID
	d.step("A customer")
	d.fact("name", customer.Name)
	d.fact("id", customer.ID)
	return nil
}

func (d *demo) card(ctx context.Context) error {
	card, err := d.client.Cards.Create(ctx, &stancer.CardCreate{
		Number:   stancertest.CardApproved,
		ExpMonth: 12,
		ExpYear:  2030,
		CVC:      stancer.Ptr(stancer.CVC("123")),
		Customer: &d.customerID,
	})
	if err != nil {
		return err
	}
	d.cardID = card.ID
	d.step("The customer's card, stored as a token")
	d.fact("card", fmt.Sprintf("%s, ends in %s, expires %02d/%d",
		card.Brand, card.Last4, card.ExpMonth, card.ExpYear))
	d.fact("id", card.ID)
	return nil
}

func (d *demo) intent(ctx context.Context) error {
	intent, err := d.client.PaymentIntents.Create(ctx, &stancer.PaymentIntentCreate{
		Amount:      4200,
		Currency:    stancer.Ptr(stancer.CurrencyEUR),
		Description: stancer.Ptr("Two tickets"),
		Customer:    &d.customerID,
		Card:        &d.cardID,
		Capture:     stancer.Ptr(false),
		ReturnURL:   stancer.Ptr("https://shop.example.com/thanks"),
	})
	if err != nil {
		return err
	}
	d.intentID = intent.ID
	d.step("A payment intent, with a payment page")
	d.fact("amount", stancer.FormatAmount(intent.Amount, intent.Currency))
	d.fact("status", intent.Status)
	d.fact("page", intent.URL)
	d.fact("id", intent.ID)
	return nil
}

func (d *demo) page(ctx context.Context) error {
	d.step("The customer pays on the page")
	if d.fake == nil {
		d.fact("skipped", "open the page in a browser to pay")
		return nil
	}
	if err := d.fake.CompletePaymentIntent(d.intentID, ""); err != nil {
		return err
	}
	intent, err := d.client.PaymentIntents.Get(ctx, d.intentID)
	if err != nil {
		return err
	}
	d.fact("status", intent.Status)
	d.fact("payment", intent.Payment)
	return nil
}

func (d *demo) capture(ctx context.Context) error {
	d.step("The shop captures the payment")
	if d.fake == nil {
		d.fact("skipped", "nothing was paid")
		return nil
	}
	if _, err := d.client.PaymentIntents.Capture(ctx, d.intentID); err != nil {
		return err
	}
	d.fake.Settle() // the day ends: Stancer captures the payment
	intent, err := d.client.PaymentIntents.Get(ctx, d.intentID)
	if err != nil {
		return err
	}
	d.fact("status", intent.Status)
	return nil
}

func (d *demo) refund(ctx context.Context) error {
	d.step("The shop refunds one ticket")
	if d.fake == nil {
		d.fact("skipped", "nothing was paid")
		return nil
	}
	half := &stancer.RefundRequest{Amount: stancer.Int(2100)}
	refund, err := d.client.PaymentIntents.Refund(ctx, d.intentID, half)
	if err != nil {
		return err
	}
	d.fact("amount", stancer.FormatAmount(refund.Amount, refund.Currency))
	d.fact("status", refund.Status)
	d.fact("id", refund.ID)
	return nil
}

// list prints the newest payments, at most ten: a test account can have many.
func (d *demo) list(ctx context.Context) error {
	d.step("The latest payments")
	count := 0
	for payment, err := range d.client.Payments.List(nil).All(ctx) {
		if err != nil {
			return err
		}
		status := cmp.Or(payment.Status, "not processed yet")
		amount := stancer.FormatAmount(payment.Amount, payment.Currency)
		d.fact(payment.ID, amount+", "+string(status))
		if count++; count == 10 {
			break
		}
	}
	if count == 0 {
		d.fact("none", "nothing was paid yet")
	}
	return nil
}

func (d *demo) payouts(ctx context.Context) error {
	d.step("The payouts of version 1, in live mode only")
	_, err := d.client.PayoutsV1.List(nil).Page(ctx)
	var answer *stancer.Error
	if !errors.Is(err, stancer.ErrLiveModeOnly) || !errors.As(err, &answer) {
		return fmt.Errorf("expected ErrLiveModeOnly, got: %w", err)
	}
	d.fact("status", answer.Status)
	d.fact("error", answer)
	d.fact("is", "stancer.ErrLiveModeOnly")
	return nil
}
