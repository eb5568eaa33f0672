package stancertest_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// A connect function starts a server and returns it with a client of one protocol.
type connect func(testing.TB) (*stancertest.Server, *http.Client)

// wires are the ways to reach a server.
var wires = map[string]connect{
	"http":   over("HTTP/1.1"),
	"https":  over("HTTP/1.1", stancertest.WithTLS()),
	"http/2": over("HTTP/2.0", stancertest.WithTLS()),
}

func over(protocol string, options ...stancertest.Option) connect {
	return func(t testing.TB) (*stancertest.Server, *http.Client) {
		t.Helper()
		s := stancertest.NewServer(t, options...)
		client := s.HTTPClient()
		transport := client.Transport.(*http.Transport).Clone()
		if protocol == "HTTP/1.1" && transport.TLSClientConfig != nil {
			transport.ForceAttemptHTTP2 = false
			transport.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
			transport.TLSClientConfig.NextProtos = []string{"http/1.1"}
		}
		client.Transport = transport
		t.Cleanup(transport.CloseIdleConnections)
		response, text, err := try(t.Context(), s, client, "GET", "/v2/ping", "")
		require.NoError(t, err, text)
		require.Equal(t, protocol, response.Proto)
		return s, client
	}
}

// try sends a request and returns the answer and its body, or the error of either.
func try(
	ctx context.Context, s *stancertest.Server, client *http.Client, method, path, body string,
) (*http.Response, string, error) {
	request, err := http.NewRequestWithContext(ctx, method, s.URL+path, strings.NewReader(body))
	if err != nil {
		return nil, "", err
	}
	request.SetBasicAuth(s.TestKey, "")
	response, err := client.Do(request)
	if err != nil {
		return nil, "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return response, string(text), err
}

// create sends a request that creates a customer.
func create(t testing.TB, s *stancertest.Server, c *http.Client) (*http.Response, string, error) {
	return try(t.Context(), s, c, "POST", "/v2/customers/", `{"name": "Arthur Martin"}`)
}

// customers returns the number of customers, which is the number of requests that were executed.
func customers(t testing.TB, s *stancertest.Server, client *http.Client) int {
	t.Helper()
	_, text, err := try(t.Context(), s, client, "GET", "/v2/customers/", "")
	require.NoError(t, err)
	return strings.Count(text, `"id":`)
}

func TestFaultsLoseAnswers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault stancertest.Fault
		done  int
		part  bool // whether the beginning of the answer arrives
	}{
		"dropped before the work": {stancertest.DropBefore, 0, false},
		"dropped after the work":  {stancertest.DropAfter, 1, false},
		"cut in the head":         {stancertest.CutHead, 1, false},
		"cut in the body":         {stancertest.CutBody, 1, true},
	} {
		for protocol, open := range wires {
			t.Run(name+" "+protocol, func(t *testing.T) {
				t.Parallel()
				s, client := open(t)
				s.On("createCustomer").Inject(test.fault)
				response, text, err := create(t, s, client)
				require.Error(t, err)
				require.Equal(t, test.part, response != nil)
				if test.part {
					require.Equal(t, 200, response.StatusCode)
					require.Greater(t, len(text), 10)
					require.EqualValues(t, len(text), response.ContentLength/2)
				}
				require.Equal(t, test.done, customers(t, s, client))
				want := stancertest.Request{
					Method:    "POST",
					Path:      "/v2/customers/",
					Body:      `{"name":"Arthur Martin"}`,
					Operation: "createCustomer",
					Status:    200 * test.done,
					Faulty:    true,
				}
				require.Equal(t, want, s.Requests()[1])
				_, _, err = create(t, s, client)
				require.NoError(t, err, "the fault happens once")
			})
		}
	}
}

func TestCutHeadEndsTheAnswerWithinItsHead(t *testing.T) {
	t.Parallel()
	s, client := wires["http"](t)
	s.On().Inject(stancertest.CutHead)
	_, _, err := create(t, s, client)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF, "not the io.EOF of a connection without an answer")
}

func TestCutBodyDropsAnEmptyAnswer(t *testing.T) {
	t.Parallel()
	s, client := wires["http"](t)
	empty := stancertest.Answer(204, nil, "")
	s.On().Inject(stancertest.AfterWork(empty))
	response, _, err := create(t, s, client)
	require.NoError(t, err)
	require.Equal(t, 204, response.StatusCode)
	s.On().Inject(func(next http.Handler) http.Handler { return stancertest.CutBody(empty(next)) })
	_, _, err = create(t, s, client)
	require.Error(t, err)
}

func TestDelayDelaysTheAnswer(t *testing.T) {
	t.Parallel()
	s := stancertest.NewServer(t)
	s.On("ping").Inject(stancertest.Delay(time.Hour))
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		require.Equal(t, 200, serve(t, s).Code)
		require.Equal(t, time.Hour, time.Since(start))
	})
}

func TestDelayUntilWaitsForTheChannel(t *testing.T) {
	t.Parallel()
	s := stancertest.NewServer(t)
	synctest.Test(t, func(t *testing.T) {
		released, status := make(chan struct{}), 0
		s.On("ping").Inject(stancertest.DelayUntil(released))
		go func() { status = serve(t, s).Code }()
		time.Sleep(time.Hour)
		synctest.Wait()
		require.Zero(t, status)
		close(released)
		synctest.Wait()
		require.Equal(t, 200, status)
	})
}

// serve sends GET /v2/ping to the server without a connection.
func serve(t testing.TB, s *stancertest.Server) *httptest.ResponseRecorder {
	request := httptest.NewRequestWithContext(t.Context(), "GET", "/v2/ping", nil)
	request.SetBasicAuth(s.TestKey, "")
	answer := httptest.NewRecorder()
	s.ServeHTTP(answer, request)
	return answer
}

func TestDelayedRequestIsExecutedAndBlocksNoOther(t *testing.T) {
	t.Parallel()
	for protocol, open := range wires {
		t.Run(protocol, func(t *testing.T) {
			t.Parallel()
			s, client := open(t)
			released := make(chan struct{})
			s.On("createCustomer").Inject(stancertest.DelayUntil(released))
			answered := make(chan error)
			go func() {
				_, _, err := create(t, s, client)
				answered <- err
			}()
			_, err := s.WaitForRequest(t.Context(), "createCustomer")
			require.NoError(t, err)
			require.Equal(t, 1, customers(t, s, client))
			close(released)
			require.NoError(t, <-answered)
		})
	}
}

func TestDelayEndsWhenTheClientLeaves(t *testing.T) {
	t.Parallel()
	for protocol, open := range wires {
		t.Run(protocol, func(t *testing.T) {
			t.Parallel()
			s, client := open(t)
			gone := make(chan struct{})
			s.On("createCustomer").Inject(func(next http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					defer close(gone)
					stancertest.DelayUntil(nil)(next).ServeHTTP(w, r)
				})
			})
			ctx, cancel := context.WithCancelCause(t.Context())
			go func() {
				_, _ = s.WaitForRequest(t.Context(), "createCustomer")
				cancel(errors.New("canceled by the test"))
			}()
			_, _, err := try(ctx, s, client, "POST", "/v2/customers/", `{"name": "Arthur Martin"}`)
			require.Error(t, err)
			<-gone
		})
	}
}

func TestFaultsAnswer(t *testing.T) {
	t.Parallel()
	at := time.Date(2030, 1, 2, 3, 4, 5, 0, time.FixedZone("", 3600))
	header := http.Header{"Content-Type": {"a/b"}, "Location": {"/"}}
	late := stancertest.AfterWork
	const (
		js      = "application/json"
		plain   = "text/plain; charset=utf-8"
		date    = "Wed, 02 Jan 2030 02:04:05 GMT"
		gateway = "<html>\n<head><title>502 Bad Gateway</title></head>"
		failed  = `{"error":"Internal Server Error"}`
		tooMany = `{"error":"Too Many Requests"}`
	)
	for name, test := range map[string]struct {
		fault       stancertest.Fault
		status      int
		kind, retry string // the headers Content-Type and Retry-After
		body        string // the beginning of the body
		done        int
	}{
		"status":     {stancertest.Status(503), 503, js, "", `{"error":"Service Unavailable"}`, 0},
		"timeout":    {stancertest.Status(408), 408, js, "", `{"error":"Request Timeout"}`, 0},
		"gateway":    {stancertest.BadGateway, 502, "text/html", "", gateway, 0},
		"json":       {stancertest.Answer(418, nil, `{"a": 1}`), 418, js, "", `{"a": 1}`, 0},
		"text":       {stancertest.Answer(200, nil, "nothing"), 200, plain, "", "nothing", 0},
		"headers":    {stancertest.Answer(301, header, "{}"), 301, "a/b", "", "{}", 0},
		"seconds":    {stancertest.RateLimit(1500 * time.Millisecond), 429, js, "2", tooMany, 0},
		"date":       {stancertest.RateLimitUntil(at), 429, js, date, tooMany, 0},
		"after work": {late(stancertest.Status(500)), 500, js, "", failed, 1},
		"limit late": {late(stancertest.RateLimit(0)), 429, js, "0", tooMany, 1},
		"late twice": {late(late(stancertest.Delay(0))), 200, js, "", `{"billing_address":null`, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, client := wires["http"](t)
			s.On("createCustomer").Inject(test.fault)
			response, text, err := create(t, s, client)
			require.NoError(t, err)
			require.Equal(t, test.status, response.StatusCode)
			require.Equal(t, test.kind, response.Header.Get("Content-Type"))
			require.Equal(t, test.retry, response.Header.Get("Retry-After"))
			require.Equal(t, test.body, text[:min(len(text), len(test.body))])
			require.Equal(t, test.done, customers(t, s, client))
			status := test.status
			if test.done == 1 {
				status = 200
			}
			require.Equal(t, status, s.Requests()[1].Status)
		})
	}
}

func TestAnswerWithoutAStatusIsLoggedAs200(t *testing.T) {
	t.Parallel()
	s, client := wires["http"](t)
	s.On("createCustomer").Inject(func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "{}")
		})
	})
	_, text, err := create(t, s, client)
	require.NoError(t, err)
	require.Equal(t, "{}", text)
	require.Equal(t, 200, s.Requests()[1].Status)
}

func TestStatusAnswersVersion1InItsForm(t *testing.T) {
	t.Parallel()
	s, client := wires["http"](t)
	s.On("listPayoutsV1").Inject(stancertest.Status(500))
	_, text, err := try(t.Context(), s, client, "GET", "/v1/payouts/", "")
	require.NoError(t, err)
	want := `{"error": {"type": "invalid_request_error", "message": "Internal Server Error"}}`
	require.JSONEq(t, want, text)
}

func TestGoAwayClosesTheConnectionAfterTheAnswer(t *testing.T) {
	t.Parallel()
	for protocol, open := range wires {
		t.Run(protocol, func(t *testing.T) {
			t.Parallel()
			s, client := open(t)
			reused := func() (reused bool) {
				trace := &httptrace.ClientTrace{
					GotConn: func(info httptrace.GotConnInfo) { reused = info.Reused },
				}
				ctx := httptrace.WithClientTrace(t.Context(), trace)
				response, _, err := try(ctx, s, client, "GET", "/v2/ping", "")
				require.NoError(t, err)
				require.Equal(t, 200, response.StatusCode)
				return reused
			}
			require.True(t, reused())
			s.On("ping").Inject(stancertest.GoAway)
			require.True(t, reused(), "the answer comes on the old connection")
			fresh := func() bool { return !reused() }
			require.Eventually(t, fresh, 30*time.Second, time.Millisecond,
				"no request after it uses the connection")
		})
	}
}
