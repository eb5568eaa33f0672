package stancer_test

import (
	"fmt"
	"io"
	"net/http"
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
	*site
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
	s.site = newSite(t, func(w http.ResponseWriter, r *http.Request) {
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
		"alone": foundPayment(0),
		"the filter is ignored": func() string {
			return listOfPayments(payment(otherPaymentID, "order-18", 0), payment(paymentID, "order-17", 0))
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
		"lost":                      {http.StatusBadGateway, ""},
		"success that has no body":  {http.StatusOK, ""},
		"success about another one": {http.StatusOK, `{"id":"x"}`},
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

func TestLookupThatCannotJudgeIsAConflictOfUnknownOutcome(t *testing.T) {
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

// TestLookupUsesTheClockOfTheServer: the clock of the server may be hours away from ours.
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

// TestSuccessWithoutUseIsNotRepeated: a list may lag, so an empty one does not prove that a payment
// for which the server claimed success does not exist.
func TestSuccessWithoutUseIsNotRepeated(t *testing.T) {
	t.Parallel()
	s := newLostAnswer(t, http.StatusOK, foundNothing)
	_, err := s.create(t)
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	require.ErrorIs(t, err, stancer.ErrUnexpected)
	assert.EqualValues(t, 1, s.posts.Load())
	assert.Equal(t, "order-17", failureOf(t, err).Key)
}

func TestPaymentThatIsNotThereIsSentAgain(t *testing.T) {
	t.Parallel()
	s := newLostAnswer(t, http.StatusBadGateway, foundNothing)
	_, err := s.create(t)
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	assert.EqualValues(t, 3, s.posts.Load())
	assert.Len(t, s.gets, 3)
}

// TestConflictIsFollowedToTheObject: an earlier attempt of the call made the payment of which the
// server now says that it exists.
func TestConflictIsFollowedToTheObject(t *testing.T) {
	t.Parallel()
	withID := fmt.Sprintf(`{"error":"Payment already exists, duplicate unique_id (%s)"}`, paymentID)
	const withoutID = `{"error":"Payment already exists, duplicate unique_id","unique_id":"order-17"}`
	for name, test := range map[string]struct {
		first    int
		conflict string
		read     string // the path of the lookup after the conflict
	}{
		"429, with id":    {http.StatusTooManyRequests, withID, "/v2/payments/" + paymentID},
		"429, without id": {http.StatusTooManyRequests, withoutID, "/v2/payments/?unique_id=order-17"},
		"502, with id":    {http.StatusBadGateway, withID, "/v2/payments/" + paymentID},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			posts := 0
			var read string
			s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
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

// TestConflictWithoutIDIsIdentified: a plain 409 may name the unique_id alone.
func TestConflictWithoutIDIsIdentified(t *testing.T) {
	t.Parallel()
	s := newLostAnswer(t, http.StatusConflict, foundPayment(time.Hour))
	s.answer = `{"error":"Payment already exists, duplicate unique_id","unique_id":"order-17"}`
	_, err := s.create(t)
	require.ErrorIs(t, err, stancer.ErrConflict)
	assert.NotErrorIs(t, err, stancer.ErrUnknownOutcome)
	assert.Equal(t, paymentID, failureOf(t, err).ExistingID)
	assert.Contains(t, failureOf(t, err).Message, "already exists")
}

// TestLookupOfCustomersIgnoresOlderOnes: version 2 accepts a second customer with an external_id.
func TestLookupOfCustomersIgnoresOlderOnes(t *testing.T) {
	t.Parallel()
	customer := func(id string, age time.Duration) func() string {
		return func() string {
			created := time.Now().Add(-age).Unix()
			return fmt.Sprintf(`{"id":%q,"created":%d,"external_id":"c-1"}`, id, created)
		}
	}
	const mine, older = "cust_yWYfCSzsUUhr9KwMv7vuLZHX", "cust_olderoldolderoldolderold"
	create := func(found ...func() string) (*stancer.Customer, error, int64) {
		s := newLostAnswer(t, http.StatusBadGateway, func() string {
			customers := make([]string, len(found))
			for i, customer := range found {
				customers[i] = customer()
			}
			return `{"customers":[` + strings.Join(customers, ",") + `]}`
		})
		made, err := s.client(t, quickRetries()...).Customers.Create(t.Context(),
			&stancer.CustomerCreate{Email: stancer.Ptr("a@example.com"), ExternalID: stancer.Ptr("c-1")})
		return made, err, s.posts.Load()
	}
	made, err, posts := create(customer(older, time.Hour), customer(mine, 0))
	require.NoError(t, err)
	assert.Equal(t, mine, made.ID)
	assert.EqualValues(t, 1, posts)

	_, err, posts = create(customer(older, time.Hour))
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	assert.EqualValues(t, 3, posts, "an older customer does not answer the question")
}

func TestLookupKeepsTheQueryAndTheHeadersOfTheClient(t *testing.T) {
	t.Parallel()
	var seen []string
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
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
	assert.Equal(t, []string{
		"POST merchant=m1&only=once 17", "GET unique_id=order-17&merchant=m1 17",
	}, seen)
}

// TestParamsMayChangeDuringTheCall: every attempt and every lookup uses what the call began with.
func TestParamsMayChangeDuringTheCall(t *testing.T) {
	t.Parallel()
	params := &stancer.PaymentCreate{Amount: 4200, UniqueID: stancer.Ptr("order-17")}
	var bodies, queries []string
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
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

func TestAutoUniqueIDIsInTheError(t *testing.T) {
	t.Parallel()
	for range 200 { // some of them have the form of an IBAN
		s := newLostAnswer(t, http.StatusBadGateway, func() string { return `{` })
		_, err := s.client(t, append(quickRetries(), stancer.WithAutoUniqueID())...).Payments.Create(
			t.Context(), &stancer.PaymentCreate{Amount: 4200})
		require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
		failure := failureOf(t, err)
		require.Regexp(t, `^auto-\w{26}$`, failure.Key)
		require.JSONEq(t, fmt.Sprintf(`{"amount":4200,"unique_id":%q}`, failure.Key), failure.Sent)
		require.ErrorContains(t, err, failure.Key)
		s.Close()
	}
}

func failureOf(t *testing.T, err error) *stancer.Error {
	t.Helper()
	var failure *stancer.Error
	require.ErrorAs(t, err, &failure)
	return failure
}
