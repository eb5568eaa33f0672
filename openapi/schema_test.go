package openapi_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/openapi"
)

// schemas returns a function that returns a schema by its name, of a document with these schemas.
func schemas(t testing.TB, named string) func(name string) *openapi.Schema {
	t.Helper()
	text := `{"openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": {}, ` +
		`"components": {"schemas": ` + named + `}}`
	doc, err := openapi3.NewLoader().LoadFromData([]byte(text))
	require.NoError(t, err)
	spec := openapi.New(doc)
	return func(name string) *openapi.Schema { return spec.Schema(doc.Components.Schemas[name]) }
}

func decode(t testing.TB, text string) any {
	t.Helper()
	value, err := openapi.Decode([]byte(text))
	require.NoError(t, err)
	return value
}

func lines(flaws []openapi.Flaw) (lines []string) {
	for _, flaw := range flaws {
		lines = append(lines, strings.TrimSpace(openapi.Pointer(flaw.Path)+" "+flaw.Message))
	}
	return lines
}

func TestFlaws(t *testing.T) {
	for _, test := range []struct{ schema, value, want string }{
		{`{"type": "integer", "exclusiveMinimum": 0}`, `0`, "must be greater than 0"},
		{`{"type": "integer", "minimum": 1}`, `0`, "must be at least 1"},
		{`{"type": "number", "maximum": 0.5}`, `0.51`, "must be at most 0.5"},
		{`{"type": "number", "multipleOf": 2}`, `3`, "does not satisfy multipleOf"},
		{`{"type": "integer"}`, `1e0`, ""},
		{`{"type": "integer"}`, `1.5`, "must be of type integer, is number"},
		{`{"uniqueItems": true}`, `[{"a": 1}, {"a": 1}]`, "must not have duplicate items"},
		{`{"type": "array", "minItems": 1}`, `[]`, "must have at least 1 items, has 0"},
		{`{"items": {"type": "string"}}`, `["a", 1]`, "/1 must be of type string, is number"},
		{`{"format": "email"}`, `"Arthur <a@example.com>"`, "must have the format email"},
		{`{"format": "uri"}`, `"example.com/a"`, "must have the format uri"},
		{`{"format": "date"}`, `"2021-02-29"`, "must have the format date"},
		{`{"format": "date"}`, `"2024-02-29"`, ""},
		{`{"format": "date-time"}`, `"2024-02-29"`, "must have the format date-time"},
		{`{"type": "string", "maxLength": 2}`, `"éé"`, ""},
		{`{"type": "string", "maxLength": 2}`, `"éée"`, "must have at most 2 characters, has 3"},
		{`{"type": "string", "pattern": "^a$"}`, `"b"`, "must match ^a$"},
		{`{"type": "string", "enum": ["a", "b"]}`, `"c"`, "must be one of a, b"},
		{`{"type": "integer", "enum": [1, 2]}`, `2.0`, ""},
		{`{"const": true}`, `false`, "must be true"},
		{`{"properties": {}, "additionalProperties": false}`, `{"a": 1}`, "/a is not documented"},
		{`{"allOf": [{"required": ["a/b"]}, {"required": ["a/b"]}]}`, `{}`, "/a~1b is missing"},
		{`false`, `1`, "does not satisfy the schema"},
	} {
		assertFlaws(t, test.schema, test.value, test.want)
	}
}

func assertFlaws(t *testing.T, schema, value, want string) {
	t.Helper()
	got := lines(schemas(t, `{"S": `+schema+`}`)("S").Check(decode(t, value)))
	assert.Equal(t, want, strings.Join(got, "; "), "%s %s", schema, value)
}

func TestFlawsOfAlternatives(t *testing.T) {
	for _, test := range []struct{ schema, value, want string }{
		{`{"oneOf": [
			{"type": "integer"},
			{"type": "number"}
		]}`, `1`, "must fit only one of the alternatives"},
		{`{"oneOf": [
			{"type": "integer"},
			{"type": "number"}
		]}`, `1.5`, ""},
		{`{"anyOf": [
			{"type": "integer"},
			{"type": "number"}
		]}`, `1`, ""},
		{`{"anyOf": [
			{"type": "integer"},
			{"type": "null"}
		]}`, `"x"`, "must be of type integer or null, is string"},
		{`{"anyOf": [
			{"type": "integer"},
			{"type": "string", "minLength": 2}
		]}`, `"x"`, "must have at least 2 characters, has 1"},
		{`{"anyOf": [
			{"type": "null"},
			{"anyOf": [{"type": "object", "required": ["a"]}, {"type": "string"}]}
		]}`, `{}`, "/a is missing"},
		{`{"anyOf": [
			{"type": "object", "required": ["a", "b"]},
			{"type": "object", "required": ["c"]}
		]}`, `{}`, "/c is missing"},
	} {
		assertFlaws(t, test.schema, test.value, test.want)
	}
}

// TestFlawsContainNoValue checks a secret against schemas that it does not fit.
func TestFlawsContainNoValue(t *testing.T) {
	const secret = "4242424242424242"
	values := []string{`"` + secret + `"`, secret, `["` + secret + `"]`, `{"a": "` + secret + `"}`}
	for _, schema := range []string{
		`{"type": "boolean"}`, `{"enum": ["a"]}`, `{"const": "a"}`, `{"pattern": "^a$"}`,
		`{"format": "date"}`, `{"format": "uri"}`, `{"format": "email"}`, `{"format": "date-time"}`,
		`{"maxLength": 1}`, `{"minLength": 50}`, `{"maximum": 1, "type": ["number", "string"]}`,
		`{"exclusiveMinimum": 9e20}`, `{"multipleOf": 5}`, `{"not": {}}`,
		`{"contains": {"const": 1}}`, `{"anyOf": [{"enum": [1]}, {"type": "null"}]}`,
		`{"properties": {"a": {"enum": [1]}}, "propertyNames": {"maxLength": 0}}`,
		`{"type": "object", "maxProperties": 0}`,
	} {
		check := schemas(t, `{"S": `+schema+`}`)("S").Check
		for _, value := range values {
			for _, flaw := range check(decode(t, value)) {
				assert.NotContains(t, fmt.Sprintf("%#v", flaw), secret, "%s %s", schema, value)
				assert.NotEmpty(t, flaw.Message)
			}
		}
	}
}

// TestIndexesInPathsAreInts asserts that an index differs from a member whose name is a number.
func TestIndexesInPathsAreInts(t *testing.T) {
	check := schemas(t, `{"S": {"items": {"additionalProperties": {"type": "null"}}}}`)("S").Check
	flaws := check(decode(t, `[{"4242": 1}]`))
	require.Len(t, flaws, 1)
	assert.Equal(t, []any{0, "4242"}, flaws[0].Path)
}

func TestRecursiveSchemas(t *testing.T) {
	named := schemas(t, `{
		"Tree": {"type": "object", "required": ["value"], "properties": {
			"left": {"anyOf": [{"$ref": "#/components/schemas/Tree"}, {"type": "null"}]},
			"value": {"type": "integer"}
		}},
		"Loop": {"anyOf": [{"$ref": "#/components/schemas/Loop"}, {"type": "null"}]}
	}`)
	tree := named("Tree")
	value := decode(t, `{"value": 1.0, "left": {"value": 2, "left": {"value": 3e0, "new": 1}}}`)
	assert.Empty(t, tree.Check(value))
	assert.Equal(t, []string{"/left/left/new is not documented"}, lines(tree.Undocumented(value)))
	assert.Empty(t, tree.Normalize(value))
	tree.Complete(value)
	text, err := json.Marshal(value)
	require.NoError(t, err)
	want := `{"value": 1, "left": {"value": 2, "left": {"value": 3, "left": null, "new": 1}}}`
	assert.JSONEq(t, want, string(text))
	value = decode(t, `{"value": 1, "left": {}}`)
	assert.Equal(t, []string{"/left/value is missing"}, lines(tree.Check(value)))

	loop := named("Loop")
	assert.NotEmpty(t, loop.Check(decode(t, `{"a": 1}`)))
	assert.Empty(t, loop.Undocumented(decode(t, `{"a": 1}`)))
}

func TestNormalize(t *testing.T) {
	schema := schemas(t, `{"S": {"properties": {
		"amount": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
		"list": {"items": {"type": ["integer", "null"]}},
		"rate": {"type": "number"},
		"free": {}
	}}}`)("S")
	for text, want := range map[string]string{
		`{"amount": 42.0, "rate": 1.0, "free": 1.0}`: `{"amount":42,"free":1.0,"rate":1.0}`,
		`{"amount": 9223372036854775807}`:            `{"amount":9223372036854775807}`,
		`{"amount": 9223372036854775807.0}`:          `{"amount":9223372036854775807}`,
		`{"list": [1e2, 100E-2, -0.0, null]}`:        `{"list":[100,1,0,null]}`,
	} {
		value := decode(t, text)
		assert.Empty(t, schema.Check(value))
		assert.Empty(t, schema.Normalize(value))
		got, err := json.Marshal(value)
		require.NoError(t, err)
		assert.Equal(t, want, string(got))
	}
	value := decode(t, `{"amount": 9223372036854775808, "list": [1, 1e19]}`)
	assert.Empty(t, schema.Check(value))
	want := []string{"/amount must fit 64 bits", "/list/1 must fit 64 bits"}
	assert.Equal(t, want, lines(schema.Normalize(value)))
}

func TestUndocumented(t *testing.T) {
	named := schemas(t, `{
		"S": {"properties": {
			"card": {"anyOf": [
				{"type": "null"}, {"type": "string"}, {"$ref": "#/components/schemas/Card"}
			]},
			"metadata": {"type": "object"},
			"closed": {"properties": {"a": {}}, "additionalProperties": false},
			"typed": {"additionalProperties": {"$ref": "#/components/schemas/Card"}}
		}},
		"Card": {"type": "object", "properties": {"number": {}}}
	}`)
	value := decode(t, `{
		"new": 1, "card": {"number": "1", "cvc": "2"}, "metadata": {"a": 1}, "closed": {"b": 1},
		"typed": {"x": {"y": 1}}
	}`)
	assert.Equal(t, []string{
		"/card/cvc is not documented",
		"/new is not documented",
		"/typed/x/y is not documented",
	}, lines(named("S").Undocumented(value)))
}

func TestDecode(t *testing.T) {
	for text, want := range map[string]string{
		"":               "no JSON",
		" ":              "no JSON",
		`{"a":`:          "incomplete JSON",
		"{4242":          "invalid JSON",
		"1 2":            "more than one JSON value",
		"{}}":            "more than one JSON value",
		`{"a": [1e400]}`: "a number is out of range",
		`1e-99999`:       "a number is out of range",
	} {
		_, err := openapi.Decode([]byte(text))
		assert.EqualError(t, err, want, text)
	}
	value, err := openapi.Decode([]byte(`{"a": 12345678901234567890}`))
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"a": json.Number("12345678901234567890")}, value)
}

// TestEverySchemaCompiles also asserts that every format is checked.
func TestEverySchemaCompiles(t *testing.T) {
	spec := read(t)
	for name, ref := range spec.Doc.Components.Schemas {
		assert.NotNil(t, spec.Schema(ref), name)
		switch format := ref.Value.Format; format {
		case "", "binary", "int64":
		default:
			text := schemas(t, fmt.Sprintf(`{"S": {"type": "string", "format": %q}}`, format))("S")
			assert.NotEmpty(t, text.Check("-"), "the format %s of %s is not checked", format, name)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		doc, err := openapi.Load()
		require.NoError(b, err)
		openapi.New(doc)
	}
}

func BenchmarkCompileAll(b *testing.B) {
	doc, err := openapi.Load()
	require.NoError(b, err)
	for b.Loop() {
		spec := openapi.New(doc)
		for _, ref := range doc.Components.Schemas {
			spec.Schema(ref)
		}
	}
}
