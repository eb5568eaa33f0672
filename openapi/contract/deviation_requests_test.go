package contract_test

import (
	"net/http"
	"testing"

	"github.com/stancer-go/stancer/openapi/contract"
)

var deviatingRequests = map[string]exchange{
	"unknown route": {
		send:   "GET /v2/nonsense/" + card,
		answer: gives(404, json, `{}`),
		kind:   contract.KindRoute,
		want: []string{
			"GET /v2/nonsense/[hidden]: request path: this path is not documented",
		},
	},
	"missing slash": {
		send:   "GET /v2/cards",
		answer: gives(307, "", ""),
		kind:   contract.KindRoute,
		want: []string{
			"listCards: request path: this path is documented with a slash at the end",
		},
	},
	"additional slash": {
		send:   "GET " + addressPath + "/",
		answer: gives(307, "", ""),
		kind:   contract.KindRoute,
		want: []string{
			"getAddress: request path: this path is documented without a slash at the end",
		},
	},
	"unknown method": {
		send:   "PATCH " + addressPath,
		body:   newAddress,
		answer: gives(405, json, "{}"),
		kind:   contract.KindMethod,
		want: []string{
			"PATCH /v2/addresses/{id}: request: this method is not documented for the path",
		},
	},
	"wrong id": {
		send: "GET /v2/addresses/card_" + id24,
		kind: contract.KindParameter,
		want: []string{
			"getAddress: request path /id: must match ^addr_[a-zA-Z0-9]{24}$",
		},
	},
	"wrong id of a PDF": {
		send: "GET /v2/mandates/" + iban + ".pdf",
		kind: contract.KindParameter,
		want: []string{
			"getMandatePdf: request path /id: must match ^mndt_[a-zA-Z0-9]{24}$",
		},
	},
	"undeclared query": {
		send: "GET /v2/cards/?page=2&" + card + "=" + key,
		kind: contract.KindQuery,
		want: []string{
			"listCards: request query /[hidden]: is not documented",
			"listCards: request query /page: is not documented",
		},
	},
	"wrong query": {
		send: "GET /v2/cards/?limit=" + card + "&start=" + iban + "&customer=" + key + "&limit=1",
		kind: contract.KindParameter,
		want: []string{
			"listCards: request query /limit: must not be repeated",
			"listCards: request query /customer: must match ^cust_[a-zA-Z0-9]{24}$",
			"listCards: request query /limit: must be at most 100",
			"listCards: request query /start: must be of type integer, is string",
		},
	},
	"malformed query": {
		send: "GET /v2/cards/?limit=%zz",
		kind: contract.KindParameter,
		want: []string{
			"listCards: request query: is malformed",
		},
	},
	"no key": {
		send:   "GET " + addressPath,
		change: func(r *http.Request) { r.Header.Del("Authorization") },
		kind:   contract.KindAuthentication,
		want: []string{
			"getAddress: request header /Authorization: is missing",
		},
	},
	"a password": {
		send:   "GET " + addressPath,
		change: func(r *http.Request) { r.SetBasicAuth(key, key) },
		kind:   contract.KindAuthentication,
		want: []string{
			"getAddress: request header /Authorization: has a password; want an empty one",
		},
	},
	"another scheme": {
		send:   "GET " + addressPath,
		change: func(r *http.Request) { r.Header.Set("Authorization", key) },
		kind:   contract.KindAuthentication,
		want: []string{
			"getAddress: request header /Authorization: must be Basic or Bearer authentication",
		},
	},
	"missing body": {
		send: "POST /v2/addresses/",
		kind: contract.KindBody,
		want: []string{
			"createAddress: request body: is missing",
		},
	},
	"unexpected body": {
		send: "POST /v2/payments/paym_" + id24 + "/capture",
		body: `{"id":1}`,
		kind: contract.KindBody,
		want: []string{
			"capturePayment: request body: unexpected body: the operation declares none",
		},
	},
	"wrong content type": {
		send:   "POST /v2/addresses/",
		body:   newAddress,
		change: func(r *http.Request) { r.Header.Set("Content-Type", "text/"+card) },
		kind:   contract.KindContentType,
		want: []string{
			"createAddress: request header /Content-Type: must be application/json, is [hidden]",
		},
	},
	"not JSON": {
		send: "POST /v2/addresses/",
		body: "card=" + card,
		kind: contract.KindSyntax,
		want: []string{
			"createAddress: request body: invalid JSON",
		},
	},
	"unknown member": {
		send: "POST /v2/cards/",
		body: `{"number":"` + card + `","exp_month":1,"exp_year":2030,` +
			`"pin":"` + cvc + `","` + card + `":1}`,
		kind: contract.KindMember,
		want: []string{
			"createCard: request body /[hidden]: is not documented",
			"createCard: request body /pin: is not documented",
		},
	},
	"wrong types": {
		send: "POST /v2/payments/",
		body: `{"amount":"` + card + `","auth":false,` +
			`"card":{"number":` + card + `,"exp_month":13,"exp_year":2030}}`,
		kind: contract.KindBody,
		want: []string{
			"createPayment: request body /amount: must be of type integer, is string",
			"createPayment: request body /auth: must be true",
			"createPayment: request body /card/exp_month: must be at most 12",
			"createPayment: request body /card/number: must be of type string, is number",
		},
	},
	"wrong formats": {
		send: "PATCH /v2/customers/cust_" + id24,
		body: `{"email":"` + iban + `","date_birth":"2021-02-30"}`,
		kind: contract.KindBody,
		want: []string{
			"updateCustomer: request body /date_birth: must have the format date",
			"updateCustomer: request body /email: must have the format email",
		},
	},
	"a relative address": {
		send: "POST /v2/webhooks/",
		body: `{"url":"/hook?` + key + `"}`,
		kind: contract.KindBody,
		want: []string{
			"createWebhook: request body /url: must have the format uri",
		},
	},
}

func TestDeviationsOfRequestsAreReported(t *testing.T) {
	t.Parallel()
	assertDeviations(t, deviatingRequests)
}
