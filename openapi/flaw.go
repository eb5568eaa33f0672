package openapi

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// Flaw is one error in a value. It holds no part of the value, so that no secret reaches a report,
// with one exception: Path may end in the name of a member that the document does not have.
type Flaw struct {
	// Path is the place of the error: names of members, and indexes as int.
	Path []any
	// Keyword is the keyword of JSON Schema that the value violates, "maxLength" for example.
	Keyword string
	// Want is the value of the keyword in the schema: []string for type, []any for enum, int for
	// lengths, *big.Rat for limits, otherwise a string or nil.
	Want any
	// Message is the error, as the end of a sentence that begins with the place.
	Message string

	got string // the type of the value, for "type"
}

// flawsOf returns the tree of errors of the validator as a list. The value is the checked one.
func flawsOf(err *jsonschema.ValidationError, value any) []Flaw {
	at := pathOf(err.InstanceLocation, value)
	keyword := strings.Join(err.ErrorKind.KeywordPath(), "/")
	one := func(want any, format string, args ...any) []Flaw {
		message := fmt.Sprintf(format, args...)
		return []Flaw{{Path: at, Keyword: keyword, Want: want, Message: message}}
	}
	each := func(names []string, message string) (flaws []Flaw) {
		for _, name := range names {
			path := append(slices.Clone(at), name)
			flaws = append(flaws, Flaw{Path: path, Keyword: keyword, Message: message})
		}
		return flaws
	}
	switch k := err.ErrorKind.(type) {
	case *kind.Schema, *kind.Group, *kind.Reference, *kind.AllOf:
		var flaws []Flaw
		for _, cause := range err.Causes {
			flaws = append(flaws, flawsOf(cause, value)...)
		}
		return flaws
	case *kind.AnyOf, *kind.OneOf:
		if len(err.Causes) == 0 {
			return one(nil, "must fit only one of the alternatives")
		}
		return nearest(at, err, value)
	case *kind.Required:
		return each(k.Missing, "is missing")
	case *kind.AdditionalProperties:
		return each(k.Properties, "is not documented")
	case *kind.Type:
		return []Flaw{mismatch(at, k.Want, k.Got)}
	case *kind.Enum:
		return one(k.Want, "must be one of %s", list(k.Want))
	case *kind.Const:
		return one(k.Want, "must be %v", k.Want)
	case *kind.Format:
		return one(k.Want, "must have the format %s", k.Want)
	case *kind.Pattern:
		return one(k.Want, "must match %s", k.Want)
	case *kind.MinLength:
		return one(k.Want, "must have at least %d characters, has %d", k.Want, k.Got)
	case *kind.MaxLength:
		return one(k.Want, "must have at most %d characters, has %d", k.Want, k.Got)
	case *kind.MinItems:
		return one(k.Want, "must have at least %d items, has %d", k.Want, k.Got)
	case *kind.UniqueItems:
		return one(nil, "must not have duplicate items")
	case *kind.Minimum:
		return one(k.Want, "must be at least %s", Decimal(k.Want))
	case *kind.Maximum:
		return one(k.Want, "must be at most %s", Decimal(k.Want))
	case *kind.ExclusiveMinimum:
		return one(k.Want, "must be greater than %s", Decimal(k.Want))
	}
	return one(nil, "does not satisfy %s", cmp.Or(keyword, "the schema"))
}

// nearest returns the flaws of the alternative that was probably meant: the one with the fewest
// flaws among those for the type of the value. If no alternative has that type, the type is wrong.
func nearest(at []any, err *jsonschema.ValidationError, value any) (flaws []Flaw) {
	var types []string
	var got string
	for _, cause := range err.Causes {
		found := flawsOf(cause, value)
		if found[0].Keyword == "type" && len(found[0].Path) == len(at) {
			types, got = append(types, found[0].Want.([]string)...), found[0].got
		} else if flaws == nil || len(found) < len(flaws) {
			flaws = found
		}
	}
	if flaws != nil {
		return flaws
	}
	slices.Sort(types)
	return []Flaw{mismatch(at, slices.Compact(types), got)}
}

func mismatch(at []any, want []string, got string) Flaw {
	message := fmt.Sprintf("must be of type %s, is %s", strings.Join(want, " or "), got)
	return Flaw{Path: at, Keyword: "type", Want: want, Message: message, got: got}
}

// pathOf returns the steps with those that are indexes as numbers.
func pathOf(steps []string, value any) []any {
	path := make([]any, len(steps))
	for i, step := range steps {
		path[i] = step
		if items, ok := value.([]any); ok {
			index, _ := strconv.Atoi(step)
			path[i], value = index, items[index]
			continue
		}
		object, _ := value.(map[string]any)
		value = object[step]
	}
	return path
}

func list(values []any) string {
	var words []string
	for _, value := range values {
		words = append(words, fmt.Sprint(value))
	}
	return strings.Join(words, ", ")
}

// distinct sorts flaws by their place and removes duplicates.
func distinct(flaws []Flaw) []Flaw {
	key := func(f Flaw) string { return Pointer(f.Path) + " " + f.Message }
	slices.SortFunc(flaws, func(a, b Flaw) int { return strings.Compare(key(a), key(b)) })
	return slices.CompactFunc(flaws, func(a, b Flaw) bool { return key(a) == key(b) })
}

// Pointer returns a path as a JSON pointer (RFC 6901).
func Pointer(path []any) string {
	var pointer strings.Builder
	for _, step := range path {
		pointer.WriteString("/" + escape(fmt.Sprint(step)))
	}
	return pointer.String()
}

var escape = strings.NewReplacer("~", "~0", "/", "~1").Replace

// Decimal returns the limit of a flaw in decimal.
func Decimal(limit *big.Rat) string {
	digits, _ := limit.FloatPrec()
	return limit.FloatString(digits)
}
