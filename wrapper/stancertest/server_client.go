package stancertest

import (
	"slices"
	"time"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// Client returns a client of test mode that talks to the server. Between two attempts of a call it
// waits a millisecond, so that tests are fast. It panics if an option is wrong.
func (s *Server) Client(options ...stancer.Option) *stancer.Client {
	return s.client(s.TestKey, options)
}

// LiveClient returns a client of live mode that talks to the server. It panics if an option is wrong.
func (s *Server) LiveClient(options ...stancer.Option) *stancer.Client {
	return s.client(s.LiveKey, options)
}

// client lets the options have the last word, but for a base URL, which would lead away from the server.
func (s *Server) client(key string, options []stancer.Option) *stancer.Client {
	quick := stancer.WithBackoff(time.Millisecond, time.Millisecond)
	here := stancer.WithBaseURL(s.URL)
	options = slices.Concat([]stancer.Option{quick}, options, []stancer.Option{here})
	if s.secure || s.memory != nil {
		options = append([]stancer.Option{stancer.WithHTTPClient(s.HTTPClient())}, options...)
	}
	client, err := stancer.New(key, options...)
	if err != nil {
		panic("stancertest: " + err.Error())
	}
	return client
}
