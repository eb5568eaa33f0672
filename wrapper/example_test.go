package stancer_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// fake starts a fake Stancer for an example. A service calls stancer.New or stancer.NewFromEnv.
func fake() (context.Context, *stancertest.Server, *stancer.Client) {
	server, err := stancertest.Start()
	if err != nil {
		log.Fatal(err)
	}
	return context.Background(), server, server.Client()
}

// A payment on the hosted page: create an intent, send the customer to its URL, and read it again
// when the customer is back. Stancer is not known to add anything to the ReturnURL.
func ExamplePaymentIntents_Create() {
	ctx, server, client := fake()
	defer server.Close()

	intent, err := client.PaymentIntents.Create(ctx, &stancer.PaymentIntentCreate{
		Amount:      4200, // 42.00 EUR
		Currency:    stancer.Ptr(stancer.CurrencyEUR),
		Description: stancer.Ptr("Two tickets"),
		OrderID:     stancer.Ptr("order-1"),
		ReturnURL:   stancer.Ptr("https://shop.example.com/thanks"),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("before:", intent.Status)

	// The customer pays on the page at intent.URL. The fake can do that without a browser.
	if err := server.CompletePaymentIntent(intent.ID, stancertest.CardApproved); err != nil {
		log.Fatal(err)
	}

	intent, err = client.PaymentIntents.Get(ctx, intent.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("after:", intent.Status)
	// Output:
	// before: require_payment_method
	// after: captured
}

// A stored card is charged without the customer. The UniqueID makes the call safe to repeat. Choose
// one per attempt, of at most 36 characters: that of a declined payment cannot be used again.
func ExamplePayments_Create_savedCard() {
	ctx, server, client := fake()
	defer server.Close()

	card, err := client.Cards.Create(ctx, &stancer.CardCreate{
		Number:   stancertest.CardApproved,
		ExpMonth: 12,
		ExpYear:  2030,
		CVC:      stancer.Ptr(stancer.CVC("123")),
	})
	if err != nil {
		log.Fatal(err)
	}
	payment, err := client.Payments.Create(ctx, &stancer.PaymentCreate{
		Amount:   990,
		Card:     stancer.CardByID(card.ID),
		UniqueID: stancer.Ptr("invoice-2026-11-000007-1"),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(payment.Status, payment.Response)
	// Output: to_capture 00
}

// A SEPA direct debit needs a mandate. Here the merchant has one on paper.
func ExamplePayments_Create_sepa() {
	ctx, server, client := fake()
	defer server.Close()

	account, err := client.SEPA.Create(ctx, &stancer.SEPACreate{
		IBAN:        stancertest.IBANFrance,
		Name:        "Jean Dupont",
		Mandate:     stancer.Ptr("MANDATE-2026-1"),
		DateMandate: &stancer.Date{Year: 2026, Month: 11, Day: 2},
	})
	if err != nil {
		log.Fatal(err)
	}
	payment, err := client.Payments.Create(ctx, &stancer.PaymentCreate{
		Amount: 2500,
		SEPA:   stancer.SEPAByID(account.ID),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(payment.Method, payment.SEPA.Last4, payment.Status)
	// Output: sepa 2606 to_capture
}

// Refund a part of a payment, then the rest: without parameters the whole rest is refunded.
func ExamplePayments_Refund() {
	ctx, server, client := fake()
	defer server.Close()
	payment := captured(ctx, server, client)

	part := &stancer.RefundRequest{Amount: stancer.Int(1500)}
	refund, err := client.Payments.Refund(ctx, payment.ID, part)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(refund.Amount, refund.Status)

	rest, err := client.Payments.Refund(ctx, payment.ID, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(rest.Amount, rest.Status)
	// Output:
	// 1500 to_refund
	// 2700 to_refund
}

// All payments of an order, newest first.
func ExamplePayments_List() {
	ctx, server, client := fake()
	defer server.Close()
	captured(ctx, server, client)

	ofOrder := &stancer.ListPaymentsParams{OrderID: stancer.Ptr("order-1")}
	for payment, err := range client.Payments.List(ofOrder).All(ctx) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(payment.Amount, payment.Currency, payment.Status)
	}
	// Output: 4200 eur captured
}

// A declined card is not an error: see the status and the response of the payment.
func ExamplePayments_Create_declined() {
	ctx, server, client := fake()
	defer server.Close()

	payment, err := client.Payments.Create(ctx, &stancer.PaymentCreate{
		Amount: 4200,
		Card: stancer.NewCard(stancer.CardCreate{
			Number:   stancertest.CardInsufficientFunds,
			ExpMonth: 12,
			ExpYear:  2030,
		}),
	})
	if err != nil {
		log.Fatal(err)
	}
	if payment.Status.Declined() {
		fmt.Println("refused, response", payment.Response)
	}
	// Output: refused, response 51
}

// A UniqueID that was used before is a conflict. The ExistingID of the error is the id of the first
// payment, if it is known.
func ExampleError_conflict() {
	ctx, server, client := fake()
	defer server.Close()

	params := &stancer.PaymentCreate{Amount: 4200, UniqueID: stancer.Ptr("order-1")}
	first, err := client.Payments.Create(ctx, params)
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.Payments.Create(ctx, params)
	var answer *stancer.Error
	if errors.Is(err, stancer.ErrConflict) && errors.As(err, &answer) && answer.ExistingID != "" {
		existing, err := client.Payments.Get(ctx, answer.ExistingID)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(answer.Status, existing.ID == first.ID, existing.Amount == params.Amount)
	}
	// Output: 409 true true
}

// Payouts of version 1 exist in live mode only.
func ExamplePayoutsV1_List() {
	ctx, server, client := fake()
	defer server.Close()

	for payout, err := range client.PayoutsV1.List(nil).All(ctx) {
		if errors.Is(err, stancer.ErrLiveModeOnly) {
			fmt.Println(err)
			break
		}
		fmt.Println(payout.Amount)
	}
	// Output: stancer: listPayoutsV1: 501 Not Implemented: payouts exist in live mode only, and the key is a test key
}

// A live key reads payouts and the payments in them. This example uses the live key of the fake.
func ExamplePayoutsV1_Payments() {
	ctx, server, _ := fake()
	defer server.Close()
	client := server.LiveClient()
	captured(ctx, server, client)
	server.PayOut(stancertest.ModeLive)

	for payout, err := range client.PayoutsV1.List(nil).All(ctx) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("payout:", payout.Payments.Amount, payout.Status)
		for payment, err := range client.PayoutsV1.Payments(payout.ID, nil).All(ctx) {
			if err != nil {
				log.Fatal(err)
			}
			fmt.Println("payment:", payment.Amount)
		}
	}
	// Output:
	// payout: 4200 pending
	// payment: 4200
}

// captured makes a payment of 42.00 EUR and captures it.
func captured(
	ctx context.Context, server *stancertest.Server, client *stancer.Client,
) *stancer.Payment {
	payment, err := client.Payments.Create(ctx, &stancer.PaymentCreate{
		Amount:  4200,
		OrderID: stancer.Ptr("order-1"),
		Card: stancer.NewCard(stancer.CardCreate{
			Number:   stancertest.CardApproved,
			ExpMonth: 12,
			ExpYear:  2030,
		}),
	})
	if err != nil {
		log.Fatal(err)
	}
	server.Settle()
	return payment
}
