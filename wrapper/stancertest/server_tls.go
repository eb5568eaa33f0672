package stancertest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"
)

// WithTLS makes the server use https, with a generated certificate, and HTTP/2 for clients that
// support it. [Server.Client], [Server.LiveClient] and [Server.HTTPClient] trust the certificate.
// Other clients can get it from [Server.Certificate].
func WithTLS() Option { return func(s *Server) { s.secure = true } }

// HTTPClient returns an HTTP client for the server, for API clients other than package stancer. It
// trusts the certificate of the server, uses HTTP/2 over https, and does not follow redirects. Its
// connections are closed with the server.
func (s *Server) HTTPClient() *http.Client {
	client := *s.http.Client()
	client.CheckRedirect = noRedirects
	return &client
}

// noRedirects is the CheckRedirect of clients that do not follow redirects.
func noRedirects(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Certificate returns the certificate that a client must trust, or nil without [WithTLS]. It is
// self-signed for 127.0.0.1, ::1 and localhost. All servers of a process share it.
func (s *Server) Certificate() *x509.Certificate { return s.http.Certificate() }

func startTLS(server *httptest.Server, own *tls.Certificate) error {
	if own == nil {
		made, err := certificate()
		if err != nil {
			return err
		}
		own = &made
	}
	server.TLS = &tls.Config{
		Certificates: []tls.Certificate{*own},
		NextProtos:   []string{"h2", "http/1.1"},
	}
	server.EnableHTTP2 = true
	server.StartTLS()
	return nil
}

// certificate is made once per process.
var certificate = sync.OnceValues(func() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	wanted := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()),
		Subject:      pkix.Name{CommonName: "stancertest"},
		// Also valid in a testing/synctest bubble, where the year is 2000.
		NotBefore:             time.Date(1999, time.January, 1, 0, 0, 0, 0, time.UTC),
		NotAfter:              time.Date(2099, time.January, 1, 0, 0, 0, 0, time.UTC),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		IsCA:                  true,
		DNSNames:              []string{"localhost"},
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	der, err := x509.CreateCertificate(rand.Reader, wanted, wanted, key.Public(), key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
})
