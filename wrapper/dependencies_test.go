package stancer_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPackageHasFewDependencies checks the packages that a service links when it imports this one.
func TestPackageHasFewDependencies(t *testing.T) {
	t.Parallel()
	const format = "{{if not .Standard}}{{.ImportPath}}{{end}}"
	listed, err := exec.Command("go", "list", "-deps", "-f", format, ".").Output()
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{
		"github.com/stancer-go/stancer/wrapper",
		"github.com/stancer-go/stancer/api",
		"github.com/oapi-codegen/runtime",
		"github.com/oapi-codegen/runtime/types",
		"github.com/google/uuid",
		"github.com/apapsch/go-jsonmerge/v2",
	}, strings.Fields(string(listed)))
}
