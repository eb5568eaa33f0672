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

// Delivery is an event on its way to a webhook endpoint. Each object that gets a new status is an event for each endpoint that is enabled
// then, in the mode of the object; what changes in the same moment is one change. An endpoint gets its events one after the other, but for
// those that it did not acknowledge.
//
// Observed by third parties: that an event is a JSON object {id, type, data} in a POST, how it is signed, that 200 and 204 acknowledge it,
// and that there are up to 15 attempts. All else is a guess: that the type is "<resource>.<status>", of payments, payment intents,
// refunds, disbursements, disputes and payouts; that each attempt is signed anew, at the time of the machine's clock, which receivers look
// at; that an attempt lasts 10 seconds at most; and that the next one is a minute later, then after twice as long each time up to 12 hours,
// on the server's clock: [Server.Advance] brings it on. A redirect is not followed, and what no longer is enabled gets nothing.
type Delivery struct {
	// Endpoint is the id of the endpoint, and URL where it was called, or would have been.
	Endpoint stancer.WebhookEndpointID `json:"endpoint"`
	URL      string                    `json:"url"`
	Event    stancer.Event             `json:"event"`
	// Attempts are the calls so far, oldest first. There is none yet when the first is still under way.
	Attempts []Attempt `json:"attempts,omitempty"`
}

// Attempt is one call of a webhook endpoint.
type Attempt struct {
	// At is the time on the server's clock when it was over.
	At time.Time `json:"at"`
	// Status is the HTTP status of the answer, or 0 when there was none; then Error says why.
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

// WithWebhookHosts lets the server deliver webhooks to these hosts, too, "receiver.internal" for example. Without it only loopback
// addresses and localhost are called, so that no test calls out by accident; [Server.Deliveries] shows what was not sent.
func WithWebhookHosts(hosts ...string) Option {
	return func(s *Server) { s.outbox.hosts = append(s.outbox.hosts, hosts...) }
}

// Deliveries returns what webhook endpoints were sent so far, oldest first: the last 10,000 deliveries.
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

// WaitForDeliveries returns when no webhook is under way: each event was acknowledged, given up, or waits for its next attempt.
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
			return fmt.Errorf("stancertest: webhooks are still under way: %w", context.Cause(ctx))
		}
	}
}

// NewWebhookRequest makes the request that delivers an event, signed now, to serve to a handler or to send:
//
//	handler.ServeHTTP(response, stancertest.NewWebhookRequest("/hook", secret, stancertest.NewEvent("payment.captured", payment)))
//
// It panics when the URL is none.
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
