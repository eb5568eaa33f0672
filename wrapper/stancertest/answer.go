package stancertest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
)

// answer is what goes back to the client.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// pdf is the result of a handler that does not answer with JSON.
type pdf []byte

// answer writes the result of the handler as the document wants it, with null for each optional member without a value.
func (op *operation) answer(result any) (*answer, error) {
	if file, ok := result.(pdf); ok {
		return &answer{status: op.status, header: http.Header{"Content-Type": {"application/pdf"}}, body: file}, nil
	}
	if op.shape == nil {
		return &answer{status: op.status, header: http.Header{}}, nil
	}
	var value any
	recast(result, &value)
	op.shape.fill(value)
	return jsonAnswer(op.status, value), nil
}

func jsonAnswer(status int, value any) *answer {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic("stancertest: " + err.Error())
	}
	return &answer{status: status, header: http.Header{"Content-Type": {"application/json"}}, body: bytes.TrimSpace(body.Bytes())}
}

func (a *answer) write(w http.ResponseWriter) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	if a.status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	w.WriteHeader(a.status)
	w.Write(a.body) //nolint:errcheck // a client that went away is no concern of ours
}

// shape is what a schema says about the members of an answer.
type shape struct {
	members  map[string]*shape
	required []string
	items    *shape
	either   []*shape // the alternatives of a union
}

func newShape(schema *openapi3.Schema) *shape {
	s := &shape{members: map[string]*shape{}, required: schema.Required}
	for name, member := range schema.Properties {
		s.members[name] = newShape(member.Value)
	}
	if schema.Items != nil {
		s.items = newShape(schema.Items.Value)
	}
	for _, alternative := range slices.Concat(schema.OneOf, schema.AnyOf) {
		s.either = append(s.either, newShape(alternative.Value))
	}
	return s
}

// fill adds what is missing from the objects in value.
func (s *shape) fill(value any) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			if s.items != nil {
				s.items.fill(item)
			}
		}
	case map[string]any:
		for name, member := range s.of(value).members {
			if _, ok := value[name]; !ok {
				value[name] = nil
			}
			member.fill(value[name])
		}
	}
}

// of returns the alternative that the object has all required members of.
func (s *shape) of(object map[string]any) *shape {
	for _, alternative := range s.either {
		missing := func(name string) bool { _, ok := object[name]; return !ok }
		if len(alternative.members) > 0 && !slices.ContainsFunc(alternative.required, missing) {
			return alternative
		}
	}
	return s
}
