package contract

import (
	"errors"
	"net/http"
	"slices"
	"sync"

	"github.com/stancer-go/stancer/openapi"
)

// Transport checks requests and responses against the document, and changes none of them. It is
// safe for concurrent use.
type Transport struct {
	next   http.RoundTripper
	report func(Deviation)
	spec   *openapi.Spec
	faults bool

	mu        sync.Mutex // guards exercised, and serializes the calls of report
	exercised map[string][]int
}

// Option changes how a transport checks.
type Option func(*Transport)

// AllowFaults is for a test that injects faults into the responses. An undocumented status, a wrong
// content type, and a body that ends too early or is not JSON are then [LevelFault] instead of
// [LevelError]. Requests, and responses that are JSON, are checked as usual.
func AllowFaults() Option { return func(t *Transport) { t.faults = true } }

// New returns a transport that sends requests through next, or http.DefaultTransport if that is
// nil, and calls report for each deviation, one at a time. The function report must not send
// through the transport.
func New(next http.RoundTripper, report func(Deviation), options ...Option) (*Transport, error) {
	if report == nil {
		return nil, errors.New("contract: the report function must not be nil")
	}
	spec, err := openapi.Read()
	if err != nil {
		return nil, err
	}
	if next == nil {
		next = http.DefaultTransport
	}
	t := &Transport{next: next, report: report, spec: spec, exercised: map[string][]int{}}
	for _, option := range options {
		option(t)
	}
	return t, nil
}

// RoundTrip sends a request, checks it and its response, and returns the response.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	e := &exchange{spec: t.spec, faults: t.faults}
	resp, err := t.next.RoundTrip(e.request(req))
	if err == nil && e.op != nil {
		e.response(resp)
	}
	t.finish(e)
	return resp, err
}

// finish reports the deviations of an exchange and records its status.
func (t *Transport) finish(e *exchange) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, deviation := range e.deviations {
		t.report(deviation)
	}
	if e.status == 0 {
		return
	}
	statuses := t.exercised[e.op.OperationID]
	if at, found := slices.BinarySearch(statuses, e.status); !found {
		t.exercised[e.op.OperationID] = slices.Insert(statuses, at, e.status)
	}
}

// Exercised returns the statuses of the responses, in ascending order, by operation id.
func (t *Transport) Exercised() map[string][]int {
	t.mu.Lock()
	defer t.mu.Unlock()
	exercised := make(map[string][]int, len(t.exercised))
	for id, statuses := range t.exercised {
		exercised[id] = slices.Clone(statuses)
	}
	return exercised
}
