package openapi

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Schema is a compiled schema of the document.
type Schema struct{ compiled *jsonschema.Schema }

// Check returns the flaws in a value that [Decode] returned. It checks formats, too.
func (s *Schema) Check(value any) []Flaw {
	var invalid *jsonschema.ValidationError
	if errors.As(s.compiled.Validate(value), &invalid) {
		return distinct(flawsOf(invalid, value))
	}
	return nil
}

// location is the base of the document's references. Nothing is ever requested from it.
const location = "https://stancer.invalid/"

// Schema returns a schema of the document. The first call for a schema compiles it. Schema panics
// if the schema is not valid JSON Schema 2020-12.
func (s *Spec) Schema(ref *openapi3.SchemaRef) *Schema {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.schemas[ref.Value] == nil {
		s.schemas[ref.Value] = &Schema{shorten(s.compile(ref), s.shortened)}
	}
	return s.schemas[ref.Value]
}

func (s *Spec) compile(ref *openapi3.SchemaRef) *jsonschema.Schema {
	if s.compiler == nil {
		s.compiler = jsonschema.NewCompiler()
		s.compiler.DefaultDraft(jsonschema.Draft2020)
		s.compiler.AssertFormat()
		components := map[string]any{"schemas": s.Doc.Components.Schemas}
		s.add(location, map[string]any{"components": components})
	}
	if ref.Ref != "" {
		return s.compiler.MustCompile(location + ref.Ref)
	}
	unnamed := location + strconv.Itoa(len(s.schemas))
	s.add(unnamed, ref)
	return s.compiler.MustCompile(unnamed)
}

// add adds a part of the document to the compiler. It makes the references absolute.
func (s *Spec) add(url string, part any) {
	text, err := json.Marshal(part)
	if err != nil {
		panic("openapi: " + err.Error())
	}
	text = bytes.ReplaceAll(text, []byte(`"$ref":"#`), []byte(`"$ref":"`+location+"#"))
	resource, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		panic("openapi: " + err.Error())
	}
	if err := s.compiler.AddResource(url, resource); err != nil {
		panic("openapi: " + err.Error())
	}
}

// shorten makes checks faster without changing their results. It replaces references by the schemas
// that they refer to, and moves null to the front of alternatives, because most absent members are
// null. It does not touch a schema that is in seen, because that may be in use.
func shorten(s *jsonschema.Schema, seen map[*jsonschema.Schema]bool) *jsonschema.Schema {
	for s.Ref != nil && !seen[s] {
		seen[s] = true
		s = s.Ref
	}
	if seen[s] {
		return s
	}
	seen[s] = true
	for name, member := range s.Properties {
		s.Properties[name] = shorten(member, seen)
	}
	if s.Items2020 != nil {
		s.Items2020 = shorten(s.Items2020, seen)
	}
	for _, alternatives := range [][]*jsonschema.Schema{s.AnyOf, s.OneOf} {
		for i := range alternatives {
			alternatives[i] = shorten(alternatives[i], seen)
		}
	}
	slices.SortStableFunc(s.AnyOf, func(a, b *jsonschema.Schema) int {
		return cmp.Compare(rank(a), rank(b))
	})
	return s
}

func rank(s *jsonschema.Schema) int {
	if s.Types != nil && *s.Types == typeNamed("null") {
		return 0
	}
	return 1
}
