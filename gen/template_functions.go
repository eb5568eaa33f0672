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
	codegen.TemplateFunctions["isPaged"] = isPaged
	codegen.TemplateFunctions["isPlainPage"] = isPlainPage
	codegen.TemplateFunctions["prefix"] = prefix
	codegen.TemplateFunctions["answerPrefix"] = answerPrefix
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

// list says how a page of a list is made: the Go names of the member that holds the objects, and of their type.
type list struct{ Items, Item string }

// isList recognises a page of a list by its two members, range and the objects, among which version 1 has live_mode.
func isList(definition codegen.TypeDefinition) (found list) {
	ranged := false
	for _, property := range definition.Schema.Properties {
		switch {
		case property.JsonFieldName == "range":
			ranged = true
		case property.Schema.ArrayType != nil:
			found = list{property.GoFieldName(), property.Schema.ArrayType.TypeDecl()}
		}
	}
	if !ranged {
		return list{}
	}
	return found
}

// isPaged tells the operations that take start and limit.
func isPaged(op codegen.OperationDefinition) bool {
	return codegen.ParameterDefinitions(op.QueryParams).FindByName("start") != nil
}

// isPlainPage tells those that take nothing else.
func isPlainPage(op codegen.OperationDefinition) bool {
	return isPaged(op) && len(op.QueryParams) == 2
}

// prefix takes paym out of ^paym_[a-zA-Z0-9]{24}$.
func prefix(pattern string) string {
	before, _, _ := strings.Cut(strings.TrimPrefix(pattern, "^"), "_")
	return before
}

// answerPrefix is the prefix of the identifier of the object that an operation answers with. It is
// empty for lists and for objects without an identifier.
func answerPrefix(op codegen.OperationDefinition) string {
	response := op.Spec.Responses.Value("200")
	if response == nil || response.Value == nil {
		return ""
	}
	content := response.Value.Content.Get("application/json")
	if content == nil || content.Schema == nil {
		return ""
	}
	id := content.Schema.Value.Properties["id"]
	if id == nil {
		return ""
	}
	return prefix(id.Value.Pattern)
}
