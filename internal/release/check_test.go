package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	r := tiny(t)
	git(t, r, "update-ref", "refs/remotes/origin/main", "HEAD")
	status, stdout, stderr := release(t, r, "check", "v1.2.3")
	assert.Equal(t, 0, status, stderr)
	assert.Contains(t, stdout, "This can be released as v1.2.3.\n")

	status, _, stderr = release(t, r, "check", "v1.2.4")
	assert.Equal(t, 1, status)
	assert.Contains(t, stderr, "no line like ## [1.2.4]")

	git(t, r, "tag", "v1.2.3")
	status, _, stderr = release(t, r, "check", "v1.2.3")
	assert.Equal(t, 0, status, "tagged, as in the workflow: %s", stderr)

	commit(t, r)
	status, _, stderr = release(t, r, "check", "v1.2.3")
	assert.Equal(t, 1, status)
	assert.Contains(t, stderr, "HEAD is not on origin/main")

	git(t, r, "update-ref", "refs/remotes/origin/main", "HEAD")
	status, _, stderr = release(t, r, "check", "v1.2.3")
	assert.Equal(t, 1, status)
	assert.Contains(t, stderr, "v1.2.3 is already")

	write(t, r, "new.txt", "")
	status, _, stderr = release(t, r, "check", "v1.2.4")
	assert.Equal(t, 1, status)
	assert.Contains(t, stderr, "not committed")
}

func TestCheckOfTheSize(t *testing.T) {
	t.Parallel()
	needApidiff(t)
	r := tiny(t)
	git(t, r, "tag", "v1.2.3")
	write(t, r, "wrapper/new.go", "package stancer\n\nfunc New() {}\n")
	write(t, r, "CHANGELOG.md", "## [1.2.4] - 2026-01-03\n\n- A thing.\n\n## [1.2.3] - 2026-01-02\n")
	commit(t, r)
	git(t, r, "update-ref", "refs/remotes/origin/main", "HEAD")
	status, _, stderr := release(t, r, "check", "v1.2.4")
	assert.Equal(t, 1, status)
	assert.Contains(t, stderr, "what changed since v1.2.3 asks for v1.3.0, not for v1.2.4")
}

func TestVersions(t *testing.T) {
	t.Parallel()
	nothing, addition, breaking := []change(nil), []change{{}}, []change{{}, {breaking: true}}
	for _, test := range []struct {
		last    string
		changes []change
		allowed []string
	}{
		{"v0.1.2", nothing, []string{"v0.1.3", "v0.2.0", "v1.0.0"}},
		{"v0.1.2", addition, []string{"v0.2.0", "v1.0.0"}},
		{"v0.1.2", breaking, []string{"v0.2.0", "v1.0.0"}},
		{"v1.2.3", nothing, []string{"v1.2.4", "v1.3.0", "v2.0.0"}},
		{"v1.2.3", addition, []string{"v1.3.0", "v2.0.0"}},
		{"v1.2.3", breaking, []string{"v2.0.0"}},
	} {
		last, err := parseVersion(test.last)
		require.NoError(t, err)
		var allowed []string
		for _, v := range []version{
			{0, 1, 2}, {0, 1, 3}, {0, 1, 4}, {0, 2, 0}, {0, 2, 1}, {0, 3, 0}, {1, 0, 0},
			{1, 2, 3}, {1, 2, 4}, {1, 2, 5}, {1, 3, 0}, {1, 3, 1}, {1, 4, 0}, {2, 0, 0}, {3, 0, 0},
		} {
			if last.allows(v, test.changes) {
				allowed = append(allowed, v.String())
			}
		}
		assert.Equal(t, test.allowed, allowed, "after %s, with %d changes", test.last, len(test.changes))
	}
}
