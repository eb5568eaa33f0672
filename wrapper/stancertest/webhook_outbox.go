package stancertest

import (
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/stancer-go/stancer/api"
	stancer "github.com/stancer-go/stancer/wrapper"
)

// Retries of deliveries. The 15 attempts were observed; the times are guesses.
const (
	maxAttempts     = 15
	firstRetry      = time.Minute
	longestRetry    = 12 * time.Hour
	deliveryTimeout = 10 * time.Second // a guess
)

// outbox holds the deliveries: a queue for each endpoint, and the deliveries that wait for a retry.
type outbox struct {
	client  *http.Client
	hosts   []string
	closed  bool
	all     []*delivery
	queues  map[*api.WebhookEndpoint][]*delivery // of endpoints that are being called
	waiting []*delivery                          // for a retry
	idle    signal
	workers sync.WaitGroup
}

// delivery is an event for one endpoint.
type delivery struct {
	Delivery
	data     *data
	endpoint *api.WebhookEndpoint
	due      time.Time
	timer    *time.Timer
}

func newOutbox() *outbox {
	return &outbox{
		queues: map[*api.WebhookEndpoint][]*delivery{},
		client: &http.Client{
			Timeout:       deliveryTimeout,
			CheckRedirect: noRedirects,
			Transport: &http.Transport{
				DisableKeepAlives: true,
				// Receivers on loopback addresses use self-signed certificates, and the events are
				// test data.
				TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
			},
		},
	}
}

// send queues an event for all enabled endpoints.
func (s *Server) send(d *data, event stancer.Event) {
	for _, endpoint := range d.webhooks.items {
		if !endpoint.Enabled {
			continue
		}
		it := &delivery{data: d, endpoint: endpoint}
		it.Delivery = Delivery{Endpoint: endpoint.ID, URL: endpoint.URL, Event: event}
		s.outbox.all = append(s.outbox.all, it)
		if excess := len(s.outbox.all) - maxRemembered; excess > 0 {
			s.outbox.all = s.outbox.all[excess:]
		}
		s.enqueue(it)
	}
}

func (s *Server) enqueue(it *delivery) {
	o := s.outbox
	if o.closed {
		return
	}
	queue, busy := o.queues[it.endpoint]
	o.queues[it.endpoint] = append(queue, it)
	if !busy {
		o.workers.Go(func() { s.work(it.endpoint) })
	}
}

// work delivers the queue of an endpoint.
func (s *Server) work(endpoint *api.WebhookEndpoint) {
	for {
		it, request := s.dequeue(endpoint)
		if it == nil {
			return
		}
		if request != nil {
			s.report(it, s.post(request))
		}
	}
}

// dequeue returns the next delivery of an endpoint and its signed request. The delivery is nil if
// the queue is empty. The request is nil if the delivery must not be sent.
func (s *Server) dequeue(endpoint *api.WebhookEndpoint) (*delivery, *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.outbox
	if o.closed || len(o.queues[endpoint]) == 0 {
		delete(o.queues, endpoint)
		o.idle.send()
		return nil, nil
	}
	it := o.queues[endpoint][0]
	o.queues[endpoint] = o.queues[endpoint][1:]
	if it.data.webhooks.byID[endpoint.ID] == nil || !endpoint.Enabled {
		return it, nil
	}
	it.URL = endpoint.URL
	if err := o.mayCall(it.URL); err != nil {
		it.Attempts = append(it.Attempts, Attempt{At: s.clock.now(), Error: err.Error()})
		return it, nil
	}
	return it, NewWebhookRequest(it.URL, endpoint.Secret, it.Event)
}

// mayCall returns an error for hosts that are not allowed, so that a test does not call them by
// accident.
func (o *outbox) mayCall(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("stancertest: not sent: %w", err)
	}
	host := u.Hostname()
	if isLoopback(host) || slices.Contains(o.hosts, host) {
		return nil
	}
	return fmt.Errorf("stancertest: not sent: %q is not a loopback host;"+
		" allow it with WithWebhookHosts (stancer-mock: -webhook-hosts)", host)
}

func (s *Server) post(request *http.Request) Attempt {
	response, err := s.outbox.client.Do(request.WithContext(s.open))
	if err != nil {
		return Attempt{Error: err.Error()}
	}
	defer response.Body.Close()
	body := io.LimitReader(response.Body, maxBody)
	io.Copy(io.Discard, body) //nolint:errcheck // only the status matters
	return Attempt{Status: response.StatusCode}
}

// report records an attempt and schedules the next one if there is one.
func (s *Server) report(it *delivery, attempt Attempt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	attempt.At = s.clock.now()
	it.Attempts = append(it.Attempts, attempt)
	if s.outbox.closed || it.Acknowledged() || len(it.Attempts) == maxAttempts {
		return
	}
	wait := min(firstRetry<<(len(it.Attempts)-1), longestRetry)
	it.due = s.clock.in(wait)
	it.timer = time.AfterFunc(wait, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.retryDue()
	})
	s.outbox.waiting = append(s.outbox.waiting, it)
}

// retryDue queues the deliveries whose retry is due on the clock of the server.
func (s *Server) retryDue() {
	s.outbox.waiting = slices.DeleteFunc(s.outbox.waiting, func(it *delivery) bool {
		wait := it.due.Sub(s.clock.now())
		if wait > 0 {
			it.timer.Reset(wait)
			return false
		}
		it.timer.Stop()
		s.enqueue(it)
		return true
	})
}

func (s *Server) stopDeliveries() {
	s.mu.Lock()
	s.outbox.closed = true
	for _, it := range s.outbox.waiting {
		it.timer.Stop()
	}
	s.mu.Unlock()
	s.outbox.workers.Wait()
}
