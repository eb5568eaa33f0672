package stancer_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/internal/inmemory"
)

// TestAnswerWithAnotherIDIsAnError checks that an object with another id than the requested one is
// never returned.
func TestAnswerWithAnotherIDIsAnError(t *testing.T) {
	t.Parallel()
	const intentID, otherIntentID = "pi_yWYfCSzsUUhr9KwMv7vuLZHX", "pi_otherIntentotherInten24"
	const answer = `{"id":"%s","amount":1,"currency":"eur","status":"captured","payments":[]}`
	ctx := t.Context()
	for name, call := range map[string]func(*stancer.Client) (any, error){
		"get": func(c *stancer.Client) (any, error) {
			return c.Payments.Get(ctx, paymentID)
		},
		"capture": func(c *stancer.Client) (any, error) {
			return c.Payments.Capture(ctx, paymentID)
		},
		"update": func(c *stancer.Client) (any, error) {
			return c.Payments.Update(ctx, paymentID, &stancer.PaymentUpdate{})
		},
		"create": func(c *stancer.Client) (any, error) {
			params := &stancer.PaymentCreate{Amount: 1, UniqueID: stancer.Ptr("u")}
			return c.Payments.Create(ctx, params)
		},
		"refund": func(c *stancer.Client) (any, error) {
			return c.Payments.Refund(ctx, paymentID, nil)
		},
		"cancel intent": func(c *stancer.Client) (any, error) {
			return c.PaymentIntents.Cancel(ctx, intentID)
		},
		"capture intent": func(c *stancer.Client) (any, error) {
			return c.PaymentIntents.Capture(ctx, intentID)
		},
		"delete customer": func(c *stancer.Client) (any, error) {
			return c.Customers.Delete(ctx, "cust_yWYfCSzsUUhr9KwMv7vuLZHX")
		},
	} {
		for _, id := range []string{
			otherPaymentID, otherIntentID, "cust_otherCustomerotherCus24", "x", "",
			"../../v2/payouts/", paymentID + `\n`,
		} {
			if name == "create" && id == otherPaymentID {
				continue // every payment is new
			}
			t.Run(name+" "+id, func(t *testing.T) {
				t.Parallel()
				body := fmt.Sprintf(answer, id)
				client := newServer(t, saysJSON(body)).client(t, quickRetries()...)
				result, err := call(client)
				require.ErrorIs(t, err, stancer.ErrUnexpected)
				assert.Zero(t, result)
				if name != "get" {
					assert.ErrorIs(t, err, stancer.ErrUnknownOutcome)
				}
			})
		}
	}
}

// TestCaptureIgnoresAnotherPayment checks that a captured payment with another id, read after a
// lost answer, does not make the capture a success.
func TestCaptureIgnoresAnotherPayment(t *testing.T) {
	t.Parallel()
	posts := 0
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			posts++
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		saysJSON(fmt.Sprintf(`{"id":%q,"amount":1,"status":"captured"}`, otherPaymentID))(w, r)
	})
	_, err := s.client(t, quickRetries()...).Payments.Capture(t.Context(), paymentID)
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	assert.Equal(t, 1, posts)
}

func TestPaymentWithoutAmountIsAnError(t *testing.T) {
	t.Parallel()
	for _, amount := range []string{``, `"amount":null,`, `"amount":0,`} {
		s := newServer(t, saysJSON(fmt.Sprintf(`{%s"id":%q}`, amount, paymentID)))
		payment, err := s.client(t).Payments.Get(t.Context(), paymentID)
		if strings.Contains(amount, "0") {
			require.NoError(t, err)
			assert.Zero(t, payment.Amount)
			continue
		}
		require.ErrorIs(t, err, stancer.ErrUnexpected)
	}
}

// TestMissingMembersAreAccepted checks that an intent may lack members that are published as
// required: real answers lack them.
func TestMissingMembersAreAccepted(t *testing.T) {
	t.Parallel()
	const intentID = "pi_yWYfCSzsUUhr9KwMv7vuLZHX"
	s := newServer(t, saysJSON(fmt.Sprintf(`{"id":%q}`, intentID)))
	intent, err := s.client(t).PaymentIntents.Get(t.Context(), intentID)
	require.NoError(t, err)
	assert.Empty(t, intent.URL)
}

// TestSuccessWithoutObjectIsAnError checks that a 2xx without the expected JSON object is an error
// with the status, and never an empty object.
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
		"two objects":        {200, `{"id":"` + paymentID + `"}{}`, "after top-level value"},
		"201 empty":          {201, "", "empty"},
		"204":                {204, "", "empty"},
		"299 HTML":           {299, "<p>", "<p>"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := newServer(t, says(test.status, "application/json", test.body)).client(t)
			payment, err := client.Payments.Get(t.Context(), paymentID)
			assert.Nil(t, payment)
			require.ErrorIs(t, err, stancer.ErrUnexpected)
			assert.NotErrorIs(t, err, stancer.ErrNoAnswer)
			asError(t, err, "getPayment", test.status)
			assert.Contains(t, err.Error(), test.shown)
		})
	}
}

// TestEveryMethodRejectsAnInvalidAnswer checks that every method returns an error for a 2xx whose
// body has the wrong shape.
func TestEveryMethodRejectsAnInvalidAnswer(t *testing.T) {
	t.Parallel()
	for _, body := range []string{``, `null`, `{"error":"no"}`, `<html>`, `7`} {
		client := newServer(t, saysJSON(body)).client(t)
		for _, m := range methods(t, client) {
			if m.name == "Webhooks.Delete" || m.name == "Mandates.PDF" && body != "" {
				continue // their answers are not JSON
			}
			result, err := m.call(t.Context(), m.id)
			assert.ErrorIs(t, err, stancer.ErrUnexpected, "%s took %q for %v", m.name, body, result)
		}
	}
}

// TestNumberOfMembersIsLimited checks that an object can have thousands of members and not tens of
// thousands, and that the commas and brackets in its texts do not count.
func TestNumberOfMembersIsLimited(t *testing.T) {
	t.Parallel()
	for value, accepted := range map[string]bool{
		`[` + strings.Repeat(`1,`, 5000) + `1]`:        true,
		`[` + strings.Repeat(`1,`, 6000) + `1]`:        false,
		`"` + strings.Repeat(`{[,`, 6000) + `"`:        true,
		`"` + strings.Repeat(`\",`, 12000) + `"`:       true,
		`["\\",` + strings.Repeat(`1,`, 6000) + `"1"]`: false,
	} {
		body := `{"id":"` + paymentID + `","amount":4200,"unheard_of":` + value + `}`
		payment, err := newServer(t, saysJSON(body)).client(t).Payments.Get(t.Context(), paymentID)
		if !accepted {
			require.ErrorIs(t, err, stancer.ErrUnexpected)
			assert.ErrorContains(t, err, "more members than")
			continue
		}
		require.NoError(t, err)
		assert.EqualValues(t, 4200, payment.Amount)
	}
}

// TestHeadersAreLimited checks that the default transport rejects an answer whose headers are
// larger than 256 KiB.
func TestHeadersAreLimited(t *testing.T) {
	t.Parallel()
	for size, accepted := range map[int]bool{200 << 10: true, 300 << 10: false} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Large", strings.Repeat("x", size))
			saysJSON(made)(w, r)
		}))
		t.Cleanup(s.Close)
		client, err := stancer.New(testKey,
			stancer.WithBaseURL(s.URL), stancer.WithMaxAttempts(1))
		require.NoError(t, err)
		_, err = client.Payments.Create(t.Context(), create(""))
		if accepted {
			require.NoError(t, err)
			continue
		}
		require.ErrorIs(t, err, stancer.ErrNoAnswer)
		assert.ErrorIs(t, err, stancer.ErrUnknownOutcome)
		assert.ErrorContains(t, err, "headers")
	}
}

func TestSuccessIgnoresTheContentType(t *testing.T) {
	t.Parallel()
	for _, contentType := range []string{
		"", "text/html", "Application/JSON", "application/vnd.api+json",
	} {
		for _, status := range []int{200, 201, 202, 299} {
			answer := says(status, contentType, ` {"id":"`+paymentID+`","amount":3} `)
			payment, err := newServer(t, answer).client(t).Payments.Get(t.Context(), paymentID)
			require.NoError(t, err, "%d %s", status, contentType)
			assert.EqualValues(t, 3, payment.Amount)
		}
	}
}

func TestDeleteAcceptsAnEmptyAnswer(t *testing.T) {
	t.Parallel()
	id := "we_" + id24
	for name, test := range map[string]struct {
		status int
		body   string
		fails  bool
	}{
		"as documented": {204, "", false},
		"200 empty":     {200, "", false},
		"the object":    {200, `{"id":"` + id + `"}`, false},
		"HTML":          {200, "<html>Welcome", true},
		"404":           {404, "", true},
	} {
		client := newServer(t, says(test.status, "", test.body)).client(t)
		err := client.Webhooks.Delete(t.Context(), id)
		if assert.Equal(t, test.fails, err != nil, "%s: %v", name, err); test.fails {
			asError(t, err, "deleteWebhook", test.status)
		}
	}
}

// TestEndlessBodyIsReadToALimit checks that at most 4 MiB of a success and 64 KiB of an error are
// read, and that the connection is closed.
func TestEndlessBodyIsReadToALimit(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 404} {
		for _, announced := range []string{"", "5368709120"} {
			t.Run(fmt.Sprintf("%d of length %q", status, announced), func(t *testing.T) {
				t.Parallel()
				hungUp, written := make(chan struct{}), 0
				client := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
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
				_, err := client.Payments.Get(t.Context(), paymentID,
					stancer.WithResponse(&response))
				asError(t, err, "getPayment", status)
				assert.Equal(t, status == 200, strings.Contains(err.Error(), "larger than 4 MiB"))
				assert.Equal(t, status == 404, errors.Is(err, stancer.ErrNotFound))
				assert.Len(t, response.Body, map[int]int{200: 4 << 20, 404: 64 << 10}[status])
				await(t, hungUp, "the server still writes")
				assert.Less(t, written, 100<<20, "the server writes little more than is read")
			})
		}
	}
}

// TestBodyLimitsApplyOverHTTP2 checks that endless and stalled bodies end over HTTP/2 as they do
// over HTTP/1.1.
func TestBodyLimitsApplyOverHTTP2(t *testing.T) {
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
			s := &httptest.Server{
				Listener:    listener,
				EnableHTTP2: true,
				Config:      &http.Server{Handler: test.handler},
				TLS:         serverTLS(),
			}
			s.StartTLS()
			defer s.Close()
			httpClient := clientOf(s)
			httpClient.Transport.(*http.Transport).DialContext = listener.DialContext
			client, err := stancer.New(testKey, stancer.WithBaseURL(s.URL),
				stancer.WithHTTPClient(httpClient), stancer.WithMaxAttempts(1))
			require.NoError(t, err)
			isHTTP2 := func(next http.RoundTripper) http.RoundTripper {
				return roundTripper(func(req *http.Request) (*http.Response, error) {
					resp, err := next.RoundTrip(req)
					if assert.NoError(t, err) {
						assert.Equal(t, 2, resp.ProtoMajor)
					}
					return resp, err
				})
			}
			start := time.Now()
			_, err = client.Payments.Get(t.Context(), paymentID, stancer.WithMiddleware(isHTTP2))
			asError(t, err, "getPayment", 200)
			test.check(t, err, time.Since(start))
		})
	}
}

// closing records whether a body was closed.
type closing struct {
	io.ReadCloser
	closed *bool
}

func (c closing) Close() error {
	*c.closed = true
	return c.ReadCloser.Close()
}

// TestBodyIsClosed checks that the body of every response is closed, which a custom transport may
// need.
func TestBodyIsClosed(t *testing.T) {
	t.Parallel()
	huge := strings.Repeat("x", 11<<20)
	for name, handler := range map[string]http.HandlerFunc{
		"success": saysJSON(`{"id":"x"}`),
		"no JSON": saysJSON("x"),
		"error":   says(404, "", "x"),
		"empty":   says(204, "", ""),
		"huge":    says(500, "", huge),
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
			client := newServer(t, handler).client(t, watch)
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

// TestStalledBodyTimesOut checks that a call ends with its timeout if the body stalls, and that the
// error keeps the status and the part of the body that arrived.
func TestStalledBodyTimesOut(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 404} {
		bubble(t, fmt.Sprint(status), func(t *testing.T) {
			client := newServer(t, stalls(status, `{"id":"half`)).client(t)
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

func TestTruncatedBodyIsAnError(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 500} {
		answer := fmt.Sprintf("HTTP/1.1 %d X\r\nContent-Length: 100\r\n\r\n{\"id\":", status)
		client := newServer(t, raw(t, answer, true)).client(t)
		_, err := client.Payments.Get(t.Context(), paymentID)
		asError(t, err, "getPayment", status)
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	}
}

func TestNoAnswerIsErrNoAnswer(t *testing.T) {
	t.Parallel()
	silently := func(*testing.T) http.HandlerFunc { return silent }
	hangsUpAfter := func(answer string) func(*testing.T) http.HandlerFunc {
		return func(t *testing.T) http.HandlerFunc { return raw(t, answer, true) }
	}
	for name, test := range map[string]struct {
		handler func(t *testing.T) http.HandlerFunc
		cause   error
	}{
		"hangs up":      {hangsUpAfter(""), io.EOF},
		"no HTTP":       {hangsUpAfter("SSH-2.0-OpenSSH_9.6\r\n"), nil},
		"half a header": {hangsUpAfter("HTTP/1.1 200 OK\r\nContent-"), nil},
		"silent":        {silently, context.DeadlineExceeded},
		"refused":       {nil, syscall.ECONNREFUSED},
	} {
		bubble(t, name, func(t *testing.T) {
			s := newServer(t, nil)
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

const switchingProtocols = "HTTP/1.1 101 Switching Protocols\r\n" +
	"Connection: Upgrade\r\nUpgrade: x\r\n\r\n"

// TestSwitchingProtocolsIsAnError checks that a 101 is an error at once. Its body is the
// connection, which no context ends, so it must not be read.
func TestSwitchingProtocolsIsAnError(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := newServer(t, raw(t, switchingProtocols, false)).client(t)
		start := time.Now()
		_, err := client.Payments.Get(t.Context(), paymentID)
		require.ErrorIs(t, err, stancer.ErrUnexpected)
		asError(t, err, "getPayment", 101)
		assert.Zero(t, time.Since(start))
	})
}

func TestCanceledContextEndsACall(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{}, 1)
	s := newServer(t, func(_ http.ResponseWriter, r *http.Request) {
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
	assert.EqualValues(t, 1, s.requests.Load(), "a call whose context has ended sends nothing")
}

// TestRedirectsAreNotFollowed checks that a redirect is an error, and that nothing is sent to its
// Location, even if the http.Client would follow it.
func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	follow := func(*http.Request, []*http.Request) error { return nil }
	for _, status := range []int{301, 302, 303, 307, 308} {
		for name, location := range map[string]string{
			"same host":  "/v2/payments/elsewhere",
			"other host": "http://other.example.com/x",
			"none":       "",
			"no URL":     "http://[::1/%zz",
			"not http":   "file:///etc/passwd",
		} {
			t.Run(fmt.Sprint(status, " ", name), func(t *testing.T) {
				t.Parallel()
				s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
					if strings.HasSuffix(r.URL.Path, "/elsewhere") {
						return
					}
					if location != "" {
						w.Header().Set("Location", location)
					}
					w.WriteHeader(status)
				})
				own := &http.Client{Transport: s.transport(t), CheckRedirect: follow}
				for _, client := range []*stancer.Client{
					s.client(t),
					s.client(t, stancer.WithHTTPClient(own)),
					s.client(t, stancer.WithMiddleware(pass)),
				} {
					_, err := client.Payments.Get(t.Context(), paymentID)
					asError(t, err, "getPayment", status)
					require.ErrorIs(t, err, stancer.ErrUnexpected)
					_, err = client.Payments.Create(t.Context(), &stancer.PaymentCreate{})
					asError(t, err, "createPayment", status)
					_, err = client.Mandates.PDF(t.Context(), "mndt_"+id24)
					asError(t, err, "getMandatePdf", status)
				}
				assert.EqualValues(t, 9, s.requests.Load(),
					"a redirect that is followed would be counted, whatever its host")
			})
		}
	}
}
