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

// referring returns a document with a reference to target, and with further members.
func referring(target, members string) string {
	return fmt.Sprintf(`{"openapi": "3.1.0", "info": {}, "paths": {"/v2/ping": {"get": {
		"responses": {"200": {"$ref": %q}}
	}}}%s}`, target, members)
}

func TestUnusableDocumentIsRejected(t *testing.T) {
	t.Parallel()
	version := `{"openapi": "3.0.2", "paths": {"/": {}}}`
	missing := referring("#/components/responses/Ping", "")
	file := referring("ping.json", "")
	circular := referring("#/components/responses/A", `, "components": {"responses": {
		"A": {"$ref": "#/components/responses/B"},
		"B": {"$ref": "#/components/responses/A"}
	}}`)
	for name, test := range map[string]struct{ text, message string }{
		"nothing":              {" \n", "it is empty"},
		"HTML":                 {"<!doctype html><title>Stancer</title>", "it is HTML"},
		"incomplete":           {`{"openapi": "3.1.0", "paths": {`, "it is neither JSON nor YAML"},
		"a sentence":           {"Not found.", "it is not an OpenAPI document"},
		"a list":               {`[{"openapi": "3.1.0"}]`, "it is not an OpenAPI document"},
		"an error":             {`{"error": "Not found"}`, "it is not an OpenAPI document"},
		"another version":      {version, "it is OpenAPI 3.0.2: convert it to 3.1 first"},
		"no paths":             {`{"openapi": "3.1.0", "paths": {}}`, "it has no paths"},
		"a list of paths":      {`{"openapi": "3.1.0", "paths": ["/v2/ping"]}`, "it has no paths"},
		"a missing target":     {missing, `"#/components/responses/Ping" has no target`},
		"another file":         {file, `"ping.json" is to another file: bundle the document first`},
		"a circular reference": {circular, "refers to itself"},
		"too large":            {strings.Repeat(" ", maxBytes+1), "is larger than 5 MiB"},
		"too many schemas":     {growing(), "too many schemas after resolving references"},
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
	_, err := parse([]byte(referring("#/x/~0~1%7B", `, "x": {"~/{": {}}`)))
	assert.NoError(t, err)
}

// growing returns a small document of schemas that each have ten references to the next one.
func growing() string {
	var schemas strings.Builder
	for i := range 5 {
		var members []string
		for j := range 10 {
			ref := fmt.Sprintf(`{"$ref": "#/components/schemas/S%d"}`, i+1)
			members = append(members, fmt.Sprintf(`"m%d": %s`, j, ref))
		}
		properties := strings.Join(members, ", ")
		fmt.Fprintf(&schemas, `"S%d": {"type": "object", "properties": {%s}}, `, i, properties)
	}
	return `{"openapi": "3.1.0", "paths": {"/": {"get": {"responses": {"200": {"content": {
		"application/json": {"schema": {"$ref": "#/components/schemas/S0"}}
	}}}}}}, "components": {"schemas": {` + schemas.String() + `"S5": {}}}}`
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
	for _, args := range [][]string{
		{},
		{""},
		{"one.json", "two.json"},
		{"-format", "html", "one.json"},
		{"-unknown", "one.json"},
	} {
		result := drift(t, args...)
		assert.Equal(t, unusable, result.status, args)
		assert.Contains(t, result.stderr, "make spec-diff UPSTREAM=", args)
	}
}
