package openapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Decode decodes one JSON value. Numbers are of type json.Number, so that no digit is lost. An
// error never contains a part of the text.
func Decode(text []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	switch err := decoder.Decode(&value); {
	case errors.Is(err, io.EOF):
		return nil, errors.New("no JSON")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, errors.New("incomplete JSON")
	case err != nil:
		return nil, errors.New("invalid JSON")
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, errors.New("more than one JSON value")
	}
	if overflows(value) {
		return nil, errors.New("a number is out of range")
	}
	return value, nil
}

// overflows reports whether value contains a number that is too large or too small for a float64.
func overflows(value any) bool {
	switch value := value.(type) {
	case json.Number:
		_, exponent, _ := strings.Cut(strings.ToLower(value.String()), "e")
		_, err := value.Float64()
		return err != nil || len(exponent) > len("-999")
	case []any:
		return slices.ContainsFunc(value, overflows)
	case map[string]any:
		for _, member := range value {
			if overflows(member) {
				return true
			}
		}
	}
	return false
}

// Complete adds null for each member that value lacks.
func (s *Schema) Complete(value any) {
	walk(s.compiled, value, func(schema *jsonschema.Schema, value any) (any, []Flaw) {
		if object, ok := value.(map[string]any); ok {
			for name := range schema.Properties {
				if _, ok := object[name]; !ok {
					object[name] = nil
				}
			}
		}
		return value, nil
	})
}

// Undocumented returns a flaw for each member that the schema neither documents nor forbids.
func (s *Schema) Undocumented(value any) []Flaw {
	_, flaws := walk(s.compiled, value, func(schema *jsonschema.Schema, value any) (any, []Flaw) {
		object, ok := value.(map[string]any)
		if !ok || len(schema.Properties) == 0 || schema.AdditionalProperties != nil {
			return value, nil
		}
		var flaws []Flaw
		for name := range object {
			if schema.Properties[name] == nil {
				flaws = append(flaws, Flaw{Path: []any{name}, Message: "is not documented"})
			}
		}
		return value, flaws
	})
	return distinct(flaws)
}

// Normalize rewrites integers without fraction and exponent: 42.0 and 1e2, which are integers in
// JSON Schema, become 42 and 100. The value must be valid. Normalize returns a flaw for each
// integer that does not fit 64 bits.
func (s *Schema) Normalize(value any) []Flaw {
	_, flaws := walk(s.compiled, value, func(schema *jsonschema.Schema, value any) (any, []Flaw) {
		number, ok := value.(json.Number)
		if !ok || schema.Types == nil || !permits(schema, integers) {
			return value, nil
		}
		exact, _ := new(big.Rat).SetString(number.String())
		switch {
		case !exact.IsInt():
			return value, nil
		case !exact.Num().IsInt64():
			return value, []Flaw{{Keyword: "format", Want: "int64", Message: "must fit 64 bits"}}
		}
		return json.Number(exact.Num().String()), nil
	})
	return distinct(flaws)
}

// visitor is called with an array, an object or a number, and its schema. It returns the new value
// and the flaws.
type visitor func(*jsonschema.Schema, any) (any, []Flaw)

// walk visits a value and the values in it that the schema describes, the innermost first.
func walk(s *jsonschema.Schema, value any, visit visitor) (made any, flaws []Flaw) {
	switch value.(type) {
	case nil, bool, string:
		return value, nil
	}
	if s = describing(s, value, maxDepth); s == nil {
		return value, nil
	}
	inside := func(schema *jsonschema.Schema, member, step any) any {
		made, found := walk(schema, member, visit)
		for _, flaw := range found {
			flaw.Path = slices.Insert(flaw.Path, 0, step)
			flaws = append(flaws, flaw)
		}
		return made
	}
	switch value := value.(type) {
	case []any:
		for i := range value {
			value[i] = inside(s.Items2020, value[i], i)
		}
	case map[string]any:
		for name, member := range value {
			described := s.Properties[name]
			if described == nil {
				described, _ = s.AdditionalProperties.(*jsonschema.Schema)
			}
			value[name] = inside(described, member, name)
		}
	}
	made, found := visit(s, value)
	return made, append(flaws, found...)
}

// maxDepth is the number of references and alternatives that are followed for one value.
const maxDepth = 16

// describing follows references, and the first alternative that fits the value. It returns nil if
// none fits.
func describing(s *jsonschema.Schema, value any, depth int) *jsonschema.Schema {
	if s == nil || depth == 0 {
		return nil
	}
	if s.Ref != nil {
		return describing(s.Ref, value, depth-1)
	}
	for _, alternatives := range [][]*jsonschema.Schema{s.AnyOf, s.OneOf} {
		for _, alternative := range alternatives {
			if found := describing(alternative, value, depth-1); fits(found, value) {
				return found
			}
		}
		if len(alternatives) > 0 {
			return nil
		}
	}
	return s
}

// fits reports whether the schema permits the type of the value, and the value has the required
// members.
func fits(s *jsonschema.Schema, value any) bool {
	switch value := value.(type) {
	case json.Number:
		return permits(s, numbers)
	case []any:
		return permits(s, arrays)
	case map[string]any:
		missing := func(name string) bool { _, ok := value[name]; return !ok }
		return permits(s, objects) && !slices.ContainsFunc(s.Required, missing)
	}
	return false
}

var (
	integers = typeNamed("integer")
	numbers  = typeNamed("number") | integers
	arrays   = typeNamed("array")
	objects  = typeNamed("object")
)

func typeNamed(name string) (named jsonschema.Types) {
	named.Add(name)
	return named
}

func permits(s *jsonschema.Schema, types jsonschema.Types) bool {
	return s != nil && (s.Types == nil || *s.Types&types != 0)
}
