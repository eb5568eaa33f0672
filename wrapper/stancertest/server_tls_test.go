package stancertest_test

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func TestServerWithTLSIsTrustedByItsClientsOnly(t *testing.T) {
	t.Parallel()
	s := stancertest.NewServer(t, stancertest.WithTLS())
	require.True(t, strings.HasPrefix(s.URL, "https://127.0.0.1:"), s.URL)
	for _, client := range []*stancer.Client{
		s.Client(),
		s.LiveClient(),
		s.Client(stancer.WithTimeout(time.Minute)),
	} {
		_, err := client.Ping(t.Context())
		require.NoError(t, err)
	}
	other := stancer.WithHTTPClient(&http.Client{Transport: &http.Transport{}})
	_, err := s.Client(other, stancer.WithMaxAttempts(1)).Ping(t.Context())
	require.ErrorContains(t, err, "certificate", "the client of an option does not trust it")

	response, _, err := try(t.Context(), s, s.HTTPClient(), "GET", "/v2/ping", "")
	require.NoError(t, err)
	require.Equal(t, "HTTP/2.0", response.Proto)
	require.Equal(t, s.Certificate(), response.TLS.PeerCertificates[0])

	trust := x509.NewCertPool()
	trust.AddCert(s.Certificate())
	for _, host := range []string{"127.0.0.1", "::1", "localhost"} {
		_, err = s.Certificate().Verify(x509.VerifyOptions{Roots: trust, DNSName: host})
		require.NoError(t, err)
	}
	config := &tls.Config{
		RootCAs: trust, NextProtos: []string{"http/1.1"}, MaxVersion: tls.VersionTLS12,
	}
	conn, err := tls.Dial("tcp", strings.TrimPrefix(s.URL, "https://"), config)
	require.NoError(t, err)
	require.Equal(t, "http/1.1", conn.ConnectionState().NegotiatedProtocol)
	require.NoError(t, conn.Close())
}

func TestHTTPClientFollowsNoRedirects(t *testing.T) {
	t.Parallel()
	s := stancertest.NewServer(t)
	require.Nil(t, s.Certificate())
	_, _, err := try(t.Context(), s, s.HTTPClient(), "GET", "/v2/ping", "")
	require.NoError(t, err)
	s.On().Inject(stancertest.Answer(302, http.Header{"Location": {"/v2/ping"}}, ""))
	response, _, err := try(t.Context(), s, s.HTTPClient(), "GET", "/v2/ping", "")
	require.NoError(t, err)
	require.Equal(t, 302, response.StatusCode, "redirects are not followed")
}
