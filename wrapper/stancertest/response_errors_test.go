package stancertest_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func TestWrongKeysAreRefused(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	basic := func(text string) string {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(text))
	}
	const words = "You are not authorized to access that resource"
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
			"/v2/customers/": `{"error":"` + words + `"}`,
			"/v1/payouts/":   `{"error":{"message":"` + words + `","type":"invalid_request_error"}}`,
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

func TestEachModeHasItsOwnObjects(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	made := c.post("/v2/customers/", object{"external_id": "e"})
	c.live().fails(404, "Customer `"+id(made)+"` not found", "GET", "/v2/customers/"+id(made), nil)
	require.Empty(t, c.live().ids("/v2/customers/", "customers"))
	live := c.live().post("/v2/customers/", object{"external_id": "e"})
	require.Equal(t, true, live["live_mode"])
	other := *c
	other.key = "stest_" + strings.Repeat("x", 24)
	require.Equal(t, made, other.get("/v2/customers/"+id(made)),
		"all keys of a mode reach the same objects")
}

func TestUnknownRoutesAreRefused(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	const unsupported = "This fake supports version 2, and only the payouts of version 1"
	notAllowed := object{"error": "Method Not Allowed"}
	payment := "/v2/payments/" + chosen("paym", 1)
	part := "/v1/payouts/" + chosen("pout", 1) + "/fees/more"
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
		{"GET", "/v1/checkout/", 501, errorV1(unsupported)},
		{"GET", part, 404, errorV1("Nothing matches the given URI")},
		{"GET", "/v1/payouts", 404, errorV1("Not Found; the path is /v1/payouts/")},
		{"PUT", "/v2/payments/", 405, notAllowed},
		{"DELETE", payment, 405, notAllowed},
		{"GET", "/v2/sepa/ibanonly", 405, notAllowed},
		{"POST", "/v1/payouts/", 405, errorV1("Method Not Allowed")},
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

func TestInvalidRequestsAreRefused(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	refused := func(method, path string, body any, complaints ...string) {
		t.Helper()
		got := c.complaints(method, path, body)
		require.Equal(t, complaints, got, "%s %s %v", method, path, body)
	}

	create := func(body any, complaints ...string) {
		t.Helper()
		refused("POST", "/v2/payments/", body, complaints...)
	}
	create(object{}, "body.amount: field required (value_error.missing)")
	create(nil, "body: field required (value_error.missing)")
	create("{", "body: the body is not valid JSON (value_error.jsondecode)")
	create(`{"amount": 1} 2`, "body: the body is not valid JSON (value_error.jsondecode)")
	create("[]", "body: value is not a valid dict (type_error.dict)")
	create(`{"amount": null}`, "body.amount: field required (value_error.missing)")
	create(object{"amount": "12"}, "body.amount: value is not a valid integer (type_error.integer)")
	create(object{"amount": 1.5}, "body.amount: value is not a valid integer (type_error.integer)")
	create(object{"amount": -1},
		"body.amount: ensure this value is greater than or equal to 0 (value_error.number.not_ge)")
	create(object{"amount": 4294967296},
		"body.amount: ensure this value is less than or equal to 4294967295 (value_error.number.not_le)")
	create(object{"amount": 1, "capture": "yes"},
		"body.capture: value could not be parsed to a boolean (type_error.bool)")
	create(object{"amount": 1, "currency": "jpy"},
		"body.currency: value is not a valid enumeration member; permitted: 'eur', 'aud', 'cad', "+
			"'chf', 'dkk', 'gbp', 'nok', 'pln', 'sek', 'usd' (type_error.enum)")
	create(object{"amount": 1, "description": "ab"},
		"body.description: ensure this value has at least 3 characters (value_error.any_str.min_length)")
	create(object{"amount": 1, "order_id": strings.Repeat("x", 37)},
		"body.order_id: ensure this value has at most 36 characters (value_error.any_str.max_length)")
	create(object{"amount": 1, "surprise": 1, "wonder": 2},
		"body.surprise: extra fields not permitted (value_error.extra)",
		"body.wonder: extra fields not permitted (value_error.extra)")
	create(object{"amount": 1, "methods_allowed": "card"},
		"body.methods_allowed: value is not a valid list (type_error.list)")
	create(object{"amount": 1, "methods_allowed": []string{"card", "cash"}},
		"body.methods_allowed.1: value is not a valid enumeration member; "+
			"permitted: 'card', 'sepa' (type_error.enum)")
	create(object{"amount": 1, "methods_allowed": []string{"card", "card"}},
		"body.methods_allowed: the list has duplicated items (value_error.list.unique_items)")
	create(object{"amount": 1, "card": object{"number": "4242", "exp_month": 13, "extra": 1}},
		"body.card.exp_month: ensure this value is less than or equal to 12 (value_error.number.not_le)",
		"body.card.exp_year: field required (value_error.missing)",
		"body.card.extra: extra fields not permitted (value_error.extra)",
		"body.card.number: ensure this value has at least 13 characters (value_error.any_str.min_length)")
	create(object{"amount": 1, "card": "card_1"},
		`body.card: string does not match regex "^card_[a-zA-Z0-9]{24}$" (value_error.str.regex)`)
	create(object{"amount": 1, "card": 7}, "body.card: value is not valid (value_error)")
	create(object{"amount": 1, "device": object{"port": 0}},
		"body.device.port: ensure this value is greater than or equal to 1 (value_error.number.not_ge)")
	create(object{"amount": 1, "return_url": "nowhere"},
		"body.return_url: invalid or missing URL scheme (value_error.url.scheme)")
	create(object{"amount": 1, "date_settlement": "2021-02-30"},
		"body.date_settlement: invalid date format (value_error.date)")

	update := func(body any, complaints ...string) {
		t.Helper()
		refused("PATCH", "/v2/payments/paym_aaaaaaaaaaaaaaaaaaaaaaaa", body, complaints...)
	}
	update(object{"methods_allowed": []string{}},
		"body.methods_allowed: ensure this value has at least 1 items (value_error.list.min_items)")
	update(object{"id": "paym_bbbbbbbbbbbbbbbbbbbbbbbb"},
		"body.id: extra fields not permitted (value_error.extra)")
	update(object{"status": "done"},
		"body.status: value is not a valid enumeration member; permitted: 'refused', "+
			"'authorized', 'expired', 'to_capture', 'capture_sent', 'captured', 'disputed', "+
			"'canceled', 'failed', 'authorize', 'capture' (type_error.enum)")

	list := func(query string, complaints ...string) {
		t.Helper()
		refused("GET", "/v2/payments/?"+query, nil, complaints...)
	}
	list("limit=101",
		"query.limit: ensure this value is less than or equal to 100 (value_error.number.not_le)")
	list("limit=0",
		"query.limit: ensure this value is greater than or equal to 1 (value_error.number.not_ge)")
	list("start=-1",
		"query.start: ensure this value is greater than or equal to 0 (value_error.number.not_ge)")
	list("start=x", "query.start: value is not a valid integer (type_error.integer)")
	list("limit=", "query.limit: value is not a valid integer (type_error.integer)")
	list("order=up", "query.order: value is not a valid enumeration member; "+
		"permitted: 'asc', 'desc' (type_error.enum)")
	list("created=yesterday", "query.created: invalid datetime format (value_error.datetime)")
	list("email=x", "query.email: extra fields not permitted (value_error.extra)")

	refused("POST", "/v2/customers/", object{"email": "arthur.martin"},
		"body.email: value is not a valid email address (value_error.email)")
	refused("POST", "/v2/customers/", object{"name": 12},
		"body.name: str type expected (type_error.str)")
	refused("POST", "/v2/mandates/",
		object{"sepa": "sepa_aaaaaaaaaaaaaaaaaaaaaaaa", "signed_at": "soon"},
		"body.signed_at: invalid datetime format (value_error.datetime)")
	refused("POST", "/v2/refunds/",
		object{"payment": "paym_aaaaaaaaaaaaaaaaaaaaaaaa", "amount": 0},
		"body.amount: ensure this value is greater than 0 (value_error.number.not_gt)")
	refused("GET", "/v2/payments/paym_1", nil,
		`path.id: string does not match regex "^paym_[a-zA-Z0-9]{24}$" (value_error.str.regex)`)
	refused("POST", "/v2/sepa/?bic=maybe",
		object{"iban": stancertest.IBANFrance, "name": "David"},
		"query.bic: value could not be parsed to a boolean (type_error.bool)")

	c.post("/v2/sepa/?bic=true", object{"iban": stancertest.IBANFrance, "name": "David"})
	require.Empty(t, c.ids("/v2/payments/", "payments"))
}

// In JSON Schema, 42.0 and 1e2 are integers.
func TestIntegersWithFractionsOrExponentsAreAccepted(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	for text, want := range map[string]float64{
		"42.0": 42, "1e2": 100, "4.2E1": 42, "4294967295": 4294967295,
	} {
		require.Equal(t, want, c.post("/v2/payments/", `{"amount": `+text+`}`)["amount"], text)
	}
	metadata := `{"precise": 1.0, "large": 12345678901234567890}`
	kept := c.post("/v2/payment_intents/", `{"amount": 42.0, "metadata": `+metadata+`}`)
	_, raw := c.raw("GET", "/v2/payment_intents/"+id(kept), nil)
	require.Contains(t, string(raw), `"precise":1.0`)
	require.Contains(t, string(raw), `"large":12345678901234567890`)

	c.invalid("body.amount: value is not a valid integer (type_error.integer)",
		"POST", "/v2/payments/", `{"amount": 42.5}`)
	c.invalid("body: the body is not valid JSON (value_error.jsondecode)",
		"POST", "/v2/payments/", `{"amount": 1e400}`)
	c.invalid("body.amount: ensure this value is less than or equal to 4294967295 "+
		"(value_error.number.not_le)",
		"POST", "/v2/payments/", `{"amount": 99999999999999999999}`)
}

func TestPanicIsAnsweredWithItsText(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	c.http = c.s.HTTPClient() // the status is not in the document
	c.s.Break("getCard", "no such thing as 4242424242424242")
	c.fails(500, "stancertest: bug in the fake: no such thing as [redacted]",
		"GET", "/v2/cards/"+chosen("card", 1), nil)
	c.get("/v2/cards/")

	c.s.On("ping").Inject(func(http.Handler) http.Handler { panic("a fault of a test") })
	c.fails(500, "stancertest: bug in the fake: a fault of a test", "GET", "/v2/ping", nil)
	c.get("/v2/ping")
}
