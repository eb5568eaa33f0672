package contract

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Transport checks what passes through it against the document, and changes none of it. It is safe for concurrent use.
type Transport struct {
	next    http.RoundTripper
	report  func(Deviation)
	surface *surface

	mu        sync.Mutex // guards what follows, and lets one report run at a time
	exercised map[string][]int
}

// New returns a transport that sends requests through next, or http.DefaultTransport if that is nil, and reports each deviation. One
// report runs at a time. It must not send through the transport.
func New(next http.RoundTripper, report func(Deviation)) (*Transport, error) {
	if report == nil {
		return nil, errors.New("contract: the report function is nil")
	}
	surface, err := document()
	if err != nil {
		return nil, err
	}
	if next == nil {
		next = http.DefaultTransport
	}
	return &Transport{next: next, report: report, surface: surface, exercised: map[string][]int{}}, nil
}

// RoundTrip sends a request, checks it and its answer, and returns what came.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	e := &exchange{surface: t.surface}
	resp, err := t.next.RoundTrip(e.request(req))
	if err == nil && e.op.answers != nil {
		e.answer(resp)
		t.exercise(e.op, resp.StatusCode)
	}
	t.tell(e.deviations)
	return resp, err
}

// Exercised returns the operations that were answered, by their ids, with the statuses of the answers in ascending order.
func (t *Transport) Exercised() map[string][]int {
	t.mu.Lock()
	defer t.mu.Unlock()
	exercised := make(map[string][]int, len(t.exercised))
	for id, statuses := range t.exercised {
		exercised[id] = slices.Clone(statuses)
	}
	return exercised
}

func (t *Transport) exercise(op *operation, status int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	statuses := t.exercised[op.id]
	if at, found := slices.BinarySearch(statuses, status); !found {
		t.exercised[op.id] = slices.Insert(statuses, at, status)
	}
}

// tell reports the deviations, in the same order for the same exchange.
func (t *Transport) tell(deviations []Deviation) {
	slices.SortStableFunc(deviations, func(a, b Deviation) int {
		return cmp.Or(
			cmp.Compare(a.Status, b.Status), strings.Compare(a.In, b.In),
			strings.Compare(a.Pointer, b.Pointer), strings.Compare(a.Message, b.Message),
		)
	})
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, deviation := range deviations {
		t.report(deviation)
	}
}
