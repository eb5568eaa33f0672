package contract_test

import (
	"bytes"
	stdjson "encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// observer keeps the last response, and records facts of all responses: the forms of timestamps,
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

// allResponses asks the questions that all responses together answer.
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
