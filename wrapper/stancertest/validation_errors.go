package stancertest

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/stancer-go/stancer/openapi"
)

// pydantic has the messages and types of pydantic 1, which the observed errors of the API use, by
// the keyword of JSON Schema. In a message, %s stands for the value of the keyword in the document.
var pydantic = map[string]struct{ message, kind string }{
	"required":             {"field required", "value_error.missing"},
	"additionalProperties": {"extra fields not permitted", "value_error.extra"},
	"const":                {"Auth can't be False", "value_error"}, // only auth has it

	"minLength": {"ensure this value has at least %s characters", "value_error.any_str.min_length"},
	"maxLength": {"ensure this value has at most %s characters", "value_error.any_str.max_length"},
	"pattern":   {`string does not match regex "%s"`, "value_error.str.regex"},
	"enum":      {"value is not a valid enumeration member; permitted: %s", "type_error.enum"},

	"minimum":          {"ensure this value is greater than or equal to %s", "value_error.number.not_ge"},
	"maximum":          {"ensure this value is less than or equal to %s", "value_error.number.not_le"},
	"exclusiveMinimum": {"ensure this value is greater than %s", "value_error.number.not_gt"},

	"minItems":    {"ensure this value has at least %s items", "value_error.list.min_items"},
	"uniqueItems": {"the list has duplicated items", "value_error.list.unique_items"},

	"format date":      {"invalid date format", "value_error.date"},
	"format date-time": {"invalid datetime format", "value_error.datetime"},
	"format email":     {"value is not a valid email address", "value_error.email"},
	"format int64":     {"value is not a valid integer", "type_error.integer"},
	"format uri":       {"invalid or missing URL scheme", "value_error.url.scheme"},

	"type string":  {"str type expected", "type_error.str"},
	"type integer": {"value is not a valid integer", "type_error.integer"},
	"type number":  {"value is not a valid float", "type_error.float"},
	"type boolean": {"value could not be parsed to a boolean", "type_error.bool"},
	"type array":   {"value is not a valid list", "type_error.list"},
	"type object":  {"value is not a valid dict", "type_error.dict"},
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

// explain returns the message and the type of a flaw.
func explain(flaw openapi.Flaw) (msg, kind string) {
	want := fmt.Sprint(flaw.Want)
	switch value := flaw.Want.(type) {
	case *big.Rat:
		want = openapi.Decimal(value)
	case []string:
		want = strings.Join(value, " or ")
	case []any:
		want = fmt.Sprintf("'%v'", value[0])
		for _, another := range value[1:] {
			want += fmt.Sprintf(", '%v'", another)
		}
	}
	found, known := pydantic[flaw.Keyword]
	if !known {
		found, known = pydantic[flaw.Keyword+" "+want]
	}
	if !known {
		return "value is not valid", "value_error"
	}
	return strings.ReplaceAll(found.message, "%s", want), found.kind
}
