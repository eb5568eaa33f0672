package stancertest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func TestBodiesAreJSON(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	for given, want := range map[string]int{
		"":                                  200,
		"application/json":                  200,
		"application/json; charset=utf-8":   200,
		"application/vnd.shop+json":         200,
		"application/x-www-form-urlencoded": 422,
		"text/plain":                        422,
		"text/json":                         422,
	} {
		body := strings.NewReader(`{"amount": 1}`)
		request, err := http.NewRequest("POST", c.s.URL+"/v2/payments/", body)
		require.NoError(t, err)
		request.SetBasicAuth(c.key, "")
		if given != "" {
			request.Header.Set("Content-Type", given)
		}
		response, err := c.http.Do(request)
		require.NoError(t, err)
		response.Body.Close()
		assert.Equal(t, want, response.StatusCode, given)
	}
}

func TestReturnURLsAreHTTPSOrLoopback(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	refused := "return_url: URL scheme not permitted; http is for localhost only " +
		"(value_error.url.scheme)"
	for _, back := range []string{
		"http://shop.example.com/", "ftp://localhost/", "http://127.0.0.1.example.com/",
	} {
		in := object{"amount": 1, "return_url": back}
		c.invalid("body."+refused, "POST", "/v2/payments/", in)
		c.invalid("body."+refused, "POST", "/v2/payment_intents/", in)
		in = object{"amount": 1, "auth": object{"return_url": back}}
		c.invalid("body.auth."+refused, "POST", "/v2/payments/", in)
	}
	for _, back := range []string{
		"https://shop.example.com/", "http://localhost:8080/",
		"http://127.0.0.1/", "http://[::1]:80/",
	} {
		c.post("/v2/payments/", object{"amount": 1, "return_url": back})
		c.post("/v2/payment_intents/", object{"amount": 1, "return_url": back})
	}
}

func TestAmountOfZeroNeedsNoCapture(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	refused := "body.amount: ensure this value is greater than 0, or capture is false " +
		"(value_error.number.not_gt)"
	for _, path := range []string{"/v2/payments/", "/v2/payment_intents/"} {
		c.invalid(refused, "POST", path, object{"amount": 0})
		made := c.post(path, object{"amount": 0, "capture": false})
		c.invalid(refused, "PATCH", path+id(made), object{"capture": true})
	}
}

func TestSEPAIsAllowedInEurosOnly(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	refused := "body.currency: SEPA payments are in EUR only (value_error)"
	for _, path := range []string{"/v2/payments/", "/v2/payment_intents/"} {
		c.invalid(refused, "POST", path, object{
			"amount": 1, "currency": "usd", "methods_allowed": []string{"sepa"},
		})
		made := c.post(path, object{
			"amount": 1, "currency": "usd", "methods_allowed": []string{"card", "sepa"},
		})
		require.Equal(t, []any{"card"}, made["methods_allowed"])
		made = c.post(path, object{"amount": 1, "methods_allowed": []string{"sepa"}})
		c.invalid(refused, "PATCH", path+id(made), object{"currency": "usd"})
	}
}

func TestConflictNamesThePaymentUnlessSwitchedOff(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	again := object{"amount": 1, "unique_id": "u1"}
	first := id(c.post("/v2/payments/", again))
	c.fails(409, "Payment already exists, duplicate unique_id ("+first+")",
		"POST", "/v2/payments/", again)

	c.s = stancertest.NewServer(t, stancertest.WithoutExistingID())
	c.post("/v2/payments/", again)
	status, body := c.send("POST", "/v2/payments/", again)
	require.Equal(t, 409, status)
	require.Equal(t, object{
		"error": "Payment already exists, duplicate unique_id", "unique_id": "u1",
	}, body)
}

func TestMetadataIsLoggedWithoutNumbersOfCards(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	for sent, shown := range map[string]string{
		`{"user_id":9007199254740993}`:      `{"user_id":9007199254740993}`,
		`{"users":["9007199254740993"]}`:    `{"users":["9007199254740993"]}`,
		`{"user_id":4242424242424242}`:      `{"user_id":"[redacted]"}`,
		`{"user_id":"4242 4242 4242 4241"}`: `{"user_id":"[redacted]"}`,
		`{"number":9007199254740993}`:       `{"number":"[redacted]"}`,
	} {
		c.post("/v2/payment_intents/", fmt.Sprintf(`{"amount":1,"metadata":%s}`, sent))
		requests := c.s.Requests()
		require.Equal(t, `{"amount":1,"metadata":`+shown+`}`, requests[len(requests)-1].Body)
	}
	c.post("/v2/payment_intents/", `{"amount":1,"description":"9007199254740993"}`)
	requests := c.s.Requests()
	last := requests[len(requests)-1].Body
	require.NotContains(t, last, "9007199254740993", "outside of metadata it is redacted")
}

func TestExtremeNumbersAndDatesDoNotBreakTheServer(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	none := []any{}
	made := c.post("/v2/payouts/", object{
		"payments": none, "refunds": none, "disputes": none, "date": "9999-12-31",
	})
	require.Equal(t, "9999-12-31", made["date_bank"])
	require.Equal(t, []string{id(made)}, c.ids("/v2/payouts/", "payouts"))

	account := object{"iban": stancertest.IBANFrance, "name": "David", "mandate": "M1"}
	for _, date := range []int64{253402300800, 1 << 62, -1 << 62} {
		account["date_mandate"] = date
		c.invalid("body: value is not valid (value_error)", "POST", "/v2/sepa/", account)
	}
	require.Empty(t, c.ids("/v2/sepa/", "sepa"))
	for _, amount := range []string{"42.0", "1e2"} {
		c.post("/v2/payments/", `{"amount": `+amount+`}`)
	}
}
