package stancertest

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// Delivery is an event that is delivered to a webhook endpoint. Each status change of an object is
// an event for each endpoint that is enabled in the mode of the object. Several changes within one
// request are one event. An endpoint receives its events in order, except those that are retried.
//
// Observed by third parties: an event is a JSON object {id, type, data} in a POST, its signature,
// that 200 and 204 acknowledge it, and that there are up to 15 attempts. Everything else is a
// guess: the type is "<resource>.<status>", for payments, payment intents, refunds, disbursements,
// disputes and payouts. Each attempt is signed at the time of the system clock, which receivers
// check. An attempt times out after 10 seconds. The next attempt follows after a minute, and then
// after twice the previous wait, up to 12 hours, on the clock of the server: use [Server.Advance]
// to get there. Redirects are not followed. Endpoints that are disabled or deleted receive nothing.
type Delivery struct {
	// Endpoint is the id of the endpoint.
	Endpoint stancer.WebhookEndpointID `json:"endpoint"`
	// URL is the URL of the endpoint at the last attempt.
	URL   string        `json:"url"`
	Event stancer.Event `json:"event"`
	// Attempts are the completed attempts, oldest first.
	Attempts []Attempt `json:"attempts,omitempty"`
}

// Attempt is one call of a webhook endpoint.
type Attempt struct {
	// At is the time on the clock of the server when the attempt ended.
	At time.Time `json:"at"`
	// Status is the HTTP status of the answer. It is 0 if there was no answer; Error is the reason.
	Status int    `json:"status"`
	Error  string `json:"error,omitempty"`
}

// Acknowledged reports whether the last attempt was answered with 200 or 204.
func (d Delivery) Acknowledged() bool {
	if len(d.Attempts) == 0 {
		return false
	}
	status := d.Attempts[len(d.Attempts)-1].Status
	return status == http.StatusOK || status == http.StatusNoContent
}

// WithWebhookHosts allows webhooks to these hosts, for example "receiver.internal", in addition to
// localhost and loopback addresses. Other hosts are never called, so that a test cannot send
// requests to the internet by accident. [Server.Deliveries] returns those deliveries too, with an
// error.
func WithWebhookHosts(hosts ...string) Option {
	return func(s *Server) { s.outbox.hosts = append(s.outbox.hosts, hosts...) }
}

// Deliveries returns the last 10,000 deliveries, oldest first.
func (s *Server) Deliveries() []Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Delivery
	for _, it := range s.outbox.all {
		shown := it.Delivery
		shown.Attempts = slices.Clone(shown.Attempts)
		all = append(all, shown)
	}
	return all
}

// WaitForDeliveries waits until no webhook is being delivered: each event was acknowledged, given
// up, or waits for its next attempt.
func (s *Server) WaitForDeliveries(ctx context.Context) error {
	for {
		s.mu.Lock()
		busy, idle := len(s.outbox.queues) > 0, s.outbox.idle.wait()
		s.mu.Unlock()
		if !busy {
			return nil
		}
		select {
		case <-idle:
		case <-ctx.Done():
			err := context.Cause(ctx)
			return fmt.Errorf("stancertest: webhooks are still being delivered: %w", err)
		}
	}
}

// NewWebhookRequest returns a request that delivers an event, signed at the current time. Pass it
// to a handler or send it:
//
//	handler.ServeHTTP(response, stancertest.NewWebhookRequest("/hook", secret, event))
//
// It panics if the URL is invalid.
func NewWebhookRequest(
	url string, secret stancer.WebhookSecret, event stancer.Event,
) *http.Request {
	body := jsonAnswer(0, event).body
	request, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		panic("stancertest: " + err.Error())
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Stancer-Signature", stancer.SignWebhook(secret, time.Now(), body))
	return request
}
