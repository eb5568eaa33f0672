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
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
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

// TestAnswerThatLooksUnsent: the error quotes what came, which can be anything.
func TestAnswerThatLooksUnsent(t *testing.T) {
	t.Parallel()
	s := newSite(t, hijacked("HTTP/1.1 502 Bad Gateway\r\nTLS handshake timeout\r\n\r\n", false))
	sentOnce(t, s.client(t, quick(s.URL, true)...), s.requests.Load)
}

// TestMiddlewareFailsAfterwards: a middleware that cannot connect to something else tells nothing of the request.
func TestMiddlewareFailsAfterwards(t *testing.T) {
	t.Parallel()
	s := newSite(t, status(200, "{}", nil))
	audit := func(next http.RoundTripper) http.RoundTripper {
		return roundTrip(func(req *http.Request) (*http.Response, error) {
			resp, err := next.RoundTrip(req)
			if err != nil {
				return nil, err
			}
			resp.Body.Close()
			return nil, &net.OpError{Op: "dial", Err: errors.New("the audit log is down")}
		})
	}
	sentOnce(t, s.client(t, append(quick(s.URL, true), stancer.WithMiddleware(audit))...), s.requests.Load)
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
		client := s.client(t, append(quick(s.URL, true), stancer.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
			return roundTrip(func(req *http.Request) (*http.Response, error) {
				req = req.Clone(req.Context())
				req.Header.Set(name, "1")
				return next.RoundTrip(req)
			})
		}))...)
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

// TestNothingOfAnAnswerThatFailed: what an answer that is not to be used has said does not show in the next one.
func TestNothingOfAnAnswerThatFailed(t *testing.T) {
	t.Parallel()
	answers := []string{
		`{"id":"cust_` + id24 + `","created":1,"name":"Stale","email":{}}`,
		`{"id":"cust_` + id24 + `","created":1}`,
	}
	s := newSite(t, nil)
	s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, answers[s.requests.Add(1)-1])
	})
	client := s.client(t, quick(s.URL, true)...)
	customer, err := client.Customers.Update(t.Context(), "cust_"+id24, &stancer.CustomerUpdate{}, stancer.WithMaxAttempts(2))
	require.NoError(t, err)
	assert.EqualValues(t, 2, s.requests.Load())
	assert.Nil(t, customer.Name)
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

// TestHandshakeTimeout: a connection that never became one can be tried again.
func TestHandshakeTimeout(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0") // that accepts, and says nothing
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	client, err := stancer.New(testKey, append(quick("https://"+listener.Addr().String(), true), stancer.WithTimeout(soon),
		stancer.WithHTTPClient(&http.Client{Transport: &http.Transport{TLSHandshakeTimeout: 20 * time.Millisecond}}))...)
	require.NoError(t, err)
	_, err = client.Payments.Refund(t.Context(), paymentID, nil)
	require.ErrorIs(t, err, stancer.ErrNoAnswer)
	assert.NotErrorIs(t, err, stancer.ErrUnknownOutcome)
	var failed *stancer.Error
	require.ErrorAs(t, err, &failed)
	assert.Equal(t, 3, failed.Attempts)
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

// TestEndedAfterTheLookup: nothing was found, but the first attempt may still be under way when the context ends.
func TestEndedAfterTheLookup(t *testing.T) {
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

// TestEndedAfterSending: the context ends while the answer is awaited, and the work may have been done.
func TestEndedAfterSending(t *testing.T) {
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

// TestReplacedKey: what WithBodyMember sends in the place of the unique_id, or without it, cannot be looked up.
func TestReplacedKey(t *testing.T) {
	t.Parallel()
	_, router := rules(t)
	for _, member := range []struct {
		name  string
		value any
	}{{"unique_id", nil}, {"unique_id", "u-2"}, {"amount", 5000}, {"order_id", "o-2"}, {"currency", "usd"}} {
		u := newUnsure(t, router, "createPayment", 9, status(503, "", nil))
		u.others = nothingThere
		client, err := stancer.New(testKey, quick(u.URL, true)...)
		require.NoError(t, err)
		_, err = client.Payments.Create(t.Context(), create("u-1"), stancer.WithBodyMember(member.name, member.value))
		require.ErrorIs(t, err, stancer.ErrUnknownOutcome, member.name)
		bodies, _ := u.got()
		assert.Len(t, bodies, 1, "%s=%v", member.name, member.value)
	}
	u := newUnsure(t, router, "createPayment", 1, status(503, "", nil))
	u.others = nothingThere
	client, err := stancer.New(testKey, quick(u.URL, true)...)
	require.NoError(t, err)
	_, err = client.Payments.Create(t.Context(), create("u-1"), stancer.WithBodyMember("shoe_size", 46))
	require.NoError(t, err, "what is not compared changes nothing")
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
	client, err := stancer.New(testKey, stancer.WithHTTPClient(&http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		return nil, nil
	})}))
	require.NoError(t, err)
	_, err = client.Payments.Refund(t.Context(), paymentID, nil)
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
}
