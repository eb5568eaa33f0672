package stancertest_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func TestRequestsAreListedInTheirOrder(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	require.Empty(t, c.s.Requests())
	c.post("/v2/payments/", object{"amount": 1})
	c.send("GET", "/v2/payments/?limit=0", nil)
	c.send("GET", "/v2/nothing", nil)
	c.send("PUT", "/v2/payments/", nil)
	c.send("GET", "/v1/payouts/", nil)
	body, query, payments := `{"amount":1}`, url.Values{"limit": {"0"}}, "/v2/payments/"
	require.Equal(t, []stancertest.Request{
		{Method: "POST", Path: payments, Operation: "createPayment", Status: 200, Body: body},
		{Method: "GET", Path: payments, Operation: "listPayments", Status: 422, Query: query},
		{Method: "GET", Path: "/v2/nothing", Status: 404},
		{Method: "PUT", Path: payments, Status: 405},
		{Method: "GET", Path: "/v1/payouts/", Operation: "listPayoutsV1", Status: 501},
	}, c.s.Requests())
}

func TestBodiesAreLoggedWithoutSecrets(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	logged := func(sent, want string) {
		t.Helper()
		c.send("POST", "/v2/customers/", sent)
		got := c.s.Requests()
		require.Equal(t, want, got[len(got)-1].Body, sent)
	}
	logged(`{"amount": 4294967295, "metadata": {"b": [1.50, null, "é<"], "a": {}}}`,
		`{"amount":4294967295,"metadata":{"a":{},"b":[1.50,null,"é<"]}}`)
	logged(`{"card": {"number": "4242424242424242", "cvc": "123", "name": null}}`,
		`{"card":{"cvc":"[redacted]","name":null,"number":"[redacted]"}}`)
	logged(`{"number": 1, "cvc": {"a": 1}, "iban": ["x"], "secret": null}`,
		`{"cvc":"[redacted]","iban":"[redacted]","number":"[redacted]","secret":null}`)
	logged(`{"a": "of FR14 2004 1010 0505 0001 3M02 606 here"}`,
		`{"a":"of [redacted] here"}`)
	logged(`{"a": "fr1420041010050500013m02606", "b": 4242424242424242}`,
		`{"a":"[redacted]","b":"[redacted]"}`)
	logged(`["4242-4242-4242-4242", "4242 4242 4242 4242"]`,
		`["[redacted]","[redacted]"]`)
	logged(`{"id": "cust_000000000000000000000001", "order_id": "A-2026-0012345"}`,
		`{"id":"cust_000000000000000000000001","order_id":"A-2026-0012345"}`)
	for _, dropped := range []string{
		"", `{"number": "4242`, `{} {}`, `number=4242424242424242`,
		`{"a": "` + strings.Repeat("x", 64<<10) + `"}`,
	} {
		logged(dropped, "")
	}
}

func TestRequestsAreBounded(t *testing.T) {
	t.Parallel()
	s := stancertest.NewServer(t)
	for i := range 10_010 {
		s.Serve("GET", fmt.Sprintf("/v2/%d", i))
	}
	got := s.Requests()
	require.Len(t, got, 10_000)
	require.Equal(t, "/v2/10", got[0].Path)
	oldest, err := s.WaitForRequest(t.Context(), "")
	require.NoError(t, err)
	require.Equal(t, "/v2/10", oldest.Path)
	s.Serve("GET", "/v2/last")
	next, err := s.WaitForRequest(t.Context(), "")
	require.NoError(t, err)
	require.Equal(t, "/v2/11", next.Path)
}

func TestWaitForRequestReturnsEachRequestOnce(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	first := c.post("/v2/payments/", object{"amount": 1})
	c.get("/v2/payments/" + id(first))
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		c.send("POST", "/v2/payments/", object{"amount": 2})
	}()
	wait := func(operation, body string) {
		t.Helper()
		got, err := c.s.WaitForRequest(t.Context(), operation)
		require.NoError(t, err)
		require.Equal(t, body, got.Body)
		require.Equal(t, 200, got.Status)
	}
	wait("createPayment", `{"amount":1}`)
	wait("createPayment", `{"amount":2}`)
	wait("", `{"amount":1}`)
	wait("getPayment", "")
	wait("", "")
	wait("", `{"amount":2}`)

	<-sent
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("canceled by the test"))
	_, err := c.s.WaitForRequest(ctx, "createPayment")
	require.EqualError(t, err, "stancertest: no request of createPayment: canceled by the test")
	_, err = c.s.WaitForRequest(t.Context(), "makePayment")
	require.EqualError(t, err, `stancertest: unknown operation "makePayment"`)
	go c.s.Close()
	_, err = c.s.WaitForRequest(t.Context(), "createPayment")
	require.ErrorContains(t, err, "the server was closed")
}

// failures records the failures of a test.
type failures struct {
	testing.TB
	all []string
}

func (f *failures) Errorf(format string, values ...any) {
	f.all = append(f.all, fmt.Sprintf(format, values...))
}

func TestExpectOnlyFailsTheTestForOtherRequests(t *testing.T) {
	t.Parallel()
	failed := &failures{TB: t}
	s := stancertest.NewServer(failed)
	c := &caller{t: t, s: s, http: s.HTTPClient(), key: s.TestKey}
	c.get("/v2/cards/")
	s.ExpectOnly("createPayment", "ping")
	c.post("/v2/payments/", object{"amount": 1})
	c.get("/v2/ping")
	require.Empty(t, failed.all)
	c.get("/v2/payments/")
	c.send("POST", "/v2/nothing", nil)
	s.ExpectOnly()
	c.get("/v2/ping")
	const unexpected, others = "stancertest: unexpected request ", "; expected: createPayment, ping"
	require.Equal(t, []string{
		unexpected + "GET /v2/payments/ (listPayments), answered with 200" + others,
		unexpected + "POST /v2/nothing (none), answered with 404" + others,
		unexpected + "GET /v2/ping (ping), answered with 200; expected: none",
	}, failed.all)

	require.PanicsWithValue(t, `stancertest: unknown operation "pong"`,
		func() { s.ExpectOnly("pong") })
	other, err := stancertest.Start()
	require.NoError(t, err)
	defer other.Close()
	require.Panics(t, func() { other.ExpectOnly() })
}
