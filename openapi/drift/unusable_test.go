package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

const usable = `"openapi": "3.1.0", "info": {}, "paths": {"/v2/ping": {"get": {"responses": {"200": {"$ref": %q}}}}}`

func TestUnusableDocumentIsRejected(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, message string }{
		"nothing":          {" \n", "it is empty"},
		"HTML":             {"<!doctype html><title>Stancer</title>", "it is HTML"},
		"cut off":          {`{"openapi": "3.1.0", "paths": {`, "it is neither JSON nor YAML"},
		"a sentence":       {"Not found.", "it is not an OpenAPI document"},
		"a list":           {`[{"openapi": "3.1.0"}]`, "it is not an OpenAPI document"},
		"an error":         {`{"error": "Not found"}`, "it is not an OpenAPI document"},
		"another version":  {`{"openapi": "3.0.2", "paths": {"/": {}}}`, "it is OpenAPI 3.0.2: convert it to 3.1 first"},
		"no paths":         {`{"openapi": "3.1.0", "paths": {}}`, "it has no paths"},
		"a list of paths":  {`{"openapi": "3.1.0", "paths": ["/v2/ping"]}`, "it has no paths"},
		"a missing target": {"{" + fmt.Sprintf(usable, "#/components/responses/Ping") + "}", `"#/components/responses/Ping" has no target`},
		"another file":     {"{" + fmt.Sprintf(usable, "ping.json") + "}", `"ping.json" is to another file: bundle the document first`},
		"a circular reference": {
			"{" + fmt.Sprintf(usable, "#/components/responses/A") + `, "components": {"responses": {
				"A": {"$ref": "#/components/responses/B"}, "B": {"$ref": "#/components/responses/A"}}}}`,
			"refers to itself",
		},
		"too large":        {strings.Repeat(" ", maxBytes+1), "is larger than 5 MiB"},
		"too many schemas": {growing(), "too many schemas after resolving references"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := drift(t, saved(t, test.text))
			assert.Equal(t, unusable, result.status)
			assert.Contains(t, result.stderr, test.message)
			assert.Empty(t, result.stdout)
		})
	}
}

func TestReferencesMayHaveEscapedCharacters(t *testing.T) {
	t.Parallel()
	_, err := parse([]byte("{" + fmt.Sprintf(usable, "#/x/~0~1%7B") + `, "x": {"~/{": {}}}`))
	assert.NoError(t, err)
}

// growing is a small document of schemas that each hold the next one ten times.
func growing() string {
	var schemas strings.Builder
	for i := range 5 {
		members := []string{}
		for j := range 10 {
			members = append(members, fmt.Sprintf(`"m%d": {"$ref": "#/components/schemas/S%d"}`, j, i+1))
		}
		fmt.Fprintf(&schemas, `"S%d": {"type": "object", "properties": {%s}}, `, i, strings.Join(members, ", "))
	}
	return `{"openapi": "3.1.0", "paths": {"/": {"get": {"responses": {"200": {"content": {"application/json":
		{"schema": {"$ref": "#/components/schemas/S0"}}}}}}}}, "components": {"schemas": {` + schemas.String() + `"S5": {}}}}`
}

func TestUnreadableDocumentIsReported(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	address := server.URL + "/openapi.json"
	result := drift(t, address)
	assert.Equal(t, unusable, result.status)
	assert.Contains(t, result.stderr, "GET "+address+": 404")

	server.Close()
	assert.Equal(t, unusable, drift(t, address).status)

	missing := drift(t, filepath.Join(t.TempDir(), "openapi.json"))
	assert.Equal(t, unusable, missing.status)
	assert.Contains(t, missing.stderr, "no such file")
}

func TestUsage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{}, {""}, {"one.json", "two.json"}, {"-format", "html", "one.json"}, {"-unknown", "one.json"}} {
		result := drift(t, args...)
		assert.Equal(t, unusable, result.status, args)
		assert.Contains(t, result.stderr, "make spec-diff UPSTREAM=", args)
	}
}
