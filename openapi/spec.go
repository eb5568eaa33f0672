package openapi

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// JSON is the media type of the bodies that have a schema.
const JSON = "application/json"

// Spec is a document that is ready to find operations and to check values. It is safe for
// concurrent use.
type Spec struct {
	// Doc is the document. It must not be changed.
	Doc *openapi3.T
	// Paths are the paths, the most specific first.
	Paths []*Path
	// Operations are the operations, by their ids.
	Operations map[string]*Operation

	mu        sync.Mutex // guards the members below
	compiler  *jsonschema.Compiler
	schemas   map[*openapi3.Schema]*Schema
	shortened map[*jsonschema.Schema]bool
}

// Path is a path of the document.
type Path struct {
	Template   string                // /v2/payments/{id} for example, or another spelling of it
	Operations map[string]*Operation // by method

	prefix string // the text before the first variable
	form   *regexp.Regexp
}

// Operation is an operation of the document.
type Operation struct {
	*openapi3.Operation
	Method, Path string

	spec       *Spec
	parameters openapi3.Parameters // includes those of the path
}

// New returns the Spec of a document whose references are resolved, as the loader of kin-openapi
// returns it.
func New(doc *openapi3.T) *Spec {
	s := &Spec{
		Doc:        doc,
		Operations: map[string]*Operation{},
		schemas:    map[*openapi3.Schema]*Schema{},
		shortened:  map[*jsonschema.Schema]bool{},
	}
	for template, item := range doc.Paths.Map() {
		operations := map[string]*Operation{}
		for method, op := range item.Operations() {
			parameters := slices.Concat(item.Parameters, op.Parameters)
			operations[method] = &Operation{op, method, template, s, parameters}
			s.Operations[op.OperationID] = operations[method]
		}
		for _, spelling := range spellings(template, item) {
			prefix, _, _ := strings.Cut(spelling, "{")
			s.Paths = append(s.Paths, &Path{spelling, operations, prefix, pathForm(spelling)})
		}
	}
	// A literal is before a variable, /check/generate before /check/{id}, and more literal text is
	// before less, {id}.pdf before {id}.
	slices.SortFunc(s.Paths, func(a, b *Path) int {
		return cmp.Or(
			cmp.Compare(strings.Count(a.Template, "{"), strings.Count(b.Template, "{")),
			cmp.Compare(len(b.Template), len(a.Template)),
		)
	})
	return s
}

var variable = regexp.MustCompile(`\\\{(\w+)\\\}`)

// pathForm turns a template into a regular expression, in which a variable is one segment or a
// part of it.
func pathForm(template string) *regexp.Regexp {
	form := variable.ReplaceAllString(regexp.QuoteMeta(template), "(?P<$1>[^/]+)")
	return regexp.MustCompile("^" + form + "$")
}

// spellings returns the template of a path and the templates that x-path-aliases lists.
func spellings(template string, item *openapi3.PathItem) []string {
	all := []string{template}
	aliases, _ := item.Extensions["x-path-aliases"].([]any)
	for _, alias := range aliases {
		declared, _ := alias.(map[string]any)
		if path, ok := declared["path"].(string); ok {
			all = append(all, path)
		}
	}
	return all
}

// Find returns the path of the document that matches a requested path, its operation, and the
// values of its variables. The path is nil if none matches. The operation is nil if the path does
// not have the method.
func (s *Spec) Find(method, requested string) (*Path, *Operation, map[string]string) {
	for _, path := range s.Paths {
		if !strings.HasPrefix(requested, path.prefix) {
			continue
		}
		values := path.form.FindStringSubmatch(requested)
		if values == nil {
			continue
		}
		vars := map[string]string{}
		for i, name := range path.form.SubexpNames()[1:] {
			vars[name] = values[i+1]
		}
		return path, path.Operations[method], vars
	}
	return nil, nil, nil
}

// Body returns the content of the request body, or nil if the operation takes none.
func (op *Operation) Body() openapi3.Content {
	if op.RequestBody == nil {
		return nil
	}
	return op.RequestBody.Value.Content
}

// NeedsBody reports whether a request without a body is invalid.
func (op *Operation) NeedsBody() bool {
	return op.RequestBody != nil && op.RequestBody.Value.Required
}

// Schema returns the schema of the JSON in the content, or nil if the content has no JSON.
func (op *Operation) Schema(content openapi3.Content) *Schema {
	if media := content[JSON]; media != nil {
		return op.spec.Schema(media.Schema)
	}
	return nil
}
