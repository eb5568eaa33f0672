package stancer_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/internal/inmemory"
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

func TestErrorBodies(t *testing.T) {
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
		"v1 conflict without id":     {status: 409, contentType: json, body: `{"error":{"message":"Payment cannot be partially refunded"}}`, message: "Payment cannot be partially refunded"},
		"id, but no conflict":        {status: 404, contentType: json, body: `{"error":{"message":{"error":"gone","id":"card_` + id24 + `"}}}`, message: "gone"},
		"id that is none":            {status: 409, contentType: json, body: `{"error":{"message":{"error":"taken","id":"../../etc"}}}`, message: "taken"},
		"other frameworks":           {status: 403, contentType: json, body: `{"message":"Forbidden"}`, message: "Forbidden"},
		"null":                       {status: 500, contentType: json, body: `null`, shown: "null"},
		"null members":               {status: 500, contentType: json, body: `{"error":null,"detail":null}`, shown: "null"},
		"error then detail":          {status: 400, contentType: json, body: `{"error":null,"detail":"why"}`, message: "why"},
		"array":                      {status: 400, contentType: json, body: `["bad"]`, shown: "bad"},
		"number":                     {status: 400, contentType: json, body: `42`, shown: "42"},
		"string":                     {status: 400, contentType: json, body: `"bad thing"`, shown: "bad thing"},
		"number as message":          {status: 400, contentType: json, body: `{"error":42}`, shown: "42"},
		"truncated":                  {status: 400, contentType: json, body: `{"error":"Paym`, shown: "Paym"},
		"empty":                      {status: 503, contentType: json},
		"spaces":                     {status: 503, contentType: json, body: " \n "},
		"no content type":            {status: 404, body: `{"error":"not here"}`, message: "not here"},
		"wrong content type":         {status: 404, contentType: "text/html", body: `{"error":"not here"}`, message: "not here"},
		"spelled content type":       {status: 404, contentType: "Application/JSON; Charset=UTF-8", body: `{"error":"not here"}`, message: "not here"},
		"HTML":                       {status: 403, contentType: "text/html", body: "<html><title>Access denied</title></html>", shown: "Access denied"},
		"HTML that says it is JSON":  {status: 502, contentType: json, body: "<html>Bad gateway</html>", shown: "Bad gateway"},
		"not UTF-8":                  {status: 500, contentType: "text/plain", body: "caf\xe9 \xff\xfe closed", shown: "closed"},
		"not UTF-8 in JSON":          {status: 400, contentType: json, body: "{\"error\":\"caf\xe9\"}", message: "caf\uFFFD"},
		"status that nobody defined": {status: 599, contentType: json, body: `{"error":"odd"}`, message: "odd"},
		"310":                        {status: 310, contentType: json, body: `{"error":"odd"}`, message: "odd"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := newSite(t, says(test.status, test.contentType, test.body)).client(t)
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

func TestErrorDetails(t *testing.T) {
	t.Parallel()
	client := newSite(t, says(422, "application/json", `{"detail":[{"loc":["body","items",3],"msg":"wrong","type":"value_error"}]}`)).client(t)
	_, err := client.Payments.Create(t.Context(), &stancer.PaymentCreate{})
	want := []stancer.ValidationError{{Loc: []stancer.LocationPart{"body", "items", "3"}, Msg: "wrong", Type: "value_error"}}
	assert.Equal(t, want, asError(t, err, "createPayment", 422).Details)
}

// TestErrorHugeTexts: what an error holds fits into a log line, however much was sent, and reading it does not take for ever.
func TestErrorHugeTexts(t *testing.T) {
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
			client := newSite(t, says(409, "application/json", body)).client(t)
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

func TestSentinels(t *testing.T) {
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
			_, err := newSite(t, says(status, "", "")).client(t).Ping(t.Context())
			asError(t, err, "ping", status)
			for _, sentinel := range all {
				assert.Equal(t, sentinel == want, errors.Is(err, sentinel), "%v is %v", err, sentinel)
			}
		})
	}
}

// TestErrorMadeByHand: a test of a user's own may make one.
func TestErrorMadeByHand(t *testing.T) {
	t.Parallel()
	assert.NotPanics(t, func() {
		assert.False(t, errors.Is(&stancer.Error{}, stancer.ErrNotFound))
		assert.Contains(t, fmt.Sprint(&stancer.Error{}), "no answer")
		assert.Contains(t, fmt.Sprint(&stancer.Error{Status: 404}), "404 Not Found")
	})
}

// TestErrorPrinted: an error is its text, whatever the verb.
func TestErrorPrinted(t *testing.T) {
	t.Parallel()
	_, err := newSite(t, says(404, "", "nothing here")).client(t).Ping(t.Context())
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		assert.Equal(t, err.Error(), fmt.Sprintf(verb, err), verb)
	}
}

func TestRetryAfterOfError(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]time.Duration{
		"7": 7 * time.Second, "0": 0, "-5": 0, "soon": 0, "": 0, "1.5": 0, "99999999999999999999": math.MaxInt32 * time.Second,
		// A bubble begins at midnight.
		"Sat, 01 Jan 2000 01:00:00 GMT": time.Hour, "Fri, 31 Dec 1999 23:00:00 GMT": 0,
	} {
		bubble(t, header, func(t *testing.T) {
			client := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", header)
				w.WriteHeader(http.StatusTooManyRequests)
			}).client(t)
			_, err := client.Ping(t.Context())
			require.ErrorIs(t, err, stancer.ErrRateLimited)
			assert.Equal(t, want, asError(t, err, "ping", 429).RetryAfter)
		})
	}
}

// TestSuccessWithoutObjectIsAnError: a 2xx without the JSON that belongs to it is an error that keeps the status, never an object that is empty.
func TestSuccessWithoutObjectIsAnError(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status      int
		body, shown string
	}{
		"HTML":               {200, "<html>Welcome</html>", "Welcome"},
		"empty":              {200, "", "empty"},
		"spaces":             {200, " \r\n\t", "empty"},
		"null":               {200, " null ", "null"},
		"array":              {200, `[]`, "array"},
		"number":             {200, `42`, "number"},
		"string":             {200, `"ok"`, "string"},
		"true":               {200, `true`, "bool"},
		"empty object":       {200, `{}`, "has no id"},
		"another shape":      {200, `{"status":"ok","amount":3}`, "has no id"},
		"an error":           {200, `{"error":"no"}`, "has no id"},
		"id is null":         {200, `{"id":null,"amount":3}`, "has no id"},
		"id is empty":        {200, `{"id":"","amount":3}`, "has no id"},
		"amount as a string": {200, `{"id":"` + paymentID + `","amount":"100"}`, "amount"},
		"truncated":          {200, `{"id":"` + paymentID + `","amo`, "unexpected end"},
		"two":                {200, `{"id":"` + paymentID + `"}{}`, "after top-level value"},
		"201 empty":          {201, "", "empty"},
		"204":                {204, "", "empty"},
		"299 HTML":           {299, "<p>", "<p>"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := newSite(t, says(test.status, "application/json", test.body)).client(t)
			payment, err := client.Payments.Get(t.Context(), paymentID)
			assert.Nil(t, payment)
			require.ErrorIs(t, err, stancer.ErrUnexpected)
			assert.NotErrorIs(t, err, stancer.ErrNoAnswer)
			asError(t, err, "getPayment", test.status)
			assert.Contains(t, err.Error(), test.shown)
		})
	}
}

// TestEveryMethodRejectsAnotherShape: whatever the method returns, an answer of another shape is an error.
func TestEveryMethodRejectsAnotherShape(t *testing.T) {
	t.Parallel()
	for _, body := range []string{``, `null`, `{}`, `{"error":"no"}`, `<html>`, `{"unheard":{"of":[1]}}`, `7`} {
		client := newSite(t, saysJSON(body)).client(t)
		for _, m := range methods(t, client) {
			if m.name == "Webhooks.Delete" || m.name == "Mandates.PDF" && body != "" {
				continue // they have no JSON to give
			}
			result, err := m.call(t.Context(), m.id)
			assert.ErrorIs(t, err, stancer.ErrUnexpected, "%s took %q for %v", m.name, body, result)
		}
	}
}

func TestSuccessByStatusAlone(t *testing.T) {
	t.Parallel()
	for _, contentType := range []string{"", "text/html", "Application/JSON", "application/vnd.api+json"} {
		for _, status := range []int{200, 201, 202, 299} {
			client := newSite(t, says(status, contentType, ` {"id":"`+paymentID+`","amount":3} `)).client(t)
			payment, err := client.Payments.Get(t.Context(), paymentID)
			require.NoError(t, err, "%d %s", status, contentType)
			assert.EqualValues(t, 3, payment.Amount)
		}
	}
}

func TestDeleteWithoutAnswer(t *testing.T) {
	t.Parallel()
	id := "we_" + id24
	for name, test := range map[string]struct {
		status int
		body   string
		fails  bool
	}{
		"as documented": {204, "", false}, "200 empty": {200, "", false}, "the endpoint": {200, `{"id":"` + id + `"}`, false},
		"HTML": {200, "<html>Welcome", true}, "404": {404, "", true},
	} {
		client := newSite(t, says(test.status, "", test.body)).client(t)
		err := client.Webhooks.Delete(t.Context(), id)
		if assert.Equal(t, test.fails, err != nil, "%s: %v", name, err); test.fails {
			asError(t, err, "deleteWebhook", test.status)
		}
	}
}

// TestEndlessBody: of 5 GB at most 4 MiB are read, or 64 KiB of an error, and the connection is closed.
func TestEndlessBody(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 404} {
		for _, announced := range []string{"", "5368709120"} {
			t.Run(fmt.Sprint(status, announced), func(t *testing.T) {
				t.Parallel()
				hungUp, written := make(chan struct{}), 0
				client := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
					defer close(hungUp)
					if announced != "" {
						w.Header().Set("Content-Length", announced)
					}
					w.WriteHeader(status)
					_, _ = io.WriteString(w, `{"error":"`)
					for block := []byte(strings.Repeat("x", 1<<20)); ; {
						if _, err := w.Write(block); err != nil {
							return
						}
						written += len(block)
					}
				}).client(t)
				var response stancer.Response
				_, err := client.Payments.Get(t.Context(), paymentID, stancer.WithResponse(&response))
				asError(t, err, "getPayment", status)
				assert.Equal(t, status == 200, strings.Contains(err.Error(), "larger than 4 MiB"))
				assert.Equal(t, status == 404, errors.Is(err, stancer.ErrNotFound))
				assert.Len(t, response.Body, map[int]int{200: 4 << 20, 404: 64 << 10}[status])
				await(t, hungUp, "the server still writes")
				assert.Less(t, written, 100<<20, "what is not in buffers on the way is read")
			})
		}
	}
}

// TestBodyLimitsOverHTTP2: an endless body and a stalled one end as they do over HTTP/1.1.
func TestBodyLimitsOverHTTP2(t *testing.T) {
	t.Parallel()
	endless := func(w http.ResponseWriter, _ *http.Request) {
		for block := []byte(strings.Repeat("x", 1<<20)); ; {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	}
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		check   func(t *testing.T, err error, took time.Duration)
	}{
		"endless": {endless, func(t *testing.T, err error, took time.Duration) {
			assert.ErrorContains(t, err, "larger than 4 MiB")
			assert.Zero(t, took)
		}},
		"stalled": {stalls(200, "half"), func(t *testing.T, err error, took time.Duration) {
			assert.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Equal(t, 30*time.Second, took)
		}},
	} {
		bubble(t, name, func(t *testing.T) {
			listener := inmemory.Listen()
			s := &httptest.Server{Listener: listener, EnableHTTP2: true, Config: &http.Server{Handler: test.handler}, TLS: serverTLS()}
			s.StartTLS()
			defer s.Close()
			transport := s.Client().Transport.(*http.Transport)
			transport.DialContext = listener.DialContext
			client, err := stancer.New(testKey, stancer.WithBaseURL(s.URL), stancer.WithHTTPClient(s.Client()), stancer.WithMaxAttempts(1))
			require.NoError(t, err)
			start := time.Now()
			_, err = client.Payments.Get(t.Context(), paymentID, stancer.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
				return roundTripper(func(req *http.Request) (*http.Response, error) {
					resp, err := next.RoundTrip(req)
					if assert.NoError(t, err) {
						assert.Equal(t, 2, resp.ProtoMajor)
					}
					return resp, err
				})
			}))
			asError(t, err, "getPayment", 200)
			test.check(t, err, time.Since(start))
		})
	}
}

// closing tells whether a body was closed.
type closing struct {
	io.ReadCloser
	closed *bool
}

func (c closing) Close() error {
	*c.closed = true
	return c.ReadCloser.Close()
}

// TestBodyIsClosed, as the transport of a user's own may need it.
func TestBodyIsClosed(t *testing.T) {
	t.Parallel()
	huge := strings.Repeat("x", 11<<20)
	for name, handler := range map[string]http.HandlerFunc{
		"success": saysJSON(`{"id":"x"}`), "no JSON": saysJSON("x"), "error": says(404, "", "x"), "nothing": says(204, "", ""), "huge": says(500, "", huge),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			closed := false
			watch := stancer.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
				return roundTripper(func(req *http.Request) (*http.Response, error) {
					resp, err := next.RoundTrip(req)
					if err == nil {
						resp.Body = closing{resp.Body, &closed}
					}
					return resp, err
				})
			})
			client := newSite(t, handler).client(t, watch)
			_, _ = client.Payments.Get(t.Context(), paymentID)
			assert.True(t, closed)
			closed = false
			if stream, err := client.Mandates.PDF(t.Context(), mandateID); err == nil {
				assert.False(t, closed)
				stream.Close()
			}
			assert.True(t, closed)
		})
	}
}

// TestStalledBody: an answer that never ends is given up after the timeout, and what is known is kept.
func TestStalledBody(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 404} {
		bubble(t, fmt.Sprint(status), func(t *testing.T) {
			client := newSite(t, stalls(status, `{"id":"half`)).client(t)
			start := time.Now()
			_, err := client.Payments.Get(t.Context(), paymentID, stancer.WithTimeout(time.Minute))
			asError(t, err, "getPayment", status)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Equal(t, time.Minute, time.Since(start))
			assert.Contains(t, err.Error(), "half")
			assert.Equal(t, status == 404, errors.Is(err, stancer.ErrNotFound))
		})
	}
}

func TestBrokenBody(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 500} {
		client := newSite(t, raw(t, fmt.Sprintf("HTTP/1.1 %d X\r\nContent-Length: 100\r\n\r\n{\"id\":", status), true)).client(t)
		_, err := client.Payments.Get(t.Context(), paymentID)
		asError(t, err, "getPayment", status)
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	}
}

func TestNoAnswer(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		handler func(t *testing.T) http.HandlerFunc
		cause   error
	}{
		"hangs up":      {func(t *testing.T) http.HandlerFunc { return raw(t, "", true) }, io.EOF},
		"no HTTP":       {func(t *testing.T) http.HandlerFunc { return raw(t, "SSH-2.0-OpenSSH_9.6\r\n", true) }, nil},
		"half a header": {func(t *testing.T) http.HandlerFunc { return raw(t, "HTTP/1.1 200 OK\r\nContent-", true) }, nil},
		"silent":        {func(*testing.T) http.HandlerFunc { return silent }, context.DeadlineExceeded},
		"refused":       {nil, syscall.ECONNREFUSED},
	} {
		bubble(t, name, func(t *testing.T) {
			s := newSite(t, nil)
			if test.handler == nil {
				s.Close()
			} else {
				s.handler = test.handler(t)
			}
			_, err := s.client(t).Payments.Create(t.Context(), &stancer.PaymentCreate{})
			e := asError(t, err, "createPayment", 0)
			require.ErrorIs(t, err, stancer.ErrNoAnswer)
			assert.Contains(t, err.Error(), "no answer: ")
			assert.Equal(t, "/v2/payments/", e.Path)
			if test.cause != nil {
				assert.ErrorIs(t, err, test.cause)
			}
		})
	}
}

// TestSwitchedProtocols: a 101 hands over the connection, which no context ends. It is not read.
func TestSwitchedProtocols(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := newSite(t, raw(t, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n", false)).client(t)
		start := time.Now()
		_, err := client.Payments.Get(t.Context(), paymentID)
		require.ErrorIs(t, err, stancer.ErrUnexpected)
		asError(t, err, "getPayment", 101)
		assert.Zero(t, time.Since(start))
	})
}

func TestContextEnds(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{}, 1)
	s := newSite(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body)
		arrived <- struct{}{}
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-arrived
		cancel()
	}()
	_, err := s.client(t).Payments.Create(ctx, &stancer.PaymentCreate{})
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, err, stancer.ErrNoAnswer)
	assert.NotErrorIs(t, err, context.DeadlineExceeded)

	_, err = s.client(t).Ping(ctx)
	require.ErrorIs(t, err, context.Canceled)
	assert.EqualValues(t, 1, s.requests.Load(), "a context that has ended sends nothing")
}

func TestLiveModeOnly(t *testing.T) {
	t.Parallel()
	s := newSite(t, says(501, "application/json", `{"error":"Not implemented"}`))
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

	_, err = newSite(t, says(500, "", "")).client(t).Payouts.List(nil).Page(t.Context())
	assert.NotErrorIs(t, err, stancer.ErrLiveModeOnly)
}

// TestRedirects: a redirect is an answer like any other. Nothing is sent to where it points, the key least of all.
func TestRedirects(t *testing.T) {
	t.Parallel()
	follow := func(*http.Request, []*http.Request) error { return nil }
	for _, status := range []int{301, 302, 303, 307, 308} {
		for name, location := range map[string]string{
			"same host": "/v2/payments/elsewhere", "other host": "http://other.example.com/x", "none": "", "no URL": "http://[::1/%zz", "not http": "file:///etc/passwd",
		} {
			t.Run(fmt.Sprint(status, name), func(t *testing.T) {
				t.Parallel()
				s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
					if strings.HasSuffix(r.URL.Path, "/elsewhere") {
						return
					}
					if location != "" {
						w.Header().Set("Location", location)
					}
					w.WriteHeader(status)
				})
				own := stancer.WithHTTPClient(&http.Client{Transport: s.transport(t), CheckRedirect: follow})
				for _, client := range []*stancer.Client{s.client(t), s.client(t, own), s.client(t, stancer.WithMiddleware(pass))} {
					_, err := client.Payments.Get(t.Context(), paymentID)
					asError(t, err, "getPayment", status)
					require.ErrorIs(t, err, stancer.ErrUnexpected)
					_, err = client.Payments.Create(t.Context(), &stancer.PaymentCreate{})
					asError(t, err, "createPayment", status)
					_, err = client.Mandates.PDF(t.Context(), "mndt_"+id24)
					asError(t, err, "getMandatePdf", status)
				}
				assert.EqualValues(t, 9, s.requests.Load(), "every connection leads to the site, which would count it")
			})
		}
	}
}
