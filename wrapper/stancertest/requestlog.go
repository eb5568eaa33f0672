package stancertest

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/stancer-go/stancer/openapi"
)

// Limits of the log.
const (
	maxRemembered = 10_000 // requests, and deliveries
	maxKeptBody   = 64 << 10
)

// Request is a request that the server received. Text that looks like a card number, an IBAN or a
// key is redacted, and so are the members number, cvc, iban and secret of the body. In metadata,
// numbers that fail the Luhn check of card numbers are kept.
type Request struct {
	Method string     `json:"method"`
	Path   string     `json:"path"`
	Query  url.Values `json:"query,omitempty"` // nil without a query
	// Body is the JSON of the body, with sorted members. It is empty if the body is not valid JSON
	// or larger than 64 KiB.
	Body string `json:"body,omitempty"`
	// Operation is the operation id in the OpenAPI document, for example createPayment. It is empty
	// for an unknown route.
	Operation string `json:"operation,omitempty"`
	// Status is the HTTP status of the operation, even if a fault dropped or replaced the answer.
	// If a fault prevented the operation, it is the status of the fault, or 0 if there was no
	// answer.
	Status int `json:"status"`
	// Faulty reports whether a fault was applied to the request, see [Server.On] and
	// [Server.Chaos].
	Faulty bool `json:"faulty"`
}

// Requests returns the last 10,000 requests, oldest first.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.log.requests)
}

// WaitForRequest returns the oldest request of the operation that it has not returned for this
// operation yet. It waits if there is none. With an empty operation it returns each request once,
// also those that were returned for their operation. The work of the request is done when
// WaitForRequest returns; its answer may still be delayed.
func (s *Server) WaitForRequest(ctx context.Context, operation string) (Request, error) {
	if err := s.checkOperation(operation); err != nil {
		return Request{}, err
	}
	wanted := cmp.Or(operation, "any operation")
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
			err := context.Cause(ctx)
			return Request{}, fmt.Errorf("stancertest: no request of %s: %w", wanted, err)
		case <-s.open.Done():
			return Request{}, fmt.Errorf(
				"stancertest: no request of %s: the server was closed", wanted)
		}
	}
}

// ExpectOnly fails the test for each later request that is not one of the operations, or for each
// later request if there are no operations. The requests are answered as usual. ExpectOnly panics
// if an operation is unknown or if the server was not made by [NewServer].
func (s *Server) ExpectOnly(operations ...string) {
	if s.t == nil {
		panic("stancertest: ExpectOnly requires a server made by NewServer")
	}
	s.mustKnow(operations)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log.only, s.log.expected = true, operations
}

// requestLog holds the requests.
type requestLog struct {
	requests []Request
	gone     int            // how many were dropped
	read     map[string]int // the progress of WaitForRequest by operation
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

// entry is a request that is not in the log yet.
type entry struct {
	Request
	s    *Server
	done bool
}

// receive reads the whole body. The server can then detect that the client goes away.
func (s *Server) receive(r *http.Request, op *openapi.Operation) (*http.Request, *entry) {
	// An incomplete body is invalid, so the error is not needed.
	body, _ := io.ReadAll(io.LimitReader(r.Body, maxBody))
	r = r.WithContext(r.Context())
	r.Body = io.NopCloser(bytes.NewReader(body))
	e := &entry{s: s, Request: Request{
		Method: r.Method,
		Path:   redact(r.URL.Path),
		Query:  redactQuery(r.URL.Query()),
		Body:   redactJSON(body),
	}}
	if op != nil {
		e.Operation = op.OperationID
	}
	return r, e
}

// record adds the request to the log when its work is done or when it is answered, whichever is
// first, and before the client can get the answer.
func (e *entry) record(status int) {
	if e.done {
		return
	}
	e.done, e.Status = true, status
	e.s.mu.Lock()
	defer e.s.mu.Unlock()
	e.s.log.add(e.Request)
	if only := e.s.log.only; only && !slices.Contains(e.s.log.expected, e.Operation) {
		expected := strings.Join(e.s.log.expected, ", ")
		e.s.t.Errorf("stancertest: unexpected request %s %s (%s), answered with %d; expected: %s",
			e.Method, e.Path, cmp.Or(e.Operation, "none"), e.Status, cmp.Or(expected, "none"))
	}
}
