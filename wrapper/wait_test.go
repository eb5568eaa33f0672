package stancer_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

var fast = stancer.WithPoll(time.Millisecond, 2*time.Millisecond)

// statuses answers with one status after the other, as JSON, and stays at the last.
func statuses(t *testing.T, values ...string) *site {
	t.Helper()
	var mu sync.Mutex
	next := 0
	return newSite(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if next++; next > 100 {
			w.WriteHeader(http.StatusTeapot) // the test has failed, and should end
		}
		fmt.Fprintf(w, `{"id":"x","status":%s}`, values[min(next, len(values))-1])
	})
}

func TestWaitForPayment(t *testing.T) {
	t.Parallel()
	captured := []stancer.PaymentStatus{stancer.PaymentStatusCaptured}
	disputed := []stancer.PaymentStatus{stancer.PaymentStatusDisputed}
	for name, test := range map[string]struct {
		answers []string
		wanted  []stancer.PaymentStatus
		missed  bool
	}{
		"there already":           {[]string{`"captured"`}, captured, false},
		"in the end":              {[]string{`null`, `"authorized"`, `"to_capture"`, `"capture_sent"`, `"unheard_of"`, `"captured"`}, captured, false},
		"one of two":              {[]string{`"to_capture"`, `"refused"`}, []stancer.PaymentStatus{"captured", "refused"}, false},
		"refused":                 {[]string{`null`, `"refused"`}, captured, true},
		"expired":                 {[]string{`"authorized"`, `"expired"`}, captured, true},
		"canceled":                {[]string{`"canceled"`}, captured, true},
		"failed":                  {[]string{`"failed"`}, captured, true},
		"captured, then disputed": {[]string{`"captured"`, `"captured"`, `"disputed"`}, disputed, false},
		"any final one":           {[]string{`"to_capture"`, `"captured"`}, nil, true},
		"a status to come":        {[]string{`"to_capture"`, `"unheard_of"`}, []stancer.PaymentStatus{"unheard_of"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := statuses(t, test.answers...)
			payment, err := s.client(t, fast).Payments.Wait(t.Context(), paymentID, test.wanted)
			if test.missed {
				require.ErrorIs(t, err, stancer.ErrNotReached)
			} else {
				require.NoError(t, err)
			}
			require.NotNil(t, payment)
			assert.Equal(t, test.answers[len(test.answers)-1], fmt.Sprintf("%q", *payment.Status))
			assert.EqualValues(t, len(test.answers), s.requests.Load())
		})
	}
}

func TestWaitForIntent(t *testing.T) {
	t.Parallel()
	id := "pi_" + id24
	wanted := []stancer.PaymentIntentStatus{stancer.PaymentIntentStatusAuthorized, stancer.PaymentIntentStatusCaptured}
	s := statuses(t, `"require_payment_method"`, `"require_authentication"`, `"processing"`, `"authorized"`)
	intent, err := s.client(t, fast).PaymentIntents.Wait(t.Context(), id, wanted)
	require.NoError(t, err)
	assert.Equal(t, stancer.PaymentIntentStatusAuthorized, intent.Status)
	assert.EqualValues(t, 4, s.requests.Load())

	for _, final := range []stancer.PaymentIntentStatus{stancer.PaymentIntentStatusCanceled, stancer.PaymentIntentStatusUnpaid} {
		intent, err = statuses(t, `"processing"`, `"`+string(final)+`"`).client(t, fast).PaymentIntents.Wait(t.Context(), id, wanted)
		require.ErrorIs(t, err, stancer.ErrNotReached)
		assert.Equal(t, final, intent.Status)
	}
}

func TestWaitForCheck(t *testing.T) {
	t.Parallel()
	s := statuses(t, `"pending"`, `null`, `"pending"`, `"succeeded"`)
	check, err := s.client(t, fast).SEPAChecks.Wait(t.Context(), "chck_"+id24)
	require.NoError(t, err)
	assert.Equal(t, stancer.SEPACheckStatusSucceeded, check.Status)
	assert.EqualValues(t, 4, s.requests.Load())

	_, err = newSite(t, says(410, "application/json", `{"error":"expired"}`)).client(t).SEPAChecks.Wait(t.Context(), "chck_"+id24)
	require.ErrorIs(t, err, stancer.ErrGone)
}

// TestWaitEnds with its context, in the pause and in a request, and with an error.
func TestWaitEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		saysJSON(`{"id":"x","status":"pending"}`)(w, r)
		time.AfterFunc(20*time.Millisecond, cancel)
	})
	done := make(chan struct{})
	go func() {
		defer close(done)
		check, err := s.client(t).SEPAChecks.Wait(ctx, "chck_"+id24, stancer.WithPoll(time.Hour, time.Hour))
		assert.ErrorIs(t, err, context.Canceled)
		assert.NotErrorIs(t, err, stancer.ErrNotReached)
		if assert.NotNil(t, check, "what was seen last") {
			assert.Equal(t, stancer.SEPACheckStatusPending, check.Status)
		}
	}()
	await(t, done, "the pause goes on")
	assert.EqualValues(t, 1, s.requests.Load())

	ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	silent := newSite(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	_, err := silent.client(t, fast).Payments.Wait(ctx, paymentID, nil)
	require.ErrorIs(t, err, context.DeadlineExceeded)

	_, err = newSite(t, says(404, "", "")).client(t, fast).Payments.Wait(t.Context(), paymentID, nil)
	require.ErrorIs(t, err, stancer.ErrNotFound)
	_, err = silent.client(t).Payments.Wait(t.Context(), "", nil)
	require.ErrorContains(t, err, "is empty")
}

// TestWaitIntervals: never sooner than least, then less and less often, and no less often than most.
func TestWaitIntervals(t *testing.T) {
	t.Parallel()
	var looks []time.Time
	until := 12
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
		looks = append(looks, time.Now())
		status := "pending"
		if len(looks) == until {
			status = "succeeded"
		}
		fmt.Fprintf(w, `{"id":"x","status":%q}`, status)
	})
	const least = 5 * time.Millisecond
	_, err := s.client(t).SEPAChecks.Wait(t.Context(), "chck_"+id24, stancer.WithPoll(least, time.Second))
	require.NoError(t, err)
	for i := 1; i < len(looks); i++ {
		assert.GreaterOrEqual(t, looks[i].Sub(looks[i-1]), least-time.Millisecond)
	}
	assert.Greater(t, looks[len(looks)-1].Sub(looks[0]), 20*least) // 11 pauses

	// Growing on and on, the pauses would add up to minutes.
	looks, until = nil, 50
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	_, err = s.client(t).SEPAChecks.Wait(ctx, "chck_"+id24, stancer.WithPoll(time.Microsecond, 10*time.Microsecond))
	require.NoError(t, err)
}
