package stancer_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

func TestObserverGetsOneReportOfACall(t *testing.T) {
	t.Parallel()
	var calls []stancer.Call
	observe := stancer.WithObserver(func(_ context.Context, call stancer.Call) {
		calls = append(calls, call)
	})
	s := newLostAnswer(t, http.StatusBadGateway, foundNothing)
	_, err := s.client(t, append(quickRetries(), observe)...).Payments.Create(t.Context(),
		&stancer.PaymentCreate{Amount: 4200, UniqueID: stancer.Ptr("order-17")})
	require.Len(t, calls, 1, "lookups are part of the call")
	call := calls[0]
	assert.Positive(t, call.Duration)
	call.Duration = 0
	assert.Equal(t, stancer.Call{
		Operation: "createPayment", Method: "POST", Route: "/v2/payments/", Attempts: 3,
		Err: err, OutcomeUnknown: true,
	}, call)

	s.found = func() string { return payment(paymentID, "", 0) }
	_, err = s.client(t, observe).Payments.Get(t.Context(), paymentID)
	require.NoError(t, err)
	assert.Equal(t, "/v2/payments/{id}", calls[1].Route)
	assert.NoError(t, calls[1].Err)

	_, err = s.client(t, observe).Payments.Get(t.Context(), "")
	require.Error(t, err)
	assert.Len(t, calls, 2, "nothing was sent")
	_, err = stancer.New(testKey, stancer.WithObserver(nil))
	assert.ErrorContains(t, err, "the observer is nil")
}

func TestContextOfARequestNamesOperationAndRoute(t *testing.T) {
	t.Parallel()
	var operation, route string
	client := clientOver(t, func(req *http.Request) (*http.Response, error) {
		operation = stancer.OperationFromContext(req.Context())
		route = stancer.RouteFromContext(req.Context())
		return nil, context.Canceled
	})
	_, err := client.Payments.Refund(t.Context(), paymentID, nil)
	require.Error(t, err)
	assert.Equal(t, "refundPayment", operation)
	assert.Equal(t, "/v2/payments/{id}/refund", route)
	assert.Empty(t, stancer.RouteFromContext(t.Context()))
}

func TestWithHeader(t *testing.T) {
	t.Parallel()
	var got http.Header
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header
		saysJSON(payment(paymentID, "", 0))(w, r)
	})
	client := s.client(t, stancer.WithHeader("x-correlation-id", "r-17"))
	_, err := client.Payments.Get(t.Context(), paymentID, stancer.WithHeader("X-Shop", "a"))
	require.NoError(t, err)
	assert.Equal(t, "r-17", got.Get("X-Correlation-Id"))
	assert.Equal(t, "a", got.Get("X-Shop"))
	_, err = client.Payments.Get(t.Context(), paymentID)
	require.NoError(t, err)
	assert.Empty(t, got.Get("X-Shop"), "the header of a call stays in the call")

	for _, name := range []string{
		"Authorization", "host", "Content-Length", "content-type", "Idempotency-Key",
		"X-Idempotency-Key", "Accept", "User-Agent", "Transfer-Encoding", "Connection",
	} {
		_, err := stancer.New(testKey, stancer.WithHeader(name, "x"))
		assert.ErrorContains(t, err, "cannot be set with WithHeader", name)
	}
	for name, value := range map[string]string{"": "x", "a b": "x", "a:": "x", "é": "x", "A": "x\r\nB: y"} {
		_, err := stancer.New(testKey, stancer.WithHeader(name, value))
		assert.Error(t, err, name)
	}
}

func TestZeroClientGivesErrors(t *testing.T) {
	t.Parallel()
	var client stancer.Client
	_, err := client.Payments.Get(t.Context(), paymentID)
	assert.ErrorContains(t, err, "stancer.New")
	_, err = client.Ping(t.Context())
	assert.ErrorContains(t, err, "stancer.New")
	_, err = new(stancer.Payments).Capture(t.Context(), paymentID)
	assert.ErrorContains(t, err, "stancer.New")
	_, err = client.Mandates.PDF(t.Context(), "mndt_yWYfCSzsUUhr9KwMv7vuLZHX")
	assert.ErrorContains(t, err, "stancer.New")
	_, err = client.Payments.Wait(t.Context(), paymentID, nil)
	assert.ErrorContains(t, err, "stancer.New")
	assert.ErrorContains(t, client.Webhooks.Delete(t.Context(), "we_yWYfCSzsUUhr9KwMv7vuLZHX"), "stancer.New")
	assert.Empty(t, client.Mode())
}

func TestMiddlewareThatReturnsNilIsAnError(t *testing.T) {
	t.Parallel()
	_, err := stancer.New(testKey,
		stancer.WithMiddleware(func(http.RoundTripper) http.RoundTripper { return nil }))
	assert.ErrorContains(t, err, "a middleware returned a nil http.RoundTripper")
}

func TestPDFMustBeAPDF(t *testing.T) {
	t.Parallel()
	const id = "mndt_yWYfCSzsUUhr9KwMv7vuLZHX"
	for _, body := range []string{"", "%PDF", "<html>no</html>", `{"error":"no"}`} {
		s := newSite(t, says(http.StatusOK, "application/pdf", body))
		_, err := s.client(t, stancer.WithTimeout(30*time.Second)).Mandates.PDF(t.Context(), id)
		require.ErrorIs(t, err, stancer.ErrUnexpected, body)
		assert.NotErrorIs(t, err, stancer.ErrUnknownOutcome)
	}
}
