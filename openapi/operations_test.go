package openapi_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestOperations compares the document with testdata/operations.txt, which lists the operations of
// the API. Each of them was compared with Stancer's documentation, and so must be a new one.
func TestOperations(t *testing.T) {
	found := map[string]string{}
	for path, item := range load(t).Paths.Map() {
		for method, op := range item.Operations() {
			name := method + " " + path
			found[name] = name + "\n" + describe(op)
		}
	}
	list, err := os.ReadFile("testdata/operations.txt")
	require.NoError(t, err)
	for _, want := range strings.Split(strings.TrimSpace(string(list)), "\n\n") {
		name, _, _ := strings.Cut(want, "\n")
		assert.Equal(t, want, found[name], name)
		delete(found, name)
	}
	for _, missing := range found {
		assert.Fail(t, "testdata/operations.txt lacks "+missing)
	}
}

// describe returns the lines of an operation in testdata/operations.txt.
func describe(op *openapi3.Operation) string {
	retry := op.Extensions["x-retry"]
	lines := []string{fmt.Sprintf("%s, tag %s, retry %s", op.OperationID, op.Tags[0], retry)}
	if op.Deprecated {
		lines[0] += ", deprecated"
	}
	if id := op.Extensions["x-stancer-operation-id"]; id != nil {
		lines = append(lines, fmt.Sprintf("published as %s", id))
	}
	var query, responses []string
	for _, parameter := range op.Parameters {
		query = append(query, parameter.Value.Name)
	}
	if query != nil {
		lines = append(lines, "query: "+strings.Join(query, ", "))
	}
	if op.RequestBody != nil {
		lines = append(lines, "body: "+lastPart(op.RequestBody.Ref))
	}
	for _, status := range slices.Sorted(maps.Keys(op.Responses.Map())) {
		if status[0] == '2' {
			status += " " + lastPart(op.Responses.Value(status).Ref)
		}
		responses = append(responses, status)
	}
	lines = append(lines, "responses: "+strings.Join(responses, ", "))
	return "  " + strings.Join(lines, "\n  ")
}

func lastPart(ref string) string { return ref[strings.LastIndex(ref, "/")+1:] }
