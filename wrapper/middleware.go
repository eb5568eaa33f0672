package stancer

import (
	"errors"
	"net/http"
)

// Middleware wraps the transport of each attempt. The request's context tells the operation, see [OperationFromContext]. A header
// Idempotency-Key that it sets is not sent: Stancer publishes none, and net/http would take it as leave to send a write again.
type Middleware func(next http.RoundTripper) http.RoundTripper

// WithMiddleware wraps the transport of each attempt, to trace or to count for example. The first one given is the outermost.
func WithMiddleware(middleware ...Middleware) Option {
	return func(s *settings) error {
		for _, wrap := range middleware {
			if wrap == nil {
				return errors.New("stancer: a middleware is nil")
			}
		}
		s.middleware = append(s.middleware, middleware...)
		s.innermost, s.watch = sentOnce, watch
		return nil
	}
}

// sentOnce takes out of a request the headers that middleware may set and that make net/http send it again by itself.
func sentOnce(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		for _, name := range []string{"Idempotency-Key", "X-Idempotency-Key"} {
			if _, found := req.Header[name]; found {
				req = req.Clone(req.Context())
				delete(req.Header, name)
			}
		}
		return next.RoundTrip(req)
	})
}

type roundTripper func(req *http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
