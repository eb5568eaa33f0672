package contract

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/stancer-go/stancer/openapi"
)

// surface is all that the document says, made ready to check. It is never changed.
type surface struct {
	paths    []*path
	literals map[string]bool // what stands between the slashes of its paths, but for variables
}

// path is a path of the document.
type path struct {
	template   string
	form       *regexp.Regexp
	operations map[string]*operation // by method
}

// operation is an operation of the document.
type operation struct {
	id, method, path string
	parameters       map[string]map[string]*parameter // by where they are, and by name
	body             *content                         // nil if it takes none
	bodyRequired     bool
	answers          map[int]*content
}

type parameter struct {
	schema   *schema
	required bool
}

// content is what a body may be: nothing at all, if it has no type.
type content struct {
	types  []string
	schema *schema // nil unless JSON is one of the types
}

const jsonType = "application/json"

// document is read once per process.
var document = sync.OnceValues(func() (*surface, error) {
	doc, err := openapi.Load()
	if err != nil {
		return nil, err
	}
	return newSurface(doc)
})

func newSurface(doc *openapi3.T) (*surface, error) {
	compiler := &compiler{known: map[*openapi3.Schema]*schema{}}
	s := &surface{literals: map[string]bool{}}
	for template, item := range doc.Paths.Map() {
		p := &path{template: template, form: pathForm(template), operations: map[string]*operation{}}
		for method, declared := range item.Operations() {
			p.operations[method] = compiler.operation(method, template, item, declared)
		}
		s.paths = append(s.paths, p)
		for part := range strings.SplitSeq(template, "/") {
			s.literals[part] = true
		}
	}
	if compiler.err != nil {
		return nil, fmt.Errorf("contract: %w", compiler.err)
	}
	// A literal goes before a variable, /check/generate before /check/{id}, and the more literal before the less, {id}.pdf before {id}.
	slices.SortFunc(s.paths, func(a, b *path) int {
		return cmp.Or(
			cmp.Compare(strings.Count(a.template, "{"), strings.Count(b.template, "{")),
			cmp.Compare(len(b.template), len(a.template)),
		)
	})
	return s, nil
}

var variable = regexp.MustCompile(`\\\{(\w+)\\\}`)

// pathForm turns a template into a regular expression, in which a variable is one segment or a part of it.
func pathForm(template string) *regexp.Regexp {
	return regexp.MustCompile("^" + variable.ReplaceAllString(regexp.QuoteMeta(template), "(?P<$1>[^/]+)") + "$")
}

// find returns the path of the document and the values of its variables, or nil.
func (s *surface) find(requested string) (*path, []string) {
	for _, p := range s.paths {
		if values := p.form.FindStringSubmatch(requested); values != nil {
			return p, values
		}
	}
	return nil, nil
}

func (c *compiler) operation(method, template string, item *openapi3.PathItem, declared *openapi3.Operation) *operation {
	op := &operation{
		id: declared.OperationID, method: method, path: template,
		parameters: map[string]map[string]*parameter{InPath: {}, InQuery: {}},
		answers:    map[int]*content{},
	}
	for _, ref := range slices.Concat(item.Parameters, declared.Parameters) {
		named := op.parameters[ref.Value.In]
		if named == nil {
			c.fail("a parameter in %q is not supported", ref.Value.In)
			continue
		}
		named[ref.Value.Name] = &parameter{c.schema(ref.Value.Schema), ref.Value.Required}
	}
	if declared.RequestBody != nil {
		op.body, op.bodyRequired = c.content(declared.RequestBody.Value.Content), declared.RequestBody.Value.Required
	}
	for status, response := range declared.Responses.Map() {
		var code int
		if _, err := fmt.Sscanf(status, "%d", &code); err != nil {
			c.fail("the status %q is not supported", status)
		}
		op.answers[code] = c.content(response.Value.Content)
	}
	return op
}

func (c *compiler) content(declared openapi3.Content) *content {
	made := &content{}
	for name, media := range declared {
		made.types = append(made.types, name)
		if name == jsonType {
			made.schema = c.schema(media.Schema)
		}
	}
	slices.Sort(made.types)
	return made
}
