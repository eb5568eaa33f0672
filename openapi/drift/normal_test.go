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

// The form in which documents are compared does not depend on how the same content is written.
func TestTheSameContentInOtherWords(t *testing.T) {
	t.Parallel()
	doc := published(t)
	base, revision := flattened(t, doc)
	at(doc, "info")["version"] = "v2.1"
	doc["servers"] = []any{node{"url": "https://api.stancer.com"}}
	at(doc, "paths", "/v2/customers/", "get")["description"] = "Other words."
	at(doc, "components", "schemas")["Unused"] = node{"type": "object"}
	at(doc, "components", "schemas", "CardOut", "properties", "brand")["title"] = "The Brand"
	at(doc, "components", "schemas", "CardIn", "properties")["exp_month"] = node{
		"allOf": []any{node{"type": "integer", "minimum": 1, "maximum": 12}}, "exemple": 3,
	}
	at(doc, "components", "schemas", "CardOut", "properties")["country"] = node{"anyOf": []any{
		node{"type": "string"}, node{"type": "null"},
	}}
	at(doc, "components", "securitySchemes")["Key"] = at(doc, "components", "securitySchemes", "Basic")
	at(doc, "paths", "/v2/cards/{id}", "get")["security"] = []any{node{"Key": []any{}}, node{"Bearer": []any{}}}
	parameter(doc, "/v2/cards/{id}", "get", "id")["name"] = "card_id"
	at(doc, "paths")["/v2/cards/{card_id}"] = node{"get": at(doc, "paths", "/v2/cards/{id}", "get")}
	delete(at(doc, "paths", "/v2/cards/{id}"), "get")
	sameBase, sameRevision := flattened(t, doc)
	assert.Equal(t, base, sameBase)
	country := at(sameRevision, "paths", "/schemas/Card", "post", "responses", "200", "content",
		"application/json", "schema", "properties", "Card", "properties", "country")
	assert.Equal(t, []any{"null", "string"}, country["type"], "null is a difference; whether it matters is decided later")
	country["type"] = []any{"string"}
	bounds := at(sameRevision, "paths", "/schemas/CardCreate", "post", "requestBody", "content",
		"application/json", "schema", "properties", "CardCreate", "properties", "exp_month")
	assert.EqualValues(t, node{"type": []any{"integer"}, "minimum": json.Number("1"), "maximum": json.Number("12")}, bounds)
	bounds["minimum"], bounds["maximum"] = json.Number("1.0"), json.Number("12.0")
	assert.Equal(t, revision, sameRevision)
}
