package stancertest_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http/httptest"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func ExampleServer_On() {
	server, err := stancertest.Start() // NewServer in a test
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	client, ctx := server.Client(), context.Background()

	server.On("createPayment").Inject(stancertest.DropAfter)
	_, err = client.Payments.Create(ctx, &stancer.PaymentCreate{
		Amount: 1000, OrderID: stancer.Ptr("order-7"),
	})
	fmt.Println(errors.Is(err, stancer.ErrUnknownOutcome))

	params := &stancer.ListPaymentsParams{OrderID: stancer.Ptr("order-7")}
	made, err := client.Payments.List(params).Page(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("payments made:", len(made.Items))
	// Output:
	// true
	// payments made: 1
}

func ExampleServer_WaitForDeliveries() {
	server, err := stancertest.Start() // NewServer in a test
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	client, ctx := server.Client(), context.Background()

	secret := stancer.WebhookSecret("0123456789abcdef")
	receiver, err := stancer.NewWebhookReceiver(secret)
	if err != nil {
		log.Fatal(err)
	}
	handler, err := receiver.Handler(func(_ context.Context, event *stancer.Event) error {
		fmt.Println(event.Type)
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	shop := httptest.NewServer(handler)
	defer shop.Close()
	err = server.Seed(stancertest.ModeTest, stancer.WebhookEndpoint{URL: shop.URL, Secret: secret})
	if err != nil {
		log.Fatal(err)
	}

	intent, err := client.PaymentIntents.Create(ctx, &stancer.PaymentIntentCreate{Amount: 1000})
	if err != nil {
		log.Fatal(err)
	}
	if err := server.CompletePaymentIntent(intent.ID, stancertest.CardApproved); err != nil {
		log.Fatal(err)
	}
	if err := server.WaitForDeliveries(ctx); err != nil {
		log.Fatal(err)
	}
	// Output:
	// payment_intent.require_payment_method
	// payment.to_capture
	// payment_intent.captured
}
