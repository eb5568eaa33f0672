package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// byHand is the client that one would write for two calls: no retries, no typed errors, no care for odd answers.
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
	req.SetBasicAuth(key, "")
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

// payment is what the server answers, in the form of real answers: with nulls, and unix seconds.
const payment = `{"id":"paym_yWYfCSzsUUhr9KwMv7vuLZHX","created":1721139663,"amount":4200,"currency":"eur","origin":1,"status":"captured",` +
	`"response":"00","response_author":null,"method":"card","card":{"id":"card_yWYfCSzsUUhr9KwMv7vuLZHX","created":1721139663,"deleted":false,` +
	`"brand":"visa","last4":"4242","exp_month":12,"exp_year":2030,"name":"Arthur Martin","country":"FR","funding":"credit","nature":"personal",` +
	`"network":"visa","zip_code":"75001","external_id":null,"customer":null,"live_mode":false},"sepa":null,"customer":{"id":` +
	`"cust_yWYfCSzsUUhr9KwMv7vuLZHX","created":1721139663,"deleted":false,"email":"arthur.martin@example.com","name":"Arthur Martin",` +
	`"mobile":"+33100000000","date_birth":null,"legal_id":null,"country":"FR","external_id":null,"billing_address":null,` +
	`"shipping_address":null,"live_mode":false},"payment_intent":"pi_yWYfCSzsUUhr9KwMv7vuLZHX","payout":null,"auth":null,"device":null,` +
	`"methods_allowed":["card","sepa"],"description":"Two tickets","order_id":"order-1","unique_id":"unique-1","fee":13,"capture":true,` +
	`"return_url":"https://shop.example.com/thanks","date_paym":1721139663,"date_bank":"2024-07-18","date_settlement":null,` +
	`"billing_address":null,"shipping_address":null,"live_mode":false}`

var page = `{"payments":[` + strings.Repeat(payment+",", 99) + payment + `],"range":{"start":0,"end":100,"limit":100,"count":100,"has_more":false}}`
