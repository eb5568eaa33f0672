package main

import (
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

const schemaRef = "#/components/schemas/"

// typeMembers sets the Go types of the members of each schema. They depend on the use of the
// schema.
//
// A schema that a request can reach keeps pointers for optional members, so that "not sent" and
// "sent empty" differ. A schema that occurs only in responses has plain values for optional text,
// enumerations, identifiers and times: the zero value means that the member is absent or null.
func typeMembers(doc *openapi3.T) {
	requested := requestSchemas(doc)
	for name, schema := range doc.Components.Schemas {
		for _, property := range schema.Value.Properties {
			switch {
			case requested[name]:
				typeRequestMember(property)
			case isScalar(property):
				dropNull(property)
				extend(property, "x-go-type-skip-optional-pointer", true)
			}
			extend(property, "x-omitzero", !requested[name])
		}
	}
}

// dropNull removes the alternative null from a member that has one other alternative, because
// oapi-codegen always makes a pointer of a member that may be null.
func dropNull(property *openapi3.SchemaRef) {
	isNull := func(part *openapi3.SchemaRef) bool { return part.Value.Type.Is("null") }
	parts := slices.DeleteFunc(slices.Clone(property.Value.AnyOf), isNull)
	if len(parts) != 1 || property.Value.Extensions["x-go-type"] != nil {
		return
	}
	value := *parts[0].Value
	value.Description = property.Value.Description
	property.Ref, property.Value = parts[0].Ref, &value
}

// typeRequestMember gives a member of a request the Go type that its schema has in requests, and
// the prefix of its identifier.
func typeRequestMember(property *openapi3.SchemaRef) {
	if goType, ok := property.Value.Extensions["x-go-request-type"]; ok {
		extend(property, "x-go-type", goType)
	}
	if prefix := idPrefix(property.Value); prefix != "" {
		extend(property, "x-id-prefix", prefix)
	}
}

func extend(property *openapi3.SchemaRef, name string, value any) {
	if property.Extensions == nil {
		property.Extensions = map[string]any{}
	}
	property.Extensions[name] = value
}

// requestSchemas returns the names of the schemas that the body or a parameter of a request can
// reach.
func requestSchemas(doc *openapi3.T) map[string]bool {
	found := map[string]bool{}
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			for _, parameter := range slices.Concat(item.Parameters, op.Parameters) {
				reach(parameter.Value.Schema, found)
			}
			if op.RequestBody != nil {
				for _, content := range op.RequestBody.Value.Content {
					reach(content.Schema, found)
				}
			}
		}
	}
	return found
}

// reach adds the name of a schema, and of every schema that it refers to.
func reach(schema *openapi3.SchemaRef, found map[string]bool) {
	if schema == nil {
		return
	}
	if name, ok := strings.CutPrefix(schema.Ref, schemaRef); ok {
		if found[name] {
			return
		}
		found[name] = true
	}
	reach(schema.Value.Items, found)
	for _, part := range slices.Concat(schema.Value.AnyOf, schema.Value.OneOf, schema.Value.AllOf) {
		reach(part, found)
	}
	for _, property := range schema.Value.Properties {
		reach(property, found)
	}
}

// isScalar reports whether the Go type of the schema is a string, a time, or the number of an
// enumeration.
func isScalar(schema *openapi3.SchemaRef) bool {
	value := schema.Value
	if parts := slices.Concat(value.AnyOf, value.OneOf); len(parts) > 0 {
		texts := 0
		for _, part := range parts {
			switch {
			case part.Value.Type.Is("null"):
			case isScalar(part):
				texts++
			case !part.Value.Type.Is("integer"): // Timestamp is text or a number
				return false
			}
		}
		return texts > 0
	}
	if value.Type.Includes("object") || value.Type.Includes("array") {
		return false
	}
	return value.Type.Includes("string") || len(value.Enum) > 0
}

// idPrefix returns the prefix of the identifiers of a schema: paym for ^paym_[a-zA-Z0-9]{24}$. The
// schema may be an identifier, a list of identifiers, or a choice of an identifier and an object.
func idPrefix(schema *openapi3.Schema) string {
	if schema.Pattern != "" {
		before, _, _ := strings.Cut(strings.TrimPrefix(schema.Pattern, "^"), "_")
		return before
	}
	if schema.Items != nil {
		return idPrefix(schema.Items.Value)
	}
	for _, part := range slices.Concat(schema.AnyOf, schema.OneOf) {
		if prefix := idPrefix(part.Value); prefix != "" {
			return prefix
		}
	}
	return ""
}
