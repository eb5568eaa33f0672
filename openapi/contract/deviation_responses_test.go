package contract_test

import (
	"net/http"
	"testing"

	"github.com/stancer-go/stancer/openapi/contract"
)

var deviatingResponses = map[string]exchange{
	"undocumented status": {
		send:   "GET " + addressPath,
		answer: gives(418, json, `{"error":"`+key+`"}`),
		kind:   contract.KindStatus,
		want: []string{
			"getAddress: response 418: this status is not documented for the operation",
		},
	},
	"undocumented member": {
		send: "GET " + addressPath,
		answer: gives(200, json, withMembers(address,
			`"po_box":"`+iban+`","`+iban+`":1,"a/b~c":1`)),
		kind: contract.KindMember,
		want: []string{
			"getAddress: response 200 body /[hidden]: (info) is not documented",
			"getAddress: response 200 body /[hidden]: (info) is not documented",
			"getAddress: response 200 body /po_box: (info) is not documented",
		},
	},
	"wrong content type": {
		send:   "GET " + addressPath,
		answer: gives(200, "text/css", address),
		kind:   contract.KindContentType,
		want: []string{
			"getAddress: response 200 header /Content-Type: must be application/json, is text/css",
		},
	},
	"no content type": {
		send:   "GET " + addressPath,
		answer: gives(200, "", address),
		kind:   contract.KindContentType,
		want: []string{
			"getAddress: response 200 header /Content-Type: must be application/json, is missing",
		},
	},
	"HTML": {
		send:   "GET " + addressPath,
		answer: gives(404, "text/html; charset=utf-8", "<html>"+key),
		kind:   contract.KindContentType,
		want: []string{
			"getAddress: response 404 header /Content-Type: must be application/json, is text/html",
		},
	},
	"HTML with the content type of JSON": {
		send:   "GET " + addressPath,
		answer: gives(404, json, "<html>"+key),
		kind:   contract.KindSyntax,
		want: []string{
			"getAddress: response 404 body: invalid JSON",
		},
	},
	"JSON instead of a PDF": {
		send:   "GET /v2/mandates/mndt_" + id24 + ".pdf",
		answer: gives(200, json, `{}`),
		kind:   contract.KindContentType,
		want: []string{
			"getMandatePdf: response 200 header /Content-Type: " +
				"must be application/pdf, is application/json",
		},
	},
	"empty": {
		send:   "GET " + addressPath,
		answer: gives(200, json, " \n"),
		kind:   contract.KindSyntax,
		want: []string{
			"getAddress: response 200 body: no JSON",
		},
	},
	"truncated": {
		send:   "GET " + addressPath,
		answer: gives(200, json, address[:60]),
		kind:   contract.KindSyntax,
		want: []string{
			"getAddress: response 200 body: incomplete JSON",
		},
	},
	"shorter than announced": {
		send:   "GET " + addressPath,
		answer: cut(address[:60]),
		kind:   contract.KindSyntax,
		want: []string{
			"getAddress: response 200 body: ends too early",
		},
	},
	"two values": {
		send:   "GET " + addressPath,
		answer: gives(200, json, address+address),
		kind:   contract.KindSyntax,
		want: []string{
			"getAddress: response 200 body: more than one JSON value",
		},
	},
	"invalid body": {
		send: "GET /v2/cards/?limit=1",
		answer: gives(200, json, `{"range":{},"cards":[null,`+
			`{"id":"`+card+`","brand":"visa","created":"`+key+`","deleted":null,`+
			`"exp_year":2030.5,"last4":"`+card+`"}]}`),
		kind: contract.KindBody,
		want: []string{
			"listCards: response 200 body /cards/0: must be of type object, is null",
			"listCards: response 200 body /cards/1/created: must have the format date-time",
			"listCards: response 200 body /cards/1/deleted: must be of type boolean, is null",
			"listCards: response 200 body /cards/1/exp_month: is missing",
			"listCards: response 200 body /cards/1/exp_year: must be of type integer, is number",
			"listCards: response 200 body /cards/1/id: must match ^card_[a-zA-Z0-9]{24}$",
			"listCards: response 200 body /cards/1/last4: must have at most 4 characters, has 16",
			"listCards: response 200 body /range/end: is missing",
			"listCards: response 200 body /range/has_more: is missing",
			"listCards: response 200 body /range/limit: is missing",
			"listCards: response 200 body /range/start: is missing",
		},
	},
	"compressed": {
		send:   "GET " + addressPath,
		change: func(r *http.Request) { r.Header.Set("Accept-Encoding", "br") },
		answer: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			gives(200, json, "?")(w, r)
		},
		kind: contract.KindUnchecked,
		want: []string{
			"getAddress: response 200 body: (info) not checked: it is compressed",
		},
	},
}

func TestDeviationsOfResponsesAreReported(t *testing.T) {
	t.Parallel()
	assertDeviations(t, deviatingResponses)
}
