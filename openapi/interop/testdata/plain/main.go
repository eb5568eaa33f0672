// Command plain checks that the client that oapi-codegen generates with its default configuration
// works: it calls a fake Stancer with it. `make lint-document` generates client.gen.go and runs it.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "plain:", err)
		os.Exit(1)
	}
	fmt.Println("plain: the client of oapi-codegen works")
}

func run(ctx context.Context) error {
	server, err := stancertest.Start()
	if err != nil {
		return err
	}
	defer server.Close()
	client, err := newClient(server.URL, server.TestKey)
	if err != nil {
		return err
	}
	for _, check := range []struct {
		name string
		run  func(context.Context, *ClientWithResponses) error
	}{
		{"ping", ping},
		{"a payment with a card", payment},
		{"an intent with metadata", metadata},
		{"a list with a filter", list},
		{"an invalid request", invalid},
		{"a payout of version 1", liveModeOnly},
	} {
		if err := check.run(ctx, client); err != nil {
			return fmt.Errorf("%s: %w", check.name, err)
		}
	}
	live, err := newClient(server.URL, server.LiveKey)
	if err != nil {
		return err
	}
	return payoutsV1(ctx, live)
}

func newClient(url, key string) (*ClientWithResponses, error) {
	withKey := func(_ context.Context, req *http.Request) error {
		req.SetBasicAuth(key, "")
		return nil
	}
	return NewClientWithResponses(url, WithRequestEditorFn(withKey))
}

// want returns an error unless the answer has the status and, with it, a value.
func want[T any](status int, value *T, got *http.Response, body []byte) (*T, error) {
	if got.StatusCode != status || value == nil {
		return nil, fmt.Errorf("%s, want %d: %s", got.Status, status, body)
	}
	return value, nil
}

func ping(ctx context.Context, c *ClientWithResponses) error {
	res, err := c.PingWithResponse(ctx)
	if err != nil {
		return err
	}
	_, err = want(http.StatusOK, res.JSON200, res.HTTPResponse, res.Body)
	return err
}

func payment(ctx context.Context, c *ClientWithResponses) error {
	cvc := "123"
	var card PaymentCard
	number := CardCreate{Number: "4242424242424242", ExpMonth: 12, ExpYear: 2099, Cvc: &cvc}
	if err := card.FromCardCreate(number); err != nil {
		return err
	}
	res, err := c.CreatePaymentWithResponse(ctx, PaymentCreate{Amount: 1000, Card: &card})
	if err != nil {
		return err
	}
	created, err := want(http.StatusOK, res.JSON200, res.HTTPResponse, res.Body)
	if err != nil {
		return err
	}
	if created.Amount != 1000 || created.Card == nil || created.Card.Last4 != "4242" {
		return fmt.Errorf("want 1000 with a card that ends with 4242: %s", res.Body)
	}
	_, err = created.Created.AsTimestamp0()
	return err
}

func metadata(ctx context.Context, c *ClientWithResponses) error {
	var sent Metadata = map[string]any{"order": map[string]any{"lines": []any{1, "two", nil}}}
	res, err := c.CreatePaymentIntentWithResponse(ctx, PaymentIntentCreate{Amount: 1000, Metadata: &sent})
	if err != nil {
		return err
	}
	created, err := want(http.StatusOK, res.JSON200, res.HTTPResponse, res.Body)
	if err != nil {
		return err
	}
	text, err := json.Marshal(created.Metadata)
	if string(text) != `{"order":{"lines":[1,"two",null]}}` {
		return fmt.Errorf("the metadata came back as %s", text)
	}
	return err
}

func list(ctx context.Context, c *ClientWithResponses) error {
	var since Created
	if err := since.FromTimestamp0(1512518400); err != nil {
		return err
	}
	res, err := c.ListPaymentsWithResponse(ctx, &ListPaymentsParams{Created: &since})
	if err != nil {
		return err
	}
	page, err := want(http.StatusOK, res.JSON200, res.HTTPResponse, res.Body)
	if err == nil && len(page.Payments) != 1 {
		return fmt.Errorf("want one payment: %s", res.Body)
	}
	return err
}

func invalid(ctx context.Context, c *ClientWithResponses) error {
	empty := ""
	intent := PaymentIntentCreate{Amount: 1000, Description: &empty}
	res, err := c.CreatePaymentIntentWithResponse(ctx, intent)
	if err != nil {
		return err
	}
	problem, err := want(http.StatusUnprocessableEntity, res.JSON422, res.HTTPResponse, res.Body)
	if err == nil && (problem.Detail == nil || len(*problem.Detail) == 0) {
		return fmt.Errorf("want the errors of the request: %s", res.Body)
	}
	return err
}

func liveModeOnly(ctx context.Context, c *ClientWithResponses) error {
	res, err := c.ListPayoutsV1WithResponse(ctx, nil)
	if err != nil {
		return err
	}
	_, err = want(http.StatusNotImplemented, res.JSON501, res.HTTPResponse, res.Body)
	return err
}

func payoutsV1(ctx context.Context, c *ClientWithResponses) error {
	res, err := c.ListPayoutsV1WithResponse(ctx, nil)
	if err != nil {
		return err
	}
	_, err = want(http.StatusOK, res.JSON200, res.HTTPResponse, res.Body)
	return err
}
