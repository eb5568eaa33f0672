package stancertest

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/stancer-go/stancer/openapi"
)

// The messages and types are those of pydantic 1, which the observed errors of the API use.
var formatErrors = map[any][2]string{
	"date":      {"invalid date format", "value_error.date"},
	"date-time": {"invalid datetime format", "value_error.datetime"},
	"email":     {"value is not a valid email address", "value_error.email"},
	"int64":     {"value is not a valid integer", "type_error.integer"},
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

// details converts flaws to the errors of a 422. Names that look like secrets are redacted.
func details(at []any, flaws []openapi.Flaw) (wrong []detail) {
	for _, flaw := range flaws {
		loc := slices.Concat(at, flaw.Path)
		for i, step := range loc {
			if name, ok := step.(string); ok {
				loc[i] = redact(name)
			}
		}
		msg, kind := explain(flaw)
		wrong = append(wrong, detail{loc, msg, kind})
	}
	return wrong
}

func explain(flaw openapi.Flaw) (msg, kind string) {
	switch flaw.Keyword {
	case "required":
		return "field required", "value_error.missing"
	case "additionalProperties":
		return "extra fields not permitted", "value_error.extra"
	case "const": // the document has it for auth only
		return "Auth can't be False", "value_error"
	case "minLength":
		msg = fmt.Sprintf("ensure this value has at least %d characters", flaw.Want)
		return msg, "value_error.any_str.min_length"
	case "maxLength":
		msg = fmt.Sprintf("ensure this value has at most %d characters", flaw.Want)
		return msg, "value_error.any_str.max_length"
	case "pattern":
		return fmt.Sprintf("string does not match regex %q", flaw.Want), "value_error.str.regex"
	case "enum":
		msg = "value is not a valid enumeration member; permitted: " +
			permitted(flaw.Want.([]any))
		return msg, "type_error.enum"
	case "minimum":
		msg = "ensure this value is greater than or equal to " + number(flaw.Want)
		return msg, "value_error.number.not_ge"
	case "maximum":
		msg = "ensure this value is less than or equal to " + number(flaw.Want)
		return msg, "value_error.number.not_le"
	case "exclusiveMinimum":
		return "ensure this value is greater than " + number(flaw.Want), "value_error.number.not_gt"
	case "minItems":
		msg = fmt.Sprintf("ensure this value has at least %d items", flaw.Want)
		return msg, "value_error.list.min_items"
	case "uniqueItems":
		return "the list has duplicated items", "value_error.list.unique_items"
	case "format":
		return formatErrors[flaw.Want][0], formatErrors[flaw.Want][1]
	case "type":
		if want := flaw.Want.([]string); len(want) == 1 {
			return typeErrors[want[0]][0], typeErrors[want[0]][1]
		}
	}
	return "value is not valid", "value_error"
}

func permitted(values []any) string {
	var words []string
	for _, value := range values {
		words = append(words, fmt.Sprintf("'%v'", value))
	}
	return strings.Join(words, ", ")
}

func number(limit any) string { return openapi.Decimal(limit.(*big.Rat)) }
