package stancertest_test

import (
	"bytes"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func TestServerListensAtTheGivenAddress(t *testing.T) {
	t.Parallel()
	s := stancertest.NewServer(t, stancertest.WithAddress(":0"))
	require.Regexp(t, `^http://localhost:\d+$`, s.URL)
	_, err := s.Client().Ping(t.Context())
	require.NoError(t, err)
	_, err = stancertest.Start(stancertest.WithAddress(strings.TrimPrefix(s.URL, "http://")))
	require.ErrorContains(t, err, "in use")
	_, err = stancertest.Start(stancertest.WithAddress("nowhere"))
	require.ErrorContains(t, err, "stancertest: ")
}

func TestWithCertificateUsesTheCertificate(t *testing.T) {
	t.Parallel()
	other := httptest.NewTLSServer(nil) // its certificate is not the server's
	defer other.Close()
	s := stancertest.NewServer(t, stancertest.WithCertificate(other.TLS.Certificates[0]))
	require.Equal(t, other.Certificate().Raw, s.Certificate().Raw)
	_, err := s.Client().Ping(t.Context())
	require.NoError(t, err)
}

func TestAccessLogHasALinePerRequestWithoutSecrets(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	s := stancertest.NewServer(t, stancertest.WithHostedPages(), stancertest.WithAccessLog(&text))
	description := "of a secret nature"
	params := &stancer.PaymentIntentCreate{Amount: 100, Description: &description}
	intent, err := s.Client().PaymentIntents.Create(t.Context(), params)
	require.NoError(t, err)
	c := &customer{t: t, s: s, client: s.Client(), intent: intent}
	c.open(intent.URL)
	c.submit("number", stancertest.CardVisa)
	path := "/v2/cards/" + stancertest.CardVisa + "?number=" + stancertest.CardVisa
	_, _, err = try(t.Context(), s, s.HTTPClient(), "GET", path, "")
	require.NoError(t, err)
	_, _, err = try(t.Context(), s, s.HTTPClient(), "GET", "/a%0Ab", "")
	require.NoError(t, err)
	s.On("createPayment").Inject(stancertest.DropBefore)
	_, _, err = try(t.Context(), s, s.HTTPClient(), "POST", "/v2/payments/", `{"amount": 100}`)
	require.Error(t, err)
	s.Close() // a line is written after its answer
	page := "/pay/test_" + string(intent.ID)
	for _, line := range []string{
		` POST /v2/payment_intents/ createPaymentIntent 200 `,
		` GET ` + page + ` - 200 `,
		` POST ` + page + ` - 303 `,
		` GET /v2/cards/\[redacted\] getCard 4\d\d `,
		` GET /a%0Ab - 404 `,
		` POST /v2/payments/ createPayment - `,
	} {
		require.Regexp(t, `(?m)^\d\d:\d\d:\d\d`+line+`\d\S*s$`, text.String())
	}
	for _, secret := range []string{stancertest.CardVisa, s.TestKey, description} {
		require.NotContains(t, text.String(), secret)
	}
}
