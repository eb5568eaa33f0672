package stancer_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/internal/inmemory"
)

// soon is the time limit for an event that must happen. It passes only if the test fails.
const soon = 30 * time.Second

// defaultAttempts sets the default number of attempts. The client of a testServer makes one.
var defaultAttempts = stancer.WithMaxAttempts(3)

// bubble runs a subtest in a bubble of testing/synctest, in which waiting takes no real time.
func bubble(t *testing.T, name string, test func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, test)
	})
}

// testServer is a server in memory that counts its requests. It works in a bubble, too.
type testServer struct {
	*httptest.Server
	listener *inmemory.Listener
	handler  http.HandlerFunc
	requests atomic.Int64
}

func newServer(t testing.TB, handler http.HandlerFunc) *testServer {
	t.Helper()
	s := &testServer{listener: inmemory.Listen(), handler: handler}
	s.Server = &httptest.Server{
		Listener: s.listener,
		Config: &http.Server{
			Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				s.requests.Add(1)
				s.handler(w, r)
			}),
		},
	}
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// transport returns a transport that reaches the server, and is closed before it.
func (s *testServer) transport(t testing.TB) *http.Transport {
	t.Helper()
	transport := &http.Transport{DialContext: s.listener.DialContext}
	t.Cleanup(transport.CloseIdleConnections)
	return transport
}

// reach returns the options that a client needs to reach the server.
func (s *testServer) reach(t testing.TB) []stancer.Option {
	t.Helper()
	return []stancer.Option{
		stancer.WithBaseURL(s.URL),
		stancer.WithHTTPClient(&http.Client{Transport: s.transport(t)}),
	}
}

// newClient makes a client that reaches the server. All other options have their defaults.
func (s *testServer) newClient(
	t testing.TB, key string, options ...stancer.Option,
) *stancer.Client {
	t.Helper()
	client, err := stancer.New(key, append(s.reach(t), options...)...)
	require.NoError(t, err)
	return client
}

// client makes a client of test mode that sends each request once.
func (s *testServer) client(t testing.TB, options ...stancer.Option) *stancer.Client {
	t.Helper()
	return s.clientWithKey(t, testKey, options...)
}

func (s *testServer) clientWithKey(
	t testing.TB, key string, options ...stancer.Option,
) *stancer.Client {
	t.Helper()
	once := []stancer.Option{stancer.WithMaxAttempts(1), stancer.WithBackoff(1, 1)}
	return s.newClient(t, key, append(once, options...)...)
}

// says returns a handler that gives every request the same answer.
func says(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = nil
		if contentType != "" {
			w.Header().Set("Content-Type", contentType)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func saysJSON(body string) http.HandlerFunc { return says(http.StatusOK, "application/json", body) }

// silent reads the request and does not answer.
func silent(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

// stalls sends a status and half a body, and nothing more.
func stalls(status int, half string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, half)
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
}

// raw answers with bytes that need not be HTTP. It closes the connection at once if hangUp is set,
// and else when the test ends.
func raw(t *testing.T, answer string, hangUp bool) http.HandlerFunc {
	var connections []io.Closer
	var mu sync.Mutex
	t.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		for _, c := range connections {
			c.Close()
		}
	})
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		_, _ = io.WriteString(conn, answer)
		if hangUp {
			conn.Close()
			return
		}
		mu.Lock()
		defer mu.Unlock()
		connections = append(connections, conn)
	}
}

// await fails the test when the channel does not close soon.
func await(t *testing.T, done <-chan struct{}, event string) {
	t.Helper()
	select {
	case <-done:
	case <-time.After(soon):
		require.Fail(t, "too late: "+event)
	}
}

// roundTripper makes a transport of a function.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func pass(next http.RoundTripper) http.RoundTripper { return next }

func clientOver(t *testing.T, trip func(*http.Request) (*http.Response, error)) *stancer.Client {
	t.Helper()
	client, err := stancer.New(testKey, stancer.WithMaxAttempts(1),
		stancer.WithHTTPClient(&http.Client{Transport: roundTripper(trip)}))
	require.NoError(t, err)
	return client
}
