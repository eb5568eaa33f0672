package stancertest

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/stancer-go/stancer/openapi"
)

// surface is the document with the handlers of its operations.
type surface struct {
	*openapi.Spec
	operations map[string]*operation // by operation id
}

// operation is an operation of the document and its handler.
type operation struct {
	*openapi.Operation
	v1     bool
	handle handler
}

// document is made once per process.
var document = sync.OnceValues(func() (*surface, error) {
	spec, err := openapi.Read()
	if err != nil {
		return nil, err
	}
	s := &surface{spec, map[string]*operation{}}
	for id, op := range spec.Operations() {
		s.operations[id] = &operation{op, isV1(op.Path), handlers[id]}
		if handlers[id] == nil { // a test finds this when the document has a new operation
			s.operations[id].handle = func(*call) (any, error) {
				return nil, fail(http.StatusInternalServerError,
					"stancertest has no handler of "+id)
			}
		}
	}
	return s, nil
})

func isV1(path string) bool { return strings.HasPrefix(path, "/v1/") }

// find returns the operation of the request and the variables of its path.
func (s *surface) find(r *http.Request) (*operation, map[string]string, error) {
	path, op, vars := s.Find(r.Method, r.URL.Path)
	switch {
	case op != nil:
		return s.operations[op.OperationID], vars, nil
	case path != nil:
		return nil, nil, notAllowed(path)
	}
	return nil, nil, s.noPath(r.URL.Path)
}

const onlyPayouts = "This fake speaks version 2, and of version 1 only payouts"

// noPath is the answer to a path that the document does not have. Clients of version 1 take a 404
// for an object or a list that is not there, so that the answer to them is another one.
func (s *surface) noPath(path string) error {
	other, found := strings.CutSuffix(path, "/")
	if !found {
		other += "/"
	}
	switch known, _, _ := s.Find("", other); {
	case known != nil && found:
		return fail(http.StatusNotFound, "Not Found: the path ends without a slash, "+redact(other))
	case known != nil:
		return fail(http.StatusNotFound, "Not Found: the path ends with a slash, "+redact(other))
	case isV1(path) && !strings.HasPrefix(path, "/v1/payouts"):
		return fail(http.StatusNotImplemented, onlyPayouts)
	case isV1(path):
		return fail(http.StatusNotFound, "Nothing matches the given URI")
	}
	return fail(http.StatusNotFound, "Not Found")
}

// notAllowed is the error for a method that the path does not have.
func notAllowed(path *openapi.Path) error {
	allow := strings.Join(slices.Sorted(maps.Keys(path.Operations)), ", ")
	return &failure{status: http.StatusMethodNotAllowed, message: "Method Not Allowed",
		allow: allow}
}

// check returns an error unless the operation is empty or the id of one.
func (s *surface) check(operation string) error {
	if operation == "" || s.operations[operation] != nil {
		return nil
	}
	return fmt.Errorf("stancertest: there is no operation %q", operation)
}

// mustKnow panics for an unknown operation: a test with a misspelled one would test nothing.
func (s *surface) mustKnow(operations []string) {
	for _, name := range operations {
		if err := s.check(name); err != nil {
			panic(err.Error())
		}
	}
}
