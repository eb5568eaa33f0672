package stancer_test

import (
	"context"
	"fmt"
	"net/http"
	"path"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// statuses returns a server that answers with one status after the other, as JSON, and then always
// with the last.
func statuses(t *testing.T, values ...string) *testServer {
	t.Helper()
	var mu sync.Mutex
	next := 0
	return newServer(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if next++; next > 100 {
			w.WriteHeader(http.StatusTeapot) // ends a test that has failed
		}
		status := values[min(next, len(values))-1]
		fmt.Fprintf(w, `{"id":%q,"amount":1,"status":%s}`, path.Base(r.URL.Path), status)
	})
}

func TestWaitReturnsAPaymentInAFinalStatus(t *testing.T) {
	t.Parallel()
	type list []stancer.PaymentStatus
	captured, disputed := list{stancer.PaymentStatusCaptured}, list{stancer.PaymentStatusDisputed}
	expired := list{stancer.PaymentStatusExpired}
	settled := list{stancer.PaymentStatusCaptured, stancer.PaymentStatusRefused}
	for name, test := range map[string]struct {
		answers []string
		wanted  list
		missed  bool
	}{
		"wanted at once": {[]string{`"captured"`}, captured, false},
		"wanted after others": {[]string{
			`null`, `"authorized"`, `"to_capture"`, `"capture_sent"`, `"unheard_of"`, `"captured"`,
		}, captured, false},
		"one of two":         {[]string{`"to_capture"`, `"refused"`}, settled, false},
		"refused":            {[]string{`null`, `"refused"`}, captured, true},
		"expired":            {[]string{`"authorized"`, `"expired"`}, captured, true},
		"canceled":           {[]string{`"canceled"`}, captured, true},
		"failed":             {[]string{`"failed"`}, captured, true},
		"disputed":           {[]string{`"captured"`, `"captured"`, `"disputed"`}, disputed, false},
		"captured instead":   {[]string{`"to_capture"`, `"captured"`}, expired, true},
		"never disputed":     {[]string{`"refused"`}, disputed, true},
		"any final, success": {[]string{`"to_capture"`, `"captured"`}, nil, false},
		"any final, failure": {[]string{`"to_capture"`, `"refused"`}, nil, false},
		"unknown status":     {[]string{`"to_capture"`, `"unheard_of"`}, list{"unheard_of"}, false},
	} {
		bubble(t, name, func(t *testing.T) {
			s := statuses(t, test.answers...)
			payment, err := s.client(t).Payments.Wait(t.Context(), paymentID, test.wanted)
			if test.missed {
				require.ErrorIs(t, err, stancer.ErrNotReached)
			} else {
				require.NoError(t, err)
			}
			require.NotNil(t, payment)
			assert.Equal(t, test.answers[len(test.answers)-1], fmt.Sprintf("%q", payment.Status))
			assert.EqualValues(t, len(test.answers), s.requests.Load())
		})
	}
}

func TestWaitReturnsAnIntentInAFinalStatus(t *testing.T) {
	t.Parallel()
	synctest.Test(t, testWaitForIntent)
}

func testWaitForIntent(t *testing.T) {
	id := "pi_" + id24
	wanted := []stancer.PaymentIntentStatus{
		stancer.PaymentIntentStatusAuthorized, stancer.PaymentIntentStatusCaptured,
	}
	s := statuses(t,
		`"require_payment_method"`, `"require_authentication"`, `"processing"`, `"authorized"`)
	intent, err := s.client(t).PaymentIntents.Wait(t.Context(), id, wanted)
	require.NoError(t, err)
	assert.Equal(t, stancer.PaymentIntentStatusAuthorized, intent.Status)
	assert.EqualValues(t, 4, s.requests.Load())

	for _, final := range []stancer.PaymentIntentStatus{
		stancer.PaymentIntentStatusCanceled, stancer.PaymentIntentStatusUnpaid,
	} {
		client := statuses(t, `"processing"`, `"`+string(final)+`"`).client(t)
		intent, err = client.PaymentIntents.Wait(t.Context(), id, wanted)
		require.ErrorIs(t, err, stancer.ErrNotReached)
		assert.Equal(t, final, intent.Status)
	}
}

func TestWaitReturnsAFinishedCheck(t *testing.T) {
	t.Parallel()
	synctest.Test(t, testWaitForCheck)
}

func testWaitForCheck(t *testing.T) {
	s := statuses(t, `"pending"`, `null`, `"pending"`, `"succeeded"`)
	check, err := s.client(t).SEPAChecks.Wait(t.Context(), "chck_"+id24)
	require.NoError(t, err)
	assert.Equal(t, stancer.SEPACheckStatusSucceeded, check.Status)
	assert.EqualValues(t, 4, s.requests.Load())

	expired := newServer(t, says(410, "application/json", `{"error":"expired"}`))
	_, err = expired.client(t).SEPAChecks.Wait(t.Context(), "chck_"+id24)
	require.ErrorIs(t, err, stancer.ErrGone)
}

// TestWaitEndsWithContextOrError checks that Wait ends when its context ends, during a pause or a
// request, and when a request fails.
func TestWaitEndsWithContextOrError(t *testing.T) {
	t.Parallel()
	bubble(t, "context, in a pause", func(t *testing.T) {
		s := newServer(t, saysJSON(`{"id":"chck_`+id24+`","status":"pending"}`))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		poll := stancer.WithPoll(time.Hour, time.Hour)
		check, err := s.client(t).SEPAChecks.Wait(ctx, "chck_"+id24, poll)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.NotErrorIs(t, err, stancer.ErrNotReached)
		if assert.NotNil(t, check, "the last answer is returned") {
			assert.Equal(t, stancer.SEPACheckStatusPending, check.Status)
		}
		assert.EqualValues(t, 1, s.requests.Load())
	})
	bubble(t, "context, in a request", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		_, err := newServer(t, silent).client(t).Payments.Wait(ctx, paymentID, nil)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, time.Second, time.Since(start))
	})
	bubble(t, "error", func(t *testing.T) {
		client, start := newServer(t, says(404, "", "")).client(t), time.Now()
		_, err := client.Payments.Wait(t.Context(), paymentID, nil)
		require.ErrorIs(t, err, stancer.ErrNotFound)
		assert.Zero(t, time.Since(start))
	})
	bubble(t, "invalid id", func(t *testing.T) {
		_, err := newServer(t, nil).client(t).Payments.Wait(t.Context(), "", nil)
		require.ErrorContains(t, err, "is empty")
	})
}

// TestWaitIntervalsGrow checks that the first pause is the minimum, and that each further one is
// one to two times the previous one, up to the maximum.
func TestWaitIntervalsGrow(t *testing.T) {
	t.Parallel()
	growing := stancer.WithPoll(time.Millisecond, time.Hour)
	constant := stancer.WithPoll(time.Minute, time.Minute)
	for name, test := range map[string]struct {
		options     []stancer.Option
		least, most time.Duration
	}{
		"default":  {nil, time.Second, time.Minute},
		"growing":  {[]stancer.Option{growing}, time.Millisecond, time.Hour},
		"constant": {[]stancer.Option{constant}, time.Minute, time.Minute},
	} {
		bubble(t, name, func(t *testing.T) {
			var reads []time.Time
			s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
				reads = append(reads, time.Now())
				status := "pending"
				if len(reads) == 200 {
					status = "succeeded"
				}
				fmt.Fprintf(w, `{"id":"chck_%s","status":%q}`, id24, status)
			})
			_, err := s.client(t).SEPAChecks.Wait(t.Context(), "chck_"+id24, test.options...)
			require.NoError(t, err)
			previous := test.least
			for i, at := range reads[1:] {
				pause := at.Sub(reads[i])
				assert.GreaterOrEqual(t, pause, previous)
				assert.LessOrEqual(t, pause, min(2*previous, test.most))
				if i == 0 {
					assert.Equal(t, test.least, pause)
				}
				previous = pause
			}
			assert.Equal(t, test.most, previous)
		})
	}
}
