package stancertest

import "github.com/stancer-go/stancer/wrapper/internal/inmemory"

// WithoutNetwork makes a server that does not listen on a socket. Its connections are pipes in memory, so
// that it works in a bubble of package [testing/synctest], where a wait takes no real time:
//
//	func TestPolling(t *testing.T) {
//		synctest.Test(t, func(t *testing.T) {
//			server := stancertest.NewServer(t, stancertest.WithoutNetwork())
//			client := server.Client()
//			...
//		})
//	}
//
// Start the server in the bubble, and call t.Run and t.Parallel outside of it. [Server.Client],
// [Server.LiveClient] and [Server.HTTPClient] reach the server; nothing else can. The transport that they
// share is closed with the server. For an own HTTP client, use the Transport of [Server.HTTPClient] as its
// RoundTripper: it ends a request with its context, and streams bodies, as over the network, with HTTP/1.1
// or, after [WithTLS], HTTP/2.
//
// Everything else that the server waits for takes no real time either: the faults [Delay] and [DelayUntil],
// and the time until a webhook is delivered again. A delivery itself goes over the network. Receivers in
// the bubble would stop its time, so start them before the bubble.
func WithoutNetwork() Option { return func(s *Server) { s.memory = inmemory.Listen() } }
