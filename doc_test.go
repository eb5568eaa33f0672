package tools_test

import (
	"go/build"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRootPackageBuilds checks that the root has a file that builds. Without one, importing the
// module's path fails with "build constraints exclude all Go files", and go doc finds no package.
func TestRootPackageBuilds(t *testing.T) {
	root, err := build.ImportDir(".", build.ImportComment)
	require.NoError(t, err)
	assert.Equal(t, []string{"doc.go"}, root.GoFiles)
	assert.Contains(t, root.Doc, "the root of the Stancer client")
}
