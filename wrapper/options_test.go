package stancer_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

func TestInvalidBaseURLsAreRejected(t *testing.T) {
	t.Parallel()
	for baseURL, says := range map[string]string{
		"":                              "is invalid",
		"api.stancer.com":               "is invalid",
		"https://":                      "is invalid",
		"https://:443":                  "is invalid",
		"https:opaque":                  "is invalid",
		"//api.stancer.com":             "is invalid",
		"ftp://api.stancer.com":         "is invalid",
		"https://api.stancer.com:x":     "is invalid",
		"https://api.stancer.com\n":     "is invalid",
		"https://[::1":                  "is invalid",
		"https://api.stancer.com/%zz":   "is invalid",
		"https://me:secret@example.com": "has user info, a query or a fragment",
		"https://secret@example.com":    "has user info, a query or a fragment",
		"https://example.com/?":         "has user info, a query or a fragment",
		"https://example.com/?a=b":      "has user info, a query or a fragment",
		"https://example.com/#a":        "has user info, a query or a fragment",
		"http://api.stancer.com":        "in the clear",
		"http://localhost.example.com":  "in the clear",
		"http://127.0.0.1.example.com":  "in the clear",
		"http://10.0.0.1":               "in the clear",
		"http://0.0.0.0":                "in the clear",
		"http://[fe80::1]":              "in the clear",
		"http://2130706433":             "in the clear",
	} {
		_, err := stancer.New(testKey, stancer.WithBaseURL(baseURL))
		if assert.ErrorContains(t, err, says, baseURL) {
			assert.NotContains(t, err.Error(), "secret")
		}
	}
	for _, baseURL := range []string{
		"https://example.com", "HTTPS://EXAMPLE.COM/", "https://example.com:8443/stancer/",
		"https://10.0.0.1",
		"http://localhost:80", "http://127.0.0.1:1", "http://127.1.2.3", "http://[::1]:80",
	} {
		_, err := stancer.New(testKey, stancer.WithBaseURL(baseURL))
		assert.NoError(t, err, baseURL)
	}
}

func TestBaseURLMayHaveAPath(t *testing.T) {
	t.Parallel()
	var got string
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.URL.Path
		saysJSON(aPayment)(w, r)
	})
	for _, prefix := range []string{"/proxy/stancer", "/proxy/stancer/"} {
		_, err := s.client(t).Payments.Get(t.Context(), paymentID,
			stancer.WithBaseURL(s.URL+prefix))
		require.NoError(t, err)
		assert.Equal(t, "/proxy/stancer/v2/payments/"+paymentID, got)
	}
}

// TestBaseURLMayBeIPv6 is skipped on machines without an IPv6 loopback address.
func TestBaseURLMayBeIPv6(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skip(err)
	}
	go func() { _ = http.Serve(listener, saysJSON(`{"mode":"test"}`)) }()
	t.Cleanup(func() { listener.Close() })
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	client, err := stancer.New(testKey, stancer.WithBaseURL("http://"+listener.Addr().String()),
		stancer.WithHTTPClient(&http.Client{Transport: transport}))
	require.NoError(t, err)
	_, err = client.Ping(t.Context())
	require.NoError(t, err)
}

// TestHTTPClientNeedsNoTransport checks that a client without a transport uses that of net/http.
func TestHTTPClientNeedsNoTransport(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(saysJSON(`{"mode":"test"}`))
	t.Cleanup(s.Close)
	client, err := stancer.New(testKey, stancer.WithBaseURL(s.URL),
		stancer.WithHTTPClient(&http.Client{Timeout: soon}))
	require.NoError(t, err)
	_, err = client.Ping(t.Context())
	require.NoError(t, err)
}

// TestInvalidOptionsAreRejected checks that New and every call reject invalid options before
// anything is sent.
func TestInvalidOptionsAreRejected(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	for name, option := range map[string]stancer.Option{
		"nil option":        nil,
		"nil client":        stancer.WithHTTPClient(nil),
		"zero timeout":      stancer.WithTimeout(0),
		"negative timeout":  stancer.WithTimeout(-1),
		"nil logger":        stancer.WithLogger(nil),
		"header injection":  stancer.WithUserAgent("x\r\nAuthorization: none"),
		"not ASCII":         stancer.WithUserAgent("café"),
		"nil middleware":    stancer.WithMiddleware(pass, nil),
		"no pages":          stancer.WithConcurrentPages(0),
		"many pages":        stancer.WithConcurrentPages(101),
		"zero poll":         stancer.WithPoll(0, time.Second),
		"falling poll":      stancer.WithPoll(time.Second, time.Millisecond),
		"unbounded poll":    stancer.WithPoll(time.Second, math.MaxInt64),
		"zero attempts":     stancer.WithMaxAttempts(0),
		"many attempts":     stancer.WithMaxAttempts(11),
		"zero backoff":      stancer.WithBackoff(0, time.Second),
		"falling backoff":   stancer.WithBackoff(time.Second, time.Millisecond),
		"unbounded backoff": stancer.WithBackoff(time.Second, math.MaxInt64),
	} {
		client, err := stancer.New(testKey, option)
		assert.ErrorContains(t, err, "stancer: ", name)
		assert.Nil(t, client)
		for _, m := range methods(t, s.client(t)) {
			_, err := m.call(t.Context(), m.id, option)
			assert.ErrorContains(t, err, "stancer: ", "%s: %s", m.name, name)
		}
	}
	assert.Zero(t, s.requests.Load())
}

func TestWithUserAgentAppends(t *testing.T) {
	t.Parallel()
	var got string
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.UserAgent()
		saysJSON(`{"mode":"test"}`)(w, r)
	})
	client := s.client(t, stancer.WithUserAgent("shop/1.2"))
	_, err := client.Ping(t.Context(), stancer.WithUserAgent("job/3 (nightly)"))
	require.NoError(t, err)
	assert.Regexp(t, `^stancer-go/\S+ \(go\S+( .*)?\) shop/1\.2 job/3 \(nightly\)$`, got)
	_, err = client.Ping(t.Context())
	require.NoError(t, err)
	assert.True(t, strings.HasSuffix(got, " shop/1.2"), got)
}

// TestTimeoutEndsAnAttempt checks that the timeouts of the client, of the call and of the
// http.Client each end an attempt.
func TestTimeoutEndsAnAttempt(t *testing.T) {
	t.Parallel()
	minute, hour := stancer.WithTimeout(time.Minute), stancer.WithTimeout(time.Hour)
	for name, test := range map[string]struct {
		client, call []stancer.Option
		own          time.Duration // of http.Client
		want         time.Duration
	}{
		"default":     {want: 30 * time.Second},
		"client":      {client: []stancer.Option{minute}, want: time.Minute},
		"call":        {call: []stancer.Option{hour}, want: time.Hour},
		"http.Client": {own: time.Second, want: time.Second},
	} {
		bubble(t, name, func(t *testing.T) {
			s := newServer(t, silent)
			own := &http.Client{Transport: s.transport(t), Timeout: test.own}
			client := s.client(t, append(test.client, stancer.WithHTTPClient(own))...)
			start := time.Now()
			_, err := client.Ping(t.Context(), test.call...)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Equal(t, test.want, time.Since(start))
		})
	}
}

// TestMiddlewareRunsInOrder checks that the first middleware is the outermost, and that each sees
// the operation and the final request.
func TestMiddlewareRunsInOrder(t *testing.T) {
	t.Parallel()
	var seen []string
	named := func(name string) stancer.Middleware {
		return func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(req *http.Request) (*http.Response, error) {
				_, _, hasKey := req.BasicAuth()
				operation := stancer.OperationFromContext(req.Context())
				seen = append(seen, fmt.Sprint(name, " ", operation, " ", hasKey))
				return next.RoundTrip(req)
			})
		}
	}
	s := newServer(t, saysJSON(aPayment))
	client := s.client(t,
		stancer.WithMiddleware(named("a"), named("b")), stancer.WithMiddleware(named("c")))
	_, err := client.Payments.Get(t.Context(), paymentID, stancer.WithMiddleware(named("d")))
	require.NoError(t, err)
	assert.Equal(t, []string{
		"a getPayment true", "b getPayment true", "c getPayment true", "d getPayment true",
	}, seen)

	seen = nil
	_, err = client.Mandates.PDF(t.Context(), "mndt_"+id24)
	require.ErrorIs(t, err, stancer.ErrUnexpected)
	assert.Equal(t, []string{
		"a getMandatePdf true", "b getMandatePdf true", "c getMandatePdf true",
	}, seen)
	assert.Empty(t, stancer.OperationFromContext(t.Context()))

	failing := stancer.WithMiddleware(func(http.RoundTripper) http.RoundTripper {
		return roundTripper(func(*http.Request) (*http.Response, error) {
			return nil, fmt.Errorf("cannot send: %w", io.ErrNoProgress)
		})
	})
	_, err = client.Ping(t.Context(), failing)
	require.ErrorIs(t, err, io.ErrNoProgress)
	require.ErrorIs(t, err, stancer.ErrNoAnswer)
}

// TestCallOptionsStayInTheCall checks that the options of a call affect neither the client nor
// another call, even if concurrent calls share a slice with spare capacity.
func TestCallOptionsStayInTheCall(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Query", r.URL.RawQuery)
		w.Header().Set("Agent", r.UserAgent())
		text, _ := io.ReadAll(r.Body)
		w.Header().Set("Sent", string(text))
		saysJSON(`{"id":"cust_`+id24+`"}`)(w, r)
	})
	tag := func(name string) stancer.Option {
		return stancer.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(req *http.Request) (*http.Response, error) {
				req = req.Clone(req.Context())
				req.Header.Set("User-Agent", req.UserAgent()+" "+name)
				return next.RoundTrip(req)
			})
		})
	}
	client := s.client(t,
		stancer.WithQuery("all", "1"), tag("client1"), tag("client2"), tag("client3"))
	shared := append(make([]stancer.Option, 0, 8), stancer.WithQuery("shared", "1"))
	var calls sync.WaitGroup
	for i := range 20 {
		calls.Go(func() {
			var response stancer.Response
			name := fmt.Sprintf("call%02d", i)
			_, err := client.Customers.Create(t.Context(), &stancer.CustomerCreate{},
				stancer.WithQuery("all", name), stancer.WithBodyMember("name", name), tag(name),
				stancer.WithUserAgent(name), stancer.WithResponse(&response))
			assert.NoError(t, err)
			assert.Equal(t, "all=1&all="+name, response.Header.Get("Query"))
			assert.JSONEq(t, `{"name":"`+name+`"}`, response.Header.Get("Sent"))
			agent := response.Header.Get("Agent")
			assert.True(t, strings.HasSuffix(agent, name+" client1 client2 client3 "+name), agent)
			for range client.Payments.List(nil, shared...).All(t.Context()) {
			}
			_, _ = client.Customers.Create(t.Context(), &stancer.CustomerCreate{}, shared...)
		})
	}
	calls.Wait()
	var response stancer.Response
	_, err := client.Customers.Create(t.Context(), &stancer.CustomerCreate{},
		stancer.WithResponse(&response))
	require.NoError(t, err)
	assert.Equal(t, "all=1", response.Header.Get("Query"))
	assert.NotContains(t, response.Header.Get("Agent"), "call")
	assert.Equal(t, "{}", response.Header.Get("Sent"))
}

func TestWithResponseSetsTheResponse(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Request-Id", "r1")
		switch {
		case r.URL.Path == "/v2/ping":
			says(404, "text/plain", "no such thing")(w, r)
		case r.URL.Query().Get("start") == "1":
			_, _ = io.WriteString(w, `{"range":{"start":1,"limit":2},`+
				`"payments":[{"id":"b"},{"id":"c"}]}`)
		case r.URL.Path == "/v2/payments/":
			_, _ = io.WriteString(w, `{"range":{"start":0,"limit":2,"has_more":true},`+
				`"payments":[{"id":"a"},{"id":"b"}]}`)
		case strings.HasSuffix(r.URL.Path, ".pdf"):
			_, _ = io.WriteString(w, "%PDF-")
		default:
			_, _ = io.WriteString(w, `{"id":"`+paymentID+`","amount":1,"unheard_of":1}`)
		}
	})
	client := s.client(t)
	var response stancer.Response
	_, err := client.Payments.Get(t.Context(), paymentID, stancer.WithResponse(&response))
	require.NoError(t, err)
	assert.Equal(t, 200, response.Status)
	assert.Equal(t, "r1", response.Header.Get("X-Request-Id"))
	assert.JSONEq(t, `{"id":"`+paymentID+`","amount":1,"unheard_of":1}`, string(response.Body))

	_, err = client.Ping(t.Context(), stancer.WithResponse(&response))
	require.Error(t, err)
	assert.Equal(t, 404, response.Status)
	assert.Equal(t, "no such thing", string(response.Body))

	stream, err := client.Mandates.PDF(t.Context(), "mndt_"+id24, stancer.WithResponse(&response))
	require.NoError(t, err)
	stream.Close()
	assert.Equal(t, 200, response.Status)
	assert.Equal(t, "r1", response.Header.Get("X-Request-Id"))
	assert.Empty(t, response.Body, "the body is in the stream")

	for _, ahead := range []int{1, 2, 5} {
		list := client.Payments.List(nil,
			stancer.WithResponse(&response), stancer.WithConcurrentPages(ahead))
		for payment, err := range list.All(t.Context()) {
			require.NoError(t, err)
			assert.Contains(t, string(response.Body), `"`+payment.ID+`"`,
				"the response is that of the payment's page")
		}
	}
	_, err = client.Ping(t.Context(), stancer.WithResponse(nil))
	require.ErrorIs(t, err, stancer.ErrNotFound)

	s.Close()
	_, err = client.Ping(t.Context(), stancer.WithResponse(&response))
	require.ErrorIs(t, err, stancer.ErrNoAnswer)
	assert.Zero(t, response.Status, "the previous response is cleared")
}

func TestWithBodyMemberSetsAMember(t *testing.T) {
	t.Parallel()
	var got []byte
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		got, _ = io.ReadAll(r.Body)
		assert.EqualValues(t, len(got), r.ContentLength)
		if r.Method == http.MethodPatch {
			saysJSON(`{"id":"cust_`+id24+`"}`)(w, r)
			return
		}
		if r.URL.Path == "/v2/payment_intents/" {
			saysJSON(`{"id":"pi_`+id24+`"}`)(w, r)
			return
		}
		saysJSON(aPayment)(w, r)
	})
	client := s.client(t)
	params := &stancer.PaymentCreate{Amount: 100, OrderID: stancer.Ptr("o")}
	_, err := client.Payments.Create(t.Context(), params,
		stancer.WithBodyMember("order_id", "first"),
		stancer.WithBodyMember("order_id", "second"),
		stancer.WithBodyMember("new", map[string]any{"a": []int{1}}))
	require.NoError(t, err)
	assert.JSONEq(t, `{"amount":100,"order_id":"second","new":{"a":[1]}}`, string(got))
	assert.Equal(t, "o", *params.OrderID)

	_, err = client.Customers.Update(t.Context(), "cust_"+id24,
		&stancer.CustomerUpdate{Name: stancer.Ptr("Arthur")}, stancer.WithBodyMember("mobile", nil))
	require.NoError(t, err)
	assert.JSONEq(t, `{"name":"Arthur","mobile":null}`, string(got), "null clears a member")

	exact := json.RawMessage(`12345678901234567890.10`)
	_, err = client.PaymentIntents.Create(t.Context(),
		&stancer.PaymentIntentCreate{Metadata: any(map[string]any{"n": exact})},
		stancer.WithBodyMember("x", 1))
	require.NoError(t, err)
	assert.Contains(t, string(got), string(exact), "the other members are sent unchanged")

	sent := s.requests.Load()
	refused := []error{}
	_, err = client.Payments.Get(t.Context(), paymentID, stancer.WithBodyMember("x", 1))
	refused = append(refused, err)
	_, err = client.Payments.Refund(t.Context(), paymentID, nil, stancer.WithBodyMember("x", 1))
	refused = append(refused, err)
	_, err = client.Mandates.PDF(t.Context(), "mndt_"+id24, stancer.WithBodyMember("x", 1))
	refused = append(refused, err)
	for _, err := range refused {
		assert.ErrorContains(t, err, "has no request body")
	}
	_, err = client.Payments.Create(t.Context(), params, stancer.WithBodyMember("x", func() {}))
	require.ErrorContains(t, err, `body member "x"`)
	assert.Equal(t, sent, s.requests.Load())
}

func TestWithQueryAddsParameters(t *testing.T) {
	t.Parallel()
	var got url.Values
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		got, _ = url.ParseQuery(r.URL.RawQuery)
		saysJSON(`{"range":{"limit":1},"payments":[],"id":"`+paymentID+`","amount":1}`)(w, r)
	})
	params := &stancer.ListPaymentsParams{Limit: stancer.Ptr[int64](3)}
	client := s.client(t, stancer.WithQuery("a", "1"))
	_, err := client.Payments.List(params,
		stancer.WithQuery("a", "2"), stancer.WithQuery("odd & é", "x=y")).Page(t.Context())
	require.NoError(t, err)
	assert.Equal(t, url.Values{"limit": {"3"}, "a": {"1", "2"}, "odd & é": {"x=y"}}, got)
	_, err = s.client(t).Payments.Get(t.Context(), paymentID, stancer.WithQuery("a", "1"))
	require.NoError(t, err)
	assert.Equal(t, url.Values{"a": {"1"}}, got)
}

// TestNoConnectionBeforeTheFirstCall checks that New, and lists that are not ranged over, make no
// connection.
func TestNoConnectionBeforeTheFirstCall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t, saysJSON(`{"mode":"test"}`))
		transport, dials := s.transport(t), 0
		transport.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
			dials++
			return s.listener.DialContext(ctx, network, addr)
		}
		client := s.client(t, stancer.WithConcurrentPages(5),
			stancer.WithHTTPClient(&http.Client{Transport: transport}))
		_ = client.Mode()
		_ = client.Payments.List(nil).All(t.Context())
		_ = client.Payments.List(nil).Pages(t.Context())
		_ = fmt.Sprint(client, client.Payments)
		time.Sleep(time.Hour)
		require.Zero(t, dials)
		_, err := client.Ping(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, dials)
	})
}

// TestRetriesDoNotRepeatCookies checks that each attempt sends the cookies of the jar once:
// http.Client adds them to the header of the request.
func TestRetriesDoNotRepeatCookies(t *testing.T) {
	t.Parallel()
	var cookies [][]string
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		cookies = append(cookies, r.Header["Cookie"])
		http.SetCookie(w, &http.Cookie{Name: "edge", Value: "1"})
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	client := s.client(t, defaultAttempts,
		stancer.WithHTTPClient(&http.Client{Transport: s.transport(t), Jar: jar}))
	_, err = client.Payments.Get(t.Context(), paymentID)
	require.ErrorIs(t, err, stancer.ErrServer)
	assert.Equal(t, [][]string{nil, {"edge=1"}, {"edge=1"}}, cookies)
}

func TestWithHeaderSetsAHeader(t *testing.T) {
	t.Parallel()
	var got http.Header
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header
		saysJSON(payment(paymentID, "", 0))(w, r)
	})
	client := s.client(t, stancer.WithHeader("x-correlation-id", "r-17"))
	_, err := client.Payments.Get(t.Context(), paymentID, stancer.WithHeader("X-Shop", "a"))
	require.NoError(t, err)
	assert.Equal(t, "r-17", got.Get("X-Correlation-Id"))
	assert.Equal(t, "a", got.Get("X-Shop"))
	_, err = client.Payments.Get(t.Context(), paymentID)
	require.NoError(t, err)
	assert.Empty(t, got.Get("X-Shop"), "the header of a call stays in the call")

	for _, name := range []string{
		"Authorization", "host", "Content-Length", "content-type", "Idempotency-Key",
		"X-Idempotency-Key", "Accept", "User-Agent", "Transfer-Encoding", "Connection",
	} {
		_, err := stancer.New(testKey, stancer.WithHeader(name, "x"))
		assert.ErrorContains(t, err, "cannot be set with WithHeader", name)
	}
	for name, value := range map[string]string{
		"": "x", "a b": "x", "a:": "x", "é": "x", "A": "x\r\nB: y", "B": "\x7f", "C": "\x00",
	} {
		_, err := stancer.New(testKey, stancer.WithHeader(name, value))
		assert.Error(t, err, name)
	}
}

func TestZeroClientReturnsErrors(t *testing.T) {
	t.Parallel()
	var client stancer.Client
	_, err := client.Payments.Get(t.Context(), paymentID)
	assert.ErrorContains(t, err, "stancer.New")
	_, err = client.Ping(t.Context())
	assert.ErrorContains(t, err, "stancer.New")
	_, err = new(stancer.Payments).Capture(t.Context(), paymentID)
	assert.ErrorContains(t, err, "stancer.New")
	_, err = client.Mandates.PDF(t.Context(), "mndt_yWYfCSzsUUhr9KwMv7vuLZHX")
	assert.ErrorContains(t, err, "stancer.New")
	_, err = client.Payments.Wait(t.Context(), paymentID, nil)
	assert.ErrorContains(t, err, "stancer.New")
	err = client.Webhooks.Delete(t.Context(), "we_yWYfCSzsUUhr9KwMv7vuLZHX")
	assert.ErrorContains(t, err, "stancer.New")
	assert.Empty(t, client.Mode())
}

func TestMiddlewareThatReturnsNilIsAnError(t *testing.T) {
	t.Parallel()
	_, err := stancer.New(testKey,
		stancer.WithMiddleware(func(http.RoundTripper) http.RoundTripper { return nil }))
	assert.ErrorContains(t, err, "a middleware returned a nil http.RoundTripper")
}
