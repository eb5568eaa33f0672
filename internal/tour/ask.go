package tour

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"mime"
	"regexp"
	"slices"
	"strings"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// ask makes a call and tells how it ended.
func ask(call func(stancer.Option) error) string {
	var resp stancer.Response
	err := call(stancer.WithResponse(&resp))
	var failed *stancer.Error
	switch {
	case resp.Status == 0 && err != nil:
		return "no answer"
	case err == nil:
		return fmt.Sprintf("%d", resp.Status)
	case errors.As(err, &failed) && failed.Message != "":
		return fmt.Sprintf("%d %s, %q", resp.Status, form(&resp), tidy(failed.Message))
	}
	return fmt.Sprintf("%d %s", resp.Status, form(&resp))
}

// form tells the form of an answer, and no value of it.
func form(resp *stancer.Response) string {
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	var value any
	switch {
	case len(resp.Body) == 0:
		return "without a body"
	case json.Unmarshal(resp.Body, &value) == nil:
		return "`" + shape(value, 4) + "`"
	case kind == "text/html":
		return "with HTML"
	}
	return "with something that is not JSON"
}

var (
	memberName = regexp.MustCompile(`^[a-z][a-z_]{0,30}$`)
	keyForm    = regexp.MustCompile(`^[sp](test|prod)_`)
	wordForm   = regexp.MustCompile(`^([A-Za-z_-]{1,30}|[A-Z]{0,2}[0-9]{1,4})$`)
)

// word returns a value of an answer if it is a word or a code, and can be no secret.
func word(value string) string {
	if !wordForm.MatchString(value) || keyForm.MatchString(value) {
		return "…"
	}
	return value
}

// shape tells the types in a value: {detail: [{loc: [string], msg: string}]}.
func shape(value any, depth int) string {
	if depth == 0 {
		return "…"
	}
	switch value := value.(type) {
	case map[string]any:
		var members []string
		for _, name := range slices.Sorted(maps.Keys(value)) {
			show := name
			if !memberName.MatchString(name) || keyForm.MatchString(name) {
				show = "…"
			}
			members = append(members, show+": "+shape(value[name], depth-1))
		}
		return "{" + strings.Join(members, ", ") + "}"
	case []any:
		if len(value) == 0 {
			return "[]"
		}
		return "[" + shape(value[0], depth-1) + "]"
	case string:
		return "string"
	case float64:
		return "number"
	case bool:
		return "boolean"
	}
	return "null"
}

var identifier = regexp.MustCompile(`\b([a-z]{2,4})_[A-Za-z0-9]{24}\b`)

// tidy makes a text of an error fit for a line: identifiers lose what is different each time.
func tidy(text string) string {
	text = identifier.ReplaceAllString(strings.Join(strings.Fields(text), " "), "${1}_…")
	if runes := []rune(text); len(runes) > 200 {
		text = string(runes[:200]) + "…"
	}
	return text
}
