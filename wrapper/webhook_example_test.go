package stancer_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	stancer "github.com/stancer-go/stancer/wrapper"
)

func ExampleWebhookReceiver() {
	// The Secret of the endpoint.
	secret := stancer.WebhookSecret("0123456789abcdef0123456789abcdef")

	receiver, err := stancer.NewWebhookReceiver(secret)
	if err != nil {
		log.Fatal(err)
	}
	handler, err := receiver.Handler(func(_ context.Context, event *stancer.Event) error {
		// A service looks up here whether it has handled event.ID already.
		object, err := event.Object()
		if err != nil {
			return err // Stancer delivers the event again
		}
		switch object := object.(type) {
		case *stancer.Payment:
			fmt.Println("payment", object.ID) // read it again before acting on it
		case *stancer.Dispute:
			fmt.Println("dispute", object.ID)
		}
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()

	// Stancer sends a signed request.
	body := `{"id": "evt_1", "type": "payment", "data": {"id": "paym_SKMLflt8NBATuiUzgvTYqsw5"}}`
	req, err := http.NewRequest(http.MethodPost, server.URL, strings.NewReader(body))
	if err != nil {
		log.Fatal(err)
	}
	req.Header.Set("Stancer-Signature", stancer.SignWebhook(secret, time.Now(), []byte(body)))
	resp, err := server.Client().Do(req)
	if err != nil {
		log.Fatal(err)
	}
	defer resp.Body.Close()
	fmt.Println(resp.Status)
	// Output:
	// payment paym_SKMLflt8NBATuiUzgvTYqsw5
	// 204 No Content
}
