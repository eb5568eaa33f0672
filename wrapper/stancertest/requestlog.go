package stancertest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// How much the server remembers.
const (
	maxRemembered = 10_000 // requests, and deliveries
	maxKeptBody   = 64 << 10
)

// Request is what the server remembers of a request. What looks like a card number, an IBAN or a
// key is "[redacted]" wherever it was sent, and so is each member of the body named number, cvc,
// iban or secret. In metadata, a number that fails the Luhn check of card numbers is shown.
type Request struct {
	Method string     `json:"method"`
	Path   string     `json:"path"`
	Query  url.Values `json:"query,omitempty"` // nil when there is none
	// Body is the JSON of the body, with its members in the order of their names. It is empty for what is no JSON or more than 64 KiB.
	Body string `json:"body,omitempty"`
	// Operation is the operation id in the document, createPayment for example, or empty when there is no such route.
	Operation string `json:"operation,omitempty"`
	// Status is the HTTP status with which the operation was answered, even when a fault lost or replaced the answer afterwards. Where a
	// fault kept the operation from being done it is the status that the fault answered with, or 0 when there was no answer.
	Status int `json:"status"`
	// Faulty says that a fault met the request, see [Server.On] and [Server.Chaos].
	Faulty bool `json:"faulty"`
}

// Requests returns what the server got so far, oldest first: the last 10,000 requests.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.log.requests)
}

// WaitForRequest returns the oldest request of the operation that it has not returned before, and waits for one as long as there is none.
// An empty operation stands for any; what was returned for the one can still be returned for the other. The request has been done when it
// is returned, though its answer may still be delayed.
func (s *Server) WaitForRequest(ctx context.Context, operation string) (Request, error) {
	if err := s.api.check(operation); err != nil {
		return Request{}, err
	}
	for {
		s.mu.Lock()
		request, ok := s.log.next(operation)
		added := s.log.added.wait()
		s.mu.Unlock()
		if ok {
			return request, nil
		}
		select {
		case <-added:
		case <-ctx.Done():
			return Request{}, fmt.Errorf("stancertest: no request %s came: %w", operation,
				context.Cause(ctx))
		case <-s.open.Done():
			return Request{}, fmt.Errorf("stancertest: the server was closed and no request %s came", operation)
		}
	}
}

// ExpectOnly fails the test for each request from now on that is not one of the operations; without any, for each request. The request is
// answered all the same. It panics when an operation is unknown, or the server was not made by [NewServer].
func (s *Server) ExpectOnly(operations ...string) {
	if s.t == nil {
		panic("stancertest: ExpectOnly needs a server that was made by NewServer")
	}
	s.api.mustKnow(operations)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log.only, s.log.expected = true, operations
}

// requestLog is what was remembered.
type requestLog struct {
	requests []Request
	gone     int            // how many are no longer remembered
	read     map[string]int // how far WaitForRequest has come, by operation
	added    signal

	only     bool
	expected []string
}

func (l *requestLog) add(request Request) {
	l.requests = append(l.requests, request)
	if excess := len(l.requests) - maxRemembered; excess > 0 {
		l.requests = l.requests[excess:]
		l.gone += excess
	}
	l.added.send()
}

func (l *requestLog) next(operation string) (Request, bool) {
	if l.read == nil {
		l.read = map[string]int{}
	}
	for i := max(0, l.read[operation]-l.gone); i < len(l.requests); i++ {
		if operation == "" || l.requests[i].Operation == operation {
			l.read[operation] = l.gone + i + 1
			return l.requests[i], true
		}
	}
	l.read[operation] = l.gone + len(l.requests)
	return Request{}, false
}

// entry is a request on its way into the log.
type entry struct {
	Request
	s    *Server
	done bool
}

// receive reads the whole body, which also lets the server notice when the client goes away.
func (s *Server) receive(r *http.Request, op *operation) (*http.Request, *entry) {
	body, _ := io.ReadAll(io.LimitReader(r.Body, maxBody)) // what is missing from a body makes it invalid
	r = r.WithContext(r.Context())
	r.Body = io.NopCloser(bytes.NewReader(body))
	e := &entry{s: s, Request: Request{Method: r.Method, Path: redact(r.URL.Path),
		Query: redactQuery(r.URL.Query()), Body: redactJSON(body)}}
	if op != nil {
		e.Operation = op.OperationID
	}
	return r, e
}

// record adds the request to the log when it was done or answered, whichever comes first, and before its client can know.
func (e *entry) record(status int) {
	if e.done {
		return
	}
	e.done, e.Status = true, status
	e.s.mu.Lock()
	defer e.s.mu.Unlock()
	e.s.log.add(e.Request)
	if only := e.s.log.only; only && !slices.Contains(e.s.log.expected, e.Operation) {
		e.s.t.Errorf("stancertest: unexpected request %s %s (%s), answered with %d; expected: %s",
			e.Method, e.Path, orNone(e.Operation), e.Status, orNone(strings.Join(e.s.log.expected,
				", ")))
	}
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}
