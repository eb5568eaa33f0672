package tools_test

import (
	"go/build"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTheRootLeadsToTheWrapper: without a file that builds, an import of the module's own path says "build constraints exclude all Go
// files", and go doc finds no package.
func TestTheRootLeadsToTheWrapper(t *testing.T) {
	root, err := build.ImportDir(".", build.ImportComment)
	require.NoError(t, err)
	assert.Equal(t, []string{"doc.go"}, root.GoFiles)
	assert.Contains(t, root.Doc, "the root of the Stancer client")
}
