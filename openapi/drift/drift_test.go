package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// result is what one run of the program gives.
type result struct {
	status         int
	stdout, stderr string
	report         // from -format json
}

// TestMain builds the tool, so that tests beside each other do not each build it.
func TestMain(m *testing.M) {
	_ = exec.Command("go", "run", tool, "--version").Run() // the tests say what is wrong, if anything is
	os.Exit(m.Run())
}

func drift(t *testing.T, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status := run(t.Context(), args, &stdout, &stderr)
	if strings.Contains(stderr.String(), "requires go >=") {
		t.Skipf("%s cannot be built with this version of Go: %s", tool, stderr.String())
	}
	return result{status: status, stdout: stdout.String(), stderr: stderr.String()}
}

func driftJSON(t *testing.T, doc node) result {
	t.Helper()
	result := drift(t, "-format", "json", written(t, doc))
	require.NotEqual(t, unusable, result.status, result.stderr)
	require.NoError(t, json.Unmarshal([]byte(result.stdout), &result.report))
	return result
}

func written(t *testing.T, doc node) string {
	t.Helper()
	text, err := json.Marshal(doc)
	require.NoError(t, err)
	return saved(t, string(text))
}

func saved(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "openapi.json")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}

func TestTheSameContentIsKnown(t *testing.T) {
	t.Parallel()
	result := driftJSON(t, published(t))
	assert.Equal(t, nothingNew, result.status)
	assert.Empty(t, result.Breaking)
	assert.Empty(t, result.Harmless)
	assert.Empty(t, result.Stale)
	for _, change := range result.Known {
		assert.NotEmpty(t, change.Reason, change.Where)
	}
	assert.Greater(t, len(result.Known), 200)
}

// What is written otherwise, and means the same.
func TestTheSameContentInOtherWords(t *testing.T) {
	t.Parallel()
	doc := published(t)
	at(doc, "info")["version"] = "v2.1"
	doc["servers"] = []any{node{"url": "https://api.stancer.com"}}
	at(doc, "paths", "/v2/customers/", "get")["description"] = "Other words."
	at(doc, "components", "schemas")["Unused"] = node{"type": "object"}
	at(doc, "components", "schemas", "CardOut", "properties", "brand")["title"] = "The Brand"
	at(doc, "components", "schemas", "CardIn", "properties")["exp_month"] = node{
		"allOf": []any{node{"type": "integer", "minimum": 1, "maximum": 12}}, "exemple": 3,
	}
	at(doc, "components", "schemas", "CardOut", "properties")["country"] = node{"anyOf": []any{node{"type": "string"}, node{"type": "null"}}}
	at(doc, "components", "securitySchemes")["Key"] = at(doc, "components", "securitySchemes", "Basic")
	at(doc, "paths", "/v2/cards/{id}", "get")["security"] = []any{node{"Bearer": []any{}}, node{"Key": []any{}}}
	parameter(doc, "/v2/cards/{id}", "get", "id")["name"] = "card_id"
	at(doc, "paths")["/v2/cards/{card_id}"] = node{"get": at(doc, "paths", "/v2/cards/{id}", "get")}
	delete(at(doc, "paths", "/v2/cards/{id}"), "get")
	result := driftJSON(t, doc)
	assert.Equal(t, nothingNew, result.status)
	assert.Empty(t, append(lines(result.Breaking), lines(result.Harmless)...))
}

func TestOneHarmlessChangeIsNew(t *testing.T) {
	t.Parallel()
	doc := published(t)
	addValue(doc, "RefundStatus", "waiting")
	result := driftJSON(t, doc)
	assert.Equal(t, somethingNew, result.status)
	assert.Equal(t, []string{"RefundStatus: response-property-enum-value-added"}, lines(result.Harmless))
	assert.Empty(t, result.Breaking)
}

func lines(changes []change) (lines []string) {
	for _, change := range changes {
		lines = append(lines, change.Where+": "+change.ID)
	}
	return lines
}

func TestADeltaThatExplainsNothingIsStale(t *testing.T) {
	t.Parallel()
	doc := published(t)
	properties(doc, "CardOut")["live_mode"] = node{"type": "boolean"}
	result := driftJSON(t, doc)
	assert.Equal(t, somethingNew, result.status)
	assert.Empty(t, result.Breaking)
	assert.Empty(t, result.Harmless)
	require.Len(t, result.Stale, 1)
	assert.Equal(t, []string{"Card.live_mode"}, result.Stale[0].Where)
}

// A known difference that turns into another one of its kind is new.
func TestADeltaExplainsOnlyWhatItSays(t *testing.T) {
	t.Parallel()
	doc := published(t)
	properties(doc, "CardOut")["created"].(node)["type"] = "integer"
	result := driftJSON(t, doc)
	assert.Equal(t, somethingNew, result.status)
	assert.Empty(t, result.Breaking)
	assert.Equal(t, []string{"Card.created: response-property-type-specialized"}, lines(result.Harmless))
}
