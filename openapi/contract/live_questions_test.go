package contract_test

import (
	"bytes"
	"cmp"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
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
// the message. It holds no other value.
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

// observer keeps the last response, and notes what no single call shows: the forms of timestamps,
// the values of origin, the objects that have live_mode, nulls and rate limits.
type observer struct {
	next http.RoundTripper
	*response
	observed map[string]map[string]bool
}

// response is the last response. The status is 0 if there was none.
type response struct {
	status int
	header http.Header
	body   []byte
}

// RoundTrip reads the response, and returns it as it came.
func (o *observer) RoundTrip(req *http.Request) (*http.Response, error) {
	o.status = 0
	resp, err := o.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(body))
	o.status, o.header, o.body = resp.StatusCode, resp.Header, body
	for name := range resp.Header {
		if limitHeader.MatchString(name) {
			o.note("rate limit", word(name))
		}
	}
	if !strings.HasPrefix(req.URL.Path, "/v1/") {
		var value any
		decoder := stdjson.NewDecoder(bytes.NewReader(body))
		decoder.UseNumber()
		if decoder.Decode(&value) == nil {
			o.look(value)
		}
	}
	return resp, nil
}

var (
	limitHeader = regexp.MustCompile(`(?i)rate-?limit|^retry-after$`)
	timestamp   = regexp.MustCompile(`^(created|created_at|deleted_at|signed_at|date(_[a-z]+)?)$`)
	forms       = []struct {
		name string
		form *regexp.Regexp
	}{
		{"integer", regexp.MustCompile(`^\d+$`)},
		{"day", regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)},
		{"RFC 3339", regexp.MustCompile(`^\d{4}-\d\d-\d\dT`)},
		{"other", regexp.MustCompile(``)},
	}
)

func (o *observer) look(value any) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			o.look(item)
		}
	case map[string]any:
		for name, member := range value {
			switch {
			case member == nil:
				o.note("null", "yes")
			case timestamp.MatchString(name):
				for _, one := range forms {
					if one.form.MatchString(fmt.Sprint(member)) {
						o.note("timestamp", name+" "+one.name)
						break
					}
				}
			case name == "origin":
				o.note("origin", word(fmt.Sprint(member)))
			case name == "live_mode":
				prefix, _, _ := strings.Cut(fmt.Sprint(value["id"]), "_")
				o.note("live_mode", word(prefix))
			}
			if name != "metadata" {
				o.look(member)
			}
		}
	}
}

func (o *observer) note(what, value string) {
	if o.observed[what] == nil {
		o.observed[what] = map[string]bool{}
	}
	o.observed[what][value] = true
}

// allResponses asks what only all responses together answer.
func (g *group) allResponses() {
	for _, one := range []struct{ question, what, assumed string }{
		{"Which forms do timestamps have?", "timestamp", "created integer, created_at integer, " +
			"date integer, date_bank day, date_paym integer, deleted_at integer"},
		{"Are members without a value null?", "null", "yes"},
		{"Which values does origin have?", "origin", "1"},
		{"Which objects have live_mode?", "live_mode", "card, cust, paym"},
		{"Which headers announce a rate limit?", "rate limit", ""},
	} {
		seen := slices.Sorted(maps.Keys(g.observed[one.what]))
		g.ask(one.question, one.assumed, strings.Join(seen, ", "))
	}
}
