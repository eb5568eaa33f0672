package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The environment variables that the tests read; make drift-test sets them.
const (
	withTool     = "STANCER_DRIFT_TESTS" // not empty: run the tests that need the tool
	realDocument = "STANCER_PUBLISHED"   // the file of the document that Stancer published
)

// TestMain builds the tool once, instead of once for each comparison.
func TestMain(m *testing.M) {
	os.Exit(func() int {
		if os.Getenv(withTool) == "" {
			return m.Run()
		}
		directory, err := os.MkdirTemp("", "drift")
		if err == nil {
			defer os.RemoveAll(directory)
			install := exec.Command("go", "install", tool)
			install.Env, install.Stderr = append(os.Environ(), "GOBIN="+directory), os.Stderr
			err = install.Run()
			runTool = []string{filepath.Join(directory, "oasdiff")}
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "go install %s: %v\n", tool, err)
			return 1
		}
		return m.Run()
	}())
}

// needsTool skips a test unless make drift-test runs it: the tool needs Go 1.26, and its build
// takes a minute with empty caches.
func needsTool(t *testing.T) {
	t.Helper()
	if os.Getenv(withTool) == "" {
		t.Skip("skipped: it needs oasdiff; make drift-test builds oasdiff and runs it")
	}
}

// stancers returns the document that Stancer published, which is not part of this project.
func stancers(t *testing.T) node {
	t.Helper()
	file := os.Getenv(realDocument)
	if file == "" {
		t.Skip("skipped: it needs Stancer's document; make drift-test UPSTREAM=<file> runs it")
	}
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return decoded(t, text)
}

// result is the result of one run of the program.
type result struct {
	status         int
	stdout, stderr string
	report         // from -format json
}

func drift(t *testing.T, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status := run(t.Context(), args, &stdout, &stderr)
	return result{status: status, stdout: stdout.String(), stderr: stderr.String()}
}

func driftJSON(t *testing.T, doc node) result {
	t.Helper()
	result := drift(t, "-format", "json", written(t, doc))
	require.NotEqual(t, unusable, result.status, result.stderr)
	require.NoError(t, json.Unmarshal([]byte(result.stdout), &result.report))
	return result
}

func written(t *testing.T, doc node) string {
	t.Helper()
	text, err := json.Marshal(doc)
	require.NoError(t, err)
	return saved(t, string(text))
}

func saved(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "openapi.json")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}

func TestEquivalentDocumentHasNoNewDifferences(t *testing.T) {
	t.Parallel()
	needsTool(t)
	result := driftJSON(t, published(t))
	assert.Equal(t, nothingNew, result.status)
	assert.Empty(t, lines(result.Breaking))
	assert.Empty(t, lines(result.Harmless))
	assert.Empty(t, result.Stale)
	assert.NotEmpty(t, result.Known)
	for _, change := range result.Known {
		assert.NotEmpty(t, change.Reason, change.Where)
	}
}

func TestReportIsWrittenToFile(t *testing.T) {
	t.Parallel()
	needsTool(t)
	doc := published(t)
	addValue(doc, "RefundStatus", "waiting")
	file := filepath.Join(t.TempDir(), "report.md")
	result := drift(t, "-o", file, written(t, doc))
	assert.Equal(t, somethingNew, result.status)
	assert.Empty(t, result.stdout)
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Contains(t, string(text), "\n### New and harmless: 1\n")
}

// Without the tool the program fails, instead of reporting nothing.
func TestMissingToolIsReported(t *testing.T) {
	built := runTool
	runTool = []string{"go", "run", tool}
	t.Cleanup(func() { runTool = built })
	file := written(t, published(t))
	t.Setenv("PATH", t.TempDir())
	result := drift(t, file)
	assert.Equal(t, unusable, result.status)
	assert.Contains(t, result.stderr, tool)
	assert.Empty(t, result.stdout)
}
