package stancer_test

import (
	"net"
	"net/http"
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// TestDialTimeoutIsRetried checks that a dial that times out is retried and leaves no unknown
// outcome. With the default transport this takes 10 s, so only long runs check it.
func TestDialTimeoutIsRetried(t *testing.T) {
	t.Parallel()
	dialer := net.Dialer{Timeout: 20 * time.Millisecond}
	short := &http.Client{Transport: &http.Transport{DialContext: dialer.DialContext}}
	transports := map[string][]stancer.Option{"short": {stancer.WithHTTPClient(short)}}
	if os.Getenv(chaosLength) != "" {
		transports["default"] = []stancer.Option{stancer.WithMaxAttempts(1)}
	}
	for name, options := range transports {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options = append(options,
				stancer.WithBaseURL("http://"+full(t)), stancer.WithBackoff(1, 1))
			client, err := stancer.New(testKey, options...)
			require.NoError(t, err)
			_, err = client.Payments.Refund(t.Context(), paymentID, nil)
			require.ErrorIs(t, err, stancer.ErrNoAnswer)
			assert.NotErrorIs(t, err, stancer.ErrUnknownOutcome)
		})
	}
}

// full returns the address of a listener whose backlog is full.
func full(t *testing.T) string {
	t.Helper()
	socket, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	t.Cleanup(func() { syscall.Close(socket) })
	require.NoError(t, syscall.Bind(socket, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}))
	require.NoError(t, syscall.Listen(socket, 0))
	bound, err := syscall.Getsockname(socket)
	require.NoError(t, err)
	address := "127.0.0.1:" + strconv.Itoa(bound.(*syscall.SockaddrInet4).Port)
	for range 5 {
		conn, err := net.DialTimeout("tcp", address, 200*time.Millisecond)
		if err != nil {
			return address
		}
		t.Cleanup(func() { conn.Close() })
	}
	t.Skip("the listener accepts connections beyond its backlog")
	return ""
}
