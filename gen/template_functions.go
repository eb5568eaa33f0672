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
	codegen.TemplateFunctions["signature"] = signature
	codegen.TemplateFunctions["is"] = is
	codegen.TemplateFunctions["bounds"] = bounds
	codegen.TemplateFunctions["isList"] = isList
	codegen.TemplateFunctions["isPlainPage"] = isPlainPage
	codegen.TemplateFunctions["idPrefix"] = idPrefix
	codegen.TemplateFunctions["isSecret"] = isSecret
	codegen.TemplateFunctions["secretMembers"] = secretMembers
	codegen.TemplateFunctions["constants"] = constants
	codegen.TemplateFunctions["answerPrefix"] = answerPrefix
	codegen.TemplateFunctions["document"] = func() string { return document }
}

// width is the largest number of columns of a generated line.
const width = 100

// comment returns a text as a Go comment. Lines that are too long are wrapped, also as the comment
// of an indented member.
func comment(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	const longest = width - len("    // ")
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		if line := lines[i]; len(line) > longest {
			if space := strings.LastIndex(line[:longest+1], " "); space > 0 {
				lines[i] = line[:space]
				lines = carry(lines, i+1, line[space+1:])
			}
		}
		lines[i] = strings.TrimSpace("// " + lines[i])
	}
	return strings.Join(lines, "\n")
}

// carry puts the rest of a line before the line at index i, or on a line of its own if that one
// does not continue the paragraph.
func carry(lines []string, i int, rest string) []string {
	if i == len(lines) || lines[i] == "" || strings.HasPrefix(lines[i], "- ") {
		return slices.Insert(lines, i, rest)
	}
	lines[i] = rest + " " + lines[i]
	return lines
}

// signature returns a function's signature on one line, or with its parameters on a line of their
// own if that is too long, or with one parameter a line if that is still too long.
func signature(before, parameters, results string) string {
	line := before + "(" + parameters + ") " + results + " {"
	switch {
	case len(line) <= width:
		return line
	case len("    ,"+parameters) > width:
		parameters = strings.ReplaceAll(parameters, ", ", ",\n\t")
	}
	return before + "(\n\t" + parameters + ",\n) " + results + " {"
}

// is returns a description, "A page of cards.", as the start of a Go comment: "CardList is a page
// of cards."
func is(name, description string) string {
	first, size := utf8.DecodeRuneInString(description)
	return name + " is " + string(unicode.ToLower(first)) + description[size:]
}

// bounds returns the limits of a member as a sentence, " 3 to 64 characters." for example. It is
// empty for a member without limits.
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

// isSecret reports whether a schema is marked as secret.
func isSecret(schema *openapi3.Schema) bool {
	if schema == nil {
		return false
	}
	secret, _ := schema.Extensions["x-secret"].(bool)
	return secret
}

// secretMembers returns the names of the members whose schema is secret, sorted.
func secretMembers(types []codegen.TypeDefinition) []string {
	names := map[string]bool{}
	for _, definition := range types {
		for _, property := range definition.Schema.Properties {
			if isSecret(property.Schema.OAPISchema) {
				names[property.JsonFieldName] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// constant is one known value of an enumeration.
type constant struct{ Name, Value string }

// constants returns the known values of an enumeration of text, in the order of the document.
// Numbers get no constants, because the document has no names for them.
func constants(definition codegen.TypeDefinition) (found []constant) {
	if definition.Schema.TypeDecl() != "string" {
		return nil
	}
	for _, known := range definition.Schema.OAPISchema.Enum {
		for name, value := range definition.Schema.EnumValues {
			if value == known {
				name = definition.TypeName + codegen.UppercaseFirstCharacter(name)
				found = append(found, constant{name, value})
			}
		}
	}
	return found
}

// list has the Go names of the members and types of a list type.
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

// answerPrefix returns the prefix of the identifier of the object that an operation answers with.
// It is empty for lists and for objects without an identifier.
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
	return idPrefix(id.Value)
}
