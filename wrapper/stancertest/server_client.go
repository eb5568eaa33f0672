package stancertest

import (
	"slices"
	"time"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// Client returns a client of test mode for the server. It waits a millisecond before it retries, so
// that tests are fast. It panics if an option is invalid.
func (s *Server) Client(options ...stancer.Option) *stancer.Client {
	return s.client(s.TestKey, options)
}

// LiveClient returns a client of live mode for the server. It panics if an option is invalid.
func (s *Server) LiveClient(options ...stancer.Option) *stancer.Client {
	return s.client(s.LiveKey, options)
}

// client applies its own base URL last, because the client must reach the server.
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
