package stancertest_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func TestKeys(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	basic := func(text string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(text)) }
	for header, want := range map[string]int{
		basic(c.s.TestKey + ":"):                   200,
		basic(c.s.LiveKey + ":"):                   200,
		basic("stest_aaaaaaaaaaaaaaaaaaaaa_42:"):   200,
		"Bearer " + c.s.TestKey:                    200,
		"bearer " + c.s.LiveKey:                    200,
		"":                                         401,
		"Bearer":                                   401,
		"Token " + c.s.TestKey:                     401,
		basic(c.s.TestKey + ":password"):           401,
		basic(c.s.TestKey + "x:"):                  401,
		basic("ptest_aaaaaaaaaaaaaaaaaaaaaaaa:"):   401,
		basic("pprod_aaaaaaaaaaaaaaaaaaaaaaaa:"):   401,
		"Bearer ptest_aaaaaaaaaaaaaaaaaaaaaaaa":    401,
		basic("stest_aaaaaaaaaaaaaaaaaaaaaaa:"):    401,
		basic("nonsense:"):                         401,
		"Basic " + c.s.TestKey:                     401,
		basic(":" + c.s.TestKey):                   401,
		basic("\nstest_aaaaaaaaaaaaaaaaaaaaaaaa:"): 401,
	} {
		for path, body := range map[string]string{
			"/v2/customers/": `{"error":"You are not authorized to access that resource"}`,
			"/v1/payouts/":   `{"error":{"message":"You are not authorized to access that resource","type":"invalid_request_error"}}`,
		} {
			request, err := http.NewRequest("GET", c.s.URL+path, nil)
			require.NoError(t, err)
			if header != "" {
				request.Header.Set("Authorization", header)
			}
			response, err := c.http.Do(request)
			require.NoError(t, err)
			text := new(strings.Builder)
			require.NoError(t, response.Write(text))
			if want == 401 {
				require.Equal(t, 401, response.StatusCode, header)
				require.Contains(t, text.String(), body)
				continue
			}
			require.NotEqual(t, 401, response.StatusCode, header)
		}
	}
}

func TestModesAreApart(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	made := c.post("/v2/customers/", object{"external_id": "e"})
	c.live().fails(404, "Customer `"+id(made)+"` not found", "GET", "/v2/customers/"+id(made), nil)
	require.Empty(t, c.live().ids("/v2/customers/", "customers"))
	require.Equal(t, true, c.live().post("/v2/customers/", object{"external_id": "e"})["live_mode"])
	other := *c
	other.key = "stest_" + strings.Repeat("x", 24)
	require.Equal(t, made, other.get("/v2/customers/"+id(made)),
		"another key of the same mode opens the same account")
}

func TestUnknownRoutes(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	v1 := func(words string) object {
		return object{"error": object{"type": "invalid_request_error", "message": words}}
	}
	for _, test := range []struct {
		method, path string
		status       int
		body         any
	}{
		{"GET", "/", 404, object{"error": "Not Found"}},
		{"GET", "/v2/", 404, object{"error": "Not Found"}},
		{"GET", "/v2/payments", 404, object{"error": "Not Found; the path is /v2/payments/"}},
		{"GET", "/v2/ping/", 404, object{"error": "Not Found; the path is /v2/ping"}},
		{"GET", "/v2/payment_intent/", 404, object{"error": "Not Found"}},
		{"GET", "/v1/checkout/", 501, v1("This fake supports version 2, and only the payouts of version 1")},
		{"GET", "/v1/payouts/" + chosen("pout", 1) + "/fees/more", 404,
			v1("Nothing matches the given URI")},
		{"GET", "/v1/payouts", 404, v1("Not Found; the path is /v1/payouts/")},
		{"PUT", "/v2/payments/", 405, object{"error": "Method Not Allowed"}},
		{"DELETE", "/v2/payments/paym_aaaaaaaaaaaaaaaaaaaaaaaa", 405, object{"error": "Method Not Allowed"}},
		{"GET", "/v2/sepa/ibanonly", 405, object{"error": "Method Not Allowed"}},
		{"POST", "/v1/payouts/", 405, v1("Method Not Allowed")},
	} {
		status, body := c.send(test.method, test.path, nil)
		require.Equal(t, test.status, status, test.path)
		require.Equal(t, test.body, body, test.path)
	}
	response := c.response("PUT", "/v2/payments/", nil)
	require.Equal(t, "GET, POST", response.Header.Get("Allow"))
	require.Equal(t, "application/json", response.Header.Get("Content-Type"))
	require.EqualValues(t, len(`{"error":"Method Not Allowed"}`), response.ContentLength)
}

func TestInvalidRequests(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	paym := "/v2/payments/paym_aaaaaaaaaaaaaaaaaaaaaaaa"
	for _, test := range []struct {
		method, path string
		body         any
		complaints   []string
	}{
		{"POST", "/v2/payments/", object{}, []string{"body.amount: field required (value_error.missing)"}},
		{"POST", "/v2/payments/", nil, []string{"body: field required (value_error.missing)"}},
		{"POST", "/v2/payments/", "{", []string{"body: the body is not valid JSON (value_error.jsondecode)"}},
		{"POST", "/v2/payments/", `{"amount": 1} 2`, []string{"body: the body is not valid JSON (value_error.jsondecode)"}},
		{"POST", "/v2/payments/", "[]", []string{"body: value is not a valid dict (type_error.dict)"}},
		{"POST", "/v2/payments/", `{"amount": null}`, []string{"body.amount: field required (value_error.missing)"}},
		{"POST", "/v2/payments/", object{"amount": "12"}, []string{"body.amount: value is not a valid integer (type_error.integer)"}},
		{"POST", "/v2/payments/", object{"amount": 1.5}, []string{"body.amount: value is not a valid integer (type_error.integer)"}},
		{"POST", "/v2/payments/", object{"amount": -1}, []string{
			"body.amount: ensure this value is greater than or equal to 0 (value_error.number.not_ge)"}},
		{"POST", "/v2/payments/", object{"amount": 4294967296}, []string{
			"body.amount: ensure this value is less than or equal to 4294967295 (value_error.number.not_le)"}},
		{"POST", "/v2/payments/", object{"amount": 1, "capture": "yes"}, []string{
			"body.capture: value could not be parsed to a boolean (type_error.bool)"}},
		{"POST", "/v2/payments/", object{"amount": 1, "currency": "jpy"},
			[]string{"body.currency: value is not a valid enumeration member; " +
				"permitted: 'eur', 'aud', 'cad', 'chf', 'dkk', 'gbp', 'nok', 'pln', 'sek', 'usd' (type_error.enum)"}},
		{"POST", "/v2/payments/", object{"amount": 1, "description": "ab"}, []string{
			"body.description: ensure this value has at least 3 characters (value_error.any_str.min_length)"}},
		{"POST", "/v2/payments/", object{"amount": 1, "order_id": strings.Repeat("x", 37)},
			[]string{
				"body.order_id: ensure this value has at most 36 characters (value_error.any_str.max_length)"}},
		{"POST", "/v2/payments/", object{"amount": 1, "surprise": 1, "wonder": 2}, []string{
			"body.surprise: extra fields not permitted (value_error.extra)", "body.wonder: extra fields not permitted (value_error.extra)"}},
		{"POST", "/v2/payments/", object{"amount": 1, "methods_allowed": "card"}, []string{
			"body.methods_allowed: value is not a valid list (type_error.list)"}},
		{"POST", "/v2/payments/", object{"amount": 1, "methods_allowed": []string{"card", "cash"}},
			[]string{
				"body.methods_allowed.1: value is not a valid enumeration member; permitted: 'card', 'sepa' (type_error.enum)"}},
		{"POST", "/v2/payments/", object{"amount": 1, "methods_allowed": []string{"card", "card"}},
			[]string{
				"body.methods_allowed: the list has duplicated items (value_error.list.unique_items)"}},
		{"PATCH", paym, object{"methods_allowed": []string{}}, []string{
			"body.methods_allowed: ensure this value has at least 1 items (value_error.list.min_items)"}},
		{"POST", "/v2/payments/", object{"amount": 1,
			"card": object{"number": "4242", "exp_month": 13, "extra": 1}}, []string{
			"body.card.exp_month: ensure this value is less than or equal to 12 (value_error.number.not_le)",
			"body.card.exp_year: field required (value_error.missing)",
			"body.card.extra: extra fields not permitted (value_error.extra)",
			"body.card.number: ensure this value has at least 13 characters (value_error.any_str.min_length)"}},
		{"POST", "/v2/payments/", object{"amount": 1, "card": "card_1"}, []string{
			"body.card: string does not match regex \"^card_[a-zA-Z0-9]{24}$\" (value_error.str.regex)"}},
		{"POST", "/v2/payments/", object{"amount": 1, "card": 7}, []string{"body.card: value is not valid (value_error)"}},
		{"POST", "/v2/payments/", object{"amount": 1, "device": object{"port": 0}}, []string{
			"body.device.port: ensure this value is greater than or equal to 1 (value_error.number.not_ge)"}},
		{"POST", "/v2/payments/", object{"amount": 1, "return_url": "nowhere"}, []string{
			"body.return_url: invalid or missing URL scheme (value_error.url.scheme)"}},
		{"POST", "/v2/payments/", object{"amount": 1, "date_settlement": "2021-02-30"}, []string{
			"body.date_settlement: invalid date format (value_error.date)"}},
		{"POST", "/v2/customers/", object{"email": "nobody"}, []string{"body.email: value is not a valid email address (value_error.email)"}},
		{"POST", "/v2/customers/", object{"name": 12}, []string{"body.name: str type expected (type_error.str)"}},
		{"POST", "/v2/mandates/", object{"sepa": "sepa_aaaaaaaaaaaaaaaaaaaaaaaa",
			"signed_at": "soon"}, []string{
			"body.signed_at: invalid datetime format (value_error.datetime)"}},
		{"POST", "/v2/refunds/", object{"payment": "paym_aaaaaaaaaaaaaaaaaaaaaaaa", "amount": 0},
			[]string{
				"body.amount: ensure this value is greater than 0 (value_error.number.not_gt)"}},
		{"PATCH", paym, object{"id": "paym_bbbbbbbbbbbbbbbbbbbbbbbb"}, []string{"body.id: extra fields not permitted (value_error.extra)"}},
		{"PATCH", paym, object{"status": "done"}, []string{"body.status: value is not a valid enumeration member; permitted: 'refused', " +
			"'authorized', 'expired', 'to_capture', 'capture_sent', 'captured', 'disputed', 'canceled', 'failed', 'authorize', 'capture' (type_error.enum)"}},
		{"GET", "/v2/payments/paym_1", nil, []string{"path.id: string does not match regex \"^paym_[a-zA-Z0-9]{24}$\" (value_error.str.regex)"}},
		{"GET", "/v2/payments/?limit=101", nil, []string{"query.limit: ensure this value is less than or equal to 100 (value_error.number.not_le)"}},
		{"GET", "/v2/payments/?limit=0", nil, []string{"query.limit: ensure this value is greater than or equal to 1 (value_error.number.not_ge)"}},
		{"GET", "/v2/payments/?start=-1", nil, []string{"query.start: ensure this value is greater than or equal to 0 (value_error.number.not_ge)"}},
		{"GET", "/v2/payments/?start=x", nil, []string{"query.start: value is not a valid integer (type_error.integer)"}},
		{"GET", "/v2/payments/?limit=", nil, []string{"query.limit: value is not a valid integer (type_error.integer)"}},
		{"GET", "/v2/payments/?order=up", nil, []string{
			"query.order: value is not a valid enumeration member; permitted: 'asc', 'desc' (type_error.enum)"}},
		{"GET", "/v2/payments/?created=yesterday", nil, []string{"query.created: invalid datetime format (value_error.datetime)"}},
		{"GET", "/v2/payments/?email=x", nil, []string{"query.email: extra fields not permitted (value_error.extra)"}},
		{"POST", "/v2/sepa/?bic=maybe", object{"iban": stancertest.IBANFrance, "name": "David"},
			[]string{
				"query.bic: value could not be parsed to a boolean (type_error.bool)"}},
	} {
		require.Equal(t, test.complaints, c.complaints(test.method, test.path, test.body),
			"%s %s %v", test.method, test.path, test.body)
	}
	c.post("/v2/sepa/?bic=true", object{"iban": stancertest.IBANFrance, "name": "David"})
	require.Empty(t, c.ids("/v2/payments/", "payments"))
}

// TestIntegersInOtherSpellings: 42.0 and 1e2 are integers in JSON Schema.
func TestIntegersInOtherSpellings(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	for text, want := range map[string]float64{"42.0": 42, "1e2": 100, "4.2E1": 42,
		"4294967295": 4294967295} {
		require.Equal(t, want, c.post("/v2/payments/", `{"amount": `+text+`}`)["amount"], text)
	}
	kept := c.post("/v2/payment_intents/", `{"amount": 42.0, "metadata": {"precise": 1.0, "large": 12345678901234567890}}`)
	_, raw := c.raw("GET", "/v2/payment_intents/"+id(kept), nil)
	require.Contains(t, string(raw), `"precise":1.0`)
	require.Contains(t, string(raw), `"large":12345678901234567890`)

	c.invalid("body.amount: value is not a valid integer (type_error.integer)", "POST",
		"/v2/payments/", `{"amount": 42.5}`)
	c.invalid("body: the body is not valid JSON (value_error.jsondecode)", "POST", "/v2/payments/",
		`{"amount": 1e400}`)
	c.invalid("body.amount: ensure this value is less than or equal to 4294967295 (value_error.number.not_le)",
		"POST", "/v2/payments/", `{"amount": 99999999999999999999}`)
}

func TestPanicIsAnAnswerWithItsText(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	c.http = c.s.HTTPClient() // the status is not in the document
	c.s.Break("getCard", "no such thing as 4242424242424242")
	c.fails(500, "stancertest: bug in the fake: no such thing as [redacted]", "GET",
		"/v2/cards/"+chosen("card", 1), nil)
	c.get("/v2/cards/")

	c.s.On("ping").Inject(func(http.Handler) http.Handler { panic("a fault of a test") })
	c.fails(500, "stancertest: bug in the fake: a fault of a test", "GET", "/v2/ping", nil)
	c.get("/v2/ping")
}
