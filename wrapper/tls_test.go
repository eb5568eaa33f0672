package stancer_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"
)

// serverTLS returns the configuration of a TLS server at a loopback address. Handshakes with its
// ECDSA key and X25519 are cheaper than with the RSA key of httptest. A bubble begins in 2000, when
// the certificate is valid.
func serverTLS() *tls.Config {
	return &tls.Config{
		Certificates:     []tls.Certificate{certificate()},
		CurvePreferences: []tls.CurveID{tls.X25519},
	}
}

// clientOf returns the client of a server, which offers the curves of serverTLS alone.
func clientOf(server *httptest.Server) *http.Client {
	client := server.Client()
	if config := client.Transport.(*http.Transport).TLSClientConfig; config != nil {
		config.CurvePreferences = server.TLS.CurvePreferences
	}
	return client
}

var certificate = sync.OnceValue(func() tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		IsCA:                  true,
		BasicConstraintsValid: true,
		NotBefore:             time.Unix(0, 0),
		NotAfter:              time.Date(2084, 1, 1, 0, 0, 0, 0, time.UTC),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		DNSNames:              []string{"example.com"},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
})
