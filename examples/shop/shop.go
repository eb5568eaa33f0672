package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	stancer "github.com/stancer-go/stancer/wrapper"
)

const price = 4200 // 42.00 EUR

// shop sells one thing.
type shop struct {
	*http.ServeMux
	client *stancer.Client
	url    string
	orders orders
}

// newShop returns the shop at url. Without a webhook secret it has no webhook, and learns of a payment when the customer comes back.
func newShop(client *stancer.Client, url string, secret stancer.WebhookSecret) (*shop, error) {
	s := &shop{ServeMux: http.NewServeMux(), client: client, url: url}
	s.HandleFunc("GET /{$}", s.front)
	s.HandleFunc("POST /buy", s.buy)
	s.HandleFunc("GET /orders/{order}", s.show)
	s.HandleFunc("POST /orders/{order}/refund", s.refund)
	if secret == "" {
		return s, nil
	}
	webhook, err := stancer.WebhookReceiver{Secrets: []stancer.WebhookSecret{secret}}.Handler(s.delivered)
	if err != nil {
		return nil, err
	}
	s.Handle("/webhook", webhook)
	return s, nil
}

func (s *shop) front(w http.ResponseWriter, _ *http.Request) { render(w, frontPage, nil) }

// buy makes an order with an intent, and sends the customer to pay it.
func (s *shop) buy(w http.ResponseWriter, r *http.Request) {
	id := newOrderID()
	intent, err := s.client.PaymentIntents.Create(r.Context(), &stancer.PaymentIntentCreate{
		Amount:      price,
		Currency:    stancer.Ptr(stancer.CurrencyEUR),
		Description: stancer.Ptr("Two tickets"),
		OrderID:     &id,
		ReturnURL:   stancer.Ptr(s.url + "/orders/" + id),
	})
	if err != nil {
		fail(w, err)
		return
	}
	s.orders.put(order{ID: id, Intent: intent.ID, Status: intent.Status})
	http.Redirect(w, r, intent.URL, http.StatusSeeOther)
}

// show is where the customer comes back to, whatever happened. What counts is what Stancer says, not that somebody opens the page.
func (s *shop) show(w http.ResponseWriter, r *http.Request) {
	o, err := s.refresh(r.Context(), r.PathValue("order"))
	if err != nil {
		fail(w, err)
		return
	}
	render(w, orderPage, o)
}

// delivered handles an event. It may come more than once, and late, so it is only taken as a reason to look.
func (s *shop) delivered(ctx context.Context, event *stancer.Event) error {
	object, err := event.Object()
	if err != nil {
		return err
	}
	var id *string
	switch object := object.(type) {
	case *stancer.Payment:
		id = object.OrderID
	case *stancer.PaymentIntent:
		id = object.OrderID
	}
	if id == nil {
		return nil // not about an order
	}
	_, err = s.refresh(ctx, *id)
	if errors.Is(err, errNoOrder) {
		return nil // not about an order of this shop
	}
	return err
}

// refresh reads the intent of an order.
func (s *shop) refresh(ctx context.Context, id string) (order, error) {
	o, err := s.orders.get(id)
	if err != nil {
		return o, err
	}
	intent, err := s.client.PaymentIntents.Get(ctx, o.Intent)
	if err != nil {
		return o, err
	}
	o.Status = intent.Status
	return s.orders.put(o), nil
}

// refund gives the money of an order back, once.
func (s *shop) refund(w http.ResponseWriter, r *http.Request) {
	o, err := s.orders.startRefund(r.PathValue("order"))
	if err != nil {
		fail(w, err)
		return
	}
	refund, err := s.client.PaymentIntents.Refund(r.Context(), o.Intent, nil)
	switch {
	case errors.Is(err, stancer.ErrUnknownOutcome):
		// It may have been done: leave the order as it is, for a person to look at.
		fail(w, err)
		return
	case err != nil:
		s.orders.endRefund(o.ID, "")
		fail(w, err)
		return
	}
	s.orders.endRefund(o.ID, refund.ID)
	http.Redirect(w, r, "/orders/"+o.ID, http.StatusSeeOther)
}

// fail tells the customer little, and the log of a real shop all.
func fail(w http.ResponseWriter, err error) {
	status := http.StatusBadGateway
	switch {
	case errors.Is(err, errNoOrder):
		status = http.StatusNotFound
	case errors.Is(err, errRefunded):
		status = http.StatusConflict
	}
	http.Error(w, fmt.Sprintf("Sorry, that did not work: %v", err), status)
}
