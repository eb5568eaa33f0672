package stancertest

import (
	"crypto/tls"
	"net"
)

// WithAddress sets the address to listen on, for example "127.0.0.1:8400". The default is a free
// port of the loopback address.
func WithAddress(address string) Option { return func(s *Server) { s.address = address } }

// WithCertificate makes the server use https as [WithTLS] does, with this certificate.
func WithCertificate(own tls.Certificate) Option {
	return func(s *Server) { s.secure, s.own = true, &own }
}

// reachedAt returns the URL for clients on the same machine.
func (s *Server) reachedAt(address net.Addr) string {
	scheme := "http://"
	if s.secure {
		scheme = "https://"
	}
	host, port, err := net.SplitHostPort(address.String())
	if err != nil {
		return scheme + address.String()
	}
	if net.ParseIP(host).IsUnspecified() {
		host = "localhost"
	}
	return scheme + net.JoinHostPort(host, port)
}

// isLoopback reports whether a host name or address is localhost or a loopback address.
func isLoopback(host string) bool { return host == "localhost" || net.ParseIP(host).IsLoopback() }
