package tour

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strings"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// witness looks at all answers, for the questions that no single call answers.
type witness struct {
	next       http.RoundTripper
	timestamps map[string]bool // "created: integer"
	origins    map[string]bool
	live       map[string]bool // the operations whose answers have live_mode
	headers    map[string]bool
	nulls      bool
}

func newWitness(next http.RoundTripper) *witness {
	return &witness{
		next: next, timestamps: map[string]bool{}, origins: map[string]bool{}, live: map[string]bool{}, headers: map[string]bool{},
	}
}

// RoundTrip reads JSON and gives it on as it came.
func (w *witness) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := w.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	for name := range resp.Header {
		if limitHeader.MatchString(name) {
			w.headers[word(name)] = true
		}
	}
	if kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type")); kind == "application/json" {
		text, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
		rest := resp.Body
		if err == nil {
			resp.Body = struct {
				io.Reader
				io.Closer
			}{io.MultiReader(bytes.NewReader(text), rest), rest}
			w.look(stancer.OperationFromContext(req.Context()), text)
		}
	}
	return resp, nil
}

func (w *witness) look(operation string, text []byte) {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&value) == nil && !strings.HasSuffix(operation, "V1") {
		w.visit(operation, value)
	}
}

var (
	limitHeader = regexp.MustCompile(`(?i)rate-?limit|^retry-after$`)

	timestamp = regexp.MustCompile(`^(created|created_at|date_paym|date_refund|date_disbursement|signed_at|deleted_at|date|date_bank)$`)
	rfc3339   = regexp.MustCompile(`^\d{4}-\d\d-\d\dT`)
	day       = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)
)

func (w *witness) visit(operation string, value any) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			w.visit(operation, item)
		}
	case map[string]any:
		for name, member := range value {
			switch {
			case member == nil:
				w.nulls = true
			case timestamp.MatchString(name):
				w.timestamps["`"+name+"`: "+instant(member)] = true
			case name == "origin":
				if number, ok := member.(json.Number); ok {
					w.origins[word(number.String())] = true
				}
			case name == "live_mode" && operation != "":
				w.live[operation] = true
			}
			if name != "metadata" {
				w.visit(operation, member)
			}
		}
	}
}

func instant(value any) string {
	switch value := value.(type) {
	case json.Number:
		if strings.ContainsAny(value.String(), ".eE") {
			return "float"
		}
		return "integer"
	case string:
		switch {
		case rfc3339.MatchString(value):
			return "RFC 3339"
		case day.MatchString(value):
			return "day"
		}
		return "text"
	}
	return shape(value, 1)
}

// tell answers the questions, when all has been seen.
func (w *witness) tell(t *tour) {
	t.seen("timestamps", listed(w.timestamps, "none seen"))
	t.seen("origin", listed(w.origins, "none seen"))
	t.seen("live_mode", listed(w.live, "none"))
	t.seen("rate limit", listed(w.headers, "no"))
	t.seen("nulls", map[bool]string{true: "yes", false: "no null was seen"}[w.nulls])
}

func listed(set map[string]bool, none string) string {
	if len(set) == 0 {
		return none
	}
	return strings.Join(slices.Sorted(maps.Keys(set)), ", ")
}
