package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// rejectRecursion returns an error for a schema that contains itself. The generator and the fake
// follow references to their end, and a recursive schema has none.
func rejectRecursion(schemas openapi3.Schemas) error {
	checked := map[*openapi3.Schema]bool{}
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		if err := descend(schemas[name], []string{name}, nil, checked); err != nil {
			return err
		}
	}
	return nil
}

// descend visits a schema and the schemas in it. above are the schemas that contain it, and names
// are the names of those that have one.
func descend(
	ref *openapi3.SchemaRef, names []string, above []*openapi3.Schema,
	checked map[*openapi3.Schema]bool,
) error {
	if name, referred := strings.CutPrefix(ref.Ref, "#/components/schemas/"); referred {
		names = append(slices.Clip(names), name)
	}
	if slices.Contains(above, ref.Value) {
		return fmt.Errorf("schema %s contains itself (%s): recursive schemas are not supported",
			names[len(names)-1], strings.Join(names, " > "))
	}
	if checked[ref.Value] {
		return nil
	}
	for _, part := range parts(ref.Value) {
		if err := descend(part, names, append(slices.Clip(above), ref.Value), checked); err != nil {
			return err
		}
	}
	checked[ref.Value] = true
	return nil
}

// parts returns the schemas directly in a schema.
func parts(schema *openapi3.Schema) []*openapi3.SchemaRef {
	all := slices.Concat(schema.AllOf, schema.AnyOf, schema.OneOf)
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		all = append(all, schema.Properties[name])
	}
	all = append(all, schema.Items, schema.Not, schema.AdditionalProperties.Schema)
	return slices.DeleteFunc(all, func(part *openapi3.SchemaRef) bool { return part == nil })
}
