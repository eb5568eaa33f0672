package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// changes are changes that Stancer could make. Each is in another part of the document, so that one
// run of the tool finds them all.
var changes = map[string]struct {
	make     func(doc node)
	breaking []string // the part, and the id of the change
	harmless []string
}{
	"operation added": {
		make: func(doc node) {
			list := node{"responses": node{"200": node{}}}
			at(doc, "paths")["/v2/links/"] = node{"get": list}
		},
		harmless: []string{"GET /v2/links/: endpoint-added"},
	},
	"operation removed": {
		make:     func(doc node) { delete(at(doc, "paths", "/v2/webhooks/{id}"), "delete") },
		breaking: []string{"DELETE /v2/webhooks/{id}: api-removed-without-deprecation"},
	},
	"path removed": {
		make:     func(doc node) { delete(at(doc, "paths"), "/v2/disputes/{id}") },
		breaking: []string{"GET /v2/disputes/{id}: api-path-removed-without-deprecation"},
	},
	"operation deprecated": {
		make:     func(doc node) { route(doc, "/v2/refunds/", "post")["deprecated"] = true },
		harmless: []string{"POST /v2/refunds/: endpoint-deprecated"},
	},
	"deprecated operation removed": {
		make:     func(doc node) { delete(at(doc, "paths", "/v2/checkout/{id}"), "patch") },
		breaking: []string{"PATCH /v2/checkout/{id}: api-removed-with-deprecation"},
	},
	"operation id changed": {
		make:     func(doc node) { route(doc, "/v2/refunds/", "get")["operationId"] = "refunds" },
		harmless: []string{"GET /v2/refunds/: api-operation-id-removed"},
	},
	"path slash added": {
		make: func(doc node) {
			rename(at(doc, "paths"), "/v2/sepa/ibanonly", "/v2/sepa/ibanonly/")
		},
		breaking: []string{"POST /v2/sepa/ibanonly: path-slash"},
	},
	"path slash removed, and a member added there": {
		make: func(doc node) {
			rename(at(doc, "paths"), "/v2/webhooks/", "/v2/webhooks")
			properties(doc, "WebhookEndpointCreate")["events"] = node{"type": "string"}
		},
		breaking: []string{"GET /v2/webhooks/: path-slash", "POST /v2/webhooks/: path-slash"},
		harmless: []string{"WebhookEndpointCreate.events: new-optional-request-property"},
	},
	"optional parameter added": {
		make: func(doc node) {
			status := node{"name": "status", "in": "query"}
			addParameter(doc, "/v2/refunds/", "get", status)
		},
		harmless: []string{"GET /v2/refunds/ status: new-optional-request-parameter"},
	},
	"required parameter added": {
		make: func(doc node) {
			kind := node{"name": "kind", "in": "query", "required": true}
			addParameter(doc, "/v2/refunds/", "get", kind)
		},
		breaking: []string{"GET /v2/refunds/ kind: new-required-request-parameter"},
	},
	"parameter made required": {
		make: func(doc node) {
			parameter(doc, "/v2/cards/", "get", "customer")["required"] = true
		},
		breaking: []string{"GET /v2/cards/ customer: request-parameter-became-required"},
	},
	"parameter removed": {
		make: func(doc node) {
			parameter(doc, "/v2/mandates/", "get", "rum")["name"] = "reference"
		},
		breaking: []string{"GET /v2/mandates/ rum: request-parameter-removed"},
		harmless: []string{"GET /v2/mandates/ reference: new-optional-request-parameter"},
	},
	"parameter's bound": {
		make: func(doc node) {
			limit := parameter(doc, "/v2/cards/", "get", "limit")
			at(limit, "schema")["maximum"] = json.Number("50.0")
		},
		breaking: []string{"GET /v2/cards/ limit: request-parameter-max-decreased"},
	},
	"parameter's value": {
		make: func(doc node) {
			field := parameter(doc, "/v2/payments/", "get", "field")
			at(field, "schema")["enum"] = []any{"created", "paid", "amount"}
		},
		harmless: []string{"GET /v2/payments/ field: request-parameter-enum-value-added"},
	},
	"member added to an answer": {
		make:     func(doc node) { properties(doc, "CardOut")["issuer"] = node{"type": "string"} },
		harmless: []string{"Card.issuer: response-optional-property-added"},
	},
	"member added to a request": {
		make: func(doc node) {
			properties(doc, "DisbursementCreate")["reason"] = node{"type": "string"}
		},
		harmless: []string{"DisbursementCreate.reason: new-optional-request-property"},
	},
	"required member added to a request": {
		make: func(doc node) {
			properties(doc, "MandateIn")["place"] = node{"type": "string"}
			schema(doc, "MandateIn")["required"] = []any{"sepa", "place"}
		},
		breaking: []string{"MandateCreate.place: new-required-request-property"},
	},
	"member of a request made required": {
		make: func(doc node) {
			schema(doc, "RefundCreate")["required"] = []any{"payment", "amount"}
		},
		breaking: []string{"RefundCreate.amount: request-property-became-required"},
	},
	"member removed from an answer": {
		make:     func(doc node) { delete(properties(doc, "CardOut"), "funding") },
		breaking: []string{"Card.funding: response-optional-property-removed"},
	},
	"member removed from a request": {
		make:     func(doc node) { delete(properties(doc, "CardIn"), "cvc") },
		breaking: []string{"CardCreate.cvc: request-property-removed"},
	},
	"member retyped": {
		make: func(doc node) {
			properties(doc, "ResponseRange")["has_more"] = node{"type": "string"}
		},
		breaking: []string{"Range.has_more: response-property-type-changed"},
	},
	"member of another schema": {
		make: func(doc node) {
			at(properties(doc, "CardOutList"), "cards")["items"] = reference("SepaOut")
		},
		breaking: []string{"CardList.cards[]: response-property-type-changed"},
	},
	"answer of another schema": {
		make: func(doc node) {
			content(doc, "/v2/cards/{id}", "delete")["schema"] = reference("SepaCheckCreationOut")
		},
		breaking: []string{"DELETE /v2/cards/{id}: response-body-type-changed"},
	},
	"member of a schema that is sent and answered under one name": {
		make: func(doc node) { properties(doc, "Device")["phone"] = node{"type": "string"} },
		harmless: []string{
			"Device.phone: response-optional-property-added",
			"DeviceCreate.phone: new-optional-request-property",
		},
	},
	"member of a body that has no name with us": {
		make:     func(doc node) { refundBody(doc)["reason"] = node{"type": "string"} },
		harmless: []string{"POST /v2/payments/{id}/refund reason: new-optional-request-property"},
	},
	"schema renamed": {
		make: func(doc node) {
			rename(at(doc, "components", "schemas"), "CardPatch", "CardUpdate")
			body(doc, "/v2/cards/{id}", "patch")["schema"] = reference("CardUpdate")
		},
		harmless: []string{"CardUpdate: schema-missing"},
	},
	"answered value added": {
		make:     func(doc node) { addValue(doc, "RefundStatus", "waiting") },
		harmless: []string{"RefundStatus: response-property-enum-value-added"},
	},
	"value added": {
		make: func(doc node) { addValue(doc, "CheckStatus", "failed") },
		harmless: []string{
			"SepaCheckStatus: request-property-enum-value-added",
			"SepaCheckStatus: response-property-enum-value-added",
		},
	},
	"answered value removed": {
		make:     func(doc node) { dropValue(doc, "DisbursementStatus") },
		harmless: []string{"DisbursementStatus: response-property-enum-value-removed"},
	},
	"value removed": {
		make:     func(doc node) { dropValue(doc, "ThreeDSMode") },
		breaking: []string{"ThreeDSMode: request-property-enum-value-removed"},
		harmless: []string{"ThreeDSMode: response-property-enum-value-removed"},
	},
	"bounds of a request": {
		make: func(doc node) {
			at(properties(doc, "CardIn"), "name")["minLength"] = 4
			at(properties(doc, "CardIn"), "exp_year")["maximum"] = json.Number("2199.0")
		},
		breaking: []string{"CardCreate.name: request-property-min-length-increased"},
		harmless: []string{"CardCreate.exp_year: request-property-max-increased"},
	},
	"bounds of an answer": {
		make:     func(doc node) { at(properties(doc, "CardOut"), "last4")["maxLength"] = 8 },
		harmless: []string{"Card.last4: response-property-max-length-increased"},
	},
	"bounds of an answer that has no members": {
		make: func(doc node) {
			at(content(doc, "/v2/sepa/check/generate", "post"), "schema")["maxLength"] = 40
		},
		harmless: []string{"POST /v2/sepa/check/generate: response-body-max-length-increased"},
	},
	"header": {
		make: func(doc node) {
			response := at(route(doc, "/v2/payouts/", "get"), "responses", "200")
			response["headers"] = node{"X-Total": node{"schema": node{"type": "integer"}}}
		},
		harmless: []string{"GET /v2/payouts/ x-total: response-header-added"},
	},
	"form of an identifier": {
		make: func(doc node) {
			at(properties(doc, "RefundCreate"), "payment")["pattern"] = "^paym_[a-z]{30}$"
		},
		breaking: []string{"RefundCreate.payment: request-property-pattern-changed"},
	},
	"default": {
		make:     func(doc node) { at(properties(doc, "PaymentIn"), "capture")["default"] = false },
		breaking: []string{"PaymentCreate.capture: request-property-default-value-changed"},
	},
	"required member of an answer made optional": {
		make:     func(doc node) { schema(doc, "SepaCheckCreationOut")["required"] = []any{} },
		breaking: []string{"SepaCheckCreated.id: response-property-became-optional"},
	},
	"required member of an answer made nullable": {
		make: func(doc node) {
			at(properties(doc, "CardOut"), "brand")["type"] = []any{"string", "null"}
		},
		breaking: []string{"Card.brand: response-property-became-nullable"},
	},
	"status": {
		make: func(doc node) {
			rename(at(route(doc, "/v2/cards/", "post"), "responses"), "200", "201")
		},
		breaking: []string{"POST /v2/cards/: response-success-status-removed"},
		harmless: []string{"POST /v2/cards/: response-success-status-added"},
	},
	"security removed": {
		make: func(doc node) {
			route(doc, "/v2/disputes/", "get")["security"] = []any{node{"Bearer": []any{}}}
		},
		breaking: []string{"GET /v2/disputes/: api-security-removed"},
	},
	"security added": {
		make: func(doc node) {
			schemes := at(doc, "components", "securitySchemes")
			schemes["Digest"] = node{"type": "http", "scheme": "digest"}
			route(doc, "/v2/ping", "get")["security"] = []any{
				node{"Basic": []any{}}, node{"Bearer": []any{}}, node{"Digest": []any{}},
			}
		},
		harmless: []string{"GET /v2/ping: api-security-added"},
	},
	"schema that holds itself": {
		make: func(doc node) {
			branches := node{"type": "array", "items": reference("Tree")}
			at(doc, "components", "schemas")["Tree"] = node{
				"type": "object", "properties": node{"branches": branches},
			}
			properties(doc, "CardOut")["tree"] = reference("Tree")
		},
		harmless: []string{"Card.tree: response-optional-property-added"},
	},
}

func TestChanges(t *testing.T) {
	t.Parallel()
	needsTool(t)
	t.Run("a document made of ours", func(t *testing.T) {
		t.Parallel()
		assertChangesFound(t, published(t))
	})
	t.Run("the document that Stancer published", func(t *testing.T) {
		t.Parallel()
		assertChangesFound(t, stancers(t))
	})
}

// assertChangesFound makes all changes to a document, and asserts that each of them is reported in
// its group, and nothing else that was not reported before.
func assertChangesFound(t *testing.T, doc node) {
	t.Helper()
	before := driftJSON(t, doc)
	for _, test := range changes {
		test.make(doc)
	}
	result := driftJSON(t, doc)
	assert.Equal(t, somethingNew, result.status)
	assert.Equal(t, before.Stale, result.Stale)
	breaking := without(lines(result.Breaking), lines(before.Breaking))
	harmless := without(lines(result.Harmless), lines(before.Harmless))
	expected := 0
	for name, test := range changes {
		assert.Subset(t, breaking, test.breaking, name)
		assert.Subset(t, harmless, test.harmless, name)
		expected += len(test.breaking) + len(test.harmless)
	}
	assert.Len(t, slices.Concat(breaking, harmless), expected)
}

func lines(changes []change) (lines []string) {
	for _, change := range changes {
		lines = append(lines, change.Where+": "+change.ID)
	}
	return lines
}

func without(all, some []string) []string {
	return slices.DeleteFunc(all, func(line string) bool { return slices.Contains(some, line) })
}

func TestChangedOperationIDsAreOneChange(t *testing.T) {
	t.Parallel()
	needsTool(t)
	doc := published(t)
	for _, op := range document(doc).operations() {
		written := route(doc, op.path, op.method)
		written["operationId"] = strings.ReplaceAll(written["operationId"].(string), "_", "-")
	}
	result := driftJSON(t, doc)
	assert.Empty(t, result.Breaking)
	require.Equal(t, []string{"operation ids: api-operation-id-removed"}, lines(result.Harmless))
	assert.Contains(t, result.Harmless[0].Text, "78 operation ids changed; at ")
}

func TestDocumentThatStancerPublished(t *testing.T) {
	t.Parallel()
	needsTool(t)
	result := driftJSON(t, stancers(t))
	assert.Empty(t, lines(result.Breaking))
	assert.Empty(t, lines(result.Harmless))
	assert.Empty(t, result.Stale)
}
