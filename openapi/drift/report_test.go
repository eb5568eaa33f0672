package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// reported is a report with each of its parts.
func reported() *report {
	changes := []change{
		{
			Where: "GET /v2/refunds/ shop", ID: "new-required-request-parameter",
			Text: "added the parameter", Breaking: true,
		},
		{Where: "RefundStatus", ID: "response-property-enum-value-added", Text: "added `waiting`"},
		{Where: "Card", ID: "schema-missing", Text: "Stancer has no schema `CardOut`"},
	}
	for i := range 5 {
		where := fmt.Sprintf("Object%d.live_mode", i)
		changes = append(changes, change{Where: where, ID: "response-optional-property-removed"})
	}
	return newReport("published.json", changes, []delta{
		{Where: []string{"*.live_mode"}, Change: []string{"*"}, Reason: "Seen in answers."},
		{Where: []string{"Card.issuer"}, Change: []string{"new-*"}, Reason: "A slip."},
	})
}

func TestReportAsMarkdown(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	writeMarkdown(&text, reported())
	head, parts, _ := strings.Cut(text.String(), "\n\n"+legend+"\n\n")
	assert.Equal(t, "published.json compared with openapi/stancer.yaml: "+
		"1 breaking, 2 harmless, 5 known, 1 stale.", head)
	assert.Equal(t, `### New and breaking: 1

- ~+~ added the parameter
  - ~GET /v2/refunds/ shop~

### New and harmless: 2

- ~-~ Stancer has no schema ~CardOut~
  - ~Card~
- ~+~ added ~waiting~
  - ~RefundStatus~

### Stale: remove from deltas.yaml, or remove the mark in stancer.yaml: 1

- A slip.
  - ~Card.issuer~
  - ~new-*~

### Known: 5

- Seen in answers.
  - ~Object0.live_mode~
  - ~Object1.live_mode~
  - ~Object2.live_mode~
  - and 2 more
`, strings.ReplaceAll(parts, "`", "~"))
}

func TestReportAsJSON(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	writeJSON(&text, reported())
	var got report
	require.NoError(t, json.Unmarshal([]byte(text.String()), &got))
	want := reported()
	want.Breaking[0].Breaking = false // not written: the group implies it
	assert.Equal(t, want, &got)
}

// Texts of a document are shown in a terminal and in an issue.
func TestReportHasNoControlCharacters(t *testing.T) {
	t.Parallel()
	found := finding{
		ID: "response-property-enum-value-added", Operation: "POST", Path: "/schemas/RefundStatus",
		Text: "added the value `\x1b[2Jwaiting\n# Title` to the response property `RefundStatus`",
	}
	change := found.change()
	assert.Equal(t, "RefundStatus", change.Where)
	assert.Equal(t, "added the value ` [2Jwaiting # Title` to the response property", change.Text)
}

func TestDocumentIsReadFromAddress(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%s accepts %s", r.URL.Path, r.Header.Get("Accept"))
	}))
	t.Cleanup(server.Close)
	text, err := read(t.Context(), server.URL+"/api/openapi.json")
	require.NoError(t, err)
	assert.Equal(t, "/api/openapi.json accepts application/json, application/yaml", string(text))
}

func TestDocumentIsReadFromYAML(t *testing.T) {
	t.Parallel()
	parsed, err := parse([]byte(`
openapi: 3.1.0
paths:
  /v2/cards/:
    get:
      parameters: [{name: limit, in: query, required: false, schema: {maximum: 100, default: 1.5}}]
      responses:
        200: {description: "The cards.", links: [{401: null}]}
`))
	require.NoError(t, err)
	text, err := json.Marshal(parsed)
	require.NoError(t, err)
	assert.JSONEq(t, `{"openapi": "3.1.0", "paths": {"/v2/cards/": {"get": {
		"parameters": [{"name": "limit", "in": "query", "required": false,
			"schema": {"maximum": 100, "default": 1.5}}],
		"responses": {"200": {"description": "The cards.", "links": [{"401": null}]}}
	}}}}`, string(text))
}
