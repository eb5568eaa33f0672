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

// surface is the OpenAPI document with the handlers of its operations.
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

// document is read once per process.
var document = sync.OnceValues(func() (*surface, error) {
	spec, err := openapi.Read()
	if err != nil {
		return nil, err
	}
	s := &surface{spec, map[string]*operation{}}
	for id, op := range spec.Operations() {
		s.operations[id] = &operation{op, isV1(op.Path), handlers[id]}
		if handlers[id] == nil { // a new operation of the document; a test finds it
			s.operations[id].handle = func(*call) (any, error) {
				return nil, fail(http.StatusInternalServerError,
					"stancertest has no handler for "+id)
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

const onlyPayouts = "This fake supports version 2, and only the payouts of version 1"

// noPath returns the error for an unknown path. Clients of version 1 take a 404 for a missing
// object or an empty list, so for them it is a 501.
func (s *surface) noPath(path string) error {
	other, found := strings.CutSuffix(path, "/")
	if !found {
		other += "/"
	}
	switch known, _, _ := s.Find("", other); {
	case known != nil:
		return fail(http.StatusNotFound, "Not Found; the path is "+redact(other))
	case isV1(path) && !strings.HasPrefix(path, "/v1/payouts"):
		return fail(http.StatusNotImplemented, onlyPayouts)
	case isV1(path):
		return fail(http.StatusNotFound, "Nothing matches the given URI")
	}
	return fail(http.StatusNotFound, "Not Found")
}

// notAllowed returns the error for a method that the path does not have.
func notAllowed(path *openapi.Path) error {
	allow := strings.Join(slices.Sorted(maps.Keys(path.Operations)), ", ")
	it := fail(http.StatusMethodNotAllowed, "Method Not Allowed")
	it.allow = allow
	return it
}

// check returns an error if the operation is set and unknown.
func (s *surface) check(operation string) error {
	if operation == "" || s.operations[operation] != nil {
		return nil
	}
	return fmt.Errorf("stancertest: unknown operation %q", operation)
}

// mustKnow panics if an operation is unknown, because a test with a misspelled operation would test
// nothing.
func (s *surface) mustKnow(operations []string) {
	for _, name := range operations {
		if err := s.check(name); err != nil {
			panic(err.Error())
		}
	}
}
