package contract

import (
	"net/http"
	"sync/atomic"
	"testing"
)

// Fail returns a report function that fails the test on each deviation of [LevelError]. It logs the
// others, because Stancer may add members at any time. It ignores reports after the end of the
// test.
func Fail(t testing.TB) func(Deviation) {
	var over atomic.Bool
	t.Cleanup(func() { over.Store(true) })
	return func(d Deviation) {
		switch t.Helper(); {
		case over.Load():
		case d.Level == LevelError:
			t.Error(d)
		default:
			t.Log(d)
		}
	}
}

// Client returns an HTTP client that fails the test on each deviation, see [Fail]. It sends through
// next, or http.DefaultTransport if that is nil.
//
//	server := stancertest.NewServer(t)
//	client := server.Client(stancer.WithHTTPClient(contract.Client(t, nil)))
func Client(t testing.TB, next http.RoundTripper, options ...Option) *http.Client {
	t.Helper()
	transport, err := New(next, Fail(t), options...)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Transport: transport}
}
