package stancer_test

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/openapi"
	stancer "github.com/stancer-go/stancer/wrapper"
)

// TestReadmeTable checks the table of operations in the README against the document and the client.
func TestReadmeTable(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	rows := map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([A-Z]+ /\\S+)` \\| (.*) \\|$").FindAllStringSubmatch(string(readme), -1) {
		rows[row[1]] = row[2]
	}
	doc, err := openapi.Load()
	require.NoError(t, err)
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			operation := method + " " + path
			cell, found := rows[operation]
			if assert.True(t, found, "the README lacks %s", operation) {
				assert.Equal(t, op.Deprecated, strings.HasSuffix(cell, " (deprecated)"), operation)
				assertMethods(t, cell)
			}
			delete(rows, operation)
		}
	}
	assert.Empty(t, rows, "the README has operations that the document lacks")
}

// assertMethods expects the methods of a cell, `PayoutsV1.Payments`, `Refunds` for example, in the
// client.
func assertMethods(t *testing.T, cell string) {
	t.Helper()
	resource := reflect.TypeFor[*stancer.Client]()
	for _, name := range regexp.MustCompile("`([\\w.]+)`").FindAllStringSubmatch(cell, -1) {
		name := name[1]
		if field, method, dotted := strings.Cut(name, "."); dotted {
			found, ok := reflect.TypeFor[stancer.Client]().FieldByName(field)
			require.True(t, ok, name)
			resource, name = found.Type, method
		}
		_, ok := resource.MethodByName(name)
		assert.True(t, ok, "%s has no method %s", resource, name)
	}
}
