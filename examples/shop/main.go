// Command shop is a small web shop. It takes a payment through the hosted page, handles the customer's return and the webhook, and refunds.
//
// Without a key it starts a fake Stancer in the same process, whose hosted pages open in a browser. With STANCER_API_KEY set to a test key
// it talks to Stancer; webhooks then need an endpoint that Stancer can reach, and its secret in STANCER_WEBHOOK_SECRET.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"time"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func main() {
	address := flag.String("addr", "127.0.0.1:8080", "where to listen")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *address); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, address string) error {
	url := "http://" + address
	client, secret, stop, err := connect(ctx, url)
	if err != nil {
		return err
	}
	defer stop()
	shop, err := newShop(client, url, secret)
	if err != nil {
		return err
	}
	server := &http.Server{Addr: address, Handler: shop, ReadHeaderTimeout: 10 * time.Second}
	context.AfterFunc(ctx, func() { _ = server.Shutdown(context.WithoutCancel(ctx)) })
	fmt.Println("The shop is open at", url)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// connect gives a client of Stancer, or of a fake with an endpoint for the shop's webhook, and the secret of the endpoint.
func connect(ctx context.Context, shop string) (client *stancer.Client, secret stancer.WebhookSecret, stop func(), err error) {
	if os.Getenv("STANCER_API_KEY") != "" {
		client, err = stancer.NewFromEnv(stancer.WithMode(stancer.ModeTest))
		return client, stancer.WebhookSecret(os.Getenv("STANCER_WEBHOOK_SECRET")), func() {}, err
	}
	fake, err := stancertest.Start(stancertest.WithHostedPages())
	if err != nil {
		return nil, "", nil, err
	}
	client = fake.Client()
	endpoint, err := client.Webhooks.Create(ctx, &stancer.WebhookEndpointCreate{URL: shop + "/webhook"})
	if err != nil {
		fake.Close()
		return nil, "", nil, err
	}
	return client, endpoint.Secret, fake.Close, nil
}
