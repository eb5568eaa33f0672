package stancer

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
)

// once keeps net/http from sending a write again by itself over HTTP/2, as it does when the server resets it with PROTOCOL_ERROR, done or
// not. What follows an answer is somebody else's doing.
type once struct{ next http.RoundTripper }

var (
	errAgain   = errors.New("it was sent and not answered, and must not be sent again")
	errNeither = errors.New("the transport gave neither an answer nor an error")
)

func (o once) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := o.trip(req)
	if resp == nil && err == nil {
		err = errNeither
	}
	return resp, err
}

func (o once) trip(req *http.Request) (*http.Response, error) {
	if req.Method == http.MethodGet {
		return o.next.RoundTrip(req)
	}
	ctx, end := context.WithCancelCause(req.Context())
	var wrote atomic.Bool
	resp, err := o.next.RoundTrip(req.WithContext(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteHeaders:         func() { wrote.Store(true) },
		GotFirstResponseByte: func() { wrote.Store(false) },
		GotConn: func(got httptrace.GotConnInfo) {
			if wrote.Load() && overHTTP2(got) {
				end(errAgain)
			}
		},
	})))
	if err != nil && context.Cause(ctx) == errAgain {
		err = errAgain
	}
	return resp, err
}

func overHTTP2(got httptrace.GotConnInfo) bool {
	secured, ok := got.Conn.(interface{ ConnectionState() tls.ConnectionState })
	return ok && secured.ConnectionState().NegotiatedProtocol == "h2"
}
