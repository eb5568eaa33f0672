package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBeforeTheFirstRelease(t *testing.T) {
	t.Parallel()
	r := tiny(t)
	git(t, r, "tag", "v1.0.0-rc.1")
	git(t, r, "tag", "v1")
	commit(t, r)
	status, stdout, _ := release(t, r, "diff")
	assert.Equal(t, 0, status)
	assert.Equal(t, "No release comes before this, so there is nothing to compare the Go API with.\n", stdout)
}

func TestTheLastRelease(t *testing.T) {
	t.Parallel()
	r := tiny(t)
	for _, tag := range []string{"v1.2.3", "v1.10.0", "v1.9.0", "v2.0.0-rc.1"} {
		git(t, r, "tag", tag)
	}
	git(t, r, "checkout", "--quiet", "-b", "elsewhere")
	write(t, r, "elsewhere.txt", "")
	commit(t, r)
	git(t, r, "tag", "v3.0.0")
	git(t, r, "checkout", "--quiet", "main")
	commit(t, r)
	git(t, r, "tag", "v1.11.0") // HEAD itself, which is being released
	last, err := r.lastRelease()
	require.NoError(t, err)
	assert.Equal(t, "v1.10.0", last)
}

func TestWhereTagsCannotBeSeen(t *testing.T) {
	t.Parallel()
	status, _, stderr := release(t, repository{root: t.TempDir()}, "diff")
	assert.Equal(t, 2, status)
	assert.Contains(t, stderr, "not a git repository")

	r, shallow := tiny(t), repository{root: t.TempDir()}
	commit(t, r)
	git(t, r, "clone", "--quiet", "--depth=1", "file://"+r.root, shallow.root)
	status, _, stderr = release(t, shallow, "diff")
	assert.Equal(t, 2, status)
	assert.Contains(t, stderr, "git fetch --unshallow --tags")
}

func TestDiffOfWhatUsersDoNotSee(t *testing.T) {
	t.Parallel()
	needApidiff(t)
	r := tiny(t)
	git(t, r, "tag", "v1.2.3")
	write(t, r, "internal/inner/inner.go", "package inner\n\nfunc New() {}\n")
	commit(t, r)
	status, stdout, stderr := release(t, r, "diff")
	assert.Equal(t, 0, status, stderr)
	assert.Equal(t, "## The Go API since v1.2.3\n\nThis asks for a **patch** version: v1.2.4.\n", stdout)
}

func TestDiffOfWhatIsNew(t *testing.T) {
	t.Parallel()
	needApidiff(t)
	r := tiny(t)
	git(t, r, "tag", "v1.2.3")
	write(t, r, "wrapper/new.go", "package stancer\n\nimport \"example.com/tiny/api\"\n\nfunc New() {}\n\ntype Bank = api.Bank\n")
	write(t, r, "api/new.go", "package api\n\ntype Bank struct{}\n")
	write(t, r, "openapi/openapi.go", "package openapi\n\nfunc Load() {}\n")
	commit(t, r)
	status, stdout, stderr := release(t, r, "diff")
	assert.Equal(t, 0, status, stderr)
	assert.Equal(t, "## The Go API since v1.2.3\n\nThis asks for a **minor** version: v1.3.0.\n\n### New\n\n"+
		"- `stancer.Bank`: added\n- `stancer.New`: added\n- `openapi.package`: added\n", stdout)
	worktrees, err := r.git("worktree", "list", "--porcelain")
	require.NoError(t, err)
	assert.NotContains(t, worktrees, "detached", "nothing is left behind")
}

func TestDiffOfWhatBreaks(t *testing.T) {
	t.Parallel()
	needApidiff(t)
	r := tiny(t)
	git(t, r, "tag", "v1.2.3")
	write(t, r, "api/api.go", "package api\n\ntype Card struct{ Brand int }\n")
	write(t, r, "wrapper/stancer.go", "package stancer\n\nfunc (*Client) Get(id string) {}\n\ntype Client struct{}\n")
	commit(t, r)
	const report = "## The Go API since v1.2.3\n\nThis asks for a **major** version: v2.0.0.\n\n### Breaking\n\n" +
		"- `stancer.Client.Get`: changed from func() to func(string)\n- `stancer.Card`: removed\n- `stancer.Old`: removed\n" +
		"- `api.Card.Brand`: changed from string to int\n- `api.Card.Last4`: removed\n"
	status, stdout, stderr := release(t, r, "diff")
	assert.Equal(t, 1, status)
	assert.Equal(t, report, stdout)
	for _, name := range []string{"stancer.Client.Get", "stancer.Card", "stancer.Old", "api.Card.Brand", "api.Card.Last4"} {
		assert.Contains(t, stderr, "- **Breaking:** `"+name+"` …")
	}

	write(t, r, "CHANGELOG.md", "## [Unreleased]\n\n"+
		"- **Breaking:** `stancer.Card` and `stancer.Old` are gone; `stancer.Client.Get` takes an id.\n"+
		"- **Breaking:** `stancer.Card.Brand` is a number,\n  and `api.Card.Last4` is gone.\n\n## [1.2.3] - 2026-01-02\n")
	status, stdout, stderr = release(t, r, "diff")
	assert.Equal(t, 0, status, stderr)
	assert.Equal(t, report, stdout)
}
