package stancertest

import (
	"crypto/tls"
	"net"
)

// WithAddress has the server listen there, "127.0.0.1:8400" for example, instead of at a free port of the loopback address.
func WithAddress(address string) Option { return func(s *Server) { s.address = address } }

// WithCertificate has the server speak https as [WithTLS] does, with this certificate instead of its own.
func WithCertificate(own tls.Certificate) Option {
	return func(s *Server) { s.secure, s.own = true, &own }
}

// reachedAt is the URL for clients on the same machine.
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

// isLoopback reports whether a host name or address is this machine.
func isLoopback(host string) bool { return host == "localhost" || net.ParseIP(host).IsLoopback() }
