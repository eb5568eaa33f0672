package stancer_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/internal/inmemory"
)

// sentOnce makes a refund and demands that it came once, and that the outcome is unknown.
func sentOnce(t *testing.T, client *stancer.Client, requests func() int64) {
	t.Helper()
	_, err := client.Payments.Refund(t.Context(), paymentID, nil)
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	assert.EqualValues(t, 1, requests())
}

// TestBrokenTLSRecord: what comes after the handshake does not have to be TLS any more, and the request was sent.
func TestBrokenTLSRecord(t *testing.T) {
	t.Parallel()
	secure := httptest.NewTLSServer(nil)
	t.Cleanup(secure.Close)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	var requests atomic.Int64
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			func() {
				defer conn.Close()
				secured := tls.Server(conn, &tls.Config{Certificates: secure.TLS.Certificates})
				if req, err := http.ReadRequest(bufio.NewReader(secured)); err == nil {
					io.Copy(io.Discard, req.Body)
					requests.Add(1)
					io.WriteString(conn, "<html>Bad Gateway</html>")
				}
			}()
		}
	}()
	client, err := stancer.New(testKey, append(quick("https://"+listener.Addr().String(), true), stancer.WithHTTPClient(secure.Client()))...)
	require.NoError(t, err)
	sentOnce(t, client, requests.Load)
}

// TestQuotedTextDoesNotMeanUnsent: the error quotes what came, which can be anything.
func TestQuotedTextDoesNotMeanUnsent(t *testing.T) {
	t.Parallel()
	s := newSite(t, hijacked("HTTP/1.1 502 Bad Gateway\r\nTLS handshake timeout\r\n\r\n", false))
	sentOnce(t, s.client(t, thrice), s.requests.Load)
}

// TestMiddlewareFailsAfterwards: a middleware that cannot connect to something else tells nothing of the request.
func TestMiddlewareFailsAfterwards(t *testing.T) {
	t.Parallel()
	s := newSite(t, status(200, "{}", nil))
	audit := func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			resp, err := next.RoundTrip(req)
			if err != nil {
				return nil, err
			}
			resp.Body.Close()
			return nil, &net.OpError{Op: "dial", Err: errors.New("the audit log is down")}
		})
	}
	sentOnce(t, s.client(t, thrice, stancer.WithMiddleware(audit)), s.requests.Load)
}

// TestIdempotencyKeyOfMiddleware: net/http sends again, by itself, what has that header and gets no answer on a connection that was in use.
func TestIdempotencyKeyOfMiddleware(t *testing.T) {
	t.Parallel()
	var refunds atomic.Int64
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			io.WriteString(w, made)
			return
		}
		refunds.Add(1)
		hijacked("", false)(w, r)
	})
	for _, name := range []string{"Idempotency-Key", "X-Idempotency-Key"} {
		refunds.Store(0)
		client := s.client(t, thrice, stancer.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(req *http.Request) (*http.Response, error) {
				req = req.Clone(req.Context())
				req.Header.Set(name, "1")
				return next.RoundTrip(req)
			})
		}))
		_, err := client.Payments.Get(t.Context(), paymentID) // which leaves a connection
		require.NoError(t, err)
		_, err = client.Payments.Refund(t.Context(), paymentID, nil)
		require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
		assert.EqualValues(t, 1, refunds.Load(), name)
	}
}

// TestWithoutHTTP2: over HTTP/2 net/http would send a refund again, by itself, when the server resets it with PROTOCOL_ERROR.
func TestWithoutHTTP2(t *testing.T) {
	t.Parallel()
	offers := make(chan []string, 3)
	server := httptest.NewUnstartedServer(nil)
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // it would tell that the certificate is refused
	server.TLS = &tls.Config{GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		offers <- hello.SupportedProtos
		return nil, nil
	}}
	server.StartTLS()
	t.Cleanup(server.Close)
	client, err := stancer.New(testKey, stancer.WithBaseURL(server.URL), stancer.WithMaxAttempts(1))
	require.NoError(t, err)
	_, err = client.Payments.Refund(t.Context(), paymentID, nil)
	require.ErrorIs(t, err, stancer.ErrNoAnswer)
	assert.NotContains(t, <-offers, "h2")
}

// TestFailedAnswerLeavesNoMembers: what an answer that is not to be used has said does not show in the next one.
func TestFailedAnswerLeavesNoMembers(t *testing.T) {
	t.Parallel()
	answers := []string{
		`{"id":"cust_` + id24 + `","created":1,"name":"Stale","email":{}}`,
		`{"id":"cust_` + id24 + `","created":1}`,
	}
	s := newSite(t, nil)
	s.handler = func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, answers[s.requests.Load()-1]) }
	client := s.client(t, thrice)
	customer, err := client.Customers.Get(t.Context(), "cust_"+id24)
	require.NoError(t, err)
	assert.EqualValues(t, 2, s.requests.Load())
	assert.Empty(t, customer.Name)
}

// TestConflictOfTheLookup: a lookup that fails with 409 or 429 is not the conflict, or the limit, of the call.
func TestConflictOfTheLookup(t *testing.T) {
	t.Parallel()
	_, router := rules(t)
	for code, not := range map[int]error{409: stancer.ErrConflict, 429: stancer.ErrRateLimited} {
		u := newUnsure(t, router, "createPayment", 9, hijacked("", false))
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

// TestTLSHandshakeTimeoutIsNotSent: a connection that never became one can be tried again.
func TestTLSHandshakeTimeoutIsNotSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		listener := inmemory.Listen()
		var accepted []net.Conn // and never read
		go func() {
			for conn, err := listener.Accept(); err == nil; conn, err = listener.Accept() {
				accepted = append(accepted, conn)
			}
		}()
		transport := &http.Transport{DialContext: listener.DialContext, TLSHandshakeTimeout: 10 * time.Second}
		client, err := stancer.New(testKey, stancer.WithBaseURL("https://"+listener.Addr().String()), stancer.WithHTTPClient(&http.Client{Transport: transport}))
		require.NoError(t, err)
		start := time.Now()
		_, err = client.Payments.Refund(t.Context(), paymentID, nil)
		require.ErrorIs(t, err, stancer.ErrNoAnswer)
		assert.NotErrorIs(t, err, stancer.ErrUnknownOutcome)
		var failed *stancer.Error
		require.ErrorAs(t, err, &failed)
		assert.Equal(t, 3, failed.Attempts)
		assert.GreaterOrEqual(t, time.Since(start), 3*transport.TLSHandshakeTimeout)
		listener.Close()
		synctest.Wait()
		for _, conn := range accepted {
			conn.Close()
		}
	})
}

// onLine is a slog handler that calls itself with each operation that is logged.
type onLine func(operation string)

func (onLine) Enabled(context.Context, slog.Level) bool { return true }
func (f onLine) WithAttrs([]slog.Attr) slog.Handler     { return f }
func (f onLine) WithGroup(string) slog.Handler          { return f }
func (f onLine) Handle(_ context.Context, record slog.Record) error {
	record.Attrs(func(attribute slog.Attr) bool {
		if attribute.Key == "operation" {
			f(attribute.Value.String())
		}
		return true
	})
	return nil
}

// TestCancelAfterLookupIsUnknownOutcome: nothing was found, but the first attempt may still be under way when the context ends.
func TestCancelAfterLookupIsUnknownOutcome(t *testing.T) {
	t.Parallel()
	_, router := rules(t)
	u := newUnsure(t, router, "createPayment", 9, status(503, "", nil))
	u.others = nothingThere
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	logger := slog.New(onLine(func(operation string) {
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

// TestCancelAfterSendingIsUnknownOutcome: the context ends while the answer is awaited, and the work may have been done.
func TestCancelAfterSendingIsUnknownOutcome(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s := newSite(t, func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		cancel()
		<-r.Context().Done()
	})
	client := s.client(t, stancer.WithTimeout(soon))
	_, err := client.Payments.Refund(ctx, paymentID, nil)
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	require.ErrorIs(t, err, context.Canceled)
	assert.EqualValues(t, 1, s.requests.Load())
}

// TestEmptyKey: an empty unique_id is none, so a payment that has it is not looked up, and not sent again.
func TestEmptyKey(t *testing.T) {
	t.Parallel()
	_, router := rules(t)
	u := newUnsure(t, router, "createPayment", 9, status(503, "", nil))
	u.others = nothingThere
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
	u = newUnsure(t, router, "createCustomer", 9, status(503, "", nil))
	u.others = nothingThere
	client, err = stancer.New(testKey, quick(u.URL, true)...)
	require.NoError(t, err)
	_, err = client.Customers.Create(t.Context(), &stancer.CustomerCreate{ExternalID: stancer.Ptr("")})
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	bodies, _ = u.got()
	assert.Len(t, bodies, 1)
}

// TestTransportWithoutAnswer: a transport that gives neither an answer nor an error breaks its contract, and nothing else.
func TestTransportWithoutAnswer(t *testing.T) {
	t.Parallel()
	client, err := stancer.New(testKey, stancer.WithHTTPClient(&http.Client{Transport: roundTripper(func(*http.Request) (*http.Response, error) {
		return nil, nil
	})}))
	require.NoError(t, err)
	_, err = client.Payments.Refund(t.Context(), paymentID, nil)
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
}
