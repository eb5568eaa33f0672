package stancertest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// controller calls the control API, and checks requests and answers against its document.
type controller struct {
	*caller
	document *openapi3.T
	router   routers.Router
	called   map[string]bool // the operations that were called
}

func newController(t testing.TB, options ...stancertest.Option) *controller {
	t.Helper()
	c := newCaller(t)
	c.s = stancertest.NewServer(t, append(options, stancertest.WithControl())...)
	c.key, c.http = c.s.TestKey, c.s.HTTPClient()
	document := controlDocument(t, c.s)
	document.Servers = nil // the port of this server is not the documented one
	router, err := legacy.NewRouter(document)
	require.NoError(t, err)
	return &controller{caller: c, document: document, router: router, called: map[string]bool{}}
}

// controlDocument reads the document that the server serves.
func controlDocument(t testing.TB, s *stancertest.Server) *openapi3.T {
	t.Helper()
	response, err := s.HTTPClient().Get(s.URL + "/_fake/openapi.yaml")
	require.NoError(t, err)
	defer response.Body.Close()
	require.Equal(t, http.StatusOK, response.StatusCode)
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	document, err := openapi3.NewLoader().LoadFromData(text)
	require.NoError(t, err)
	return document
}

// try sends a request and returns the status and the JSON of the answer. It checks both against the
// document.
func (c *controller) try(method, path, body string) (int, object) {
	c.t.Helper()
	ctx := c.t.Context()
	request, err := http.NewRequestWithContext(ctx, method, c.s.URL+path, strings.NewReader(body))
	require.NoError(c.t, err)
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := c.http.Do(request)
	require.NoError(c.t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(c.t, err)
	route, vars, err := c.router.FindRoute(request)
	require.NoError(c.t, err)
	c.called[route.Operation.OperationID] = true
	request.Body = io.NopCloser(strings.NewReader(body))
	input := &openapi3filter.RequestValidationInput{
		Request: request, PathParams: vars, Route: route,
	}
	wrong := openapi3filter.ValidateRequest(ctx, input)
	require.Equal(c.t, response.StatusCode == http.StatusBadRequest, wrong != nil, "%v", wrong)
	err = openapi3filter.ValidateResponse(ctx, &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input,
		Status:                 response.StatusCode,
		Header:                 response.Header,
		Body:                   io.NopCloser(bytes.NewReader(text)),
		Options:                &openapi3filter.Options{IncludeResponseStatus: true},
	})
	require.NoError(c.t, err, "%s", text)
	var answer object
	if len(text) > 0 {
		require.NoError(c.t, json.Unmarshal(text, &answer))
	}
	return response.StatusCode, answer
}

// act calls an operation and wants the status 200 or 204.
func (c *controller) act(path, body string) object {
	c.t.Helper()
	status, answer := c.try(http.MethodPost, "/_fake"+path, body)
	require.Contains(c.t, []int{200, 204}, status, "%v", answer)
	return answer
}

// refused calls an operation and wants an error with these words.
func (c *controller) refused(status int, words, path, body string) {
	c.t.Helper()
	got, answer := c.try(http.MethodPost, "/_fake"+path, body)
	require.Equal(c.t, status, got, "%v", answer)
	require.Equal(c.t, object{"error": words}, answer)
}

func (c *controller) list(path, key string) []any {
	c.t.Helper()
	status, answer := c.try(http.MethodGet, "/_fake"+path, "")
	require.Equal(c.t, http.StatusOK, status, "%v", answer)
	return answer[key].([]any)
}

func (c *controller) status(path string) any {
	c.t.Helper()
	return c.get(path)["status"]
}

func TestControlDocumentIsValid(t *testing.T) {
	t.Parallel()
	document := controlDocument(t, stancertest.NewServer(t, stancertest.WithControl()))
	require.NoError(t, document.Validate(t.Context(),
		openapi3.EnableExamplesValidation(),
		openapi3.EnableSchemaDefaultsValidation(),
		openapi3.EnableSchemaFormatValidation(),
	))
}

// Each operation of the document is called.
func TestControlOperationsHaveTheirEffect(t *testing.T) {
	t.Parallel()
	c := newController(t, stancertest.WithHostedPages())

	// The customer pays.
	intent := "/payment_intents/" + id(c.post("/v2/payment_intents/", object{"amount": 1000}))
	c.refused(422, "the bank refused the payment with the response 51",
		intent+"/complete", `{"number": "4000000000009995"}`)
	c.act(intent+"/complete", `{"number": "4242424242424242"}`)
	require.Equal(t, "to_capture", c.status("/v2/payments/"+id(c.listed("payment")[0])))
	left := "/payment_intents/" + id(c.post("/v2/payment_intents/", object{"amount": 1000}))
	c.act(left+"/abandon", "")
	require.Equal(t, "unpaid", c.status("/v2"+left))
	passed := "/payments/" + id(c.pay(stancertest.CardApproved, object{"auth": true}))
	c.act(passed+"/complete_3ds", "")
	require.Equal(t, "to_capture", c.status("/v2"+passed))
	failed := "/payments/" + id(c.pay(stancertest.CardApproved, object{"auth": true}))
	c.act(failed+"/fail_3ds", "{}")
	require.Equal(t, "failed", c.status("/v2"+failed))

	// Time passes.
	debit := "/payments/" + id(c.debit(stancertest.IBANFrance))
	c.act(debit+"/reject", `{"reason": "AM04"}`)
	require.Equal(t, "AM04", c.get("/v2" + debit)["response"])
	c.act("/settle", "")
	require.Equal(t, "captured", c.status("/v2"+passed))
	payouts := c.act("/pay_out", "")["payouts"].([]any)
	require.Len(t, payouts, 1)
	require.Equal(t, payouts[0], any(c.get("/v2/payouts/"+id(payouts[0].(object)))))
	require.Empty(t, c.act("/pay_out", `{"mode": "live"}`)["payouts"])
	authorized := "/payments/" + id(c.pay(stancertest.CardApproved, object{"capture": false}))
	due := float64(c.s.Now().Unix() + 604800)
	require.GreaterOrEqual(t, c.act("/advance", `{"seconds": 604800}`)["now"], due)
	require.Equal(t, "expired", c.status("/v2"+authorized))

	// The bank decides.
	dispute := c.act(passed+"/dispute", `{"reason": "1030", "amount": 500}`)
	require.Equal(t, dispute, c.get("/v2/disputes/"+id(dispute)))
	require.EqualValues(t, 500, dispute["amount"])
	require.Equal(t, "1030", dispute["response"])
	refund := "/refunds/" + id(c.post("/v2/refunds/", object{"payment": id(c.captured())}))
	c.act(refund+"/fail", `{"status": "not_honored"}`)
	require.Equal(t, "not_honored", c.status("/v2"+refund))

	// The server fails, lists its objects, and is reset and seeded.
	c.act("/faults", `{"status": 503, "always": true}`)
	c.fails(503, "Service Unavailable", "GET", "/v2/ping", nil)
	c.fails(503, "Service Unavailable", "GET", "/v2/ping", nil)
	c.act("/calm", "")
	c.get("/v2/ping")
	require.Equal(t, object{
		"method": "GET", "path": "/v2/ping", "operation": "ping", "status": 503.0, "faulty": true,
	}, c.list("/requests?limit=2", "requests")[1])
	require.Len(t, c.list("/requests?limit=2", "requests"), 2)
	c.deliverOne()
	c.live().pay(stancertest.CardApproved)
	require.Equal(t, "live", c.listed("payment")[len(c.listed("payment"))-1]["mode"])
	c.act("/reset", "")
	require.Empty(t, c.list("/requests", "requests"))
	require.Empty(t, c.list("/deliveries", "deliveries"))
	require.Empty(t, c.list("/objects", "objects"))
	require.Contains(t, c.post("/v2/payment_intents/", object{"amount": 1000})["url"], c.s.URL)
	c.act("/seed", `{"mode": "live", "objects": {
		"customers": [{"id": "cust_kw4kwsJHmcWTPd2w5Y6XaT6Q", "name": "Arthur Martin"}]
	}}`)
	c.live().get("/v2/customers/cust_kw4kwsJHmcWTPd2w5Y6XaT6Q")

	var documented []string
	for _, path := range c.document.Paths.Map() {
		for _, op := range path.Operations() {
			documented = append(documented, op.OperationID)
		}
	}
	require.ElementsMatch(t, documented, slices.Collect(maps.Keys(c.called)))
}

// listed returns the objects of a resource, newest first.
func (c *controller) listed(resource string) (found []object) {
	c.t.Helper()
	for _, it := range c.list("/objects", "objects") {
		if it.(object)["resource"] == resource {
			found = append(found, it.(object))
		}
	}
	return found
}

func (c *controller) captured() object {
	c.t.Helper()
	paid := c.pay(stancertest.CardApproved)
	c.act("/settle", "")
	return paid
}

// deliverOne causes a delivery of an event and checks how it is listed.
func (c *controller) deliverOne() {
	c.t.Helper()
	r := newReceiver(c.t, httptest.NewServer)
	endpoint := c.register(r)
	paid := c.pay(stancertest.CardApproved)
	require.Equal(c.t, []string{"payment.to_capture"}, r.types(c.caller))
	sent := c.list("/deliveries", "deliveries")[0].(object)
	require.Equal(c.t, id(endpoint), sent["endpoint"])
	require.Equal(c.t, r.URL+"/hook", sent["url"])
	require.Equal(c.t, id(paid), id(sent["event"].(object)["data"].(object)))
	require.EqualValues(c.t, 204, sent["attempts"].([]any)[0].(object)["status"])
}

func TestControlFaultsHappenAsRequested(t *testing.T) {
	t.Parallel()
	c := newController(t)
	client := c.s.Client(stancer.WithMaxAttempts(1))
	create := func() error {
		_, err := client.Payments.Create(t.Context(), &stancer.PaymentCreate{Amount: 100})
		return err
	}
	for name, test := range map[string]struct {
		fault string
		made  int
	}{
		"dropped before the work": {`{"operations": ["createPayment"], "drop": "before"}`, 0},
		"dropped after the work":  {`{"operations": ["createPayment"], "drop": "after"}`, 1},
		"answered with a status":  {`{"operations": ["createPayment"], "status": 500}`, 0},
		"answered twice, later":   {`{"status": 500, "after": 1, "times": 2}`, 1},
	} {
		c.act("/reset", "")
		c.act("/faults", test.fault)
		if strings.Contains(test.fault, "operations") {
			c.get("/v2/ping")
		}
		if strings.Contains(test.fault, "after\":") {
			require.NoError(t, create(), name)
			require.Error(t, create(), name)
		}
		require.Error(t, create(), name)
		require.Len(t, c.listed("payment"), test.made, name)
		require.NoError(t, create(), name)
	}
	c.act("/faults", `{"delay": 3600}`)
	go create() //nolint:errcheck // the answer does not come before the server is closed
	request, err := c.s.WaitForRequest(t.Context(), "createPayment")
	for err == nil && request.Status != 200 || !request.Faulty {
		request, err = c.s.WaitForRequest(t.Context(), "createPayment")
	}
	require.NoError(t, err)
}

func TestControlRefusesInvalidRequests(t *testing.T) {
	t.Parallel()
	c := newController(t)
	const payment = "/payments/paym_000000000000000000000000"
	c.refused(422, "there is no object paym_000000000000000000000000", payment+"/dispute", "")
	c.refused(422, `unknown operation "createPayments"`,
		"/faults", `{"operations": ["createPayments"], "status": 500}`)
	c.refused(422, "a fault must have exactly one of status, drop and delay", "/faults", `{}`)
	c.refused(422, "a fault must have exactly one of status, drop and delay",
		"/faults", `{"drop": "after", "status": 500}`)
	c.refused(400, "a body is required", payment+"/reject", "")
	c.refused(400, "body/reason is missing", payment+"/reject", "{}")
	c.refused(400, "body/reasons is not documented", payment+"/dispute", `{"reasons": "AC04"}`)
	c.refused(400, "body/seconds must be of type integer, is string",
		"/advance", `{"seconds": "9"}`)
	c.refused(400, "body/drop must be one of before, after", "/faults", `{"drop": "now"}`)
	c.refused(400, "the body is incomplete JSON", "/settle", "{")
	status, answer := c.try("GET", "/_fake/requests?limit=0", "")
	require.Equal(t, 400, status)
	require.Equal(t, object{"error": "query/limit must be at least 1"}, answer)
	c.fails(404, "unknown path; see /_fake/openapi.yaml", "POST", "/_fake/payout", "")
	c.fails(405, "Method Not Allowed", "GET", "/_fake/settle", nil)
	require.Empty(t, c.s.Requests(), "requests of the control API are not requests of the API")
}

func TestControlIsOffWithoutItsOption(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	status, _ := c.send("POST", "/_fake/settle", "{}")
	require.Equal(t, http.StatusNotFound, status)
	status, _ = c.send("GET", "/_fake/", nil)
	require.Equal(t, http.StatusNotFound, status)
}

// settles reports whether a request to settle the day is executed, and returns the status and the
// body of its answer.
func settles(t *testing.T, s *stancertest.Server, change func(*http.Request)) (bool, int, string) {
	t.Helper()
	card := stancer.CardCreate{Number: stancertest.CardApproved, ExpMonth: 12, ExpYear: 2098}
	paid, err := s.Client().Payments.Create(t.Context(), &stancer.PaymentCreate{
		Amount: 100, Card: stancer.NewCard(card),
	})
	require.NoError(t, err)
	request := httptest.NewRequest("POST", "/_fake/settle", strings.NewReader("{}"))
	request.Host, request.RemoteAddr = "127.0.0.1:8400", "127.0.0.1:50000"
	request.Header.Set("Content-Type", "application/json")
	change(request)
	response := httptest.NewRecorder()
	s.ServeHTTP(response, request)
	paid, err = s.Client().Payments.Get(t.Context(), paid.ID)
	require.NoError(t, err)
	return paid.Status == stancer.PaymentStatusCaptured, response.Code, response.Body.String()
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func host(name string) func(*http.Request) { return func(r *http.Request) { r.Host = name } }

func from(address string) func(*http.Request) {
	return func(r *http.Request) { r.RemoteAddr = address }
}

func TestControlRefusesWebPagesAndOtherMachines(t *testing.T) {
	t.Parallel()
	s := stancertest.NewServer(t, stancertest.WithControl())
	const foreign, kind = "web pages of other origins", "must be application/json"
	for name, test := range map[string]struct {
		change func(*http.Request)
		status int
		says   string
	}{
		"cross-site request":  {header("Sec-Fetch-Site", "cross-site"), 403, foreign},
		"same-site request":   {header("Sec-Fetch-Site", "same-site"), 403, foreign},
		"foreign origin":      {header("Origin", "https://evil.example"), 403, foreign},
		"opaque origin":       {header("Origin", "null"), 403, foreign},
		"form":                {header("Content-Type", "multipart/form-data"), 415, kind},
		"text":                {header("Content-Type", "text/plain"), 415, kind},
		"text with JSON":      {header("Content-Type", "text/plain; application/json"), 415, kind},
		"no content type":     {header("Content-Type", ""), 415, kind},
		"rebound host name":   {host("evil.example:8400"), 403, "evil.example"},
		"name like localhost": {host("localhost.evil.example"), 403, "localhost.evil.example"},
		"no host":             {host(""), 403, "host"},
		"another machine":     {from("192.0.2.7:50000"), 403, "this machine only"},
	} {
		done, status, says := settles(t, s, test.change)
		assert.False(t, done, name)
		assert.Equal(t, test.status, status, name)
		assert.Contains(t, says, test.says, name)
		assert.True(t, json.Valid([]byte(says)), name)
	}
	for name, change := range map[string]func(*http.Request){
		"no browser":     func(*http.Request) {},
		"same origin":    header("Sec-Fetch-Site", "same-origin"),
		"with a charset": header("Content-Type", "application/json; charset=utf-8"),
		"localhost":      host("localhost:8400"),
		"IPv6":           host("[::1]:8400"),
	} {
		done, status, says := settles(t, s, change)
		assert.True(t, done, "%s: %d %s", name, status, says)
	}
	for _, path := range []string{"/_fake/", "/_fake/requests", "/_fake/openapi.yaml"} {
		request := httptest.NewRequest("GET", path, nil)
		request.Host, request.RemoteAddr = "evil.example", "127.0.0.1:50000"
		response := httptest.NewRecorder()
		s.ServeHTTP(response, request)
		assert.Equal(t, http.StatusForbidden, response.Code, path)
	}
}

func TestControlAcceptsTheGivenHostsFromOtherMachines(t *testing.T) {
	t.Parallel()
	s := stancertest.NewServer(t, stancertest.WithControl("stancer-mock", "10.0.0.7"))
	for _, name := range []string{"stancer-mock:8400", "10.0.0.7:8400", "localhost:8400"} {
		done, status, says := settles(t, s, func(r *http.Request) {
			r.Host, r.RemoteAddr = name, "192.0.2.7:50000"
		})
		assert.True(t, done, "%s: %d %s", name, status, says)
	}
	for name, change := range map[string]func(*http.Request){
		"rebound host name": host("evil.example"),
		"foreign origin":    header("Origin", "http://evil.example"),
	} {
		done, status, _ := settles(t, s, change)
		assert.False(t, done, name)
		assert.Equal(t, http.StatusForbidden, status, name)
	}
}

func TestControlPageListsEventsPaymentsAndRequests(t *testing.T) {
	t.Parallel()
	c := newController(t)
	page := func() string {
		status, text := c.raw("GET", "/_fake/", nil)
		require.Equal(t, http.StatusOK, status)
		return string(text)
	}
	require.Equal(t, 3, strings.Count(page(), "There are none yet."))
	r := newReceiver(t, httptest.NewServer)
	c.register(r)
	paid := c.pay(stancertest.CardApproved, object{
		"amount": 123456, "description": "<script>alert(1)</script>",
	})
	r.types(c.caller)
	c.send("GET", "/v2/nothing?a=<b>", nil)
	text := page()
	for _, shown := range []string{
		"POST", "/v2/payments/", "createPayment", "200", "/v2/nothing", "404",
		"payment.to_capture", ">delivered", id(paid), "€1,234.56", "&lt;script&gt;",
	} {
		assert.Contains(t, text, shown)
	}
	for _, hidden := range []string{"<script", "<form", "<button", stancertest.CardApproved} {
		assert.NotContains(t, text, hidden)
	}
}

func TestResetRemovesObjectsFaultsAndDeliveries(t *testing.T) {
	t.Parallel()
	c, r := newCaller(t), newReceiver(t, httptest.NewServer)
	c.register(r)
	r.answer(500) // so that the webhook waits for its next attempt
	customer := id(c.post("/v2/customers/", object{"name": "Arthur Martin"}))
	c.pay(stancertest.CardApproved)
	require.Equal(t, []string{"payment.to_capture"}, r.types(c))
	c.s.Advance(3600e9)
	require.NotEmpty(t, r.types(c), "it is delivered again")
	c.s.On().Always().Inject(stancertest.DropBefore)
	ahead := c.s.Now()
	c.s.Reset()
	require.Less(t, c.s.Now(), ahead.Add(-3000e9))
	status, _ := c.send("GET", "/v2/customers/"+customer, nil)
	require.Equal(t, http.StatusNotFound, status)
	require.Len(t, c.s.Requests(), 1)
	c.s.Advance(48 * 3600e9)
	require.Empty(t, r.types(c), "nothing is delivered after the reset")
	require.Empty(t, c.s.Deliveries())
	c.pay(stancertest.CardApproved)
	require.Empty(t, r.types(c), "the endpoint is gone")
}
