package stancer

import (
	"crypto/tls"
	"net"
	"net/http"
	"time"
)

// defaultHTTPClient is shared by all clients, so that they share connections. It keeps more idle ones to a host than the two of
// http.DefaultTransport, because all calls go to the same host. Dialing ends before the attempt does, whose timeout cannot tell that nothing
// was sent. Over HTTP/2 net/http sends a write again by itself, for as long as the attempt lasts, when the server resets it with
// PROTOCOL_ERROR, done or not; and says that nothing was sent if it cannot connect any more.
var defaultHTTPClient = unfollowing(http.Client{Transport: &http.Transport{
	Proxy:               http.ProxyFromEnvironment,
	DialContext:         (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
	TLSNextProto:        map[string]func(string, *tls.Conn) http.RoundTripper{}, // without HTTP/2
	TLSHandshakeTimeout: 10 * time.Second,
	MaxIdleConns:        256,
	MaxIdleConnsPerHost: 256,
	IdleConnTimeout:     90 * time.Second,
}})

// unfollowing returns a client to which a redirect is an answer like any other. Following one could send the key elsewhere, or turn a POST
// into a GET.
func unfollowing(client http.Client) *http.Client {
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	client.Transport = locationChecker{client.Transport}
	return &client
}

// locationChecker takes a Location that is not a URL out of an answer. http.Client would throw the answer away because of it.
type locationChecker struct{ next http.RoundTripper }

func (t locationChecker) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(req)
	if err == nil && resp.StatusCode/100 == 3 {
		if _, err := req.URL.Parse(resp.Header.Get("Location")); err != nil {
			resp.Header.Del("Location")
		}
	}
	return resp, err
}

// transport is the HTTP client with the middleware around it.
func (s *settings) transport() *http.Client {
	if len(s.middleware) == 0 {
		return s.httpClient
	}
	wrapped := *s.httpClient
	wrapped.Transport = s.innermost(wrapped.Transport)
	for i := len(s.middleware) - 1; i >= 0; i-- {
		wrapped.Transport = s.middleware[i](wrapped.Transport)
	}
	return &wrapped
}
