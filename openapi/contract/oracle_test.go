package contract

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/openapi"
)

// TestChecksAgreeWithAnotherValidator breaks every example of the document in many ways. An independent validator of JSON Schema must find
// wrong what this package does, and nothing else. It takes milliseconds for each, so that it is asked about one in a hundred.
func TestChecksAgreeWithAnotherValidator(t *testing.T) {
	t.Parallel()
	doc, err := openapi.Load()
	require.NoError(t, err)
	compiler := &compiler{known: map[*openapi3.Schema]*schema{}}
	seen, count, valid, invalid := map[string]bool{}, 0, 0, 0
	for _, media := range contents(doc) {
		ours := compiler.schema(media.Schema)
		require.NoError(t, compiler.err)
		for _, name := range slices.Sorted(maps.Keys(media.Examples)) {
			text, err := json.Marshal(media.Examples[name].Value.Value)
			require.NoError(t, err)
			if seen[name] {
				continue
			}
			seen[name] = true
			assert.Zero(t, errorsIn(ours.check(decode(t, text), "")), name)
			for _, broken := range breakUp(decode(t, text)) {
				if count++; count%101 != 0 {
					continue
				}
				err := media.Schema.Value.VisitJSON(decode(t, broken), openapi3.EnableJSONSchema2020())
				flaws := slices.DeleteFunc(ours.check(decode(t, broken), ""), isOursAlone)
				assert.Equal(t, err != nil, errorsIn(flaws) > 0, "%s: %s\n%v\n%v", name, broken, err, flaws)
				if err != nil {
					invalid++
				} else {
					valid++
				}
			}
		}
	}
	assert.Greater(t, valid, 10)
	assert.Greater(t, invalid, 50)
}

// isOursAlone tells whether the flaw is in a format that the other validator does not check.
func isOursAlone(found flaw) bool {
	return strings.HasSuffix(found.message, "format email") || strings.HasSuffix(found.message, "format uri")
}

// contents are all JSON bodies of the document.
func contents(doc *openapi3.T) (all []*openapi3.MediaType) {
	for _, name := range slices.Sorted(maps.Keys(doc.Components.RequestBodies)) {
		all = append(all, doc.Components.RequestBodies[name].Value.Content.Get(jsonType))
	}
	for _, name := range slices.Sorted(maps.Keys(doc.Components.Responses)) {
		if media := doc.Components.Responses[name].Value.Content[jsonType]; media != nil {
			all = append(all, media)
		}
	}
	return all
}

func decode(t *testing.T, text []byte) (value any) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	require.NoError(t, decoder.Decode(&value))
	return value
}

// breakUp returns copies of a value with one thing changed in each.
func breakUp(value any) (texts [][]byte) {
	emit := func() {
		text, _ := json.Marshal(value)
		texts = append(texts, text)
	}
	var visit func(get any, set func(any))
	visit = func(get any, set func(any)) {
		for _, other := range []any{nil, true, false, json.Number("0"), json.Number("-1"), json.Number("2.5"), json.Number("7.0"),
			json.Number("5000000000"), "", strings.Repeat("x", 70), []any{}, []any{"x", "x"}, map[string]any{}} {
			set(other)
			emit()
		}
		set(get)
		switch get := get.(type) {
		case map[string]any:
			get["not_a_member"] = true
			emit()
			delete(get, "not_a_member")
			for _, name := range slices.Sorted(maps.Keys(get)) {
				member := get[name]
				delete(get, name)
				emit()
				get[name] = member
				visit(member, func(other any) { get[name] = other })
			}
		case []any:
			for i, item := range get[:min(len(get), 1)] {
				visit(item, func(other any) { get[i] = other })
			}
		}
	}
	visit(value, func(other any) { value = other })
	return texts
}

// TestWhatCannotBeCheckedIsAnError keeps a keyword that is not implemented from being passed over.
func TestWhatCannotBeCheckedIsAnError(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"type": "object", "maxProperties": 1}`:            "maxProperties",
		`{"type": "string", "format": "ipv4"}`:              "ipv4",
		`{"properties": {"a": {"allOf": [{}]}}}`:            "allOf",
		`{"anyOf": [{"type": "null"}], "oneOf": [{}]}`:      "oneOf and anyOf",
		`{"items": {"type": "string", "pattern": "(?=a)"}}`: "pattern",
	} {
		var ref openapi3.SchemaRef
		require.NoError(t, json.Unmarshal([]byte(text), &ref))
		compiler := &compiler{known: map[*openapi3.Schema]*schema{}}
		compiler.schema(&ref)
		assert.ErrorContains(t, compiler.err, want)
	}
}

// TestKeywords has what the examples of the document do not reach.
func TestKeywords(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ schema, value, want string }{
		{`{"oneOf": [{"type": "integer"}, {"type": "number"}]}`, `1`, "fits more than one of the alternatives"},
		{`{"oneOf": [{"type": "integer"}, {"type": "number"}]}`, `1.5`, ""},
		{`{"anyOf": [{"type": "integer"}, {"type": "number"}]}`, `1`, ""},
		{`{"type": "integer", "exclusiveMinimum": 0}`, `0`, "is not more than 0"},
		{`{"type": "integer", "exclusiveMinimum": 0}`, `1`, ""},
		{`{"type": "integer", "format": "int64"}`, `9223372036854775807`, ""},
		{`{"type": "integer", "format": "int64"}`, `9223372036854775808`, "has not the format int64"},
		{`{"type": "integer"}`, `1e0`, ""},
		{`{"type": "integer"}`, `1e999999999`, "is a number, want integer"},
		{`{"type": "number"}`, `1e999999999`, "is a number that is too large"},
		{`{"type": "array", "uniqueItems": true}`, `[{"a": 1}, {"a": 1}]`, "has an item twice"},
		{`{"type": "array", "minItems": 1}`, `[]`, "has 0 items, want at least 1"},
		{`{"type": "string", "format": "email"}`, `"Arthur <a@example.com>"`, "has not the format email"},
		{`{"type": "string", "format": "uri"}`, `"example.com/a"`, "has not the format uri"},
		{`{"type": "string", "format": "date"}`, `"2024-02-29"`, ""},
		{`{"type": "string", "maxLength": 2}`, `"éé"`, ""},
		{`{"type": "string", "enum": ["a", "b"]}`, `"c"`, "is none of a, b"},
		{`{"type": "integer", "enum": [1, 2]}`, `2.0`, ""},
	} {
		var ref openapi3.SchemaRef
		require.NoError(t, json.Unmarshal([]byte(test.schema), &ref))
		compiler := &compiler{known: map[*openapi3.Schema]*schema{}}
		flaws := compiler.schema(&ref).check(decode(t, []byte(test.value)), "")
		require.NoError(t, compiler.err)
		if test.want == "" {
			assert.Empty(t, flaws, "%s %s", test.schema, test.value)
		} else if assert.Len(t, flaws, 1, "%s %s", test.schema, test.value) {
			assert.Equal(t, test.want, flaws[0].message)
		}
	}
}
