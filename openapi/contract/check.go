package contract

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// flaw is something about a value that its schema does not say. It holds no value.
type flaw struct {
	kind    Kind
	level   Level
	pointer string
	message string
}

func wrong(at, format string, args ...any) []flaw {
	return []flaw{{KindBody, LevelError, at, fmt.Sprintf(format, args...)}}
}

// check compares a value, decoded with json.Number, with its schema. The pointer is where the value is.
func (s *schema) check(value any, at string) []flaw {
	if kind := typeOf(value); len(s.types) > 0 && !s.permits(value) {
		return wrong(at, "is %s, want %s", article(kind), strings.Join(s.types, " or "))
	}
	var flaws []flaw
	if len(s.Enum) > 0 && !slices.ContainsFunc(s.Enum, func(want any) bool { return same(want, value) }) {
		flaws = wrong(at, "is none of %s", list(s.Enum))
	}
	if s.Const != nil && !same(s.Const, value) {
		flaws = append(flaws, wrong(at, "is not %v", s.Const)...)
	}
	if s.Format != "" && !formats[s.Format](value) {
		flaws = append(flaws, wrong(at, "has not the format %s", s.Format)...)
	}
	switch value := value.(type) {
	case string:
		flaws = append(flaws, s.checkText(value, at)...)
	case json.Number:
		flaws = append(flaws, s.checkNumber(value, at)...)
	case []any:
		flaws = append(flaws, s.checkItems(value, at)...)
	case map[string]any:
		flaws = append(flaws, s.checkMembers(value, at)...)
	}
	if len(s.either) > 0 {
		flaws = append(flaws, s.checkEither(value, at)...)
	}
	return flaws
}

func (s *schema) checkText(text, at string) []flaw {
	switch length := uint64(utf8.RuneCountInString(text)); {
	case length < s.MinLength:
		return wrong(at, "has %d characters, want at least %d", length, s.MinLength)
	case s.MaxLength != nil && length > *s.MaxLength:
		return wrong(at, "has %d characters, want at most %d", length, *s.MaxLength)
	case s.pattern != nil && !s.pattern.MatchString(text):
		return wrong(at, "does not match %s", s.Pattern)
	}
	return nil
}

func (s *schema) checkNumber(number json.Number, at string) []flaw {
	value, err := number.Float64()
	switch low := s.ExclusiveMin.Value; {
	case err != nil:
		return wrong(at, "is a number that is too large")
	case s.Min != nil && value < *s.Min:
		return wrong(at, "is less than %s", plain(*s.Min))
	case low != nil && value <= *low:
		return wrong(at, "is not more than %s", plain(*low))
	case s.Max != nil && value > *s.Max:
		return wrong(at, "is more than %s", plain(*s.Max))
	}
	return nil
}

func (s *schema) checkItems(items []any, at string) []flaw {
	var flaws []flaw
	if uint64(len(items)) < s.MinItems {
		flaws = wrong(at, "has %d items, want at least %d", len(items), s.MinItems)
	}
	seen := map[string]bool{}
	for i, item := range items {
		if s.UniqueItems {
			text, _ := json.Marshal(item)
			if seen[string(text)] {
				flaws = append(flaws, wrong(at, "has an item twice")...)
			}
			seen[string(text)] = true
		}
		if s.items != nil {
			flaws = append(flaws, s.items.check(item, at+"/"+strconv.Itoa(i))...)
		}
	}
	return flaws
}

func (s *schema) checkMembers(object map[string]any, at string) []flaw {
	var flaws []flaw
	for _, name := range s.Required {
		if _, ok := object[name]; !ok {
			flaws = append(flaws, wrong(at+pointer(name), "is missing")...)
		}
	}
	for name, value := range object {
		switch member := s.members[name]; {
		case member != nil:
			flaws = append(flaws, member.check(value, at+pointer(name))...)
		case s.others != nil:
			flaws = append(flaws, s.others.check(value, at+pointer(shown(name)))...)
		case s.closed:
			flaws = append(flaws, flaw{KindMember, LevelError, at + pointer(shown(name)), "is not a member that the document knows"})
		case !s.open():
			flaws = append(flaws, flaw{KindMember, LevelInfo, at + pointer(shown(name)), "is not a member that the document knows"})
		}
	}
	return flaws
}

// checkEither wants one alternative to fit. If none does, it tells what keeps the value from the nearest one that is for its type.
func (s *schema) checkEither(value any, at string) []flaw {
	var nearest []flaw
	fitting, possible := 0, 0
	for _, alternative := range s.either {
		if !alternative.permits(value) {
			continue
		}
		flaws := alternative.check(value, at)
		if possible++; possible == 1 || errorsIn(flaws) < errorsIn(nearest) {
			nearest = flaws
		}
		if errorsIn(flaws) == 0 {
			fitting++
		}
	}
	switch {
	case possible == 0:
		return wrong(at, "is %s, want %s", article(typeOf(value)), strings.Join(s.wanted(), " or "))
	case s.one && fitting > 1:
		return wrong(at, "fits more than one of the alternatives")
	}
	return nearest
}

func errorsIn(flaws []flaw) (count int) {
	for _, one := range flaws {
		if one.level == LevelError {
			count++
		}
	}
	return count
}

// permits tells whether the schema is for values of this type.
func (s *schema) permits(value any) bool {
	if len(s.types) == 0 && len(s.either) > 0 {
		return slices.ContainsFunc(s.either, func(alternative *schema) bool { return alternative.permits(value) })
	}
	kind := typeOf(value)
	return len(s.types) == 0 || slices.Contains(s.types, kind) || kind == "integer" && slices.Contains(s.types, "number")
}

// wanted lists the types that the schema is for.
func (s *schema) wanted() []string {
	types := slices.Clone(s.types)
	for _, alternative := range s.either {
		types = append(types, alternative.wanted()...)
	}
	slices.Sort(types)
	return slices.Compact(types)
}
