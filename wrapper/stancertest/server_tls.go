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

// WithTLS has the server speak https, with a certificate of its own and HTTP/2 for who wants it. [Server.Client], [Server.LiveClient] and
// [Server.HTTPClient] trust it; for others there is [Server.Certificate].
func WithTLS() Option { return func(s *Server) { s.secure = true } }

// HTTPClient returns a client for the server alone, for example for a client of the API that nobody here wrote. It trusts the server's
// certificate, speaks HTTP/2 over https, and its connections end with the server.
func (s *Server) HTTPClient() *http.Client {
	client := *s.http.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &client
}

// Certificate returns what a client has to trust, or nil unless the server was made with [WithTLS]. It signs itself, for 127.0.0.1, ::1 and
// localhost, and is the same for all servers of a process.
func (s *Server) Certificate() *x509.Certificate { return s.http.Certificate() }

func startTLS(server *httptest.Server, own *tls.Certificate) error {
	if own == nil {
		made, err := certificate()
		if err != nil {
			return err
		}
		own = &made
	}
	server.TLS = &tls.Config{Certificates: []tls.Certificate{*own},
		NextProtos: []string{"h2", "http/1.1"}}
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
		// Valid in a testing/synctest bubble, too, where it is the year 2000.
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
