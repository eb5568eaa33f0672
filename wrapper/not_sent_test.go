package stancer_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// TestHandshakeThatFailsSendsNothing: a refund is repeated, since no attempt has sent it.
func TestHandshakeThatFailsSendsNothing(t *testing.T) {
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

func TestRefusedProxySendsNothing(t *testing.T) {
	t.Parallel()
	address, _ := listen(t, func(conn net.Conn) {
		io.WriteString(conn, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
	})
	proxy := http.ProxyURL(&url.URL{Scheme: "http", Host: address})
	client := clientTo(t, "https://api.example.com", proxy)
	_, err := client.Payments.Refund(t.Context(), paymentID, nil)
	require.ErrorIs(t, err, stancer.ErrNoAnswer)
	assert.NotErrorIs(t, err, stancer.ErrUnknownOutcome)
	assert.Equal(t, 3, failureOf(t, err).Attempts)
}

// TestContextThatEndsTheDialSendsNothing: the caller learns that nothing can have happened.
func TestContextThatEndsTheDialSendsNothing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	client, err := stancer.New(testKey, stancer.WithHTTPClient(&http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			cancel()
			<-ctx.Done()
			return nil, ctx.Err()
		},
	}}))
	require.NoError(t, err)
	_, err = client.Payments.Refund(ctx, paymentID, nil)
	require.ErrorIs(t, err, context.Canceled)
	assert.NotErrorIs(t, err, stancer.ErrUnknownOutcome)
}

// TestTransportWithoutHooksProvesNothing: its error may look like a dial that failed.
func TestTransportWithoutHooksProvesNothing(t *testing.T) {
	t.Parallel()
	client := clientOver(t, func(*http.Request) (*http.Response, error) {
		return nil, &net.OpError{Op: "dial", Err: errors.New("refused")}
	})
	_, err := client.Payments.Refund(t.Context(), paymentID, nil)
	assert.ErrorIs(t, err, stancer.ErrUnknownOutcome)
}

// listen accepts connections, reads the first bytes of each, and hands it to handle before it closes
// it. The channel counts the connections.
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

func clientTo(t *testing.T, baseURL string, proxy func(*http.Request) (*url.URL, error)) *stancer.Client {
	t.Helper()
	transport := &http.Transport{Proxy: proxy}
	t.Cleanup(transport.CloseIdleConnections)
	client, err := stancer.New(testKey, append(quickRetries(), stancer.WithBaseURL(baseURL),
		stancer.WithTimeout(30*time.Second),
		stancer.WithHTTPClient(&http.Client{Transport: transport}))...)
	require.NoError(t, err)
	return client
}
