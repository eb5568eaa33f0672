package stancer_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// byHand is a client for two calls, written with net/http and encoding/json: without retries, typed
// errors and redaction.
type byHand struct {
	url    string
	client *http.Client
}

type handPayment struct {
	ID             string        `json:"id"`
	Created        int64         `json:"created"`
	Amount         int64         `json:"amount"`
	Currency       string        `json:"currency"`
	Origin         *int          `json:"origin"`
	Status         *string       `json:"status"`
	Response       *string       `json:"response"`
	Method         *string       `json:"method"`
	Card           *handCard     `json:"card"`
	Customer       *handCustomer `json:"customer"`
	PaymentIntent  *string       `json:"payment_intent"`
	MethodsAllowed []string      `json:"methods_allowed"`
	Description    *string       `json:"description"`
	OrderID        *string       `json:"order_id"`
	UniqueID       *string       `json:"unique_id"`
	Fee            *int64        `json:"fee"`
	Capture        *bool         `json:"capture"`
	ReturnURL      *string       `json:"return_url"`
	DatePaym       *int64        `json:"date_paym"`
	DateBank       *string       `json:"date_bank"`
	LiveMode       *bool         `json:"live_mode"`
}

type handCard struct {
	ID       string  `json:"id"`
	Created  int64   `json:"created"`
	Brand    string  `json:"brand"`
	Last4    string  `json:"last4"`
	ExpMonth int     `json:"exp_month"`
	ExpYear  int     `json:"exp_year"`
	Name     *string `json:"name"`
	Country  *string `json:"country"`
	Funding  *string `json:"funding"`
	Nature   *string `json:"nature"`
	Network  *string `json:"network"`
	ZipCode  *string `json:"zip_code"`
}

type handCustomer struct {
	ID      string  `json:"id"`
	Created int64   `json:"created"`
	Email   *string `json:"email"`
	Name    *string `json:"name"`
	Mobile  *string `json:"mobile"`
	Country *string `json:"country"`
}

type handPage struct {
	Payments []handPayment `json:"payments"`
	Range    struct {
		Start   int  `json:"start"`
		Limit   int  `json:"limit"`
		HasMore bool `json:"has_more"`
	} `json:"range"`
}

func (c *byHand) payment(ctx context.Context, id string) (*handPayment, error) {
	var payment handPayment
	return &payment, c.get(ctx, "/v2/payments/"+id, &payment)
}

func (c *byHand) payments(ctx context.Context, limit int) (*handPage, error) {
	var page handPage
	return &page, c.get(ctx, fmt.Sprintf("/v2/payments/?limit=%d", limit), &page)
}

func (c *byHand) get(ctx context.Context, path string, result any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url+path, nil)
	if err != nil {
		return err
	}
	req.SetBasicAuth(testKey, "")
	resp, err := c.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	return json.NewDecoder(resp.Body).Decode(result)
}
