// Command shop is a small web shop in English and French. It takes a payment through the payment
// page, handles the customer's return and the webhook, and refunds.
//
// Without a key it starts a fake Stancer in the same process, whose payment page opens in a
// browser. With STANCER_API_KEY set to a test key it calls Stancer. The shop then receives webhooks
// if Stancer can reach its /webhook, and STANCER_WEBHOOK_SECRET has the secret of that endpoint.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"time"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func main() {
	address := flag.String("addr", "127.0.0.1:8080", "the `address` to listen on")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *address); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, address string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("%w (choose another address with -addr)", err)
	}
	defer listener.Close()
	url := "http://" + listener.Addr().String()
	connected, err := connect(ctx, url)
	if err != nil {
		return err
	}
	shop, err := newShop(connected.client, url, connected.secret)
	if err != nil {
		return err
	}
	shop.fake = connected.fake
	server := &http.Server{Handler: shop, ReadHeaderTimeout: 10 * time.Second}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	fmt.Println("The shop is open at", url)
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// connection is how the shop reaches Stancer, or a fake.
type connection struct {
	client *stancer.Client
	secret stancer.WebhookSecret // of the shop's webhook endpoint
	fake   string                // the page of the fake, or empty
}

func connect(ctx context.Context, shop string) (*connection, error) {
	if os.Getenv("STANCER_API_KEY") == "" {
		return connectFake(ctx, shop)
	}
	client, err := stancer.NewFromEnv(stancer.WithMode(stancer.ModeTest))
	secret := stancer.WebhookSecret(os.Getenv("STANCER_WEBHOOK_SECRET"))
	return &connection{client: client, secret: secret}, err
}

// connectFake starts a fake Stancer that runs until ctx ends.
func connectFake(ctx context.Context, shop string) (*connection, error) {
	fake, err := stancertest.Start(stancertest.WithHostedPages(), stancertest.WithControl())
	if err != nil {
		return nil, err
	}
	context.AfterFunc(ctx, fake.Close)
	client := fake.Client()
	webhook := &stancer.WebhookEndpointCreate{URL: shop + "/webhook"}
	endpoint, err := client.Webhooks.Create(ctx, webhook)
	if err != nil {
		return nil, err
	}
	go settle(ctx, fake)
	page := fake.URL + "/_fake/"
	fmt.Println("The fake Stancer shows its requests, deliveries and objects at", page)
	return &connection{client, endpoint.Secret, page}, nil
}

// settle ends a day every minute, so that direct debits are paid while you watch.
func settle(ctx context.Context, fake *stancertest.Server) {
	days := time.NewTicker(time.Minute)
	defer days.Stop()
	for {
		select {
		case <-days.C:
			fake.Settle()
		case <-ctx.Done():
			return
		}
	}
}
