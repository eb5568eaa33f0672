package stancer_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// TestAnswerAboutAnotherObject: an object that was not asked for is never a result.
func TestAnswerAboutAnotherObject(t *testing.T) {
	t.Parallel()
	const intentID, otherIntentID = "pi_yWYfCSzsUUhr9KwMv7vuLZHX", "pi_otherIntentotherInten24"
	ctx := t.Context()
	for name, call := range map[string]func(*stancer.Client) (any, error){
		"get":     func(c *stancer.Client) (any, error) { return c.Payments.Get(ctx, paymentID) },
		"capture": func(c *stancer.Client) (any, error) { return c.Payments.Capture(ctx, paymentID) },
		"update": func(c *stancer.Client) (any, error) {
			return c.Payments.Update(ctx, paymentID, &stancer.PaymentUpdate{})
		},
		"create": func(c *stancer.Client) (any, error) {
			return c.Payments.Create(ctx, &stancer.PaymentCreate{Amount: 1, UniqueID: stancer.Ptr("u")})
		},
		"refund":        func(c *stancer.Client) (any, error) { return c.Payments.Refund(ctx, paymentID, nil) },
		"cancel intent": func(c *stancer.Client) (any, error) { return c.PaymentIntents.Cancel(ctx, intentID) },
		"capture intent": func(c *stancer.Client) (any, error) {
			return c.PaymentIntents.Capture(ctx, intentID)
		},
		"delete customer": func(c *stancer.Client) (any, error) {
			return c.Customers.Delete(ctx, "cust_yWYfCSzsUUhr9KwMv7vuLZHX")
		},
	} {
		for _, id := range []string{
			otherPaymentID, otherIntentID, "cust_otherCustomerotherCus24", "x", "",
			"../../v2/payouts/", paymentID + `\n`,
		} {
			if name == "create" && id == otherPaymentID {
				continue // every payment is new
			}
			t.Run(name+" "+id, func(t *testing.T) {
				t.Parallel()
				s := newSite(t, saysJSON(fmt.Sprintf(
					`{"id":"%s","amount":1,"currency":"eur","status":"captured","payments":[]}`, id)))
				result, err := call(s.client(t, quickRetries()...))
				require.ErrorIs(t, err, stancer.ErrUnexpected)
				assert.Zero(t, result)
				if name != "get" {
					assert.ErrorIs(t, err, stancer.ErrUnknownOutcome)
				}
			})
		}
	}
}

// TestCaptureIsNotProvedByAnotherPayment: the read after a lost answer is answered with another
// payment that is captured.
func TestCaptureIsNotProvedByAnotherPayment(t *testing.T) {
	t.Parallel()
	posts := 0
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			posts++
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		saysJSON(fmt.Sprintf(`{"id":%q,"amount":1,"status":"captured"}`, otherPaymentID))(w, r)
	})
	_, err := s.client(t, quickRetries()...).Payments.Capture(t.Context(), paymentID)
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	assert.Equal(t, 1, posts)
}

func TestAmountIsNotAssumed(t *testing.T) {
	t.Parallel()
	for _, amount := range []string{``, `"amount":null,`, `"amount":0,`} {
		s := newSite(t, saysJSON(fmt.Sprintf(`{%s"id":%q}`, amount, paymentID)))
		payment, err := s.client(t).Payments.Get(t.Context(), paymentID)
		if strings.Contains(amount, "0") {
			require.NoError(t, err)
			assert.Zero(t, payment.Amount)
			continue
		}
		require.ErrorIs(t, err, stancer.ErrUnexpected)
	}
}

// TestMissingMembersAreNoError: real answers lack members that are published as required.
func TestMissingMembersAreNoError(t *testing.T) {
	t.Parallel()
	const intentID = "pi_yWYfCSzsUUhr9KwMv7vuLZHX"
	s := newSite(t, saysJSON(fmt.Sprintf(`{"id":%q}`, intentID)))
	intent, err := s.client(t).PaymentIntents.Get(t.Context(), intentID)
	require.NoError(t, err)
	assert.Empty(t, intent.URL)
}

// TestDeleteWithoutABody: 204 is a success, and so is 404 once an earlier attempt was lost.
func TestDeleteWithoutABody(t *testing.T) {
	t.Parallel()
	const id = "cust_yWYfCSzsUUhr9KwMv7vuLZHX"
	for _, statuses := range [][]int{{204}, {502, 204}, {502, 404}} {
		sent := 0
		s := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(statuses[sent])
			sent++
		})
		deleted, err := s.client(t, quickRetries()...).Customers.Delete(t.Context(), id)
		require.NoError(t, err, statuses)
		assert.Equal(t, id, deleted.ID)
		assert.Equal(t, len(statuses), sent)
	}
	s := newSite(t, says(http.StatusNotFound, "", ""))
	_, err := s.client(t).Customers.Delete(t.Context(), id)
	require.ErrorIs(t, err, stancer.ErrNotFound)
}

// TestUnusableSuccessOfAWriteIsNotRepeated: the server claims that it was done.
func TestUnusableSuccessOfAWriteIsNotRepeated(t *testing.T) {
	t.Parallel()
	const id = "cust_yWYfCSzsUUhr9KwMv7vuLZHX"
	for _, body := range []string{``, `null`, `<p>`, `{}`, `{"id":"` + id + `","created":{}}`} {
		s := newSite(t, saysJSON(body))
		client := s.client(t, quickRetries()...)
		_, err := client.Customers.Update(t.Context(), id, &stancer.CustomerUpdate{})
		require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
		require.ErrorIs(t, err, stancer.ErrUnexpected)
		assert.EqualValues(t, 1, s.requests.Load())
	}
}

// TestCancelAfterALostAnswerReadsTheIntent: the second cancellation would be refused.
func TestCancelAfterALostAnswerReadsTheIntent(t *testing.T) {
	t.Parallel()
	const id = "pi_yWYfCSzsUUhr9KwMv7vuLZHX"
	for status, canceled := range map[string]bool{"canceled": true, "authorized": false} {
		deletes := 0
		s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
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

// TestUpdateOfAnIntentIsNeverRepeated: it changes what the customer pays.
func TestUpdateOfAnIntentIsNeverRepeated(t *testing.T) {
	t.Parallel()
	s := newSite(t, says(http.StatusServiceUnavailable, "", ""))
	_, err := s.client(t, quickRetries()...).PaymentIntents.Update(t.Context(),
		"pi_yWYfCSzsUUhr9KwMv7vuLZHX", &stancer.PaymentIntentUpdate{Amount: stancer.Ptr[int64](1)})
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	assert.EqualValues(t, 1, s.requests.Load())
}

// TestOutcomeByStatus is the rule for the first answer to a refund, which is never repeated blindly.
func TestOutcomeByStatus(t *testing.T) {
	t.Parallel()
	for status, unknown := range map[int]bool{
		300: true, 301: true, 302: true, 303: true, 304: true, 307: true, 308: true,
		400: false, 401: false, 402: false, 403: false, 404: false, 405: false, 408: true, 409: false,
		410: false, 422: false, 460: true, 499: true,
		500: true, 501: false, 502: true, 503: true, 504: true, 505: false, 520: true, 599: true,
	} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			s := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "https://elsewhere.example.com/")
				w.WriteHeader(status)
			})
			_, err := s.client(t, quickRetries()...).Payments.Refund(t.Context(), paymentID, nil)
			require.Error(t, err)
			if unknown {
				assert.ErrorIs(t, err, stancer.ErrUnknownOutcome)
			} else {
				assert.NotErrorIs(t, err, stancer.ErrUnknownOutcome)
			}
			if status < 400 {
				assert.ErrorContains(t, err, `"https://elsewhere.example.com/"`)
			}
			assert.EqualValues(t, 1, s.requests.Load())
		})
	}
}
