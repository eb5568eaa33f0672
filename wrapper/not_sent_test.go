package stancer_test

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/internal/inmemory"
)

// TestFailedTLSHandshakeIsRetried checks that a refund is retried after a failed handshake, since
// no attempt has sent it.
func TestFailedTLSHandshakeIsRetried(t *testing.T) {
	t.Parallel()
	for name, handshake := range map[string]func(net.Conn){
		"EOF":   func(conn net.Conn) {},
		"alert": func(conn net.Conn) { conn.Write([]byte{21, 3, 3, 0, 2, 2, 40}) },
		"HTTP":  func(conn net.Conn) { io.WriteString(conn, "HTTP/1.1 400 Bad Request\r\n\r\n") },
		"reset": func(conn net.Conn) { conn.(*net.TCPConn).SetLinger(0) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address, accepted := listen(t, handshake)
			client := clientTo(t, "https://"+address, nil)
			_, err := client.Payments.Refund(t.Context(), paymentID, nil)
			require.ErrorIs(t, err, stancer.ErrNoAnswer)
			assert.NotErrorIs(t, err, stancer.ErrUnknownOutcome)
			assert.Equal(t, 3, failureOf(t, err).Attempts)
			assert.Equal(t, 3, len(accepted))
		})
	}
}

func TestRefusedProxyConnectIsRetried(t *testing.T) {
	t.Parallel()
	address, _ := listen(t, func(conn net.Conn) {
		io.WriteString(conn,
			"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
	})
	proxy := http.ProxyURL(&url.URL{Scheme: "http", Host: address})
	client := clientTo(t, "https://api.example.com", proxy)
	_, err := client.Payments.Refund(t.Context(), paymentID, nil)
	require.ErrorIs(t, err, stancer.ErrNoAnswer)
	assert.NotErrorIs(t, err, stancer.ErrUnknownOutcome)
	assert.Equal(t, 3, failureOf(t, err).Attempts)
}

// TestCanceledDialIsNotUnknownOutcome checks that a context that ends during the dial proves that
// nothing was sent.
func TestCanceledDialIsNotUnknownOutcome(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		cancel()
		<-ctx.Done()
		return nil, ctx.Err()
	}
	client, err := stancer.New(testKey,
		stancer.WithHTTPClient(&http.Client{Transport: &http.Transport{DialContext: dial}}))
	require.NoError(t, err)
	_, err = client.Payments.Refund(ctx, paymentID, nil)
	require.ErrorIs(t, err, context.Canceled)
	assert.NotErrorIs(t, err, stancer.ErrUnknownOutcome)
}

// TestDialErrorWithoutTraceIsUnknownOutcome checks that a dial error from a transport without
// httptrace hooks does not prove that nothing was sent.
func TestDialErrorWithoutTraceIsUnknownOutcome(t *testing.T) {
	t.Parallel()
	client := clientOver(t, func(*http.Request) (*http.Response, error) {
		return nil, &net.OpError{Op: "dial", Err: errors.New("refused")}
	})
	_, err := client.Payments.Refund(t.Context(), paymentID, nil)
	assert.ErrorIs(t, err, stancer.ErrUnknownOutcome)
}

// listen accepts connections, reads the first bytes of each, and calls handle before it closes the
// connection. The channel gets a value for each connection.
func listen(t *testing.T, handle func(net.Conn)) (address string, accepted chan struct{}) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	accepted = make(chan struct{}, 100)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			accepted <- struct{}{}
			conn.Read(make([]byte, 4096))
			handle(conn)
			conn.Close()
		}
	}()
	return listener.Addr().String(), accepted
}

func clientTo(
	t *testing.T, baseURL string, proxy func(*http.Request) (*url.URL, error),
) *stancer.Client {
	t.Helper()
	transport := &http.Transport{Proxy: proxy}
	t.Cleanup(transport.CloseIdleConnections)
	options := append(quickRetries(),
		stancer.WithBaseURL(baseURL),
		stancer.WithTimeout(30*time.Second),
		stancer.WithHTTPClient(&http.Client{Transport: transport}))
	client, err := stancer.New(testKey, options...)
	require.NoError(t, err)
	return client
}

// TestTLSHandshakeTimeoutIsRetried checks that a refund is retried after a handshake that timed
// out.
func TestTLSHandshakeTimeoutIsRetried(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		listener := inmemory.Listen()
		var accepted []net.Conn // connections that are never read
		go func() {
			for conn, err := listener.Accept(); err == nil; conn, err = listener.Accept() {
				accepted = append(accepted, conn)
			}
		}()
		transport := &http.Transport{
			DialContext:         listener.DialContext,
			TLSHandshakeTimeout: 10 * time.Second,
		}
		client, err := stancer.New(testKey,
			stancer.WithBaseURL("https://"+listener.Addr().String()),
			stancer.WithHTTPClient(&http.Client{Transport: transport}))
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

// TestNoConnectionIsRetriedForEveryOperation checks that every operation is retried when no
// connection can be made, and that its outcome is known. One operation for each method and rule
// meets a certificate that is not trusted.
func TestNoConnectionIsRetriedForEveryOperation(t *testing.T) {
	t.Parallel()
	const refusing = "http://127.0.0.1:1" // no other test gets a port below 1024
	untrusted := httptest.NewUnstartedServer(http.NotFoundHandler())
	untrusted.Config.ErrorLog = log.New(io.Discard, "", 0) // it would log each handshake
	untrusted.TLS = serverTLS()
	untrusted.StartTLS()
	t.Cleanup(untrusted.Close)
	doc, _ := readDocument(t)
	for item, op := range operations(doc) {
		assertNotSent(t, refusing, item, op)
	}
	for item, op := range representatives(doc) {
		assertNotSent(t, untrusted.URL, item, op)
	}
}

// assertNotSent makes the call of an operation to a server that no connection can be made to.
func assertNotSent(
	t *testing.T, url string, item *openapi3.PathItem, op *openapi3.Operation,
) {
	t.Helper()
	client, err := stancer.New(testKey, quick(url, true)...)
	require.NoError(t, err)
	o := &operation{t: t, ctx: t.Context(), op: op, client: client, id: exampleID(item, op)}
	err = callOf(t, op)(o)
	assert.ErrorIs(t, err, stancer.ErrNoAnswer)
	assert.NotErrorIs(t, err, stancer.ErrUnknownOutcome, "%s: %s", url, op.OperationID)
	assert.Equal(t, 3, failureOf(t, err).Attempts, "%s: %s", url, op.OperationID)
}
