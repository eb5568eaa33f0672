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
	json        = "application/json"
	cards       = `{"cards":[],"range":{"start":0,"end":10,"limit":10,"count":0,"has_more":false}}`
	addressPath = "/v2/addresses/addr_" + id24
	newAddress  = `{"zip_code":"75002","city":"Paris","country":"FR"}`
	address     = `{"id":"addr_` + id24 + `","zip_code":"75002","city":"Paris","country":"FR",` +
		`"created_at":1721139663,"deleted":false}`
)

// exchange is a request with its response, and the deviations that they have.
type exchange struct {
	send   string // the method and the path
	body   string
	change func(*http.Request)
	answer func(http.ResponseWriter, *http.Request) // 401 if it is nil
	kind   contract.Kind                            // of all deviations
	want   []string
}

func assertDeviations(t *testing.T, exchanges map[string]exchange) {
	t.Helper()
	for name, test := range exchanges {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProbe(t)
			p.answer = gives(401, json, `{"error":"no"}`)
			if test.answer != nil {
				p.answer = test.answer
			}
			method, path, _ := strings.Cut(test.send, " ")
			req := p.request(method, path, test.body)
			if test.change != nil {
				test.change(req)
			}
			_, _ = p.send(req)
			assertFound(t, p.found, test.kind, test.want...)
			assertNoSecret(t, p.found)
		})
	}
}

// assertFound asserts that the deviations are of one kind, and have these texts.
func assertFound(t *testing.T, found []contract.Deviation, kind contract.Kind, want ...string) {
	t.Helper()
	var texts []string
	for _, d := range found {
		assert.Equal(t, kind, d.Kind, d.String())
		texts = append(texts, d.String())
	}
	assert.Equal(t, want, texts)
}

func TestValidExchangesHaveNoDeviations(t *testing.T) {
	t.Parallel()
	assertDeviations(t, map[string]exchange{
		"success": {
			send: "POST /v2/addresses/", body: newAddress, answer: gives(200, json, address),
		},
		"filters": {
			send: "GET /v2/customers/?created=1721139663&external_id=123&email=a%40b.c&country=FR" +
				"&start=0&limit=100",
		},
		"a date, and a bearer token": {
			send:   "GET /v2/payouts/?created=2026-03-26T10:00:00Z",
			change: func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+key) },
			answer: gives(422, json, `{"detail":[{"loc":["a",1],"msg":"","type":""}]}`),
		},
		"no content": {
			send: "DELETE /v2/webhooks/we_" + id24, answer: gives(204, "", ""),
		},
		"an id": {
			send:   "POST /v2/payments/",
			body:   `{"amount":1,"card":"card_` + id24 + `","auth":true}`,
			answer: gives(404, json, `{"error":"no card"}`),
		},
		"no body": {
			send:   "POST /v2/payments/paym_" + id24 + "/refund",
			answer: gives(409, json, `{"error":"no"}`),
		},
		"a list": {
			send: "GET /v2/cards/", answer: gives(200, json, cards),
		},
	})
}

// secrets is a body of a payment that has each secret in its member, and in others.
var secrets = strings.NewReplacer("CARD", card, "CVC", cvc, "IBAN", iban, "KEY", key).Replace(`{
	"amount": "CARD", "order_id": "KEY KEY KEY KEY KEY", "description": 987, "currency": "CVC",
	"CARD": 1, "IBAN": 1, "KEY": 1, "return_url": "KEY", "capture": "KEY", "wallet": "CARD",
	"card": {
		"number": "CARD CARD CARD", "cvc": "CVC-CVC", "exp_month": "CVC", "exp_year": CARD,
		"KEY": "CVC", "CVC": 1
	},
	"sepa": {
		"iban": "IBAN IBAN IBAN", "name": "IBAN IBAN IBAN IBAN IBAN IBAN IBAN IBAN",
		"date_mandate": "IBAN", "mandate": 1, "IBAN": true
	},
	"customer": {"email": "IBAN", "date_birth": "CARD", "country": "CARD"}
}`)

// TestDeviationsContainNoSecret sends each secret in each part of a request, and returns it in each
// part of the response.
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
