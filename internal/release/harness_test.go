package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// apidiff is what the Makefile pins.
var apidiff = sync.OnceValues(func() (string, error) {
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		return "", err
	}
	tool := string(regexp.MustCompile(`(?m)^APIDIFF +:= (.+)$`).FindSubmatch(makefile)[1])
	_, err = command(".", nil, "go", "run", tool, "-h")
	return tool, err
})

// needApidiff skips a test where it cannot be fetched and built.
func needApidiff(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("builds apidiff")
	}
	if _, err := apidiff(); err != nil {
		t.Skip("apidiff cannot be had here: " + err.Error())
	}
}

// tiny is a repository of a module that has a raw client and a wrapper, as this one.
func tiny(t *testing.T) repository {
	t.Helper()
	r := repository{root: t.TempDir()}
	write(t, r, "go.mod", "module example.com/tiny\n\ngo 1.25\n")
	write(t, r, "api/api.go", "package api\n\ntype Card struct{ Brand, Last4 string }\n")
	write(t, r, "wrapper/stancer.go", "package stancer\n\nimport \"example.com/tiny/api\"\n\ntype Card = api.Card\n\n"+
		"type Client struct{}\n\nfunc (*Client) Get() {}\n\nfunc Old() {}\n")
	write(t, r, "internal/inner/inner.go", "package inner\n\nfunc Old() {}\n")
	write(t, r, "CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n\n"+
		"## [1.2.3] - 2026-01-02\n\n- **Breaking:** `stancer.Old` was announced then.\n")
	git(t, r, "init", "--quiet", "--initial-branch=main")
	commit(t, r)
	return r
}

func write(t *testing.T, r repository, name, text string) {
	t.Helper()
	path := filepath.Join(r.root, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
}

func git(t *testing.T, r repository, args ...string) {
	t.Helper()
	_, err := r.git(append([]string{"-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"}, args...)...)
	require.NoError(t, err)
}

func commit(t *testing.T, r repository) {
	t.Helper()
	git(t, r, "add", "--all")
	git(t, r, "commit", "--quiet", "--allow-empty", "--message=change")
}

// release runs the program, and returns its status and what it prints.
func release(t *testing.T, r repository, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	tool, _ := apidiff()
	var out, errors bytes.Buffer
	status = run(append([]string{args[0], "-root", r.root, "-tool", tool}, args[1:]...), &out, &errors)
	return status, out.String(), errors.String()
}
