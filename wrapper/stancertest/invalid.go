package stancertest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/stancer-go/stancer/api"
)

// The words and the kinds are those of pydantic 1, which the observed errors of the API come from.

// formats checks the formats that the validator would let pass.
var formats = openapi3.WithStringFormatValidators(map[string]openapi3.StringFormatValidator{
	"date": openapi3.NewCallbackValidator(func(text string) error {
		_, err := api.ParseDate(text)
		return err
	}),
	"email": openapi3.NewCallbackValidator(func(text string) error {
		address, err := mail.ParseAddress(text)
		if err == nil && address.Address != text {
			err = errors.New("not an address alone")
		}
		return err
	}),
	"uri": openapi3.NewCallbackValidator(func(text string) error {
		address, err := url.Parse(text)
		if err == nil && (address.Scheme == "" || address.Host == "") {
			err = errors.New("not an absolute URL")
		}
		return err
	}),
})

var formatErrors = map[string][2]string{
	"date":      {"invalid date format", "value_error.date"},
	"date-time": {"invalid datetime format", "value_error.datetime"},
	"email":     {"value is not a valid email address", "value_error.email"},
	"uri":       {"invalid or missing URL scheme", "value_error.url.scheme"},
}

var typeErrors = map[string][2]string{
	"string":  {"str type expected", "type_error.str"},
	"integer": {"value is not a valid integer", "type_error.integer"},
	"number":  {"value is not a valid float", "type_error.float"},
	"boolean": {"value could not be parsed to a boolean", "type_error.bool"},
	"array":   {"value is not a valid list", "type_error.list"},
	"object":  {"value is not a valid dict", "type_error.dict"},
}

// schemaDetails says what the validator found, below loc.
func schemaDetails(loc []any, err error) []detail {
	switch err := err.(type) {
	case openapi3.MultiError:
		var wrong []detail
		for _, one := range err {
			wrong = append(wrong, schemaDetails(loc, one)...)
		}
		return distinct(wrong)
	case *openapi3.SchemaError:
		return schemaDetail(slices.Concat(loc, steps(err.JSONPointer())), err)
	}
	return nil
}

func schemaDetail(loc []any, err *openapi3.SchemaError) []detail {
	switch err.SchemaField {
	case "oneOf", "anyOf":
		return unionDetails(loc, err)
	case "properties":
		return extraDetails(loc, err)
	}
	msg, kind := explain(err)
	return []detail{{Loc: loc, Msg: msg, Type: kind}}
}

// unionDetails says what is wrong with the alternative that was meant, as far as its type tells which one that was.
func unionDetails(loc []any, err *openapi3.SchemaError) []detail {
	for _, alternative := range slices.Concat(err.Schema.OneOf, err.Schema.AnyOf) {
		if alternative.Value.Type.Permits(typeOf(err.Value)) {
			if wrong := bodyDetails(loc, alternative.Value, err.Value); len(wrong) > 0 {
				return wrong
			}
		}
	}
	msg, kind := wrongType(err.Schema)
	return []detail{{Loc: loc, Msg: msg, Type: kind}}
}

// extraDetails names the members that the schema does not know; the validator reports each of them alike.
func extraDetails(loc []any, err *openapi3.SchemaError) []detail {
	var wrong []detail
	for name := range err.Value.(map[string]any) {
		if err.Schema.Properties[name] == nil {
			wrong = append(wrong, detail{Loc: slices.Concat(loc, []any{name}), Msg: "extra fields not permitted", Type: "value_error.extra"})
		}
	}
	slices.SortFunc(wrong, func(a, b detail) int { return strings.Compare(fmt.Sprint(a.Loc), fmt.Sprint(b.Loc)) })
	return wrong
}

func distinct(wrong []detail) []detail {
	seen := map[string]bool{}
	return slices.DeleteFunc(wrong, func(d detail) bool {
		key := fmt.Sprint(d)
		defer func() { seen[key] = true }()
		return seen[key]
	})
}

func explain(err *openapi3.SchemaError) (msg, kind string) {
	schema := err.Schema
	switch err.SchemaField {
	case "required":
		return "field required", "value_error.missing"
	case "minLength":
		return fmt.Sprintf("ensure this value has at least %d characters", schema.MinLength), "value_error.any_str.min_length"
	case "maxLength":
		return fmt.Sprintf("ensure this value has at most %d characters", *schema.MaxLength), "value_error.any_str.max_length"
	case "pattern":
		return fmt.Sprintf("string does not match regex %q", schema.Pattern), "value_error.str.regex"
	case "enum":
		return "value is not a valid enumeration member; permitted: " + permitted(schema.Enum), "type_error.enum"
	case "minimum":
		return "ensure this value is greater than or equal to " + number(*schema.Min), "value_error.number.not_ge"
	case "maximum":
		return "ensure this value is less than or equal to " + number(*schema.Max), "value_error.number.not_le"
	case "exclusiveMinimum":
		return "ensure this value is greater than " + number(*schema.ExclusiveMin.Value), "value_error.number.not_gt"
	case "minItems":
		return fmt.Sprintf("ensure this value has at least %d items", schema.MinItems), "value_error.list.min_items"
	case "uniqueItems":
		return "the list has duplicated items", "value_error.list.unique_items"
	case "format":
		if words, ok := formatErrors[schema.Format]; ok {
			return words[0], words[1]
		}
	}
	return wrongType(schema)
}

// wrongType says which type the schema wants. Of unions only timestamps have a type to name.
func wrongType(schema *openapi3.Schema) (msg, kind string) {
	for name, words := range typeErrors {
		if schema.Type.Is(name) {
			return words[0], words[1]
		}
	}
	for _, alternative := range schema.AnyOf {
		if words, ok := formatErrors[alternative.Value.Format]; ok {
			return words[0], words[1]
		}
	}
	return "value is not valid", "value_error"
}

// steps makes numbers of the indexes in a pointer. No member of a request is named by a number.
func steps(pointer []string) []any {
	var loc []any
	for _, step := range pointer {
		if index, err := strconv.Atoi(step); err == nil {
			loc = append(loc, index)
			continue
		}
		loc = append(loc, step)
	}
	return loc
}

func typeOf(value any) string {
	switch value.(type) {
	case string:
		return openapi3.TypeString
	case map[string]any:
		return openapi3.TypeObject
	case []any:
		return openapi3.TypeArray
	case bool:
		return openapi3.TypeBoolean
	case json.Number:
		return openapi3.TypeNumber
	}
	return openapi3.TypeNull
}

func permitted(values []any) string {
	var words []string
	for _, value := range values {
		words = append(words, fmt.Sprintf("'%v'", value))
	}
	return strings.Join(words, ", ")
}

func number(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }
