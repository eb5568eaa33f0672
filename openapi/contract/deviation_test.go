package contract_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/stancer-go/stancer/openapi/contract"
)

const (
	json    = "application/json"
	address = `{"id":"addr_` + id24 + `","zip_code":"75002","city":"Paris","country":"FR","created_at":1721139663,"deleted":false}`
	made    = `{"zip_code":"75002","city":"Paris","country":"FR"}`
	cards   = `{"cards":[],"range":{"start":0,"end":10,"limit":10,"count":0,"has_more":false}}`
	mine    = "/v2/addresses/addr_" + id24
)

// secrets is a request body for a payment with every secret in a place of its own, and more where
// they do not belong.
var secrets = strings.NewReplacer("CARD", card, "CVC", cvc, "IBAN", iban, "KEY", key).Replace(`{
	"amount": "CARD", "order_id": "KEY KEY KEY KEY KEY", "description": 987, "CARD": 1, "IBAN": 1, "KEY": 1, "currency": "CVC",
	"card": {"number": "CARD CARD CARD", "cvc": "CVC-CVC", "exp_month": "CVC", "exp_year": CARD, "KEY": "CVC", "CVC": 1},
	"sepa": {"iban": "IBAN IBAN IBAN", "name": "IBAN IBAN IBAN IBAN IBAN IBAN IBAN IBAN", "date_mandate": "IBAN", "mandate": 1, "IBAN": true},
	"customer": {"email": "IBAN", "date_birth": "CARD", "country": "CARD"}, "return_url": "KEY", "capture": "KEY", "wallet": "CARD"
}`)

// deviations are all kinds of them. What is wanted is "level kind | operation | place | message",
// one each.
var deviations = map[string]struct {
	method, path, body string
	change             func(*http.Request)
	answer             func(http.ResponseWriter, *http.Request)
	want               []string
}{
	"nothing": {"POST", "/v2/addresses/", made, nil, gives(200, json, address), nil},
	"nothing, with filters": {"GET", "/v2/customers/?created=1721139663&external_id=123&email=a%40b.c&country=FR&start=0&limit=100", "",
		nil, gives(401, json, `{"error":"no"}`), nil},
	"nothing, with a date": {"GET", "/v2/payouts/?created=2026-03-26T10:00:00Z", "", bearer, gives(422, json, `{"detail":[{"loc":["a",1],"msg":"","type":""}]}`), nil},
	"nothing, deleted":     {"DELETE", "/v2/webhooks/we_" + id24, "", nil, gives(204, "", ""), nil},
	"nothing, an id": {"POST", "/v2/payments/", `{"amount":1,"card":"card_` + id24 + `","auth":true}`,
		nil, gives(404, json, `{"error":"no card"}`), nil},
	"nothing, no body": {"POST", "/v2/payments/paym_" + id24 + "/refund", "", nil, gives(409, json, `{"error":"no"}`), nil},

	"unknown route": {"GET", "/v2/nonsense/" + card, "", nil, gives(404, json, `{}`),
		[]string{"error unknown route | GET /v2/nonsense/[hidden] | request path | this path is not documented"}},
	"missing slash": {"GET", "/v2/cards", "", nil, gives(307, "", ""),
		[]string{"error unknown route | listCards | request path | this path is documented with a slash at the end"}},
	"slash too many": {"GET", mine + "/", "", nil, gives(307, "", ""),
		[]string{"error unknown route | getAddress | request path | this path is documented without a slash at the end"}},
	"unknown method": {"PATCH", mine, made, nil, gives(405, json, "{}"),
		[]string{"error unknown method | PATCH /v2/addresses/{id} | request | this method is not documented for the path"}},
	"wrong id": {"GET", "/v2/addresses/card_" + id24, "", nil, gives(422, json, `{"detail":[]}`),
		[]string{"error invalid parameter | getAddress | request path /id | must match ^addr_[a-zA-Z0-9]{24}$"}},
	"wrong id of a PDF": {"GET", "/v2/mandates/" + iban + ".pdf", "", nil, gives(200, "application/pdf", "%PDF"),
		[]string{"error invalid parameter | getMandatePdf | request path /id | must match ^mndt_[a-zA-Z0-9]{24}$"}},
	"undeclared query": {"GET", "/v2/cards/?page=2&" + card + "=" + key, "", nil, gives(200, json, cards), []string{
		"error undeclared query parameter | listCards | request query /[hidden] | is not documented",
		"error undeclared query parameter | listCards | request query /page | is not documented",
	}},
	"wrong query": {"GET", "/v2/cards/?limit=" + card + "&start=" + iban + "&customer=" + key + "&limit=1", "", nil, gives(200, json, cards), []string{
		"error invalid parameter | listCards | request query /limit | must not be repeated",
		"error invalid parameter | listCards | request query /customer | must match ^cust_[a-zA-Z0-9]{24}$",
		"error invalid parameter | listCards | request query /limit | must be at most 100",
		"error invalid parameter | listCards | request query /start | must be of type integer, is string",
	}},
	"malformed query": {"GET", "/v2/cards/?limit=%zz", "", nil, gives(200, json, cards),
		[]string{"error invalid parameter | listCards | request query | is malformed"}},
	"no key": {"GET", mine, "", func(r *http.Request) { r.Header.Del("Authorization") }, gives(401, json, `{"error":"no"}`),
		[]string{"error authentication | getAddress | request header /Authorization | is missing"}},
	"a password": {"GET", mine, "", func(r *http.Request) { r.SetBasicAuth(key, key) }, gives(401, json, `{"error":"no"}`),
		[]string{"error authentication | getAddress | request header /Authorization | has a password; want an empty one"}},
	"another scheme": {"GET", mine, "", func(r *http.Request) { r.Header.Set("Authorization", key) }, gives(401, json, `{"error":"no"}`),
		[]string{"error authentication | getAddress | request header /Authorization | must be Basic or Bearer authentication"}},
	"missing body": {"POST", "/v2/addresses/", "", nil, gives(200, json, address),
		[]string{"error invalid body | createAddress | request body | is missing"}},
	"body too many": {"POST", "/v2/payments/paym_" + id24 + "/capture", `{"id":1}`, nil, gives(404, json, `{"error":"no"}`),
		[]string{"error invalid body | capturePayment | request body | unexpected body: the operation declares none"}},
	"wrong request type": {"POST", "/v2/addresses/", made, func(r *http.Request) { r.Header.Set("Content-Type", "text/"+card) }, gives(200, json, address),
		[]string{"error content type | createAddress | request header /Content-Type | must be application/json, is [hidden]"}},
	"request is no JSON": {"POST", "/v2/addresses/", "card=" + card, nil, gives(200, json, address),
		[]string{"error invalid JSON | createAddress | request body | invalid JSON"}},
	"unknown request member": {"POST", "/v2/cards/", `{"number":"` + card + `","exp_month":1,"exp_year":2030,"pin":"` + cvc + `","` + card + `":1}`,
		nil, gives(409, json, `{"error":"no"}`), []string{
			"error undocumented member | createCard | request body /[hidden] | is not documented",
			"error undocumented member | createCard | request body /pin | is not documented",
		}},
	"wrong type": {"POST", "/v2/payments/", `{"amount":"` + card + `","card":{"number":` + card + `,"exp_month":13,"exp_year":2030},"auth":false}`,
		nil, gives(409, json, `{"error":"no"}`), []string{
			"error invalid body | createPayment | request body /amount | must be of type integer, is string",
			"error invalid body | createPayment | request body /auth | must be true",
			"error invalid body | createPayment | request body /card/exp_month | must be at most 12",
			"error invalid body | createPayment | request body /card/number | must be of type string, is number",
		}},
	"formats": {"PATCH", "/v2/customers/cust_" + id24, `{"email":"` + iban + `","date_birth":"2021-02-30"}`, nil, gives(409, json, `{"error":"no"}`), []string{
		"error invalid body | updateCustomer | request body /date_birth | must have the format date",
		"error invalid body | updateCustomer | request body /email | must have the format email",
	}},
	"a relative address": {"POST", "/v2/webhooks/", `{"url":"/hook?` + key + `"}`, nil, gives(401, json, `{"error":"no"}`),
		[]string{"error invalid body | createWebhook | request body /url | must have the format uri"}},

	"undocumented status": {"GET", mine, "", nil, gives(418, json, `{"error":"`+key+`"}`),
		[]string{"error undocumented status | getAddress | response 418 | this status is not documented for the operation"}},
	"undocumented member": {"GET", mine, "", nil, gives(200, json, strings.Replace(address, "{", `{"po_box":"`+iban+`","`+iban+`":1,"a/b~c":1,`, 1)), []string{
		"info undocumented member | getAddress | response 200 body /[hidden] | is not documented",
		"info undocumented member | getAddress | response 200 body /[hidden] | is not documented",
		"info undocumented member | getAddress | response 200 body /po_box | is not documented",
	}},
	"wrong content type": {"GET", mine, "", nil, gives(200, "text/plain", address),
		[]string{"error content type | getAddress | response 200 header /Content-Type | must be application/json, is text/plain"}},
	"no content type": {"GET", mine, "", nil, gives(200, "", address),
		[]string{"error content type | getAddress | response 200 header /Content-Type | must be application/json, is missing"}},
	"HTML": {"GET", mine, "", nil, gives(404, "text/html; charset=utf-8", "<html>"+key),
		[]string{"error content type | getAddress | response 404 header /Content-Type | must be application/json, is text/html"}},
	"HTML that says it is JSON": {"GET", mine, "", nil, gives(404, json, "<html>"+key),
		[]string{"error invalid JSON | getAddress | response 404 body | invalid JSON"}},
	"JSON instead of a PDF": {"GET", "/v2/mandates/mndt_" + id24 + ".pdf", "", nil, gives(200, json, `{}`),
		[]string{"error content type | getMandatePdf | response 200 header /Content-Type | must be application/pdf, is application/json"}},
	"empty": {"GET", mine, "", nil, gives(200, json, " \n"),
		[]string{"error invalid JSON | getAddress | response 200 body | no JSON"}},
	"truncated": {"GET", mine, "", nil, gives(200, json, address[:60]),
		[]string{"error invalid JSON | getAddress | response 200 body | incomplete JSON"}},
	"cut": {"GET", mine, "", nil, cut(address[:60]),
		[]string{"error invalid JSON | getAddress | response 200 body | ends too early"}},
	"two values": {"GET", mine, "", nil, gives(200, json, address+address),
		[]string{"error invalid JSON | getAddress | response 200 body | more than one JSON value"}},
	"invalid body": {"GET", "/v2/cards/?limit=1", "", nil,
		gives(200, json, `{"cards":[null,{"id":"`+card+`","brand":"visa","created":"`+key+`","deleted":null,"exp_year":2030.5,"last4":"`+card+`"}],"range":{}}`), []string{
			"error invalid body | listCards | response 200 body /cards/0 | must be of type object, is null",
			"error invalid body | listCards | response 200 body /cards/1/created | must have the format date-time",
			"error invalid body | listCards | response 200 body /cards/1/deleted | must be of type boolean, is null",
			"error invalid body | listCards | response 200 body /cards/1/exp_month | is missing",
			"error invalid body | listCards | response 200 body /cards/1/exp_year | must be of type integer, is number",
			"error invalid body | listCards | response 200 body /cards/1/id | must match ^card_[a-zA-Z0-9]{24}$",
			"error invalid body | listCards | response 200 body /cards/1/last4 | must have at most 4 characters, has 16",
			"error invalid body | listCards | response 200 body /range/end | is missing",
			"error invalid body | listCards | response 200 body /range/has_more | is missing",
			"error invalid body | listCards | response 200 body /range/limit | is missing",
			"error invalid body | listCards | response 200 body /range/start | is missing",
		}},
	"compressed": {"GET", mine, "", func(r *http.Request) { r.Header.Set("Accept-Encoding", "br") },
		func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			gives(200, json, "?")(w, r)
		},
		[]string{"info unchecked body | getAddress | response 200 body | not checked: it is compressed"}},
}

func bearer(r *http.Request) { r.Header.Set("Authorization", "Bearer "+key) }

func TestDeviations(t *testing.T) {
	t.Parallel()
	for name, test := range deviations {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProbe(t)
			p.answer = test.answer
			req := p.request(test.method, test.path, test.body)
			if test.change != nil {
				test.change(req)
			}
			_, _ = p.send(req)
			assert.Equal(t, test.want, lines(p.found))
			assertNoSecret(t, p.found)
		})
	}
}

// Each secret is sent in each place of a request and returned in each place of a response.
func TestDeviationsContainNoSecret(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{
		key, card, cvc, iban, "Basic " + key, strings.Repeat("c0ffee", 12),
		"c3Rlc3RfU1pOOVR5VUZjc083cE10WGxTdkdGcVhhOg==",
	} {
		p := newProbe(t)
		back := strings.ReplaceAll(`{"S":1,"range":"S",`+
			`"cards":["S",{"S":"S","id":"S","created":"S","last4":"S"}]}`, "S", secret)
		statuses, calls := []int{200, 401, 500}, 0
		for _, method := range []string{"GET", "POST", "PATCH"} {
			for _, contentType := range []string{
				json, secret, "text/" + secret, "text/html;a=" + secret,
			} {
				p.answer = gives(statuses[calls%len(statuses)], contentType, back)
				calls++
				req := p.request(method, "/v2/payments/", secrets)
				req.Header.Set("Authorization", secret)
				_, _ = p.send(req)
				for _, target := range []string{
					"/v2/cards/", "/v2/", "/", "/v2/cards/card_" + id24,
				} {
					req := p.request(method, target, secrets)
					req.URL.Path += strings.ReplaceAll(secret, "/", "")
					req.URL.RawQuery = "limit=" + secret + "&" + secret + "=1"
					req.Header.Set("Content-Type", contentType)
					_, _ = p.send(req)
				}
			}
		}
		assert.Greater(t, len(p.found), 250)
		assertNoSecret(t, p.found, secret)
	}
}

func assertNoSecret(t *testing.T, found []contract.Deviation, more ...string) {
	t.Helper()
	secrets := append(more, key, key[6:], card, cvc, iban, strings.ToLower(iban))
	for _, d := range found {
		text := d.String() + fmt.Sprintf("%#v", d)
		for _, secret := range secrets {
			if strings.Contains(text, secret) { // faster than assert.NotContains
				assert.Fail(t, "a deviation contains a secret", "%s in %s", secret, text)
			}
		}
	}
}

// lines returns the deviations in the form of the table.
func lines(found []contract.Deviation) (lines []string) {
	for _, d := range found {
		operation := d.Operation
		if operation == "" {
			operation = d.Method + " " + d.Path
		}
		line := fmt.Sprintf("%s %s | %s | %s | %s",
			d.Level, d.Kind, operation, d.Place(), d.Message)
		lines = append(lines, line)
	}
	return lines
}
