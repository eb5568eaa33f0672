package stancer_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestDeprecatedUseIsReported checks that the linter reports each use of a deprecated identifier.
func TestDeprecatedUseIsReported(t *testing.T) {
	if os.Getenv("STANCER_LINT_TESTS") == "" {
		t.Skip("run make lint-test: it needs staticcheck")
	}
	report := output(t, "make", "-C", "..", "-s", "lint", "PACKAGES=./wrapper/testdata/deprecated")
	assert.Contains(t, report, "Client).Checkout is deprecated")
	assert.Contains(t, report, "SEPAs).CreateIBANOnly is deprecated")
	assert.Contains(t, report, "SEPAs).GetIBANOnly is deprecated")
}

// TestDeprecatedUseIsRewritten checks that go fix replaces the deprecated methods.
func TestDeprecatedUseIsRewritten(t *testing.T) {
	t.Parallel()
	diff := output(t, "go", "fix", "-diff", "./testdata/deprecated")
	if !strings.Contains(diff, "strings.Title(plain())") {
		t.Skip("this version of Go does not rewrite: " + diff)
	}
	assert.Contains(t, diff, "+	_, _ = client.SEPA.Create(ctx")
	assert.Contains(t, diff, "+	_, _ = client.SEPA.Get(ctx")
}

// output returns the output of a command. Both commands fail when they find something, so the exit
// status is ignored.
func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	text, _ := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	return string(text)
}
