package stancer_test

import (
	"context"
	"fmt"
	"io"
	"iter"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/openapi"
	stancer "github.com/stancer-go/stancer/wrapper"
)

// failure is a failure of a server that has received a request. If unknownOutcome is false, the
// server has not carried the request out.
type failure struct {
	name           string
	unknownOutcome bool
	fail           http.HandlerFunc
}

// commonFailures has one failure of each kind, and rareFailures the others.
var commonFailures = []failure{
	{"429", false, status(429, "", nil)},
	{"303", true, status(303, "", http.Header{"Location": {"/"}})},
	{"500", true, status(500, `{"error":"oops"}`, nil)},
	{"reset", true, hijacked("", true)},
	{"EOF in the body", true, hijacked(truncated, false)},
}

const truncated = "HTTP/1.1 200 OK\r\n" +
	"Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n{\"id\":"

var rareFailures = []failure{
	{"429 with Retry-After", false, status(429, "", http.Header{"Retry-After": {"0"}})},
	{"408", true, status(408, "", nil)},
	{"502", true, status(502, "", nil)},
	{"502 HTML", true, status(502, "<html>502", http.Header{"Content-Type": {"text/html"}})},
	{"503", true, status(503, "", http.Header{"Retry-After": {"0"}})},
	{"504", true, status(504, "", nil)},
	{"520", true, status(520, "", nil)},
	{"closed", true, hijacked("", false)},
	{"EOF in the head", true, hijacked("HTTP/1.1 200 OK\r\nContent-Ty", false)},
}

func status(code int, body string, header http.Header) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		maps.Copy(w.Header(), header)
		w.WriteHeader(code)
		io.WriteString(w, body)
	}
}

// hijacked answers with bytes, and then closes the connection, or resets it.
func hijacked(answer string, reset bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		connection, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		io.WriteString(connection, answer)
		if reset {
			connection.(*net.TCPConn).SetLinger(0)
		}
		connection.Close()
	}
}

// flakyServer is a server that fails the first requests of one operation, and answers all others
// with the examples of the document.
type flakyServer struct {
	*httptest.Server
	router    *openapi.Spec
	operation string
	fail      http.HandlerFunc
	times     int // how many requests fail
	// others answers the other operations, if it is set and returns true.
	others func(w http.ResponseWriter, op string) bool

	mu     sync.Mutex
	verb   string   // the method of the operation
	bodies []string // of requests of the operation, in the order of arrival
	seen   []string // the other operations that were requested
}

func newFlakyServer(
	t *testing.T, router *openapi.Spec, operation string, times int, fail http.HandlerFunc,
) *flakyServer {
	t.Helper()
	u := &flakyServer{router: router, operation: operation, fail: fail, times: times}
	u.Server = httptest.NewServer(u)
	t.Cleanup(u.Close)
	return u
}

func (u *flakyServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, op, _ := u.router.Find(r.Method, r.URL.Path)
	if op == nil {
		w.WriteHeader(http.StatusTeapot)
		return
	}
	body, _ := io.ReadAll(r.Body)
	u.mu.Lock()
	mine := op.OperationID == u.operation
	if mine {
		u.verb, u.bodies = r.Method, append(u.bodies, string(body))
	} else {
		u.seen = append(u.seen, op.OperationID)
	}
	fails, fail := mine && len(u.bodies) <= u.times, u.fail
	u.mu.Unlock()
	switch {
	case fails:
		fail(w, r)
	case !mine && u.others != nil && u.others(w, op.OperationID):
	default:
		answer(w, op.Operation)
	}
}

// failWith sets the failure of the next requests of the operation, and forgets past requests.
func (u *flakyServer) failWith(fail http.HandlerFunc) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.fail, u.bodies, u.seen = fail, nil, nil
}

func (u *flakyServer) got() (bodies, seen []string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	return slices.Clone(u.bodies), slices.Clone(u.seen)
}

// quick returns the options of a client with short pauses and a long timeout.
func quick(url string, keepAlive bool) []stancer.Option {
	transport := &http.Transport{DisableKeepAlives: !keepAlive}
	return []stancer.Option{
		stancer.WithBaseURL(url),
		stancer.WithBackoff(time.Millisecond, 2*time.Millisecond),
		stancer.WithTimeout(soon),
		stancer.WithHTTPClient(&http.Client{Transport: transport}),
	}
}

// readDocument returns the document, with the rules for retries, and its router.
func readDocument(t *testing.T) (*openapi3.T, *openapi.Spec) {
	t.Helper()
	spec, err := openapi.Read()
	require.NoError(t, err)
	return spec.Doc, spec
}

// TestRetriesFollowTheDocument runs every operation against the common failures, and one operation
// for each method and rule against all failures without keep-alive, too. It checks the number of
// attempts, their bytes and the outcome against the rules of the document. Only the first attempt
// fails.
func TestRetriesFollowTheDocument(t *testing.T) {
	t.Parallel()
	doc, router := readDocument(t)
	for item, op := range operations(doc) {
		t.Run(op.OperationID, func(t *testing.T) {
			t.Parallel()
			assertRules(t, router, item, op, commonFailures, true)
		})
	}
	for item, op := range representatives(doc) {
		t.Run("all failures/"+op.OperationID, func(t *testing.T) {
			t.Parallel()
			assertRules(t, router, item, op, rareFailures, true)
			assertRules(t, router, item, op, slices.Concat(commonFailures, rareFailures), false)
		})
	}
}

// assertRules calls an operation once for each failure.
func assertRules(
	t *testing.T, router *openapi.Spec, item *openapi3.PathItem, op *openapi3.Operation,
	failures []failure, keepAlive bool,
) {
	t.Helper()
	sent := current(t, router.Doc, op)
	u := newFlakyServer(t, router, sent.OperationID, 1, nil)
	options := quick(u.URL, keepAlive)
	for _, failure := range failures {
		u.failWith(failure.fail)
		assertRule(t, item, op, sent, failure, u, options)
	}
}

// TestRetriesAfterTimeoutFollowTheDocument checks the rules of the document after an attempt that
// gets no answer within the timeout.
func TestRetriesAfterTimeoutFollowTheDocument(t *testing.T) {
	t.Parallel()
	doc, router := readDocument(t)
	for item, op := range operations(doc) {
		sent := current(t, doc, op)
		bubble(t, op.OperationID, func(t *testing.T) {
			timeout := failure{"timeout", true, silent}
			u := &flakyServer{
				router: router, operation: sent.OperationID, fail: timeout.fail, times: 1,
			}
			options := newServer(t, u.ServeHTTP).reach(t)
			start := time.Now()
			assertRule(t, item, op, sent, timeout, u, options)
			assert.WithinRange(t, time.Now(), start.Add(30*time.Second), start.Add(31*time.Second))
		})
	}
}

// operations ranges over the operations of the document.
func operations(doc *openapi3.T) iter.Seq2[*openapi3.PathItem, *openapi3.Operation] {
	return func(yield func(*openapi3.PathItem, *openapi3.Operation) bool) {
		for _, item := range doc.Paths.Map() {
			for _, op := range item.Operations() {
				if !yield(item, op) {
					return
				}
			}
		}
	}
}

// exampleID returns the id of the document's example of an answer, or else of a path. It is empty
// for a path without an id.
func exampleID(item *openapi3.PathItem, op *openapi3.Operation) string {
	id := ""
	for _, parameter := range item.Parameters {
		if parameter.Value.Name == "id" {
			id = parameter.Value.Example.(string)
		}
	}
	prefix, _, _ := strings.Cut(id, "_")
	shown, _ := example(op).(map[string]any)
	answered, _ := shown["id"].(string)
	if id != "" && strings.HasPrefix(answered, prefix+"_") {
		return answered
	}
	return id
}

// current returns the operation itself, or for an alias the operation that it sends.
func current(t *testing.T, doc *openapi3.T, op *openapi3.Operation) *openapi3.Operation {
	t.Helper()
	if alias, ok := aliases[op.OperationID]; ok {
		return find(t, doc, alias)
	}
	return op
}

// assertRule makes the call of an operation to a server that fails the first attempt.
func assertRule(
	t *testing.T, item *openapi3.PathItem, op, sent *openapi3.Operation, first failure,
	u *flakyServer, options []stancer.Option,
) {
	t.Helper()
	u.others = notFound
	client, err := stancer.New(testKey, options...)
	require.NoError(t, err)
	o := &operation{t: t, ctx: t.Context(), op: op, client: client, id: exampleID(item, sent)}
	callErr := callOf(t, op)(o)
	bodies, seen := u.got()
	rule, _ := sent.Extensions["x-retry"].(string)
	keyed := rule == "lookup" && hasKey(sent, bodies[0])
	where := op.OperationID + " after " + first.name
	reads := u.verb == http.MethodGet
	switch {
	case first.name == "303" && reads:
		assert.ErrorIs(t, callErr, stancer.ErrUnexpected, where)
		assert.Len(t, bodies, 1, where)
	case first.name == "EOF in the body" && !reads: // the status is a success
		assert.ErrorIs(t, callErr, stancer.ErrUnknownOutcome, where)
		assert.Len(t, bodies, 1, where)
		assert.Equal(t, rule == "read" || keyed, len(seen) == 1, where)
	case !first.unknownOutcome || rule == "again":
		assert.NoError(t, callErr, where)
		assert.Len(t, bodies, 2, where)
		assert.Empty(t, seen, where)
	case rule == "read" || keyed:
		assert.NoError(t, callErr, where)
		assert.Len(t, bodies, 2, where)
		assert.Len(t, seen, 1, "%s: a lookup precedes the retry", where)
	default:
		assert.ErrorIs(t, callErr, stancer.ErrUnknownOutcome, where)
		assert.Len(t, bodies, 1, "%s: the request is sent once", where)
		assert.Empty(t, seen, where)
		var failed *stancer.Error
		if assert.ErrorAs(t, callErr, &failed, where) {
			assert.Equal(t, 1, failed.Attempts, where)
		}
	}
	for _, body := range bodies {
		assert.Equal(t, bodies[0], body, "%s: the same bytes", where)
	}
}

// notFound answers a lookup with an empty list, and a read with an object that is not captured.
func notFound(w http.ResponseWriter, op string) bool {
	const empty = `{"range":{"start":0,"end":10,"limit":10,"count":0,"has_more":false},`
	const authorized = `"amount":50,"currency":"eur","status":"authorized"`
	answers := map[string]string{
		"listPayments":  empty + `"payments":[]}`,
		"listCustomers": empty + `"customers":[]}`,
		"getPayment":    `{"id":"` + paymentID + `","created":1,` + authorized + `}`,
		"getPaymentIntent": `{"id":"pi_` + id24 + `","created_at":1,` + authorized +
			`,"threeds":"none","url":"https://example.com"}`,
	}
	text, ok := answers[op]
	if ok {
		io.WriteString(w, text)
	}
	return ok
}

func hasKey(op *openapi3.Operation, body string) bool {
	key, _ := op.Extensions["x-retry-key"].(string)
	return strings.Contains(body, `"`+key+`":`)
}

func find(t *testing.T, doc *openapi3.T, id string) *openapi3.Operation {
	t.Helper()
	for _, op := range operations(doc) {
		if op.OperationID == id {
			return op
		}
	}
	require.Fail(t, id)
	return nil
}

func create(uniqueID string) *stancer.PaymentCreate {
	params := &stancer.PaymentCreate{
		Amount:  4200,
		Card:    stancer.CardByID("card_" + id24),
		OrderID: stancer.Ptr("o-1"),
	}
	if uniqueID != "" {
		params.UniqueID = &uniqueID
	}
	return params
}

// TestCanceledContextEndsABackoff checks that the context ends the pause between two attempts at
// once.
func TestCanceledContextEndsABackoff(t *testing.T) {
	t.Parallel()
	for name, header := range map[string]http.Header{
		"backoff": nil, "Retry-After": {"Retry-After": {"50"}},
	} {
		bubble(t, name, func(t *testing.T) {
			s := newServer(t, status(429, "", header))
			client := s.newClient(t, testKey, stancer.WithBackoff(24*time.Hour, 24*time.Hour))
			ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
			defer cancel()
			start := time.Now()
			_, err := client.Payments.Get(ctx, paymentID)
			assert.ErrorIs(t, err, context.DeadlineExceeded)
			assert.ErrorIs(t, err, stancer.ErrRateLimited)
			assert.Equal(t, time.Millisecond, time.Since(start))
			assert.EqualValues(t, 1, s.requests.Load())
		})
	}
}

// TestBackoffIsRandomAndDoubles checks that the pauses are random, that each is at least half of
// the first limit, and that the limit doubles up to the maximum.
func TestBackoffIsRandomAndDoubles(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options []stancer.Option
		limits  []time.Duration
	}{
		"default": {
			limits: []time.Duration{time.Second / 2, time.Second},
		},
		"WithBackoff": {
			options: []stancer.Option{
				stancer.WithBackoff(time.Second, 5*time.Second), stancer.WithMaxAttempts(6),
			},
			limits: []time.Duration{
				time.Second, 2 * time.Second, 4 * time.Second, 5 * time.Second, 5 * time.Second,
			},
		},
	} {
		bubble(t, name, func(t *testing.T) {
			var arrived []time.Time
			s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
				arrived = append(arrived, time.Now())
				w.WriteHeader(http.StatusServiceUnavailable)
			})
			longest := make([]time.Duration, len(test.limits))
			pauses := map[time.Duration]bool{}
			for range 40 {
				arrived = nil
				client := s.newClient(t, testKey, test.options...)
				_, err := client.Payments.Get(t.Context(), paymentID)
				require.ErrorIs(t, err, stancer.ErrServer)
				require.Len(t, arrived, len(test.limits)+1)
				for i, limit := range test.limits {
					pause := arrived[i+1].Sub(arrived[i])
					require.GreaterOrEqual(t, pause, test.limits[0]/2)
					require.LessOrEqual(t, pause, limit)
					longest[i] = max(longest[i], pause)
					pauses[pause] = true
				}
			}
			for i, limit := range test.limits {
				assert.Greater(t, longest[i], limit/2,
					"of 40 random pauses, one is in the upper half")
			}
			assert.Greater(t, len(pauses), 36, "the pauses differ")
		})
	}
}

// TestRetryAfterIsRespected checks Retry-After in seconds and as a date, and that a long one is
// returned to the caller instead.
func TestRetryAfterIsRespected(t *testing.T) {
	t.Parallel()
	refund := func(t *testing.T, retryAfter string) (took time.Duration, err error) {
		var s *testServer
		s = newServer(t, func(w http.ResponseWriter, _ *http.Request) {
			if s.requests.Load() == 1 {
				w.Header().Set("Retry-After", retryAfter)
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			io.WriteString(w, `{"id":"refd_`+id24+`","amount":1,"payment":"`+paymentID+`"}`)
		})
		start := time.Now()
		params := &stancer.RefundCreate{Payment: paymentID}
		_, err = s.newClient(t, testKey).Refunds.Create(t.Context(), params)
		return time.Since(start), err
	}
	// A bubble begins on January 1, 2000 at midnight UTC.
	for _, retryAfter := range []string{"40", "Sat, 01 Jan 2000 00:00:40 GMT"} {
		bubble(t, retryAfter, func(t *testing.T) {
			took, err := refund(t, retryAfter)
			require.NoError(t, err)
			assert.GreaterOrEqual(t, took, 40*time.Second)
			assert.LessOrEqual(t, took, 41*time.Second)
		})
	}
	bubble(t, "too long", func(t *testing.T) {
		took, err := refund(t, "3600")
		var limited *stancer.Error
		require.ErrorAs(t, err, &limited)
		assert.Equal(t, time.Hour, limited.RetryAfter)
		assert.Equal(t, 1, limited.Attempts)
		assert.Zero(t, took)
	})
}

// TestAttemptsAreLimited checks that there are at most three attempts, or as many as the option
// allows, and that middleware can read the number of each.
func TestAttemptsAreLimited(t *testing.T) {
	t.Parallel()
	_, router := readDocument(t)
	for want, options := range map[int][]stancer.Option{
		3: nil, 1: {stancer.WithMaxAttempts(1)}, 5: {stancer.WithMaxAttempts(5)},
	} {
		u := newFlakyServer(t, router, "getPayment", 99, status(500, "", nil))
		var attempts []int
		count := func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(r *http.Request) (*http.Response, error) {
				attempts = append(attempts, stancer.AttemptFromContext(r.Context()))
				return next.RoundTrip(r)
			})
		}
		options = slices.Concat(quick(u.URL, true), options,
			[]stancer.Option{stancer.WithMiddleware(count)})
		client, err := stancer.New(testKey, options...)
		require.NoError(t, err)
		_, err = client.Payments.Get(t.Context(), paymentID)
		var failed *stancer.Error
		require.ErrorAs(t, err, &failed)
		assert.Equal(t, want, failed.Attempts)
		assert.Equal(t, []int{1, 2, 3, 4, 5}[:want], attempts)
		assert.NotErrorIs(t, err, stancer.ErrUnknownOutcome, "reading changes nothing")
	}
}

// TestRetryBudgetLimitsRetries checks that calls fail without retries after a hundred retries, so
// that an outage causes no retry storm. Successful calls before the outage do not add to the
// hundred. After it, five of them allow one retry.
func TestRetryBudgetLimitsRetries(t *testing.T) {
	t.Parallel()
	outage := false
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
		if outage {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = io.WriteString(w, made)
	})
	client := s.client(t, quickRetries()...)
	get := func(calls int) (requests int64) {
		before := s.requests.Load()
		for range calls {
			_, err := client.Payments.Get(t.Context(), paymentID)
			if !outage {
				require.NoError(t, err)
				continue
			}
			require.ErrorIs(t, err, stancer.ErrServer)
		}
		return s.requests.Load() - before
	}
	assert.EqualValues(t, 10, get(10))
	outage = true
	assert.EqualValues(t, 60+100, get(60))
	outage = false
	assert.EqualValues(t, 5, get(5))
	outage = true
	assert.EqualValues(t, 2+1, get(2))
}

// TestDeleteIsRetriedUntilNotFound checks that a 204 is a success, and that a 404 is one after a
// lost answer.
func TestDeleteIsRetriedUntilNotFound(t *testing.T) {
	t.Parallel()
	const id = "cust_yWYfCSzsUUhr9KwMv7vuLZHX"
	for _, statuses := range [][]int{{204}, {502, 204}, {502, 404}, {502, 429, 404}} {
		sent := 0
		s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(statuses[sent])
			sent++
		})
		deleted, err := s.client(t, quickRetries()...).Customers.Delete(t.Context(), id)
		require.NoError(t, err, statuses)
		assert.Equal(t, id, deleted.ID)
		assert.Equal(t, len(statuses), sent)
	}
	s := newServer(t, says(http.StatusNotFound, "", ""))
	_, err := s.client(t).Customers.Delete(t.Context(), id)
	require.ErrorIs(t, err, stancer.ErrNotFound)
}

// TestCancelReadsTheIntentAfterALostAnswer checks that the intent is read before it is canceled
// again, since a second cancellation is refused.
func TestCancelReadsTheIntentAfterALostAnswer(t *testing.T) {
	t.Parallel()
	const id = "pi_yWYfCSzsUUhr9KwMv7vuLZHX"
	for status, canceled := range map[string]bool{"canceled": true, "authorized": false} {
		deletes := 0
		s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodDelete {
				deletes++
				w.WriteHeader(http.StatusBadGateway)
				return
			}
			saysJSON(fmt.Sprintf(`{"id":%q,"amount":1,"status":%q}`, id, status))(w, r)
		})
		intent, err := s.client(t, quickRetries()...).PaymentIntents.Cancel(t.Context(), id)
		if !canceled {
			require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
			assert.Equal(t, 3, deletes)
			continue
		}
		require.NoError(t, err)
		assert.Equal(t, id, intent.ID)
		assert.Equal(t, 1, deletes)
	}
}

// TestUpdateOfAnIntentIsNotRetried checks that an update of an intent, which may change the amount,
// is sent once.
func TestUpdateOfAnIntentIsNotRetried(t *testing.T) {
	t.Parallel()
	s := newServer(t, says(http.StatusServiceUnavailable, "", ""))
	params := &stancer.PaymentIntentUpdate{Amount: stancer.Int(1)}
	client := s.client(t, quickRetries()...)
	_, err := client.PaymentIntents.Update(t.Context(), "pi_"+id24, params)
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	assert.EqualValues(t, 1, s.requests.Load())
}
