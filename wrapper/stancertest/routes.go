package stancertest

import (
	"cmp"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"

	"github.com/stancer-go/stancer/openapi"
)

// surface is all that the document says, made ready to serve.
type surface struct {
	paths      []*path
	operations map[string]*operation // by operation id
	objects    openapi3.Schemas
}

// path is a path of the document.
type path struct {
	template   string
	form       *regexp.Regexp
	operations map[string]*operation // by method
}

// operation is an operation of the document and the handler that does it.
type operation struct {
	*openapi3.Operation
	v1      bool
	route   *routers.Route
	declare map[string]bool // the query parameters
	body    *openapi3.Schema
	needs   bool // whether the body is required
	status  int
	shape   *shape
	handle  handler
}

// document is read once per process.
var document = sync.OnceValues(func() (*surface, error) {
	doc, err := openapi.Load()
	if err != nil {
		return nil, err
	}
	// The validator of 3.1 compiles a schema each time it is used and reports errors as text. That of 3.0 does neither, and knows all that
	// our requests need, but for the one `const`: that `auth` is never false is checked by its handler.
	doc.OpenAPI = "3.0.3"
	return newSurface(doc), nil
})

func newSurface(doc *openapi3.T) *surface {
	s := &surface{operations: map[string]*operation{}, objects: doc.Components.Schemas}
	for template, item := range doc.Paths.Map() {
		p := &path{template: template, form: pathForm(template), operations: map[string]*operation{}}
		for method, declared := range item.Operations() {
			op := newOperation(&routers.Route{Spec: doc, Path: template, PathItem: item, Method: method, Operation: declared})
			p.operations[method] = op
			s.operations[op.OperationID] = op
		}
		s.paths = append(s.paths, p)
	}
	// A literal goes before a variable, /check/generate before /check/{id}, and the more literal before the less, {id}.pdf before {id}.
	slices.SortFunc(s.paths, func(a, b *path) int {
		return cmp.Or(
			cmp.Compare(strings.Count(a.template, "{"), strings.Count(b.template, "{")),
			cmp.Compare(len(b.template), len(a.template)),
		)
	})
	return s
}

func newOperation(route *routers.Route) *operation {
	op := &operation{
		Operation: route.Operation,
		v1:        isV1(route.Path),
		route:     route,
		declare:   map[string]bool{},
		handle:    handlers[route.Operation.OperationID],
	}
	if op.handle == nil { // which a test tells, when the document has an operation that is new
		op.handle = func(*call) (any, error) {
			return nil, fail(http.StatusInternalServerError, "stancertest has no handler of "+op.OperationID)
		}
	}
	for _, parameter := range route.Operation.Parameters {
		op.declare[parameter.Value.Name] = parameter.Value.In == openapi3.ParameterInQuery
	}
	if body := route.Operation.RequestBody; body != nil {
		op.body = body.Value.Content.Get("application/json").Schema.Value
		op.needs = body.Value.Required
	}
	op.status, op.shape = success(route.Operation)
	return op
}

// success returns the status of the operation when all goes well, and the shape of its JSON if it has any.
func success(op *openapi3.Operation) (int, *shape) {
	for _, status := range []int{http.StatusOK, http.StatusNoContent} {
		if response := op.Responses.Status(status); response != nil {
			if content := response.Value.Content["application/json"]; content != nil {
				return status, newShape(content.Schema.Value)
			}
			return status, nil
		}
	}
	return http.StatusOK, nil
}

// pathForm turns a template into a regular expression, in which a variable is one segment or a part of it.
func pathForm(template string) *regexp.Regexp {
	variable := regexp.MustCompile(`\\\{(\w+)\\\}`)
	return regexp.MustCompile("^" + variable.ReplaceAllString(regexp.QuoteMeta(template), "(?P<$1>[^/]+)") + "$")
}

func isV1(path string) bool { return strings.HasPrefix(path, "/v1/") }

// find returns the operation of the request and the variables of its path.
func (s *surface) find(r *http.Request) (*operation, map[string]string, error) {
	for _, p := range s.paths {
		values := p.form.FindStringSubmatch(r.URL.Path)
		if values == nil {
			continue
		}
		op := p.operations[r.Method]
		if op == nil {
			return nil, nil, &failure{status: http.StatusMethodNotAllowed, message: "Method Not Allowed", allow: p.methods()}
		}
		vars := map[string]string{}
		for i, name := range p.form.SubexpNames()[1:] {
			vars[name] = values[i+1]
		}
		return op, vars, nil
	}
	if isV1(r.URL.Path) {
		return nil, nil, fail(http.StatusNotFound, "Nothing matches the given URI")
	}
	return nil, nil, fail(http.StatusNotFound, "Not Found")
}

// check returns an error for what is neither empty nor the id of an operation.
func (s *surface) check(operation string) error {
	if operation == "" || s.operations[operation] != nil {
		return nil
	}
	return fmt.Errorf("stancertest: there is no operation %q", operation)
}

// mustKnow panics for a name that no operation has: a test with a misspelled one would test nothing.
func (s *surface) mustKnow(operations []string) {
	for _, name := range operations {
		if err := s.check(name); err != nil {
			panic(err.Error())
		}
	}
}

func (p *path) methods() string {
	var methods []string
	for method := range p.operations {
		methods = append(methods, method)
	}
	slices.Sort(methods)
	return strings.Join(methods, ", ")
}
