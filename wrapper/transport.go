package stancer

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"slices"
	"sync/atomic"
	"time"
)

// defaultHTTPClient is shared by all clients, so that they share connections. It keeps more idle
// connections to a host than the two of http.DefaultTransport, because all calls go to one host.
// HTTP/2 is off, because net/http resends writes over it.
var defaultHTTPClient = &http.Client{Transport: &http.Transport{
	Proxy:                  http.ProxyFromEnvironment,
	DialContext:            (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
	TLSNextProto:           map[string]func(string, *tls.Conn) http.RoundTripper{}, // no HTTP/2
	TLSHandshakeTimeout:    10 * time.Second,
	MaxIdleConns:           256,
	MaxIdleConnsPerHost:    256,
	IdleConnTimeout:        90 * time.Second,
	MaxResponseHeaderBytes: 256 << 10,
}}

// Middleware wraps the transport of each attempt. The context of the request names its operation
// and its route, see [OperationFromContext]. A header Idempotency-Key that it sets is not sent:
// Stancer publishes none, and it would make net/http resend a write.
type Middleware func(next http.RoundTripper) http.RoundTripper

// WithMiddleware wraps the transport of each attempt, to trace or to count for example. The first
// one is the outermost.
func WithMiddleware(middleware ...Middleware) Option {
	return func(s *settings) error {
		if slices.ContainsFunc(middleware, func(wrap Middleware) bool { return wrap == nil }) {
			return errors.New("stancer: a middleware is nil")
		}
		s.middleware = append(slices.Clip(s.middleware), middleware...)
		return nil
	}
}

// newChain wraps the transport of an HTTP client: middleware outermost, then the guard against
// resends, then the transport. Redirects are never followed: that could send the key elsewhere, or
// turn a POST into a GET.
func newChain(client *http.Client, middleware []Middleware) (*http.Client, error) {
	chain := *client
	chain.CheckRedirect = func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}
	if chain.Transport == nil {
		chain.Transport = http.DefaultTransport
	}
	chain.Transport = noResend{chain.Transport}
	for _, wrap := range slices.Backward(middleware) {
		if chain.Transport = wrap(chain.Transport); chain.Transport == nil {
			return nil, errors.New("stancer: a middleware returned a nil http.RoundTripper")
		}
	}
	chain.Transport = validLocation{chain.Transport}
	return &chain, nil
}

// validLocation removes a Location that is not a URL. http.Client would discard the answer for it.
type validLocation struct{ next http.RoundTripper }

func (t validLocation) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(req)
	if resp == nil && err == nil {
		return nil, errors.New("the transport returned neither an answer nor an error")
	}
	if err == nil && resp.StatusCode/100 == 3 {
		if _, err := req.URL.Parse(resp.Header.Get("Location")); err != nil {
			resp.Header.Del("Location")
		}
	}
	return resp, err
}

// noResend prevents net/http from resending a write. Over HTTP/2 it would do so, without limit,
// when the server resets the stream or closes the connection, even if the request was carried out.
type noResend struct{ next http.RoundTripper }

var errResend = errors.New("not resent: the request was sent and got no answer")

// resendHeaders make net/http treat a write as one that it may send again.
var resendHeaders = []string{"Idempotency-Key", "X-Idempotency-Key"}

func (t noResend) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method == http.MethodGet {
		return t.next.RoundTrip(req)
	}
	ctx, cancel := context.WithCancelCause(req.Context())
	guard := &resendGuard{cancel: cancel}
	req = req.Clone(httptrace.WithClientTrace(ctx, guard.trace()))
	for _, name := range resendHeaders {
		delete(req.Header, name)
	}
	resp, err := t.next.RoundTrip(req)
	if err != nil && context.Cause(ctx) == errResend {
		err = errResend
	}
	return resp, err
}

// resendGuard ends a request that gets another HTTP/2 connection after its headers were written. A
// final answer disarms it, since a transport may react to one; an informational answer does not.
type resendGuard struct {
	cancel        context.CancelCauseFunc
	armed         atomic.Bool
	informational atomic.Int32
}

const maxInformational = 20

func (g *resendGuard) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		WroteHeaders:         func() { g.armed.Store(true) },
		GotFirstResponseByte: func() { g.armed.Store(false) },
		Got1xxResponse: func(int, textproto.MIMEHeader) error {
			g.armed.Store(true)
			if g.informational.Add(1) > maxInformational {
				return fmt.Errorf("more than %d informational answers", maxInformational)
			}
			return nil
		},
		GotConn: func(conn httptrace.GotConnInfo) {
			if g.armed.Load() && isHTTP2(conn.Conn) {
				g.cancel(errResend)
			}
		},
	}
}

func isHTTP2(conn net.Conn) bool {
	secured, ok := conn.(interface{ ConnectionState() tls.ConnectionState })
	return ok && secured.ConnectionState().NegotiatedProtocol == "h2"
}
