package stancer_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

func TestObserverIsCalledOncePerCall(t *testing.T) {
	t.Parallel()
	var calls []stancer.Call
	observe := stancer.WithObserver(func(_ context.Context, call stancer.Call) {
		calls = append(calls, call)
	})
	s := newLostAnswer(t, http.StatusBadGateway, foundNothing)
	client := s.client(t, append(quickRetries(), observe)...)
	params := &stancer.PaymentCreate{Amount: 4200, UniqueID: stancer.Ptr("order-17")}
	_, err := client.Payments.Create(t.Context(), params)
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

func TestRequestContextHasOperationAndRoute(t *testing.T) {
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

// TestEachAttemptIsLogged checks that each attempt logs one line at debug level, with exactly the
// documented attributes.
func TestEachAttemptIsLogged(t *testing.T) {
	t.Parallel()
	status := 200
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, `{"id":"refd_`+id24+`","amount":1}`)
	})
	var lines bytes.Buffer
	handler := slog.NewJSONHandler(&lines, &slog.HandlerOptions{Level: slog.LevelDebug})
	client := s.client(t, stancer.WithLogger(slog.New(handler)))
	line := func() map[string]any {
		t.Helper()
		var line map[string]any
		require.NoError(t, json.Unmarshal(lines.Bytes(), &line), "one line: %s", lines.String())
		lines.Reset()
		assert.Equal(t, "DEBUG", line["level"])
		assert.IsType(t, "", line["time"])
		assert.GreaterOrEqual(t, line["duration"], 0.0)
		delete(line, "time")
		delete(line, "duration")
		return line
	}
	_, err := client.Payments.Refund(t.Context(), paymentID, nil)
	require.NoError(t, err)
	assert.Equal(t, map[string]any{
		"level": "DEBUG", "msg": "stancer", "operation": "refundPayment", "method": "POST",
		"route": "/v2/payments/{id}/refund", "status": 200.0, "attempt": 1.0,
	}, line())

	status = 404
	_, err = client.Mandates.PDF(t.Context(), mandateID)
	require.Error(t, err)
	assert.Equal(t, map[string]any{
		"level": "DEBUG", "msg": "stancer", "operation": "getMandatePdf", "method": "GET",
		"route": "/v2/mandates/{id}.pdf", "status": 404.0, "attempt": 1.0,
	}, line())

	_, err = client.Payments.Get(t.Context(), "paym_")
	require.Error(t, err)
	assert.Zero(t, lines.Len(), "nothing was sent")

	s.Close()
	_, err = client.Ping(t.Context())
	require.Error(t, err)
	failure := line()
	assert.NotContains(t, failure, "status")
	assert.Contains(t, failure["error"], "connection refused")
}

// TestNothingIsLoggedAboveDebug checks that a handler for level info gets no lines.
func TestNothingIsLoggedAboveDebug(t *testing.T) {
	t.Parallel()
	var lines bytes.Buffer
	s := newServer(t, says(500, "", "no"))
	client := s.client(t, stancer.WithLogger(slog.New(slog.NewTextHandler(&lines, nil))))
	for _, m := range methods(t, client) {
		_, err := m.call(t.Context(), m.id)
		require.ErrorIs(t, err, stancer.ErrServer, m.name)
	}
	assert.Empty(t, lines.String())
}
