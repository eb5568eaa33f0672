package main

import (
	"context"
	"errors"
	"log"
	"net/http"

	stancer "github.com/stancer-go/stancer/wrapper"
)

const price = 4200 // in cents

// shop sells one thing.
type shop struct {
	http.Handler
	client *stancer.Client
	url    string
	fake   string // the page of the fake Stancer, or empty
	orders orders
}

// newShop returns the shop at url. Without the secret of a webhook endpoint it has no webhook, and
// reads a payment when the customer comes back.
func newShop(client *stancer.Client, url string, secret stancer.WebhookSecret) (*shop, error) {
	mux := http.NewServeMux()
	s := &shop{client: client, url: url}
	s.Handler = http.NewCrossOriginProtection().Handler(mux)
	mux.HandleFunc("GET /{$}", s.front)
	mux.HandleFunc("POST /buy", s.buy)
	mux.HandleFunc("GET /orders/{order}", s.show)
	mux.HandleFunc("POST /orders/{order}/refund", s.refund)
	mux.HandleFunc("GET /shop.css", serve("shop.css"))
	mux.HandleFunc("GET /icon.svg", serve("icon.svg"))
	mux.HandleFunc("/", s.notFound)
	if secret == "" {
		return s, nil
	}
	receiver, err := stancer.NewWebhookReceiver(secret)
	if err != nil {
		return nil, err
	}
	webhook, err := receiver.Handler(s.delivered)
	if err != nil {
		return nil, err
	}
	mux.Handle("/webhook", webhook)
	return s, nil
}

func serve(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, files, "pages/"+name)
	}
}

func (s *shop) front(w http.ResponseWriter, r *http.Request) {
	s.render(w, r, http.StatusOK, "front", page{Title: "Two tickets for tonight"})
}

// buy creates an order with a payment intent, and sends the customer to the payment page.
func (s *shop) buy(w http.ResponseWriter, r *http.Request) {
	id := newOrderID()
	intent, err := s.client.PaymentIntents.Create(r.Context(), &stancer.PaymentIntentCreate{
		Amount:      price,
		Currency:    stancer.Ptr(stancer.CurrencyEUR),
		Description: stancer.Ptr(translate(languageOf(r), "Two tickets for tonight")),
		OrderID:     &id,
		ReturnURL:   stancer.Ptr(s.url + "/orders/" + id),
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.orders.add(order{ID: id, Intent: intent.ID, PayAt: intent.URL, Status: intent.Status})
	http.Redirect(w, r, intent.URL, http.StatusSeeOther)
}

// show is the return_url. The customer comes back here whatever happened, and anybody can open an
// address, so it reads the payment intent.
func (s *shop) show(w http.ResponseWriter, r *http.Request) {
	o, err := s.refresh(r.Context(), r.PathValue("order"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, "order", page{Title: "Your order", Order: &o})
}

// refresh reads the payment intent of an order.
func (s *shop) refresh(ctx context.Context, id string) (order, error) {
	o, err := s.orders.get(id)
	if err != nil {
		return o, err
	}
	intent, err := s.client.PaymentIntents.Get(ctx, o.Intent)
	if err != nil {
		return o, err
	}
	return s.orders.setStatus(id, intent.Status)
}

// delivered handles an event. An event can come twice, late or out of order, so it is only a reason
// to read the payment intent.
func (s *shop) delivered(ctx context.Context, event *stancer.Event) error {
	object, err := event.Object()
	if err != nil {
		return err
	}
	var id string
	switch object := object.(type) {
	case *stancer.Payment:
		id = object.OrderID
	case *stancer.PaymentIntent:
		id = object.OrderID
	}
	if id == "" {
		return nil // not about an order
	}
	_, err = s.refresh(ctx, id)
	if errors.Is(err, errNoOrder) {
		return nil // not about an order of this shop
	}
	return err
}

// refund refunds an order once. The order page shows what came of it.
func (s *shop) refund(w http.ResponseWriter, r *http.Request) {
	o, err := s.orders.startRefund(r.PathValue("order"))
	if err == nil {
		// A customer who closes the browser does not stop the refund.
		err = s.sendRefund(context.WithoutCancel(r.Context()), o)
	}
	if err != nil && !errors.Is(err, errRefunded) {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/orders/"+o.ID, http.StatusSeeOther)
}

func (s *shop) sendRefund(ctx context.Context, o order) error {
	_, err := s.client.PaymentIntents.Refund(ctx, o.Intent, nil)
	if errors.Is(err, stancer.ErrUnknownOutcome) {
		// It may have been made. It is not sent again: a person has to look.
		log.Printf("check the refund of %s: %v", o.ID, err)
		return nil
	}
	state := refundMade
	if err != nil {
		state = ""
	}
	_, unknown := s.orders.setRefund(o.ID, state)
	return errors.Join(err, unknown)
}

func (s *shop) notFound(w http.ResponseWriter, r *http.Request) { s.fail(w, r, errNoOrder) }

// fail shows a page without the error, which belongs in the log.
func (s *shop) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, errNoOrder) {
		s.render(w, r, http.StatusNotFound, "problem", page{
			Title: "Page not found",
			Text:  "This page or order does not exist. Check the address.",
		})
		return
	}
	log.Printf("%s %s: %v", r.Method, r.URL.Path, err)
	s.render(w, r, http.StatusBadGateway, "problem", page{
		Title: "That did not work",
		Text:  "The payment service could not do it. Please try again in a few minutes.",
	})
}
