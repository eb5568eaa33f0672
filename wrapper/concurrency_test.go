package stancer_test

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// TestConcurrentCallsGetTheirOwnAnswers checks that 60 goroutines that share a client each get the
// answers to their own requests.
func TestConcurrentCallsGetTheirOwnAnswers(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		id := path.Base(r.URL.Path)
		switch {
		case strings.HasPrefix(r.URL.Path, "/v2/customers/"):
			says(404, "application/json", `{"error":"no `+id+`"}`)(w, r)
		case strings.HasPrefix(r.URL.Path, "/v2/mandates/"):
			_, _ = io.WriteString(w, "%PDF-"+id)
		case r.Method == http.MethodPost:
			body, _ := io.ReadAll(r.Body)
			fmt.Fprintf(w, `{"id":%q,"amount":1,"description":%q}`, paymentID, body)
		case r.URL.Path == "/v2/payments/":
			start, _ := strconv.Atoi(r.URL.Query().Get("start"))
			order := r.URL.Query().Get("order_id")
			ids := []string{fmt.Sprint(order, start), fmt.Sprint(order, start+1)}
			writePage(w, start, 2, start < 4, ids)
		default:
			fmt.Fprintf(w, `{"id":%q,"amount":1,"description":%q}`, id, strings.Repeat(id, 100))
		}
	})
	debug := &slog.HandlerOptions{Level: slog.LevelDebug}
	logger := slog.New(slog.NewTextHandler(io.Discard, debug))
	client := s.client(t, stancer.WithMiddleware(pass), stancer.WithLogger(logger))
	var running sync.WaitGroup
	for i := range 60 {
		running.Go(func() {
			number := fmt.Sprintf("%024d", i)
			payment, err := client.Payments.Get(t.Context(), "paym_"+number)
			if assert.NoError(t, err) {
				assert.Equal(t, "paym_"+number, payment.ID)
				assert.Equal(t, strings.Repeat("paym_"+number, 100), payment.Description)
			}
			_, err = client.Customers.Get(t.Context(), "cust_"+number)
			assert.ErrorContains(t, err, "no cust_"+number)

			var response stancer.Response
			payment, err = client.Payments.Create(t.Context(),
				&stancer.PaymentCreate{Amount: int64(i)},
				stancer.WithResponse(&response), stancer.WithBodyMember("n", i))
			if assert.NoError(t, err) {
				assert.JSONEq(t, fmt.Sprintf(`{"amount":%d,"n":%d}`, i, i), payment.Description)
			}
			count := 0
			ofOrder := &stancer.ListPaymentsParams{OrderID: &number}
			list := client.Payments.List(ofOrder, stancer.WithConcurrentPages(1+i%3))
			for payment, err := range list.All(t.Context()) {
				if assert.NoError(t, err) {
					assert.Equal(t, fmt.Sprint(number, count), payment.ID)
				}
				count++
			}
			assert.Equal(t, 6, count)
			stream, err := client.Mandates.PDF(t.Context(), "mndt_"+number)
			if assert.NoError(t, err) {
				text, _ := io.ReadAll(stream)
				assert.Equal(t, "%PDF-mndt_"+number+".pdf", string(text))
				assert.NoError(t, stream.Close())
			}
			assert.Contains(t, string(response.Body), fmt.Sprintf(`\"n\":%d`, i))
		})
	}
	running.Wait()
}

// TestConnectionsAreReused checks that repeated bursts of concurrent calls reuse connections.
func TestConnectionsAreReused(t *testing.T) {
	t.Parallel()
	const calls = 50
	var arrived atomic.Pointer[sync.WaitGroup]
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		together := arrived.Load()
		together.Done()
		together.Wait()
		_, _ = io.WriteString(w, `{"mode":"test"}`)
	}))
	var connections atomic.Int64
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	s.Start()
	defer s.Close()
	// The client has the transport of the package.
	client, err := stancer.New(testKey, stancer.WithBaseURL(s.URL))
	require.NoError(t, err)
	burst := func() (opened int64) {
		before := connections.Load()
		together := &sync.WaitGroup{}
		together.Add(calls)
		arrived.Store(together)
		var running sync.WaitGroup
		for range calls {
			running.Go(func() {
				_, err := client.Ping(t.Context())
				assert.NoError(t, err)
			})
		}
		running.Wait()
		return connections.Load() - before
	}
	assert.EqualValues(t, calls, burst())
	fewest := int64(calls)
	// The best of ten bursts counts: net/http closes a connection whose request was written late,
	// as on a busy machine.
	for range 10 {
		fewest = min(fewest, burst())
	}
	assert.Less(t, fewest, int64(calls/10))
}
