package contract

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// typeOf returns the JSON Schema type of a value. A number without a fraction is an integer, however it is written.
func typeOf(value any) string {
	switch value := value.(type) {
	case string:
		return "string"
	case bool:
		return "boolean"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	case json.Number:
		number, err := value.Float64()
		if !strings.ContainsAny(value.String(), ".eE") || err == nil && number == math.Trunc(number) {
			return "integer"
		}
		return "number"
	}
	return "null"
}

// same compares a value of the document with one that was decoded.
func same(want, got any) bool {
	number, ok := got.(json.Number)
	if !ok {
		return want == got
	}
	value, err := number.Float64()
	switch want := want.(type) {
	case float64:
		return err == nil && want == value
	case int:
		return err == nil && float64(want) == value
	}
	return false
}

func list(values []any) string {
	var words []string
	for _, value := range values {
		words = append(words, fmt.Sprint(value))
	}
	return strings.Join(words, ", ")
}

func article(kind string) string {
	switch kind {
	case "null":
		return kind
	case "integer", "array", "object":
		return "an " + kind
	}
	return "a " + kind
}

func plain(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }

func isRange(err error) bool { return errors.Is(err, strconv.ErrRange) }
