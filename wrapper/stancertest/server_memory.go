package stancertest

import "github.com/stancer-go/stancer/wrapper/internal/inmemory"

// WithoutNetwork makes a server that does not listen on a socket. Its connections are pipes in
// memory, so it works in a bubble of package [testing/synctest], where waiting takes no real time:
//
//	func TestPolling(t *testing.T) {
//		synctest.Test(t, func(t *testing.T) {
//			server := stancertest.NewServer(t, stancertest.WithoutNetwork())
//			client := server.Client()
//			...
//		})
//	}
//
// Start the server inside the bubble, and call t.Run and t.Parallel outside of it. Only
// [Server.Client], [Server.LiveClient] and [Server.HTTPClient] reach the server. Their shared
// transport is closed with the server. For your own HTTP client, use the Transport of
// [Server.HTTPClient] as its RoundTripper. It cancels a request with its context and streams
// bodies, as over a network, with HTTP/1.1 or, with [WithTLS], HTTP/2.
//
// The faults [Delay] and [DelayUntil] and the wait before a webhook is retried take no real time
// either. Deliveries use the network. A receiver inside the bubble would stop its clock, so start
// receivers outside.
func WithoutNetwork() Option { return func(s *Server) { s.memory = inmemory.Listen() } }
