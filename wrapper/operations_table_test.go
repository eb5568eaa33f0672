package stancer_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	methodtable "github.com/stancer-go/stancer/internal/methods"
	stancer "github.com/stancer-go/stancer/wrapper"
)

// TestTableOfOperations compares OPERATIONS.md with the document and with the methods of the
// client.
func TestTableOfOperations(t *testing.T) {
	t.Parallel()
	rows := methodtable.Read([]byte(readText(t, "../OPERATIONS.md")))
	doc, _ := readDocument(t)
	routes := map[string]string{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			routes[op.OperationID] = method + " " + path
		}
	}
	for id, route := range routes {
		row, found := rows[route]
		if assert.True(t, found, "OPERATIONS.md lacks %s", route) {
			assert.Equal(t, routes[aliases[id]], row.Calls,
				"the route that the method of %s calls", route)
			assertMethods(t, row.Names)
		}
		delete(rows, route)
	}
	assert.Empty(t, rows, "OPERATIONS.md has operations that the document lacks")
}

// assertMethods expects that the client has the methods, such as PayoutsV1.Payments or Ping.
func assertMethods(t *testing.T, names []string) {
	t.Helper()
	assert.NotEmpty(t, names)
	for _, name := range names {
		resource := reflect.TypeFor[*stancer.Client]()
		if field, method, dotted := strings.Cut(name, "."); dotted {
			found, ok := resource.Elem().FieldByName(field)
			require.True(t, ok, "the client has no %s", field)
			resource, name = found.Type, method
		}
		_, ok := resource.MethodByName(name)
		assert.True(t, ok, "%s has no method %s", resource, name)
	}
}

func readText(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(text)
}
