package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
)

func init() {
	codegen.TemplateFunctions["comment"] = comment
	codegen.TemplateFunctions["is"] = is
	codegen.TemplateFunctions["bounds"] = bounds
	codegen.TemplateFunctions["hasSecret"] = hasSecret
	codegen.TemplateFunctions["isList"] = isList
	codegen.TemplateFunctions["isPlainPage"] = isPlainPage
	codegen.TemplateFunctions["prefix"] = prefix
	codegen.TemplateFunctions["document"] = func() string { return document }
}

// comment makes a text a Go comment.
func comment(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSpace("// " + line)
	}
	return strings.Join(lines, "\n")
}

// is makes a description, "A page of cards.", the first sentence of a Go comment, "CardList is a page of cards."
func is(name, description string) string {
	first, size := utf8.DecodeRuneInString(description)
	return name + " is " + string(unicode.ToLower(first)) + description[size:]
}

// bounds tells the limits of a member as a sentence, " 3 to 64 characters." for example, or nothing.
func bounds(schema *openapi3.Schema) string {
	if schema == nil {
		return ""
	}
	for _, part := range schema.AnyOf { // a member that may be null
		if text := bounds(part.Value); text != "" {
			return text
		}
	}
	switch least, most := schema.MinLength, schema.MaxLength; {
	case schema.Pattern != "" || !schema.Type.Includes("string"):
	case most != nil && *most == least:
		return fmt.Sprintf(" %d characters.", least)
	case most != nil && least > 0:
		return fmt.Sprintf(" %d to %d characters.", least, *most)
	case most != nil:
		return fmt.Sprintf(" Up to %d characters.", *most)
	}
	if schema.Min != nil && schema.Max != nil {
		return fmt.Sprintf(" %.0f to %.0f.", *schema.Min, *schema.Max)
	}
	return ""
}

// hasSecret tells the objects that hold a secret, at any depth.
func hasSecret(schema *openapi3.Schema) bool {
	if schema == nil {
		return false
	}
	if secret, _ := schema.Extensions["x-secret"].(bool); secret {
		return true
	}
	if schema.Items != nil && hasSecret(schema.Items.Value) {
		return true
	}
	for _, part := range slices.Concat(schema.AnyOf, schema.OneOf, slices.Collect(maps.Values(schema.Properties))) {
		if hasSecret(part.Value) {
			return true
		}
	}
	return false
}

// list holds the Go names of the members and types of a list type.
type list struct{ Items, Item, Range string }

// isList returns the parts of a list type, which has a range and an array of objects. The result is
// zero for other types.
func isList(definition codegen.TypeDefinition) (found list) {
	for _, property := range definition.Schema.Properties {
		switch {
		case property.JsonFieldName == "range":
			found.Range = property.Schema.TypeDecl()
		case property.Schema.ArrayType != nil:
			found.Items, found.Item = property.GoFieldName(), property.Schema.ArrayType.TypeDecl()
		}
	}
	if found.Range == "" {
		return list{}
	}
	return found
}

// isPlainPage reports whether an operation has the parameters start and limit, and no others.
func isPlainPage(op codegen.OperationDefinition) bool {
	return len(op.QueryParams) == 2 &&
		codegen.ParameterDefinitions(op.QueryParams).FindByName("start") != nil
}

// prefix takes paym out of ^paym_[a-zA-Z0-9]{24}$.
func prefix(pattern string) string {
	before, _, _ := strings.Cut(strings.TrimPrefix(pattern, "^"), "_")
	return before
}
