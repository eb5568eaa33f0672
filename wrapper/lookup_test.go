package stancer_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// lostAnswer is a server that answers every POST with the same status. Its answers to GET are made
// when they are sent, so that the ages of the payments in them are right on a slow machine, too.
type lostAnswer struct {
	*testServer
	status int
	answer string        // to a POST
	found  func() string // the answer to a GET
	noDate bool          // whether that answer has no header Date
	clock  time.Duration // how far the clock of the server is ahead
	posts  atomic.Int64
	gets   []string
}

func newLostAnswer(t *testing.T, status int, found func() string) *lostAnswer {
	t.Helper()
	s := &lostAnswer{status: status, found: found}
	s.testServer = newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			s.posts.Add(1)
			w.WriteHeader(s.status)
			_, _ = io.WriteString(w, s.answer)
			return
		}
		s.gets = append(s.gets, r.URL.String())
		w.Header()["Date"] = nil
		if !s.noDate {
			w.Header().Set("Date", time.Now().Add(s.clock).UTC().Format(http.TimeFormat))
		}
		_, _ = io.WriteString(w, s.found())
	})
	return s
}

func (s *lostAnswer) create(t *testing.T) (*stancer.Payment, error) {
	t.Helper()
	return s.client(t, quickRetries()...).Payments.Create(t.Context(),
		&stancer.PaymentCreate{Amount: 4200, UniqueID: stancer.Ptr("order-17")})
}

func quickRetries() []stancer.Option {
	return []stancer.Option{
		stancer.WithMaxAttempts(3), stancer.WithBackoff(time.Millisecond, time.Millisecond),
	}
}

const otherPaymentID = "paym_otherPaymentotherPaym24"

// payment is the JSON of a payment of 42.00 EUR with a unique_id, created some time ago.
func payment(id, key string, age time.Duration) string {
	return fmt.Sprintf(`{"id":%q,"amount":4200,"currency":"eur","created":%d,"unique_id":%q}`,
		id, time.Now().Add(-age).Unix(), key)
}

func listOfPayments(payments ...string) string {
	return `{"payments":[` + strings.Join(payments, ",") + `],"range":{}}`
}

// foundPayment answers with a list of one payment, changed by pairs of an old and a new text.
func foundPayment(age time.Duration, oldnew ...string) func() string {
	return func() string {
		text := payment(paymentID, "order-17", age)
		return listOfPayments(strings.NewReplacer(oldnew...).Replace(text))
	}
}

func foundNothing() string { return listOfPayments() }

func TestLookupReturnsThePaymentOfThisCall(t *testing.T) {
	t.Parallel()
	for name, found := range map[string]func() string{
		"one is found": foundPayment(0),
		"the filter is ignored": func() string {
			other := payment(otherPaymentID, "order-18", 0)
			return listOfPayments(other, payment(paymentID, "order-17", 0))
		},
		"other members differ": foundPayment(0,
			`"eur"`, `"EUR","capture":null,"description":"trimmed","order_id":"other"`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newLostAnswer(t, http.StatusBadGateway, found)
			made, err := s.create(t)
			require.NoError(t, err)
			assert.Equal(t, paymentID, made.ID)
			assert.EqualValues(t, 1, s.posts.Load())
			assert.Equal(t, []string{"/v2/payments/?unique_id=order-17"}, s.gets)
		})
	}
}

func TestLookupOfAnOlderPaymentIsAConflict(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]struct {
		status int
		body   string
	}{
		"lost answer":             {http.StatusBadGateway, ""},
		"success without a body":  {http.StatusOK, ""},
		"success with another id": {http.StatusOK, `{"id":"x"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newLostAnswer(t, answer.status, foundPayment(time.Hour))
			s.answer = answer.body
			_, err := s.create(t)
			require.ErrorIs(t, err, stancer.ErrConflict)
			assert.NotErrorIs(t, err, stancer.ErrUnknownOutcome)
			assert.Equal(t, paymentID, failureOf(t, err).ExistingID)
			assert.EqualValues(t, 1, s.posts.Load())
		})
	}
}

func TestUndecidedLookupIsAConflictOfUnknownOutcome(t *testing.T) {
	t.Parallel()
	for name, found := range map[string]func() string{
		"no date":          foundPayment(0),
		"another amount":   foundPayment(0, "4200", "4300"),
		"another currency": foundPayment(0, "eur", "usd"),
		"no time":          foundPayment(0, "created", "x"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newLostAnswer(t, http.StatusBadGateway, found)
			s.noDate = name == "no date"
			_, err := s.create(t)
			require.ErrorIs(t, err, stancer.ErrConflict)
			require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
			assert.Equal(t, paymentID, failureOf(t, err).ExistingID)
			assert.EqualValues(t, 1, s.posts.Load())
		})
	}
}

// TestLookupRejectsAnInvalidID checks that a payment whose id is not one of a payment is not taken
// for the payment of the call, and that the error does not show that id.
func TestLookupRejectsAnInvalidID(t *testing.T) {
	t.Parallel()
	for _, age := range []time.Duration{0, time.Hour} {
		for _, id := range []string{secretNumber, testKey, "card_" + id24, ""} {
			s := newLostAnswer(t, http.StatusBadGateway, foundPayment(age, paymentID, id))
			_, err := s.create(t)
			require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
			assert.NotErrorIs(t, err, stancer.ErrConflict)
			assert.Empty(t, failureOf(t, err).ExistingID)
			assertHidden(t, "the error", err)
			assert.EqualValues(t, 1, s.posts.Load())
		}
	}
}

// TestLookupUsesTheClockOfTheServer checks that the age of a payment is computed with the clock of
// the server, which may differ from that of the client by hours.
func TestLookupUsesTheClockOfTheServer(t *testing.T) {
	t.Parallel()
	for _, offset := range []time.Duration{-5 * time.Hour, 5 * time.Hour} {
		s := newLostAnswer(t, http.StatusBadGateway, foundPayment(-offset))
		s.clock = offset
		_, err := s.create(t)
		require.NoError(t, err)

		s.found = foundPayment(-offset + time.Minute)
		_, err = s.create(t)
		require.ErrorIs(t, err, stancer.ErrConflict)
	}
}

// TestInvalidSuccessOfACreateIsNotRetried checks that a payment is not created again if the server
// answered with a success that cannot be decoded. Lists may lag, so an empty one does not prove
// that the payment does not exist.
func TestInvalidSuccessOfACreateIsNotRetried(t *testing.T) {
	t.Parallel()
	s := newLostAnswer(t, http.StatusOK, foundNothing)
	_, err := s.create(t)
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	require.ErrorIs(t, err, stancer.ErrUnexpected)
	assert.EqualValues(t, 1, s.posts.Load())
	assert.Equal(t, "order-17", failureOf(t, err).Key)
}

func TestPaymentThatIsNotFoundIsRetried(t *testing.T) {
	t.Parallel()
	s := newLostAnswer(t, http.StatusBadGateway, foundNothing)
	_, err := s.create(t)
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	assert.EqualValues(t, 3, s.posts.Load())
	assert.Len(t, s.gets, 3)
}

// TestConflictAfterARetryReturnsThePayment checks that a conflict with a payment that an earlier
// attempt of the call created returns that payment.
func TestConflictAfterARetryReturnsThePayment(t *testing.T) {
	t.Parallel()
	const (
		withID    = `{"error":"Payment already exists, duplicate unique_id (` + paymentID + `)"}`
		withoutID = `{"error":"Payment already exists, duplicate unique_id","unique_id":"order-17"}`
		byID      = "/v2/payments/" + paymentID
		byKey     = "/v2/payments/?unique_id=order-17"
	)
	for name, test := range map[string]struct {
		first    int
		conflict string
		read     string // the path of the lookup after the conflict
	}{
		"429, with id":    {http.StatusTooManyRequests, withID, byID},
		"429, without id": {http.StatusTooManyRequests, withoutID, byKey},
		"502, with id":    {http.StatusBadGateway, withID, byID},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			posts := 0
			var read string
			s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
				switch {
				case r.Method == http.MethodPost && posts == 0:
					posts++
					w.WriteHeader(test.first)
				case r.Method == http.MethodPost:
					posts++
					w.WriteHeader(http.StatusConflict)
					_, _ = io.WriteString(w, test.conflict)
				case posts == 1: // the list lags
					_, _ = io.WriteString(w, listOfPayments())
				case strings.HasSuffix(r.URL.Path, paymentID):
					read = r.URL.String()
					_, _ = io.WriteString(w, payment(paymentID, "order-17", 0))
				default:
					read = r.URL.String()
					_, _ = io.WriteString(w, listOfPayments(payment(paymentID, "order-17", 0)))
				}
			})
			client := s.client(t, quickRetries()...)
			made, err := client.Payments.Create(t.Context(),
				&stancer.PaymentCreate{Amount: 4200, UniqueID: stancer.Ptr("order-17")})
			require.NoError(t, err)
			assert.Equal(t, paymentID, made.ID)
			assert.Equal(t, test.read, read)
			assert.Equal(t, 2, posts)
		})
	}
}

// TestConflictWithoutIDIsLookedUp checks that the id of the existing payment is looked up if the
// 409 contains only its unique_id, and that the conflict is returned if it is not found.
func TestConflictWithoutIDIsLookedUp(t *testing.T) {
	t.Parallel()
	for want, found := range map[string]func() string{
		paymentID: foundPayment(time.Hour),
		"":        foundNothing,
	} {
		s := newLostAnswer(t, http.StatusConflict, found)
		s.answer = `{"error":"Payment already exists, duplicate unique_id","unique_id":"order-17"}`
		_, err := s.create(t)
		require.ErrorIs(t, err, stancer.ErrConflict)
		assert.NotErrorIs(t, err, stancer.ErrUnknownOutcome)
		assert.Equal(t, want, failureOf(t, err).ExistingID)
		assert.Contains(t, failureOf(t, err).Message, "already exists")
	}
}

// TestLookupIgnoresOlderCustomers checks that a lookup ignores customers that existed before the
// call: version 2 accepts several customers with one external_id.
func TestLookupIgnoresOlderCustomers(t *testing.T) {
	t.Parallel()
	customer := func(id string, age time.Duration) func() string {
		return func() string {
			created := time.Now().Add(-age).Unix()
			return fmt.Sprintf(`{"id":%q,"created":%d,"external_id":"c-1"}`, id, created)
		}
	}
	const mine, older = "cust_yWYfCSzsUUhr9KwMv7vuLZHX", "cust_olderoldolderoldolderold"
	create := func(found ...func() string) (*stancer.Customer, int64, error) {
		s := newLostAnswer(t, http.StatusBadGateway, func() string {
			customers := make([]string, len(found))
			for i, customer := range found {
				customers[i] = customer()
			}
			return `{"customers":[` + strings.Join(customers, ",") + `]}`
		})
		params := &stancer.CustomerCreate{
			Email:      stancer.Ptr("a@example.com"),
			ExternalID: stancer.Ptr("c-1"),
		}
		made, err := s.client(t, quickRetries()...).Customers.Create(t.Context(), params)
		return made, s.posts.Load(), err
	}
	made, posts, err := create(customer(older, time.Hour), customer(mine, 0))
	require.NoError(t, err)
	assert.Equal(t, mine, made.ID)
	assert.EqualValues(t, 1, posts)

	_, posts, err = create(customer(older, time.Hour))
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	assert.EqualValues(t, 3, posts, "an older customer does not end the retries")
}

func TestLookupSendsTheQueryOfTheClientAndTheHeaders(t *testing.T) {
	t.Parallel()
	var seen []string
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.Method+" "+r.URL.RawQuery+" "+r.Header.Get("X-Shop"))
		if r.Method == http.MethodPost {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		_, _ = io.WriteString(w, listOfPayments(payment(paymentID, "order-17", 0)))
	})
	client := s.client(t, append(quickRetries(), stancer.WithQuery("merchant", "m1"))...)
	_, err := client.Payments.Create(t.Context(),
		&stancer.PaymentCreate{Amount: 4200, UniqueID: stancer.Ptr("order-17")},
		stancer.WithQuery("only", "once"), stancer.WithHeader("X-Shop", "17"))
	require.NoError(t, err)
	want := []string{"POST merchant=m1&only=once 17", "GET unique_id=order-17&merchant=m1 17"}
	assert.Equal(t, want, seen)
}

// TestRetriesIgnoreChangesOfTheParams checks that every attempt and every lookup uses the
// parameters as they were when the call began.
func TestRetriesIgnoreChangesOfTheParams(t *testing.T) {
	t.Parallel()
	params := &stancer.PaymentCreate{Amount: 4200, UniqueID: stancer.Ptr("order-17")}
	var bodies, queries []string
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			body, _ := io.ReadAll(r.Body)
			bodies = append(bodies, string(body))
			params.Amount, params.UniqueID = 1, stancer.Ptr("order-18")
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		queries = append(queries, r.URL.RawQuery)
		_, _ = io.WriteString(w, listOfPayments())
	})
	_, err := s.client(t, quickRetries()...).Payments.Create(t.Context(), params)
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	for i := range bodies {
		assert.JSONEq(t, `{"amount":4200,"unique_id":"order-17"}`, bodies[i])
		assert.Equal(t, "unique_id=order-17", queries[i])
	}
	assert.Len(t, bodies, 3)
}

func TestErrorHasTheAutoUniqueID(t *testing.T) {
	t.Parallel()
	likeAnIBAN := "auto-AB23CDEFGHIJKLMNOPQRSTUVWX" // as some of them are
	for _, key := range []*string{nil, &likeAnIBAN} {
		s := newLostAnswer(t, http.StatusBadGateway, func() string { return `{` })
		s.answer = `{"error":"` + likeAnIBAN + `"}`
		client := s.client(t, append(quickRetries(), stancer.WithAutoUniqueID())...)
		params := &stancer.PaymentCreate{Amount: 4200, UniqueID: key}
		_, err := client.Payments.Create(t.Context(), params)
		require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
		failure := failureOf(t, err)
		require.Regexp(t, `^auto-\w{26}$`, failure.Key)
		require.JSONEq(t, fmt.Sprintf(`{"amount":4200,"unique_id":%q}`, failure.Key), failure.Sent)
		require.ErrorContains(t, err, failure.Key)
		assert.Equal(t, key != nil, failure.Message == likeAnIBAN,
			"%s is shown if it was sent", likeAnIBAN)
		s.Close()
	}
}

// TestErrorOfALookupIsNotTheErrorOfTheCall checks that a lookup that fails with 409 or 429 makes
// the call neither ErrConflict nor ErrRateLimited.
func TestErrorOfALookupIsNotTheErrorOfTheCall(t *testing.T) {
	t.Parallel()
	_, router := readDocument(t)
	for code, not := range map[int]error{409: stancer.ErrConflict, 429: stancer.ErrRateLimited} {
		u := newFlakyServer(t, router, "createPayment", 9, hijacked("", false))
		u.others = func(w http.ResponseWriter, _ string) bool { w.WriteHeader(code); return true }
		client, err := stancer.New(testKey, quick(u.URL, true)...)
		require.NoError(t, err)
		_, err = client.Payments.Create(t.Context(), create("u-1"))
		require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
		assert.NotErrorIs(t, err, not)
		assert.ErrorContains(t, err, "listPayments: "+strconv.Itoa(code))
		bodies, _ := u.got()
		assert.Len(t, bodies, 1)
	}
}

// logHook is a slog handler that calls itself with the operation of each line.
type logHook func(operation string)

func (logHook) Enabled(context.Context, slog.Level) bool { return true }
func (f logHook) WithAttrs([]slog.Attr) slog.Handler     { return f }
func (f logHook) WithGroup(string) slog.Handler          { return f }
func (f logHook) Handle(_ context.Context, record slog.Record) error {
	record.Attrs(func(attribute slog.Attr) bool {
		if attribute.Key == "operation" {
			f(attribute.Value.String())
		}
		return true
	})
	return nil
}

// TestCancelAfterLookupIsUnknownOutcome checks that a context that ends after an empty lookup
// leaves the outcome unknown: the first attempt may still be in progress.
func TestCancelAfterLookupIsUnknownOutcome(t *testing.T) {
	t.Parallel()
	_, router := readDocument(t)
	u := newFlakyServer(t, router, "createPayment", 9, status(503, "", nil))
	u.others = notFound
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	logger := slog.New(logHook(func(operation string) {
		if operation == "listPayments" {
			cancel()
		}
	}))
	client, err := stancer.New(testKey, append(quick(u.URL, true), stancer.WithLogger(logger))...)
	require.NoError(t, err)
	_, err = client.Payments.Create(ctx, create("u-1"))
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	require.ErrorIs(t, err, context.Canceled)
	var failed *stancer.Error
	require.ErrorAs(t, err, &failed)
	assert.Equal(t, 1, failed.Attempts)
	bodies, _ := u.got()
	assert.Len(t, bodies, 1)
}

// TestEmptyKeyIsNotLookedUp checks that a payment with an empty unique_id is neither looked up nor
// retried.
func TestEmptyKeyIsNotLookedUp(t *testing.T) {
	t.Parallel()
	_, router := readDocument(t)
	u := newFlakyServer(t, router, "createPayment", 9, status(503, "", nil))
	u.others = notFound
	client, err := stancer.New(testKey, quick(u.URL, true)...)
	require.NoError(t, err)
	keyless := create("")
	keyless.UniqueID = stancer.Ptr("")
	_, err = client.Payments.Create(t.Context(), keyless)
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	bodies, seen := u.got()
	assert.Len(t, bodies, 1)
	assert.Empty(t, seen)
	_, err = client.Payments.Create(t.Context(), keyless, stancer.WithAutoUniqueID())
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	bodies, _ = u.got()
	assert.Contains(t, bodies[1], "auto-")
	u = newFlakyServer(t, router, "createCustomer", 9, status(503, "", nil))
	u.others = notFound
	client, err = stancer.New(testKey, quick(u.URL, true)...)
	require.NoError(t, err)
	_, err = client.Customers.Create(t.Context(),
		&stancer.CustomerCreate{ExternalID: stancer.Ptr("")})
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	bodies, _ = u.got()
	assert.Len(t, bodies, 1)
}

// TestFailedLookupStopsRetries checks that a payment is not sent again if its lookup fails.
func TestFailedLookupStopsRetries(t *testing.T) {
	t.Parallel()
	_, router := readDocument(t)
	u := newFlakyServer(t, router, "createPayment", 9, hijacked("", true))
	u.others = func(w http.ResponseWriter, _ string) bool { w.WriteHeader(500); return true }
	client, err := stancer.New(testKey, quick(u.URL, true)...)
	require.NoError(t, err)
	_, err = client.Payments.Create(t.Context(), create("u-1"))
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	bodies, _ := u.got()
	assert.Len(t, bodies, 1)
}

// TestCaptureIsReadAfterALostAnswer checks that a payment that turns out to be captured is
// returned, and not captured again.
func TestCaptureIsReadAfterALostAnswer(t *testing.T) {
	t.Parallel()
	_, router := readDocument(t)
	for _, captured := range []string{"to_capture", "capture_sent", "captured", "disputed"} {
		u := newFlakyServer(t, router, "capturePayment", 9, status(504, "", nil))
		u.others = func(w http.ResponseWriter, op string) bool {
			io.WriteString(w, strings.Replace(made, "to_capture", captured, 1))
			return op == "getPayment"
		}
		client, err := stancer.New(testKey, quick(u.URL, true)...)
		require.NoError(t, err)
		payment, err := client.Payments.Capture(t.Context(), paymentID)
		require.NoError(t, err, captured)
		assert.Equal(t, captured, string(payment.Status))
		bodies, _ := u.got()
		assert.Len(t, bodies, 1)
	}
}

// TestWithAutoUniqueIDSetsOneKeyPerCall checks that each call gets its own unique_id, that its
// retries send the same one, and that a given unique_id is kept.
func TestWithAutoUniqueIDSetsOneKeyPerCall(t *testing.T) {
	t.Parallel()
	_, router := readDocument(t)
	u := newFlakyServer(t, router, "createPayment", 1, status(503, "", nil))
	u.others = notFound
	client, err := stancer.New(testKey, append(quick(u.URL, true), stancer.WithAutoUniqueID())...)
	require.NoError(t, err)
	params := create("")
	for range 2 {
		_, err = client.Payments.Create(t.Context(), params)
		require.NoError(t, err)
	}
	_, err = client.Payments.Create(t.Context(), create("mine"))
	require.NoError(t, err)
	assert.Nil(t, params.UniqueID, "the caller's parameters do not change")
	bodies, _ := u.got()
	require.Len(t, bodies, 4)
	ids := make([]string, 4)
	for i, body := range bodies {
		var sent struct {
			UniqueID string `json:"unique_id"`
		}
		require.NoError(t, json.Unmarshal([]byte(body), &sent))
		assert.NotEmpty(t, sent.UniqueID)
		assert.LessOrEqual(t, len(sent.UniqueID), 36)
		ids[i] = sent.UniqueID
	}
	assert.Equal(t, ids[0], ids[1])
	assert.NotEqual(t, ids[1], ids[2])
	assert.Equal(t, "mine", ids[3])
}
