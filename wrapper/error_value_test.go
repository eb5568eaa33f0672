package stancer_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// TestErrorsCanBeMade: a test of a service hands any error to the code under test.
func TestErrorsCanBeMade(t *testing.T) {
	t.Parallel()
	for status, sentinel := range map[int]error{
		0: stancer.ErrNoAnswer, 200: stancer.ErrUnexpected, 302: stancer.ErrUnexpected,
		400: stancer.ErrInvalid, 401: stancer.ErrUnauthorized, 403: stancer.ErrForbidden,
		404: stancer.ErrNotFound, 409: stancer.ErrConflict, 410: stancer.ErrGone,
		418: stancer.ErrUnexpected, 422: stancer.ErrInvalid, 429: stancer.ErrRateLimited,
		500: stancer.ErrServer, 501: stancer.ErrServer, 599: stancer.ErrServer,
	} {
		assert.ErrorIs(t, &stancer.Error{Status: status}, sentinel, status)
		assert.NotErrorIs(t, &stancer.Error{Status: status}, stancer.ErrUnknownOutcome)
	}
	err := &stancer.Error{Status: 502, OutcomeUnknown: true, Err: context.DeadlineExceeded}
	assert.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	assert.ErrorIs(t, &stancer.Error{Status: 501, LiveModeOnly: true}, stancer.ErrLiveModeOnly)
}

func TestErrorTextHasNoDoubledWords(t *testing.T) {
	t.Parallel()
	for status, text := range map[int]string{
		401: "401 Unauthorized", 409: "409 Conflict", 418: "418 I'm a teapot",
	} {
		s := newSite(t, says(status, "", fmt.Sprintf(`{"error":%q}`, http.StatusText(status))))
		_, err := s.client(t).Payments.Get(t.Context(), paymentID)
		require.Error(t, err)
		assert.Equal(t, "stancer: getPayment: "+text, err.Error())
	}
}

func TestUnknownOutcomeNamesTheCheck(t *testing.T) {
	t.Parallel()
	s := newSite(t, says(http.StatusBadGateway, "", ""))
	client := s.client(t)
	ctx := t.Context()
	errorOf := func(_ any, err error) string { return err.Error() }
	assert.Contains(t, errorOf(client.Payments.Refund(ctx, paymentID, nil)),
		`client.Payments.Refunds("`+paymentID+`")`)
	assert.Contains(t, errorOf(client.Payments.Capture(ctx, paymentID)),
		`client.Payments.Get("`+paymentID+`")`)
	assert.Contains(t, errorOf(client.Payments.Create(ctx,
		&stancer.PaymentCreate{Amount: 1, UniqueID: stancer.Ptr("order-17")})),
		`client.Payments.List with UniqueID "order-17"`)
	assert.Contains(t, errorOf(client.Disbursements.Create(ctx, &stancer.DisbursementCreate{Card: "card_" + id24})),
		`client.Disbursements.List`)
}

func TestHeadersOfAnErrorAreReachable(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Request-Id", "r-17")
		w.Header().Set("X-Echo", testKey)
		w.WriteHeader(http.StatusInternalServerError)
	})
	_, err := s.client(t).Payments.Get(t.Context(), paymentID)
	header := failureOf(t, err).Header
	assert.Equal(t, "r-17", header.Get("X-Request-Id"))
	assert.Equal(t, "[redacted]", header.Get("X-Echo"))
}

// TestExistingIDIsNeverAKey: a key has the form of an id.
func TestExistingIDIsNeverAKey(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"error":"already exists (stest_yWYfCSzsUUhr9KwMv7vuLZHX)"}`,
		`{"error":{"message":{"error":"x","id":"sprod_yWYfCSzsUUhr9KwMv7vuLZHX"}}}`,
	} {
		s := newSite(t, says(http.StatusConflict, "", body))
		_, err := s.client(t).Payments.Create(t.Context(), &stancer.PaymentCreate{Amount: 1})
		assert.Empty(t, failureOf(t, err).ExistingID)
		assert.NotContains(t, err.Error(), "yWYfCSzsUUhr9KwMv7vuLZHX")
	}
}

// TestEchoesOfSecretsAreHidden: the server sends back parts of the request in other forms.
func TestEchoesOfSecretsAreHidden(t *testing.T) {
	t.Parallel()
	const number, cvc, key = "4242424242424242", "737", "stest_yWYfCSzsUUhr9KwMv7vuLZHX"
	join := func(separator string) string { return strings.Join(strings.Split(number, ""), separator) }
	for _, echo := range []string{
		number, "4242 4242 4242 4242", "4242-4242-4242-4242", "4242.4242.4242.4242",
		"4242\t4242\t4242\t4242", "4242  4242  4242  4242", "4242\u00a04242\u00a04242\u00a04242",
		"4242+4242+4242+4242", join(" "), join("."), join("-"), "4242/4242/4242/4242",
		key, strings.Replace(key, "_", "%5F", 1), strings.Replace(key, "_", "%5f", 1),
		strings.Replace(key, "_", `\u005f`, 1), strings.Replace(key, "_", `\\u005F`, 1),
		"cvc: " + cvc,
	} {
		s := newSite(t, says(http.StatusBadGateway, "", "refused "+echo+" by the bank"))
		client := s.clientWithKey(t, key)
		_, err := client.Payments.Create(t.Context(), &stancer.PaymentCreate{
			Amount: 1,
			Card: stancer.NewCard(stancer.CardCreate{
				Number: number, CVC: stancer.Ptr(stancer.CVC(cvc)), ExpMonth: 1, ExpYear: 2030,
			}),
		})
		text := fmt.Sprintf("%v %+v", err, failureOf(t, err).Body)
		assert.NotContains(t, text, "4242", echo)
		assert.NotContains(t, text, "yWYfCSzsUUhr9KwMv7vuLZHX", echo)
		assert.Contains(t, text, "by the bank", echo)
	}
}

func TestControlCharactersAreEscaped(t *testing.T) {
	t.Parallel()
	s := newSite(t, says(http.StatusBadRequest, "", `{"error":"a\nlevel=ERROR \u001b[31m \u0007 \u202e"}`))
	_, err := s.client(t).Payments.Get(t.Context(), paymentID)
	require.Error(t, err)
	assert.Equal(t, `stancer: getPayment: 400 Bad Request: a\nlevel=ERROR \x1b[31m \a \u202e`, err.Error())
}

// TestCausesHideWhatTheTextHides: programs that report errors walk the chain of causes.
func TestCausesHideWhatTheTextHides(t *testing.T) {
	t.Parallel()
	leaking := fmt.Errorf("malformed answer %q: %w", testKey, context.DeadlineExceeded)
	client := clientOver(t, func(*http.Request) (*http.Response, error) { return nil, leaking })
	_, err := client.Payments.Get(t.Context(), paymentID)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	for _, each := range chain(err) {
		assert.NotContains(t, fmt.Sprintf("%v %+v %#v", each, each, each), testKey)
	}
	var leaked *url.Error
	assert.False(t, errors.As(err, &leaked))

	// A cause without a secret stays what it is.
	client = clientOver(t, func(*http.Request) (*http.Response, error) { return nil, errors.New("refused") })
	_, err = client.Payments.Get(t.Context(), paymentID)
	assert.True(t, errors.As(err, &leaked))
}

func chain(err error) (errs []error) {
	for next := []error{err}; len(next) > 0; next = next[1:] {
		errs = append(errs, next[0])
		switch wrapped := next[0].(type) {
		case interface{ Unwrap() error }:
			if inner := wrapped.Unwrap(); inner != nil {
				next = append(next, inner)
			}
		case interface{ Unwrap() []error }:
			next = append(next, wrapped.Unwrap()...)
		}
	}
	return errs
}

func clientOver(t *testing.T, trip func(*http.Request) (*http.Response, error)) *stancer.Client {
	t.Helper()
	client, err := stancer.New(testKey, stancer.WithMaxAttempts(1),
		stancer.WithHTTPClient(&http.Client{Transport: roundTripper(trip)}))
	require.NoError(t, err)
	return client
}
