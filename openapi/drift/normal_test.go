package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// flattened returns both documents in the form in which they are compared.
func flattened(t *testing.T, theirs node) (base, revision node) {
	t.Helper()
	our, err := ours()
	require.NoError(t, err)
	base, revision, _, err = flatten(our, document(copied(t, theirs)))
	require.NoError(t, err)
	return copied(t, base), copied(t, revision)
}

// The form in which documents are compared depends on their content, not on how it is written.
func TestEquivalentSchemasHaveOneNormalForm(t *testing.T) {
	t.Parallel()
	doc := published(t)
	base, revision := flattened(t, doc)
	at(doc, "info")["version"] = "v2.1"
	doc["servers"] = []any{node{"url": "https://api.stancer.com"}}
	route(doc, "/v2/customers/", "get")["description"] = "Other words."
	at(doc, "components", "schemas")["Unused"] = node{"type": "object"}
	at(properties(doc, "CardOut"), "brand")["title"] = "The Brand"
	properties(doc, "CardIn")["exp_month"] = node{
		"allOf": []any{node{"type": "integer", "minimum": 1, "maximum": 12}}, "exemple": 3,
	}
	properties(doc, "CardOut")["country"] = node{"anyOf": []any{
		node{"type": "string"}, node{"type": "null"},
	}}
	rename(at(doc, "components", "securitySchemes"), "Basic", "Key")
	for _, op := range document(doc).operations() {
		route(doc, op.path, op.method)["security"] = []any{
			node{"Key": []any{}}, node{"Bearer": []any{}},
		}
	}
	parameter(doc, "/v2/cards/{id}", "get", "id")["name"] = "card_id"
	at(doc, "paths")["/v2/cards/{card_id}"] = node{"get": route(doc, "/v2/cards/{id}", "get")}
	delete(at(doc, "paths", "/v2/cards/{id}"), "get")
	sameBase, sameRevision := flattened(t, doc)
	assert.Equal(t, base, sameBase)
	country := at(sameRevision, "paths", "/schemas/Card", "post", "responses", "200", "content",
		"application/json", "schema", "properties", "Card", "properties", "country")
	assert.Equal(t, []any{"null", "string"}, country["type"])
	country["type"] = []any{"string"}
	bounds := at(sameRevision, "paths", "/schemas/CardCreate", "post", "requestBody", "content",
		"application/json", "schema", "properties", "CardCreate", "properties", "exp_month")
	assert.Equal(t, json.Number("1"), bounds["minimum"])
	assert.Equal(t, json.Number("12"), bounds["maximum"])
	bounds["minimum"], bounds["maximum"] = json.Number("1.0"), json.Number("12.0")
	assert.Equal(t, revision, sameRevision)
}
