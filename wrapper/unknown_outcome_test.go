package stancer_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// assertSentOnce makes a refund, and expects that it arrives once and that its outcome is unknown.
func assertSentOnce(t *testing.T, client *stancer.Client, requests func() int64) {
	t.Helper()
	_, err := client.Payments.Refund(t.Context(), paymentID, nil)
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	assert.EqualValues(t, 1, requests())
}

// TestInvalidTLSRecordIsUnknownOutcome checks that an invalid TLS record after the handshake, and
// so after the request, leaves the outcome unknown.
func TestInvalidTLSRecordIsUnknownOutcome(t *testing.T) {
	t.Parallel()
	secure := httptest.NewTLSServer(nil)
	t.Cleanup(secure.Close)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	var requests atomic.Int64
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			func() {
				defer conn.Close()
				secured := tls.Server(conn, &tls.Config{Certificates: secure.TLS.Certificates})
				if req, err := http.ReadRequest(bufio.NewReader(secured)); err == nil {
					io.Copy(io.Discard, req.Body)
					requests.Add(1)
					io.WriteString(conn, "<html>Bad Gateway</html>")
				}
			}()
		}
	}()
	options := quick("https://"+listener.Addr().String(), true)
	client, err := stancer.New(testKey,
		append(options, stancer.WithHTTPClient(secure.Client()))...)
	require.NoError(t, err)
	assertSentOnce(t, client, requests.Load)
}

// TestErrorTextDoesNotProveThatNothingWasSent checks that the text of an error, which quotes the
// answer, does not decide whether the request was sent.
func TestErrorTextDoesNotProveThatNothingWasSent(t *testing.T) {
	t.Parallel()
	s := newServer(t, hijacked("HTTP/1.1 502 Bad Gateway\r\nTLS handshake timeout\r\n\r\n", false))
	assertSentOnce(t, s.client(t, defaultAttempts), s.requests.Load)
}

// TestDialErrorOfMiddlewareIsUnknownOutcome checks that a dial error of a connection of the
// middleware does not prove that the request was not sent.
func TestDialErrorOfMiddlewareIsUnknownOutcome(t *testing.T) {
	t.Parallel()
	s := newServer(t, status(200, "{}", nil))
	audit := func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			resp, err := next.RoundTrip(req)
			if err != nil {
				return nil, err
			}
			resp.Body.Close()
			return nil, &net.OpError{Op: "dial", Err: errors.New("the audit log is down")}
		})
	}
	assertSentOnce(t, s.client(t, defaultAttempts, stancer.WithMiddleware(audit)), s.requests.Load)
}

// TestCancelAfterSendingIsUnknownOutcome checks that a context that ends before the answer leaves
// the outcome unknown.
func TestCancelAfterSendingIsUnknownOutcome(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s := newServer(t, func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		cancel()
		<-r.Context().Done()
	})
	client := s.client(t, stancer.WithTimeout(soon))
	_, err := client.Payments.Refund(ctx, paymentID, nil)
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	require.ErrorIs(t, err, context.Canceled)
	assert.EqualValues(t, 1, s.requests.Load())
}

// TestTransportThatReturnsNilIsUnknownOutcome checks a transport that breaks its contract: it
// returns neither a response nor an error.
func TestTransportThatReturnsNilIsUnknownOutcome(t *testing.T) {
	t.Parallel()
	broken := roundTripper(func(*http.Request) (*http.Response, error) { return nil, nil })
	client, err := stancer.New(testKey,
		stancer.WithHTTPClient(&http.Client{Transport: broken}))
	require.NoError(t, err)
	_, err = client.Payments.Refund(t.Context(), paymentID, nil)
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
}

// TestUnknownOutcomeHasTheRedactedRequest checks that the error has the request body without
// secrets, and names the call to check.
func TestUnknownOutcomeHasTheRedactedRequest(t *testing.T) {
	t.Parallel()
	_, router := readDocument(t)
	u := newFlakyServer(t, router, "createPayment", 9, hijacked("", false))
	client, err := stancer.New(testKey, quick(u.URL, true)...)
	require.NoError(t, err)
	params := create("")
	params.Card = stancer.NewCard(stancer.CardCreate{
		Number: "4242424242424242", CVC: stancer.Ptr(stancer.CVC("737")),
		ExpMonth: 1, ExpYear: 2030,
	})
	_, err = client.Payments.Create(t.Context(), params)
	var unknown *stancer.Error
	require.ErrorAs(t, err, &unknown)
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	assert.Contains(t, unknown.Sent, `"amount":4200`)
	assert.NotContains(t, unknown.Sent, "4242424242424242")
	assert.NotContains(t, unknown.Sent, "737")
	assert.Contains(t, err.Error(), "client.Payments.List")
	_, err = client.Payments.Refund(t.Context(), paymentID, nil)
	require.NoError(t, err)
}

// TestLaterRefusalLeavesTheOutcomeUnknown checks that the outcome stays unknown after an attempt
// that may have created the payment, even if the last attempt was refused: lists may lag behind.
func TestLaterRefusalLeavesTheOutcomeUnknown(t *testing.T) {
	t.Parallel()
	for last, want := range map[int]error{
		http.StatusTooManyRequests: stancer.ErrRateLimited,
		http.StatusBadRequest:      stancer.ErrInvalid,
	} {
		s := newLostAnswer(t, http.StatusBadGateway, foundNothing)
		post := s.handler
		s.handler = func(w http.ResponseWriter, r *http.Request) {
			if s.posts.Load() > 0 {
				s.status = last
			}
			post(w, r)
		}
		_, err := s.create(t)
		require.ErrorIs(t, err, want)
		assert.ErrorIs(t, err, stancer.ErrUnknownOutcome)
		assert.NotEmpty(t, s.gets, "looked up")
	}
}

// TestInvalidSuccessOfAWriteIsNotRetried checks that a write is sent once if the server answers
// with a success that cannot be decoded.
func TestInvalidSuccessOfAWriteIsNotRetried(t *testing.T) {
	t.Parallel()
	const id = "cust_yWYfCSzsUUhr9KwMv7vuLZHX"
	for _, body := range []string{``, `null`, `<p>`, `{}`, `{"id":"` + id + `","created":{}}`} {
		s := newServer(t, saysJSON(body))
		client := s.client(t, quickRetries()...)
		_, err := client.Customers.Update(t.Context(), id, &stancer.CustomerUpdate{})
		require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
		require.ErrorIs(t, err, stancer.ErrUnexpected)
		assert.EqualValues(t, 1, s.requests.Load())
	}
}

// TestRefundOutcomeDependsOnTheStatus checks for each status whether the outcome of a refund is
// unknown, and that the refund is sent once.
func TestRefundOutcomeDependsOnTheStatus(t *testing.T) {
	t.Parallel()
	for status, unknown := range map[int]bool{
		300: true, 301: true, 302: true, 303: true, 304: true, 307: true, 308: true,
		400: false, 401: false, 402: false, 403: false, 404: false, 405: false, 408: true,
		409: false, 410: false, 422: false, 460: true, 499: true,
		500: true, 501: false, 502: true, 503: true, 504: true, 505: false, 520: true, 599: true,
	} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "https://elsewhere.example.com/")
				w.WriteHeader(status)
			})
			_, err := s.client(t, quickRetries()...).Payments.Refund(t.Context(), paymentID, nil)
			require.Error(t, err)
			if unknown {
				assert.ErrorIs(t, err, stancer.ErrUnknownOutcome)
			} else {
				assert.NotErrorIs(t, err, stancer.ErrUnknownOutcome)
			}
			if status < 400 {
				assert.ErrorContains(t, err, `"https://elsewhere.example.com/"`)
			}
			assert.EqualValues(t, 1, s.requests.Load())
		})
	}
}

func TestUnknownOutcomeNamesTheCallToCheck(t *testing.T) {
	t.Parallel()
	s := newServer(t, says(http.StatusBadGateway, "", ""))
	client := s.client(t)
	ctx := t.Context()
	errorOf := func(_ any, err error) string { return err.Error() }
	assert.Contains(t, errorOf(client.Payments.Refund(ctx, paymentID, nil)),
		`client.Payments.Refunds("`+paymentID+`")`)
	assert.Contains(t, errorOf(client.Payments.Capture(ctx, paymentID)),
		`client.Payments.Get("`+paymentID+`")`)
	payment := &stancer.PaymentCreate{Amount: 1, UniqueID: stancer.Ptr("order-17")}
	assert.Contains(t, errorOf(client.Payments.Create(ctx, payment)),
		`client.Payments.List with UniqueID "order-17"`)
	disbursement := &stancer.DisbursementCreate{Card: "card_" + id24}
	assert.Contains(t, errorOf(client.Disbursements.Create(ctx, disbursement)),
		`client.Disbursements.List`)
}

// TestSentBodyHasNoSecretInNames checks that a secret is redacted if it is the name of a member.
func TestSentBodyHasNoSecretInNames(t *testing.T) {
	t.Parallel()
	s := newServer(t, says(http.StatusBadGateway, "", ""))
	_, err := s.client(t).PaymentIntents.Create(t.Context(), &stancer.PaymentIntentCreate{
		Amount: 1, Metadata: map[string]any{secretNumber: "a", testKey: "b"},
	})
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	sent := failureOf(t, err).Sent
	assert.Contains(t, sent, `"amount":1`)
	assert.NotContains(t, sent, secretNumber)
	assert.NotContains(t, sent, testKey)
}

// TestOnlyRedirectsSayThatTheyAreNotFollowed checks that the error does not mention redirects if
// another status has a Location.
func TestOnlyRedirectsSayThatTheyAreNotFollowed(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "/v2/payments/"+paymentID)
		w.WriteHeader(http.StatusConflict)
	})
	_, err := s.client(t).Payments.Refund(t.Context(), paymentID, nil)
	require.ErrorIs(t, err, stancer.ErrConflict)
	assert.NotContains(t, err.Error(), "redirects")
}
