package stancer_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// asError expects an Error of the operation with the status.
func asError(t *testing.T, err error, operation string, status int) *stancer.Error {
	t.Helper()
	var e *stancer.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, operation, e.Operation)
	assert.Equal(t, status, e.Status)
	assert.Equal(t, 1, e.Attempts)
	assert.Contains(t, err.Error(), operation)
	if status != 0 {
		assert.Contains(t, err.Error(), fmt.Sprint(status))
	}
	return e
}

func TestErrorBodiesAreParsed(t *testing.T) {
	t.Parallel()
	const json, exists = "application/json", "Payment already exists, duplicate unique_id (" + paymentID + ")"
	for name, test := range map[string]struct {
		status            int
		contentType, body string
		message, existing string
		shown             string // what the text shows, if not the message
		details           int
	}{
		"v2 text":             {status: 404, contentType: json, body: "{\"error\":\"Payment `paym_x` not found\"}", message: "Payment `paym_x` not found"},
		"v2 conflict":         {status: 409, contentType: json, body: `{"error":"` + exists + `"}`, message: exists, existing: paymentID},
		"v2 conflict, v1 way": {status: 409, contentType: json, body: `{"error":{"error":"` + exists + `","id":"` + paymentID + `"}}`, message: exists, existing: paymentID},
		"v2 gone":             {status: 410, contentType: json, body: `{"error":"check expired"}`, message: "check expired"},
		"v2 details": {
			status: 422, contentType: json,
			body:    `{"detail":[{"loc":["body","auth"],"msg":"Auth can't be False","type":"value_error"},{"loc":["body","items",3],"msg":"extra","type":"x"}]}`,
			message: "body.auth: Auth can't be False; body.items.3: extra", details: 2,
		},
		"v2 detail without loc":     {status: 422, contentType: json, body: `{"detail":[{"msg":"bad"}]}`, message: "bad", details: 1},
		"v2 detail null":            {status: 422, contentType: json, body: `{"detail":[null]}`, details: 1, shown: "null"},
		"v2 detail text":            {status: 405, contentType: json, body: `{"detail":"Method Not Allowed"}`, message: "Method Not Allowed"},
		"v2 detail of another kind": {status: 422, contentType: json, body: `{"detail":[{"loc":"body","msg":5}]}`, shown: `\"loc\"`},
		"v1 message": {
			status: 401, contentType: json,
			body:    `{"error":{"type":"invalid_request_error","message":"You are not authorized to access that resource"}}`,
			message: "You are not authorized to access that resource",
		},
		"v1 conflict": {
			status: 409, contentType: json,
			body:    `{"error":{"type":"t","message":{"error":"card already exists","id":"card_` + id24 + `"}}}`,
			message: "card already exists", existing: "card_" + id24,
		},
		"v1 conflict without id":    {status: 409, contentType: json, body: `{"error":{"message":"Payment cannot be partially refunded"}}`, message: "Payment cannot be partially refunded"},
		"id, but no conflict":       {status: 404, contentType: json, body: `{"error":{"message":{"error":"gone","id":"card_` + id24 + `"}}}`, message: "gone"},
		"malformed id":              {status: 409, contentType: json, body: `{"error":{"message":{"error":"taken","id":"../../etc"}}}`, message: "taken"},
		"other frameworks":          {status: 403, contentType: json, body: `{"message":"Forbidden"}`, message: "Forbidden"},
		"null":                      {status: 500, contentType: json, body: `null`, shown: "null"},
		"null members":              {status: 500, contentType: json, body: `{"error":null,"detail":null}`, shown: "null"},
		"error then detail":         {status: 400, contentType: json, body: `{"error":null,"detail":"why"}`, message: "why"},
		"array":                     {status: 400, contentType: json, body: `["bad"]`, shown: "bad"},
		"number":                    {status: 400, contentType: json, body: `42`, shown: "42"},
		"string":                    {status: 400, contentType: json, body: `"bad thing"`, shown: "bad thing"},
		"number as message":         {status: 400, contentType: json, body: `{"error":42}`, shown: "42"},
		"truncated":                 {status: 400, contentType: json, body: `{"error":"Paym`, shown: "Paym"},
		"empty":                     {status: 503, contentType: json},
		"spaces":                    {status: 503, contentType: json, body: " \n "},
		"no content type":           {status: 404, body: `{"error":"not here"}`, message: "not here"},
		"wrong content type":        {status: 404, contentType: "text/html", body: `{"error":"not here"}`, message: "not here"},
		"spelled content type":      {status: 404, contentType: "Application/JSON; Charset=UTF-8", body: `{"error":"not here"}`, message: "not here"},
		"HTML":                      {status: 403, contentType: "text/html", body: "<html><title>Access denied</title></html>", shown: "Access denied"},
		"HTML that says it is JSON": {status: 502, contentType: json, body: "<html>Bad gateway</html>", shown: "Bad gateway"},
		"not UTF-8":                 {status: 500, contentType: "text/plain", body: "caf\xe9 \xff\xfe closed", shown: "closed"},
		"not UTF-8 in JSON":         {status: 400, contentType: json, body: "{\"error\":\"caf\xe9\"}", message: "caf\uFFFD"},
		"undefined status":          {status: 599, contentType: json, body: `{"error":"odd"}`, message: "odd"},
		"310":                       {status: 310, contentType: json, body: `{"error":"odd"}`, message: "odd"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := newServer(t, says(test.status, test.contentType, test.body)).client(t)
			payment, err := client.Payments.Get(t.Context(), paymentID)
			assert.Nil(t, payment)
			e := asError(t, err, "getPayment", test.status)
			assert.Equal(t, http.MethodGet, e.Method)
			assert.Equal(t, "/v2/payments/"+paymentID, e.Path)
			assert.Equal(t, test.message, e.Message)
			assert.Equal(t, test.existing, e.ExistingID)
			assert.Len(t, e.Details, test.details)
			assert.Contains(t, err.Error(), test.message)
			assert.Contains(t, err.Error(), test.shown)
			assert.True(t, utf8.ValidString(err.Error()+e.Body), "%q", err)
		})
	}
}

func TestErrorHasValidationDetails(t *testing.T) {
	t.Parallel()
	client := newServer(
		t,
		says(422, "application/json",
			`{"detail":[{"loc":["body","items",3],"msg":"wrong","type":"value_error"}]}`),
	).client(t)
	_, err := client.Payments.Create(t.Context(), &stancer.PaymentCreate{})
	want := []stancer.ValidationError{
		{Loc: []stancer.LocationPart{"body", "items", "3"}, Msg: "wrong", Type: "value_error"},
	}
	assert.Equal(t, want, asError(t, err, "createPayment", 422).Details)
}

// TestErrorTextsAreBounded checks that the texts of an error fit into a log line, however long the
// answer was.
func TestErrorTextsAreBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é\xffa", 1<<17)
	for name, body := range map[string]string{
		"text":    long,
		"message": `{"error":"` + long + `"}`,
		"details": `{"detail":[` + strings.Repeat(`{"loc":["body",1],"msg":"no","type":"x"},`, 10_000) + `{"loc":["` + long + `"],"msg":"` + long + `","type":"` + long + `"}]}`,
		"detail":  `{"detail":[{"loc":["` + long + `"` + strings.Repeat(`,"a"`, 10_000) + `],"msg":"` + long + `","type":"` + long + `"}]}`,
		"nested":  strings.Repeat(`{"error":`, 9_000) + `"` + long + `"` + strings.Repeat(`}`, 9_000),
		"id":      `{"error":{"message":{"error":"x","id":"` + long + `"}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := newServer(t, says(409, "application/json", body)).client(t)
			_, err := client.Payments.Get(t.Context(), paymentID)
			e := asError(t, err, "getPayment", 409)
			assert.LessOrEqual(t, len(e.Body), 1<<10)
			assert.LessOrEqual(t, len(e.Message), 1<<10)
			assert.LessOrEqual(t, len(e.ExistingID), 29)
			assert.LessOrEqual(t, len(e.Details), 100)
			for _, detail := range e.Details {
				assert.LessOrEqual(t, len(detail.Msg), 1<<10)
				assert.LessOrEqual(t, len(detail.Type), 1<<10)
				assert.LessOrEqual(t, len(detail.Loc), 100)
				for _, part := range detail.Loc {
					assert.LessOrEqual(t, len(part), 1<<10)
				}
			}
			assert.LessOrEqual(t, len(err.Error()), 2<<10)
			assert.True(t, utf8.ValidString(err.Error()))
		})
	}
}

func TestStatusMatchesOneSentinel(t *testing.T) {
	t.Parallel()
	all := []error{
		stancer.ErrUnauthorized, stancer.ErrForbidden, stancer.ErrNotFound, stancer.ErrConflict, stancer.ErrGone, stancer.ErrInvalid,
		stancer.ErrRateLimited, stancer.ErrLiveModeOnly, stancer.ErrServer, stancer.ErrUnexpected, stancer.ErrNoAnswer,
	}
	for status, want := range map[int]error{
		300: stancer.ErrUnexpected, 304: stancer.ErrUnexpected, 310: stancer.ErrUnexpected, 400: stancer.ErrInvalid, 401: stancer.ErrUnauthorized,
		402: stancer.ErrUnexpected, 403: stancer.ErrForbidden, 404: stancer.ErrNotFound, 405: stancer.ErrUnexpected, 409: stancer.ErrConflict,
		410: stancer.ErrGone, 418: stancer.ErrUnexpected, 422: stancer.ErrInvalid, 429: stancer.ErrRateLimited, 500: stancer.ErrServer,
		501: stancer.ErrServer, 502: stancer.ErrServer, 503: stancer.ErrServer, 504: stancer.ErrServer, 599: stancer.ErrServer, 999: stancer.ErrServer,
	} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			_, err := newServer(t, says(status, "", "")).client(t).Ping(t.Context())
			asError(t, err, "ping", status)
			for _, sentinel := range all {
				assert.Equal(t, sentinel == want, errors.Is(err, sentinel), "%v is %v", err,
					sentinel)
			}
		})
	}
}

// TestErrorPrintsItsTextForEveryVerb checks that every verb of fmt prints an error as its text.
func TestErrorPrintsItsTextForEveryVerb(t *testing.T) {
	t.Parallel()
	_, err := newServer(t, says(404, "", "nothing here")).client(t).Ping(t.Context())
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		assert.Equal(t, err.Error(), fmt.Sprintf(verb, err), verb)
	}
}

func TestErrorHasRetryAfter(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]time.Duration{
		"7": 7 * time.Second, "0": 0, "-5": 0, "soon": 0, "": 0, "1.5": 0, "99999999999999999999": math.MaxInt32 * time.Second,
		// A bubble begins at midnight.
		"Sat, 01 Jan 2000 01:00:00 GMT": time.Hour, "Fri, 31 Dec 1999 23:00:00 GMT": 0,
	} {
		bubble(t, header, func(t *testing.T) {
			client := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", header)
				w.WriteHeader(http.StatusTooManyRequests)
			}).client(t)
			_, err := client.Ping(t.Context())
			require.ErrorIs(t, err, stancer.ErrRateLimited)
			assert.Equal(t, want, asError(t, err, "ping", 429).RetryAfter)
		})
	}
}

func TestPayoutsInTestModeAreErrLiveModeOnly(t *testing.T) {
	t.Parallel()
	s := newServer(t, says(501, "application/json", `{"error":"Not implemented"}`))
	test, live := s.client(t), s.clientWithKey(t, liveKey)
	payout := "pout_" + id24
	for _, client := range []*stancer.Client{test, live} {
		_, v1 := client.PayoutsV1.List(nil).Page(t.Context())
		_, v1Get := client.PayoutsV1.Get(t.Context(), payout)
		_, v1Part := client.PayoutsV1.Refunds(payout, nil).Page(t.Context())
		_, v2 := client.Payouts.List(nil).Page(t.Context())
		_, v2Part := client.Payouts.Payments(payout, nil).Page(t.Context())
		for _, err := range []error{v1, v1Get, v1Part, v2, v2Part} {
			assert.Equal(t, client == test, errors.Is(err, stancer.ErrLiveModeOnly), err)
			assert.Equal(t, client == live, errors.Is(err, stancer.ErrServer), err)
		}
		_, err := client.Payments.List(nil).Page(t.Context())
		assert.NotErrorIs(t, err, stancer.ErrLiveModeOnly)
		assert.ErrorIs(t, err, stancer.ErrServer)
	}
	assert.EqualValues(t, 12, s.requests.Load(), "the calls are made: Stancer may change its mind")
	_, err := test.Payouts.List(nil).Page(t.Context())
	assert.Contains(t, err.Error(), "live mode only")

	_, err = newServer(t, says(500, "", "")).client(t).Payouts.List(nil).Page(t.Context())
	assert.NotErrorIs(t, err, stancer.ErrLiveModeOnly)
}

func failureOf(t *testing.T, err error) *stancer.Error {
	t.Helper()
	var failure *stancer.Error
	require.ErrorAs(t, err, &failure)
	return failure
}

// TestErrorLiteralMatchesItsSentinel checks errors that a test of a service makes by hand.
func TestErrorLiteralMatchesItsSentinel(t *testing.T) {
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

	assert.NotErrorIs(t, &stancer.Error{}, stancer.ErrNotFound)
	assert.Contains(t, fmt.Sprint(&stancer.Error{}), "no answer")
	assert.Contains(t, fmt.Sprint(&stancer.Error{Status: 404}), "404 Not Found")
}

func TestErrorTextDoesNotRepeatTheStatus(t *testing.T) {
	t.Parallel()
	for status, text := range map[int]string{
		401: "401 Unauthorized", 409: "409 Conflict", 418: "418 I'm a teapot",
	} {
		s := newServer(t, says(status, "", fmt.Sprintf(`{"error":%q}`, http.StatusText(status))))
		_, err := s.client(t).Payments.Get(t.Context(), paymentID)
		require.Error(t, err)
		assert.Equal(t, "stancer: getPayment: "+text, err.Error())
	}
}

func TestErrorHasTheResponseHeader(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Request-Id", "r-17")
		w.Header().Set("X-Echo", testKey)
		w.WriteHeader(http.StatusInternalServerError)
	})
	_, err := s.client(t).Payments.Get(t.Context(), paymentID)
	header := failureOf(t, err).Header
	assert.Equal(t, "r-17", header.Get("X-Request-Id"))
	assert.Equal(t, "[redacted]", header.Get("X-Echo"))
}

// TestExistingIDIsNeverAnAPIKey checks that an API key, which has the form of an id, is not taken
// for the id of the existing object.
func TestExistingIDIsNeverAnAPIKey(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"error":"already exists (stest_yWYfCSzsUUhr9KwMv7vuLZHX)"}`,
		`{"error":{"message":{"error":"x","id":"sprod_yWYfCSzsUUhr9KwMv7vuLZHX"}}}`,
	} {
		s := newServer(t, says(http.StatusConflict, "", body))
		_, err := s.client(t).Payments.Create(t.Context(), &stancer.PaymentCreate{Amount: 1})
		assert.Empty(t, failureOf(t, err).ExistingID)
		assert.NotContains(t, err.Error(), "yWYfCSzsUUhr9KwMv7vuLZHX")
	}
}

func TestErrorTextEscapesControlCharacters(t *testing.T) {
	t.Parallel()
	s := newServer(t,
		says(http.StatusBadRequest, "", `{"error":"a\nlevel=ERROR \u001b[31m \u0007 \u202e"}`))
	_, err := s.client(t).Payments.Get(t.Context(), paymentID)
	require.Error(t, err)
	assert.Equal(t, `stancer: getPayment: 400 Bad Request: a\nlevel=ERROR \x1b[31m \a \u202e`,
		err.Error())
}
