package contract_test

import (
	"cmp"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// ask logs the answer to a question that the published documents leave open. The fake must give the
// answer that this project assumes; the answer of Stancer shows whether that is right.
func (g *group) ask(question, assumed, seen string) {
	g.Helper()
	found, _, _ := strings.Cut(seen, ` "`) // without the message of an error
	switch {
	case found == assumed:
		g.Logf("%s %s", question, seen)
	case g.fake != nil:
		g.Errorf("%s The fake: %s; want %s", question, seen, assumed)
	default:
		g.Logf("%s %s, which DIFFERS from %s", question, seen, assumed)
	}
}

// outcome describes how the last call ended: its status and, of an error, the form of the body and
// the message. It contains no other value.
func (g *group) outcome(err error) string {
	g.Helper()
	if g.status == 0 {
		g.ok(err)
		return "no response"
	}
	text := fmt.Sprint(g.status)
	if err == nil {
		return text
	}
	var body any
	if stdjson.Unmarshal(g.body, &body) == nil {
		text += " " + shape(body)
	}
	var failed *stancer.Error
	if errors.As(err, &failed) && failed.Message != "" {
		text += fmt.Sprintf(" %q", failed.Message)
	}
	return short(text)
}

var (
	memberName = regexp.MustCompile(`^[a-z][a-z_]{0,30}$`)
	keyForm    = regexp.MustCompile(`^[sp](test|prod)_`)
	wordForm   = regexp.MustCompile(`^([A-Za-z/_-]{1,30}|[0-9]{1,4})$`)
	identifier = regexp.MustCompile(`\b([a-z]{2,4})_[A-Za-z0-9]{24}\b`)
)

// shape describes the types in a value: {detail: [{loc: [string], msg: string}]}.
func shape(value any) string {
	switch value := value.(type) {
	case map[string]any:
		var members []string
		for _, name := range slices.Sorted(maps.Keys(value)) {
			members = append(members, plain(name, memberName)+": "+shape(value[name]))
		}
		return "{" + strings.Join(members, ", ") + "}"
	case []any:
		if len(value) == 0 {
			return "[]"
		}
		return "[" + shape(value[0]) + "]"
	}
	types := map[string]string{"string": "string", "float64": "number", "bool": "boolean"}
	return cmp.Or(types[fmt.Sprintf("%T", value)], "null")
}

// word returns a value of a response if it is a word or a code, which can be no secret.
func word[T ~string](value T) string { return plain(string(value), wordForm) }

func plain(text string, form *regexp.Regexp) string {
	if !form.MatchString(text) || keyForm.MatchString(text) {
		return "…"
	}
	return text
}

// short fits a text into a line, without the parts of identifiers that always differ.
func short(text string) string {
	text = identifier.ReplaceAllString(strings.Join(strings.Fields(text), " "), "${1}_…")
	if runes := []rune(text); len(runes) > 300 {
		text = string(runes[:300]) + "…"
	}
	return text
}
