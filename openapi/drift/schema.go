package main

import (
	"maps"
	"slices"
	"strings"
)

// keywords are the keywords of a schema that are compared, with the types that they apply to; nil
// is all types. Other keywords, such as descriptions and the misspelled `exemple`, are dropped. So
// is a keyword that does not apply to the type of the schema, such as `minLength` on an array.
// Whether an object is closed makes no difference to users of this client: it sends only declared
// members, and ignores unknown ones.
var keywords = map[string][]string{
	"type": nil, "enum": nil, "default": nil, "deprecated": nil, "readOnly": nil, "writeOnly": nil,
	"allOf": nil, "not": nil, "format": nil,
	"minLength": {"string"}, "maxLength": {"string"}, "pattern": {"string"},
	"minimum": numeric, "maximum": numeric, "multipleOf": numeric,
	"exclusiveMinimum": numeric, "exclusiveMaximum": numeric,
	"items": {"array"}, "minItems": {"array"}, "maxItems": {"array"}, "uniqueItems": {"array"},
	"properties": {"object"}, "required": {"object"}, "additionalProperties": {"object"},
	"minProperties": {"object"}, "maxProperties": {"object"},
}

var (
	numeric  = []string{"integer", "number"}
	anything = []string{"array", "boolean", "null", "number", "object", "string"}
)

// A side is one of the two documents that are compared.
type side struct {
	document
	names map[string]string         // names of the schemas that both documents have, by our names
	stubs map[string]map[string]any // replacements of these schemas, by their names here
	read  int                       // number of schemas read so far
}

// maxRead limits the schemas that are read, because a small document can become very large when its
// references are followed. The real ones have fewer than 10,000 schemas.
const maxRead = 50_000

// schema returns the normal form of a schema, so that two ways to write the same schema compare as
// equal.
func (s *side) schema(value any, within ...string) map[string]any {
	if s.read++; s.read > maxRead {
		return nil
	}
	raw := maps.Clone(object(value))
	if published, ok := raw["x-stancer-published"]; ok { // our schema differs intentionally
		return s.schema(published, within...)
	}
	normal := map[string]any{}
	if ref, ok := raw["$ref"].(string); ok {
		normal = s.referred(ref, within)
	}
	if parts := list(raw["allOf"]); len(parts) == 1 { // adds a default to a reference
		normal = s.schema(parts[0], within...)
		delete(raw, "allOf")
	}
	if value, ok := raw["const"]; ok {
		raw["enum"] = []any{value}
	}
	for _, union := range []string{"anyOf", "oneOf"} {
		if parts := list(raw[union]); len(parts) > 0 {
			maps.Copy(normal, s.union(parts, within))
			delete(raw, union)
		}
	}
	for keyword, value := range raw {
		if _, known := keywords[keyword]; known {
			normal[keyword] = s.keyword(keyword, value, within)
		}
	}
	return tidy(normal)
}

// referred returns the stub of a schema that both documents have, or the content of another schema.
func (s *side) referred(ref string, within []string) map[string]any {
	name := schemaName(ref)
	if stub, shared := s.stubs[name]; shared {
		return maps.Clone(stub)
	}
	if slices.Contains(within, ref) {
		return map[string]any{"type": "object", "format": "recursive " + name}
	}
	target, _ := s.follow(ref)
	return s.schema(target, append(slices.Clone(within), ref)...)
}

func schemaName(ref string) string { return strings.TrimPrefix(ref, "#/components/schemas/") }

func (s *side) keyword(keyword string, value any, within []string) any {
	switch keyword {
	case "properties":
		members := map[string]any{}
		for name, member := range object(value) {
			members[name] = s.schema(member, within...)
		}
		return members
	case "allOf":
		parts := []any{}
		for _, part := range list(value) {
			parts = append(parts, s.schema(part, within...))
		}
		return parts
	case "items", "not", "additionalProperties":
		if _, ok := value.(map[string]any); !ok {
			return nil
		}
		return s.schema(value, within...)
	case "format":
		if slices.Contains(storage, value) {
			return nil
		}
	}
	return value
}

// storage are formats that do not affect the JSON of a value, and are dropped.
var storage = []any{"binary", "int32", "int64", "float", "double"}

// union merges alternatives of different types, such as null, into one schema. This is unambiguous
// because a keyword applies only to values of its types.
func (s *side) union(parts []any, within []string) map[string]any {
	var all []string
	var alternatives []any
	one, single := map[string]any{}, true
	for _, part := range parts {
		schema := s.schema(part, within...)
		alternatives = append(alternatives, schema)
		for _, name := range types(schema["type"]) {
			single = single && !slices.Contains(all, name)
			all = append(all, name)
		}
		for keyword, value := range schema {
			single = single && (keyword == "type" || one[keyword] == nil)
			one[keyword] = value
		}
		single = single && schema["type"] != nil
	}
	if !single {
		return map[string]any{"anyOf": alternatives}
	}
	one["type"] = all
	return one
}

// tidy drops keywords without effect, and keywords that do not apply to the type of the schema.
func tidy(schema map[string]any) map[string]any {
	names := types(schema["type"])
	if values := list(schema["enum"]); slices.Contains(values, nil) {
		isNull := func(value any) bool { return value == nil }
		schema["enum"] = slices.DeleteFunc(slices.Clone(values), isNull)
		names = append(names, "null")
	}
	slices.Sort(names)
	names = slices.Compact(names)
	if slices.Equal(names, anything) {
		names = nil
	}
	schema["type"] = names
	maps.DeleteFunc(schema, func(keyword string, value any) bool {
		applies := func(name string) bool { return slices.Contains(names, name) }
		of := keywords[keyword]
		misplaced := of != nil && names != nil && !slices.ContainsFunc(of, applies)
		return misplaced || value == nil || value == false && keyword != "default"
	})
	if names == nil {
		delete(schema, "type")
	}
	return schema
}

func types(value any) []string {
	switch value := value.(type) {
	case string:
		return []string{value}
	case []string:
		return slices.Clone(value)
	case []any:
		var names []string
		for _, item := range value {
			if name, ok := item.(string); ok {
				names = append(names, name)
			}
		}
		return names
	}
	return nil
}
