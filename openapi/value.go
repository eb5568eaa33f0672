package openapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Decode decodes one JSON value. Numbers are of type json.Number, so that no digit is lost. An
// error never holds a part of the text.
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

// overflows reports whether a number in value is too large to calculate with.
func overflows(value any) bool {
	switch value := value.(type) {
	case json.Number:
		_, err := value.Float64()
		return err != nil
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
	walk(s.compiled, value, nil, func(schema *jsonschema.Schema, value any, _ []any) any {
		if object, ok := value.(map[string]any); ok {
			for name := range schema.Properties {
				if _, ok := object[name]; !ok {
					object[name] = nil
				}
			}
		}
		return value
	})
}

// Undocumented returns the members of a value that the schema neither documents nor forbids.
func (s *Schema) Undocumented(value any) (flaws []Flaw) {
	walk(s.compiled, value, nil, func(schema *jsonschema.Schema, value any, at []any) any {
		object, ok := value.(map[string]any)
		if !ok || len(schema.Properties) == 0 || schema.AdditionalProperties != nil {
			return value
		}
		for name := range object {
			if schema.Properties[name] == nil {
				path := append(slices.Clone(at), name)
				flaws = append(flaws, Flaw{Path: path, Message: "is not documented"})
			}
		}
		return value
	})
	return distinct(flaws)
}

// normalize writes integers without fraction and exponent. An integer that does not fit 64 bits is
// a flaw.
func normalize(s *jsonschema.Schema, value any) (flaws []Flaw) {
	integer := new(jsonschema.Types)
	integer.Add("integer")
	walk(s, value, nil, func(schema *jsonschema.Schema, value any, at []any) any {
		number, ok := value.(json.Number)
		if !ok || schema.Types == nil || *schema.Types&*integer == 0 {
			return value
		}
		if _, err := number.Int64(); err == nil {
			return value
		}
		exact, _ := new(big.Rat).SetString(number.String())
		if !exact.Num().IsInt64() {
			flaws = append(flaws, Flaw{Path: slices.Clone(at), Keyword: "format", Want: "int64", Message: "must fit 64 bits"})
		}
		return json.Number(exact.Num().String())
	})
	return flaws
}

// walk calls visit with each array, object and number in a value that the schema describes, from
// the inside to the outside, and puts what visit returns in its place.
func walk(s *jsonschema.Schema, value any, at []any, visit func(*jsonschema.Schema, any, []any) any) any {
	switch value.(type) {
	case nil, bool, string:
		return value
	}
	if s = describing(s, value); s == nil {
		return value
	}
	switch value := value.(type) {
	case []any:
		for i := range value {
			value[i] = walk(s.Items2020, value[i], append(at, i), visit)
		}
	case map[string]any:
		for name, member := range value {
			described := s.Properties[name]
			if described == nil {
				described, _ = s.AdditionalProperties.(*jsonschema.Schema)
			}
			value[name] = walk(described, member, append(at, name), visit)
		}
	}
	return visit(s, value, at)
}

// describing follows references, and of several alternatives the first that is valid.
func describing(s *jsonschema.Schema, value any) *jsonschema.Schema {
	switch {
	case s == nil:
		return nil
	case s.Ref != nil:
		return describing(s.Ref, value)
	case len(s.AnyOf)+len(s.OneOf) == 0:
		return s
	}
	for _, alternative := range slices.Concat(s.AnyOf, s.OneOf) {
		if alternative.Validate(value) == nil {
			return describing(alternative, value)
		}
	}
	return nil
}
