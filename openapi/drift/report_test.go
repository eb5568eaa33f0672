package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// changed has a change of each kind.
func changed(t *testing.T) node {
	t.Helper()
	doc := published(t)
	addParameter(doc, "/v2/refunds/", "get", node{"name": "shop", "in": "query", "required": true})
	addValue(doc, "RefundStatus", "waiting")
	properties(doc, "CardOut")["live_mode"] = node{"type": "boolean"}
	return doc
}

func TestReportAsText(t *testing.T) {
	t.Parallel()
	result := drift(t, written(t, changed(t)))
	assert.Equal(t, somethingNew, result.status)
	assert.Contains(t, result.stdout, "1 breaking, 1 harmless, ")
	assert.Contains(t, result.stdout, `
NEW AND BREAKING: 1
  + added the new required `+"`query`"+` request parameter
      GET /v2/refunds/ shop

NEW AND HARMLESS: 1
  + added the new `+"`waiting`"+` enum value to the response property
      RefundStatus

STALE IN DELTAS.YAML, TO BE REMOVED THERE: 1
  Seen in real answers; not published.
      Card.live_mode

KNOWN: `)
	assert.Contains(t, result.stdout, `
  Seen in real answers; not published.
      Customer.live_mode, Payment.live_mode
`)
}

func TestReportAsMarkdown(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "report.md")
	result := drift(t, "-format", "markdown", "-o", file, written(t, changed(t)))
	assert.Equal(t, somethingNew, result.status)
	assert.Empty(t, result.stdout)
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Contains(t, string(text), `
### New and breaking: 1

- `+"`+` added the new required `query`"+` request parameter
  - `+"`GET /v2/refunds/ shop`"+`

### New and harmless: 1
`)
	assert.Contains(t, string(text), "\n<details><summary>What, and why</summary>\n\n")
}

func TestReportAsJSON(t *testing.T) {
	t.Parallel()
	result := driftJSON(t, changed(t))
	assert.Equal(t, []change{{
		Where: "GET /v2/refunds/ shop", ID: "new-required-request-parameter", Text: "added the new required `query` request parameter",
	}}, result.Breaking)
	assert.Len(t, result.Harmless, 1)
	assert.Len(t, result.Stale, 1)
}

// What the document says ends up in a terminal and in an issue.
func TestReportHoldsNoControlCharacters(t *testing.T) {
	t.Parallel()
	doc := published(t)
	addValue(doc, "RefundStatus", "\x1b[2Jwaiting\n# Title")
	result := drift(t, written(t, doc))
	assert.Equal(t, somethingNew, result.status)
	assert.Contains(t, result.stdout, "waiting # Title")
	assert.NotContains(t, result.stdout, "\x1b")
}

func TestDocumentFromAnAddress(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(published(t))
	require.NoError(t, err)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(text) }))
	t.Cleanup(server.Close)
	result := drift(t, server.URL+"/api/openapi.json")
	assert.Equal(t, nothingNew, result.status, result.stderr)
}

func TestDocumentInYAML(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(published(t))
	require.NoError(t, err)
	var doc any
	require.NoError(t, json.Unmarshal(text, &doc))
	text, err = yaml.Marshal(doc)
	require.NoError(t, err)
	result := drift(t, saved(t, strings.ReplaceAll(string(text), `"200":`, "200:"))) // as people write it
	assert.Equal(t, nothingNew, result.status, result.stderr)
}
