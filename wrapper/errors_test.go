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

// asError requires an Error of the operation with the status, and returns it.
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

// errorOfAnswer returns the error of a call that gets this answer, and its text.
func errorOfAnswer(
	t *testing.T, status int, contentType, body string,
) (e *stancer.Error, text string) {
	t.Helper()
	client := newServer(t, says(status, contentType, body)).client(t)
	payment, err := client.Payments.Get(t.Context(), paymentID)
	assert.Nil(t, payment)
	e = asError(t, err, "getPayment", status)
	assert.Equal(t, http.MethodGet, e.Method)
	assert.Equal(t, "/v2/payments/"+paymentID, e.Path)
	assert.True(t, utf8.ValidString(err.Error()+e.Body), "%q", err)
	return e, err.Error()
}

const jsonType = "application/json"

func TestErrorHasTheMessageOfTheBody(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status                     int
		contentType, body, message string
	}{
		"v2 text":           {404, jsonType, "{\"error\":\"No `paym_x`\"}", "No `paym_x`"},
		"v2 gone":           {410, jsonType, `{"error":"expired"}`, "expired"},
		"v2 detail text":    {405, jsonType, `{"detail":"Not Allowed"}`, "Not Allowed"},
		"v1 message":        {401, jsonType, `{"error":{"type":"t","message":"no"}}`, "no"},
		"other frameworks":  {403, jsonType, `{"message":"Forbidden"}`, "Forbidden"},
		"null, then detail": {400, jsonType, `{"error":null,"detail":"why"}`, "why"},
		"no media type":     {404, "", `{"error":"not here"}`, "not here"},
		"other media type":  {404, "text/html", `{"error":"not here"}`, "not here"},
		"charset":           {404, "Application/JSON; Charset=UTF-8", `{"error":"no"}`, "no"},
		"not UTF-8":         {400, jsonType, "{\"error\":\"caf\xe9\"}", "caf\uFFFD"},
		"unknown status":    {599, jsonType, `{"error":"odd"}`, "odd"},
		"310":               {310, jsonType, `{"error":"odd"}`, "odd"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, text := errorOfAnswer(t, test.status, test.contentType, test.body)
			assert.Equal(t, test.message, e.Message)
			assert.Contains(t, text, test.message)
			assert.Empty(t, e.ExistingID)
			assert.Empty(t, e.Details)
		})
	}
}

func TestErrorTextShowsABodyWithoutMessage(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status                   int
		contentType, body, shown string
	}{
		"detail of another kind": {422, jsonType, `{"detail":[{"loc":"body","msg":5}]}`, `\"loc\"`},
		"null":                   {500, jsonType, `null`, "null"},
		"null members":           {500, jsonType, `{"error":null,"detail":null}`, "null"},
		"array":                  {400, jsonType, `["bad"]`, "bad"},
		"number":                 {400, jsonType, `42`, "42"},
		"string":                 {400, jsonType, `"bad thing"`, "bad thing"},
		"number as message":      {400, jsonType, `{"error":42}`, "42"},
		"truncated":              {400, jsonType, `{"error":"Paym`, "Paym"},
		"empty":                  {503, jsonType, "", ""},
		"spaces":                 {503, jsonType, " \n ", ""},
		"HTML":                   {403, "text/html", "<title>Denied</title>", "Denied"},
		"HTML as JSON":           {502, jsonType, "<html>Bad gateway</html>", "Bad gateway"},
		"not UTF-8":              {500, "text/plain", "caf\xe9 \xff\xfe closed", "closed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, text := errorOfAnswer(t, test.status, test.contentType, test.body)
			assert.Contains(t, text, test.shown)
			assert.Empty(t, e.Message)
			assert.Empty(t, e.ExistingID)
			assert.Empty(t, e.Details)
		})
	}
}

func TestOnlyAConflictHasAnExistingID(t *testing.T) {
	t.Parallel()
	const (
		card   = "card_" + id24
		intent = "pi_" + id24
		exists = "Payment already exists, duplicate unique_id (" + paymentID + ")"
	)
	object := func(text, id string) string { return `{"error":"` + text + `","id":"` + id + `"}` }
	v1 := func(id string) string {
		return `{"error":{"type":"t","message":` + object("taken", id) + `}}`
	}
	for name, test := range map[string]struct {
		status            int
		body, message, id string
	}{
		"v2 text":      {409, `{"error":"` + exists + `"}`, exists, paymentID},
		"v2 object":    {409, `{"error":` + object(exists, paymentID) + `}`, exists, paymentID},
		"v1":           {409, v1(card), "taken", card},
		"intent":       {409, v1(intent), "taken", intent},
		"without id":   {409, `{"error":{"message":"taken"}}`, "taken", ""},
		"malformed id": {409, v1("../../etc"), "taken", ""},
		"no conflict":  {404, v1(card), "taken", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, text := errorOfAnswer(t, test.status, jsonType, test.body)
			assert.Equal(t, test.message, e.Message)
			assert.Contains(t, text, test.message)
			assert.Equal(t, test.id, e.ExistingID)
			assert.Empty(t, e.Details)
		})
	}
}

func TestErrorMessageJoinsTheDetails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body, message, shown string
		details              int
	}{
		"two": {
			body: `{"detail":[{"loc":["body","auth"],"msg":"Auth can't be False","type":"t"},` +
				`{"loc":["body","items",3],"msg":"extra","type":"x"}]}`,
			message: "body.auth: Auth can't be False; body.items.3: extra",
			details: 2,
		},
		"without loc": {
			body:    `{"detail":[{"msg":"bad"}]}`,
			message: "bad",
			details: 1,
		},
		"null": {
			body:    `{"detail":[null]}`,
			shown:   "null",
			details: 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, text := errorOfAnswer(t, 422, jsonType, test.body)
			assert.Equal(t, test.message, e.Message)
			assert.Contains(t, text, test.message)
			assert.Contains(t, text, test.shown)
			assert.Empty(t, e.ExistingID)
			assert.Len(t, e.Details, test.details)
		})
	}
}

func TestErrorHasValidationDetails(t *testing.T) {
	t.Parallel()
	const body = `{"detail":[{"loc":["body","items",3],"msg":"wrong","type":"value_error"}]}`
	client := newServer(t, says(422, jsonType, body)).client(t)
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
	short := `{"loc":["body",1],"msg":"no","type":"x"}`
	detail := func(rest string) string {
		return `{"loc":["` + long + `"` + rest + `],"msg":"` + long + `","type":"` + long + `"}`
	}
	for name, body := range map[string]string{
		"text":    long,
		"message": `{"error":"` + long + `"}`,
		"details": `{"detail":[` + strings.Repeat(short+",", 10_000) + detail("") + `]}`,
		"detail":  `{"detail":[` + detail(strings.Repeat(`,"a"`, 10_000)) + `]}`,
		"nested":  strings.Repeat(`{"error":`, 9000) + `"` + long + `"` + strings.Repeat(`}`, 9000),
		"id":      `{"error":{"message":{"error":"x","id":"` + long + `"}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := newServer(t, says(409, jsonType, body)).client(t)
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

// sentinels are the kinds of answers. A *stancer.Error matches exactly one of them.
var sentinels = []error{
	stancer.ErrUnauthorized, stancer.ErrForbidden, stancer.ErrNotFound, stancer.ErrConflict,
	stancer.ErrGone, stancer.ErrInvalid, stancer.ErrRateLimited, stancer.ErrLiveModeOnly,
	stancer.ErrServer, stancer.ErrUnexpected, stancer.ErrNoAnswer,
}

func TestStatusMatchesOneSentinel(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]error{
		300: stancer.ErrUnexpected, 304: stancer.ErrUnexpected, 310: stancer.ErrUnexpected,
		400: stancer.ErrInvalid, 401: stancer.ErrUnauthorized, 402: stancer.ErrUnexpected,
		403: stancer.ErrForbidden, 404: stancer.ErrNotFound, 405: stancer.ErrUnexpected,
		409: stancer.ErrConflict, 410: stancer.ErrGone, 418: stancer.ErrUnexpected,
		422: stancer.ErrInvalid, 429: stancer.ErrRateLimited, 500: stancer.ErrServer,
		501: stancer.ErrServer, 502: stancer.ErrServer, 503: stancer.ErrServer,
		504: stancer.ErrServer, 599: stancer.ErrServer, 999: stancer.ErrServer,
	} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			_, err := newServer(t, says(status, "", "")).client(t).Ping(t.Context())
			asError(t, err, "ping", status)
			for _, sentinel := range sentinels {
				assert.Equal(t, sentinel == want, errors.Is(err, sentinel),
					"%v is %v", err, sentinel)
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
		"":                     0,
		"0":                    0,
		"-5":                   0,
		"1.5":                  0,
		"soon":                 0,
		"7":                    7 * time.Second,
		"99999999999999999999": math.MaxInt32 * time.Second,
		// A bubble begins at midnight.
		"Sat, 01 Jan 2000 01:00:00 GMT": time.Hour,
		"Fri, 31 Dec 1999 23:00:00 GMT": 0,
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
	s := newServer(t, says(501, jsonType, `{"error":"Not implemented"}`))
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
	assert.EqualValues(t, 12, s.requests.Load(), "every call is sent, in test mode, too")
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

// TestErrorLiteralMatchesItsSentinel checks errors that are written as literals, as in the
// tests of a service.
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
	const body = `{"error":"a\nlevel=ERROR \u001b[31m \u0007 \u202e"}`
	s := newServer(t, says(http.StatusBadRequest, "", body))
	_, err := s.client(t).Payments.Get(t.Context(), paymentID)
	require.Error(t, err)
	const text = `stancer: getPayment: 400 Bad Request: a\nlevel=ERROR \x1b[31m \a \u202e`
	assert.Equal(t, text, err.Error())
}
