package stancertest

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/stancer-go/stancer/openapi"
)

func isV1(path string) bool { return strings.HasPrefix(path, "/v1/") }

// find returns the operation of the request and the variables of its path.
func (s *Server) find(r *http.Request) (*openapi.Operation, map[string]string, error) {
	path, op, vars := s.spec.Find(r.Method, r.URL.Path)
	switch {
	case op != nil:
		return op, vars, nil
	case path != nil:
		return nil, nil, notAllowed(path)
	}
	return nil, nil, s.noPath(r.URL.Path)
}

const onlyPayouts = "This fake supports version 2, and only the payouts of version 1"

// noPath returns the error for an unknown path. Clients of version 1 take a 404 for a missing
// object or an empty list, so for them it is a 501.
func (s *Server) noPath(path string) error {
	other, found := strings.CutSuffix(path, "/")
	if !found {
		other += "/"
	}
	switch known, _, _ := s.spec.Find("", other); {
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
	it := fail(http.StatusMethodNotAllowed, "Method Not Allowed")
	it.allow = strings.Join(slices.Sorted(maps.Keys(path.Operations)), ", ")
	return it
}

// checkOperation returns an error if the operation is set and unknown.
func (s *Server) checkOperation(id string) error {
	if id == "" || s.spec.Operations[id] != nil {
		return nil
	}
	return fmt.Errorf("stancertest: unknown operation %q", id)
}

// mustKnow panics if an operation is unknown, because a test with a misspelled operation would test
// nothing.
func (s *Server) mustKnow(operations []string) {
	for _, id := range operations {
		if err := s.checkOperation(id); err != nil {
			panic(err.Error())
		}
	}
}
