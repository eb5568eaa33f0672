package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// retries are the values of x-retry. The head of the document defines them.
var retries = []string{"again", "lookup", "read", "never"}

// load reads the document. It returns an error for an operation without a valid x-retry and for a
// schema that contains itself.
func load(path string) (*openapi3.T, error) {
	loader := openapi3.NewLoader()
	loader.IncludeOrigin = true // prepare sorts by line
	doc, err := loader.LoadFromFile(path)
	if err != nil {
		return nil, err
	}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			if err := checkRetry(op.Extensions); err != nil {
				return nil, fmt.Errorf("%s %s: %w", method, path, err)
			}
		}
	}
	if doc.Components == nil {
		return doc, nil
	}
	return doc, rejectRecursion(doc.Components.Schemas)
}

// checkRetry checks the extensions of an operation that say how it is retried.
func checkRetry(extensions map[string]any) error {
	retry, _ := extensions["x-retry"].(string)
	key, _ := extensions["x-retry-key"].(string)
	done, _ := extensions["x-retry-done"].([]any)
	switch {
	case !slices.Contains(retries, retry):
		return fmt.Errorf("x-retry is %q, want one of %s", retry, strings.Join(retries, ", "))
	case (key != "") != (retry == "lookup"):
		return errors.New("x-retry-key is required with x-retry: lookup, and allowed only there")
	case (len(done) > 0) != (retry == "read"):
		return errors.New("x-retry-done is required with x-retry: read, and allowed only there")
	}
	return nil
}

// prepare changes the document so that oapi-codegen generates the types and names that package api
// has.
func prepare(doc *openapi3.T, handwritten []string) {
	for _, schema := range doc.Components.Schemas {
		order(schema.Value)
	}
	typeMembers(doc)
	for name, schema := range doc.Components.Schemas {
		if plain(schema.Value) && !slices.Contains(handwritten, name) {
			inline(doc, "#/components/schemas/"+name)
			delete(doc.Components.Schemas, name)
		}
	}
	// Shared parameters, bodies and responses need no Go types of their own.
	for _, item := range doc.Paths.Map() {
		clear := func(parameters openapi3.Parameters) {
			for _, parameter := range parameters {
				parameter.Ref = ""
			}
		}
		clear(item.Parameters)
		for _, op := range item.Operations() {
			clear(op.Parameters)
			if op.RequestBody != nil {
				op.RequestBody.Ref = ""
			}
			for _, response := range op.Responses.Map() {
				response.Ref = ""
			}
		}
	}
	doc.Components.Parameters, doc.Components.RequestBodies = nil, nil
	doc.Components.Responses, doc.Components.Examples = nil, nil
}

// order makes the members of an object keep the order of the document. Without it, oapi-codegen
// sorts them by name.
func order(schema *openapi3.Schema) {
	for _, property := range schema.Properties {
		extend(property, "x-order", float64(line(property)))
	}
}

func line(ref *openapi3.SchemaRef) int {
	if ref.Ref != "" {
		return ref.Origin.Key.Line
	}
	return ref.Value.Origin.Key.Line
}

// plain reports whether a schema is a scalar that only shares bounds, neither an enumeration nor an
// identifier.
func plain(schema *openapi3.Schema) bool {
	scalar := schema.Type.Is("string") || schema.Type.Is("integer")
	return scalar && len(schema.Enum) == 0 && schema.Pattern == ""
}

// inline replaces each reference to a schema with the schema.
func inline(doc *openapi3.T, ref string) {
	for _, schema := range doc.Components.Schemas {
		inlineIn(schema, ref)
	}
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			for _, parameter := range op.Parameters {
				inlineIn(parameter.Value.Schema, ref)
			}
		}
	}
}

func inlineIn(schema *openapi3.SchemaRef, ref string) {
	if schema == nil {
		return
	}
	if schema.Ref == ref {
		schema.Ref = ""
	}
	if schema.Ref != "" {
		return
	}
	inlineIn(schema.Value.Items, ref)
	for _, part := range slices.Concat(schema.Value.AnyOf, schema.Value.OneOf) {
		inlineIn(part, ref)
	}
	for _, property := range schema.Value.Properties {
		inlineIn(property, ref)
	}
}
