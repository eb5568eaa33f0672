//go:build release

package release_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// repository is the folder of a git repository with a small module.
type repository struct {
	*testing.T
	root string
}

func newRepository(t *testing.T) repository {
	t.Helper()
	r := repository{t, t.TempDir()}
	r.write("go.mod", "module example.com/tiny\n\ngo 1.25\n")
	r.write("api/api.go", "package api\n\ntype Card struct{ Brand, Last4 string }\n")
	r.write("wrapper/stancer.go", "package stancer\n\nimport \"example.com/tiny/api\"\n\n"+
		"type Card = api.Card\n\nfunc Old() {}\n\n"+
		"type Client struct{}\n\nfunc (*Client) Get() {}\n")
	r.write("cmd/program/main.go", "package main\n\nfunc main() {}\n")
	r.write("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n\n"+
		"## [1.2.3] - 2026-01-02\n\n- **Breaking:** `stancer.Old` was announced then.\n")
	r.git("init", "--quiet", "--initial-branch=main")
	r.commit()
	return r
}

func (r repository) write(name, text string) {
	r.Helper()
	path := filepath.Join(r.root, name)
	require.NoError(r, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(r, os.WriteFile(path, []byte(text), 0o600))
}

func (r repository) git(args ...string) {
	r.Helper()
	settings := []string{
		"-C", r.root, "-c", "commit.gpgsign=false",
		"-c", "user.name=Test", "-c", "user.email=test@example.com",
	}
	cmd := exec.CommandContext(r.Context(), "git", append(settings, args...)...)
	output, err := cmd.CombinedOutput()
	require.NoError(r, err, string(output))
}

// commit commits all files to main, as it is at the origin.
func (r repository) commit() {
	r.Helper()
	r.git("add", "--all")
	r.git("commit", "--quiet", "--allow-empty", "--message=change")
	r.git("update-ref", "refs/remotes/origin/main", "HEAD")
}

// release runs release.sh and returns its output, and whether it succeeded.
func (r repository) release(args ...string) (output string, ok bool) {
	r.Helper()
	script, err := filepath.Abs("release.sh")
	require.NoError(r, err)
	cmd := exec.CommandContext(r.Context(), script, args...)
	cmd.Dir = r.root
	text, err := cmd.CombinedOutput()
	return string(text), err == nil
}

func (r repository) succeeds(want string, args ...string) {
	r.Helper()
	output, ok := r.release(args...)
	assert.True(r, ok, output)
	assert.Equal(r, want, output)
}

func (r repository) fails(want string, args ...string) {
	r.Helper()
	output, ok := r.release(args...)
	assert.False(r, ok, output)
	assert.Contains(r, output, want)
}

func TestFirstRelease(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.git("tag", "v1.0.0-rc.1")
	r.git("tag", "v1")
	r.commit()
	const nothing = "There is no release before HEAD to compare the Go API with.\n"
	r.succeeds(nothing, "diff")
	r.succeeds(nothing+"\nHEAD can be released as v1.2.3.\n", "check", "v1.2.3")
	r.git("tag", "v1.2.3")
	r.succeeds(nothing+"\nHEAD can be released as v1.2.3.\n", "check", "v1.2.3")
}

func TestNoAPIChange(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	for _, tag := range []string{"v1.2.3", "v1.2.10", "v2.0.0-rc.1"} {
		r.git("tag", tag)
	}
	r.write("internal/inner/inner.go", "package inner\n\nfunc New() {}\n")
	r.write("cmd/other/main.go", "package main\n\nfunc main() {}\n")
	require.NoError(t, os.RemoveAll(filepath.Join(r.root, "cmd/program")))
	r.write("CHANGELOG.md", "## [Unreleased]\n\n## [1.2.10] - 2026-01-02\n")
	r.commit()
	r.git("tag", "v1.3.0")
	output, ok := r.release("diff")
	assert.True(t, ok, output)
	assert.Contains(t, output, "since v1.2.10\n\nThe next version is at least v1.2.11.\n")
	assert.NotContains(t, output, "package")
}

func TestCompatibleChange(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.git("tag", "v1.2.3")
	r.write("wrapper/new.go", "package stancer\n\nfunc New() {}\n")
	r.write("openapi/openapi.go", "package openapi\n\nfunc Load() {}\n")
	r.write("CHANGELOG.md", "## [1.2.4] - 2026-01-03\n\n- A function.\n\n"+
		"## [1.3.0] - 2026-01-03\n\n- A function.\n\n## [1.2.3] - 2026-01-02\n")
	r.commit()
	const report = "## The Go API since v1.2.3\n\nThe next version is at least v1.3.0.\n\n" +
		"Compatible changes:\n- ./wrapper.New: added\n- package example.com/tiny/openapi: added\n"
	r.succeeds(report, "diff")
	r.succeeds(report+"\nHEAD can be released as v1.3.0.\n", "check", "v1.3.0")
	r.fails("require one of v1.3.0, v2.0.0, not v1.2.4", "check", "v1.2.4")
}

func TestBreakingChange(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.git("tag", "v1.2.3")
	r.write("api/api.go", "package api\n\ntype Card struct{ Brand int }\n")
	r.write("wrapper/stancer.go",
		"package stancer\n\nfunc (*Client) Get(id string) {}\n\ntype Client struct{}\n")
	r.commit()
	output, ok := r.release("diff")
	assert.False(t, ok, output)
	assert.Contains(t, output, "The next version is at least v2.0.0.")
	assert.Contains(t, output, "- ./wrapper.(*Client).Get: changed from func() to func(string)")
	names := []string{
		"stancer.Client.Get", "stancer.Card", "stancer.Old", "api.Card.Brand", "api.Card.Last4",
	}
	for _, name := range names {
		assert.Contains(t, output, "- **Breaking:** `"+name+"` …")
	}

	r.write("CHANGELOG.md", "## [Unreleased]\n\n- `stancer.Old` is announced without the mark.\n\n"+
		"- **Breaking:** `stancer.Card` is gone; `stancer.Client.Get` takes an id.\n"+
		"- **Breaking:** `api.Card.Brand` is a number,\n  and `api.Card.Last4` is gone.\n\n"+
		"## [1.2.3] - 2026-01-02\n")
	r.fails("Add to Unreleased:\n- **Breaking:** `stancer.Old` …\n", "diff")
	names[3] = "stancer.Card.Brand" // an alias of the type in api
	r.write("CHANGELOG.md", "## [Unreleased]\n\n- **Breaking:** `"+strings.Join(names, "`, `")+
		"` changed.\n\n## [1.2.3] - 2026-01-02\n")
	output, ok = r.release("diff")
	assert.True(t, ok, output)
}

func TestUnreadyRepository(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.fails("no line like ## [1.2.4] - 2006-01-02", "check", "v1.2.4")
	r.fails(`invalid version "1.2.3"`, "check", "1.2.3")
	r.fails("give a command", "publish")
	r.git("tag", "v1.2.3")
	r.git("commit", "--quiet", "--allow-empty", "--message=local")
	r.fails("HEAD is not on origin/main", "check", "v1.2.3")
	r.commit()
	r.fails("v1.2.3 already is", "check", "v1.2.3")
	r.write("new.txt", "")
	r.fails("uncommitted changes", "check", "v1.2.4")

	shallow := repository{t, t.TempDir()}
	r.git("clone", "--quiet", "--depth=1", "file://"+r.root, shallow.root)
	shallow.fails("git fetch --unshallow --tags", "diff")
}

func TestNotes(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.write("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n\n- Later.\n\n"+
		"## [0.3.0] - soon\n\n- No date.\n\n## [0.2.0] - 2026-02-03\n\n### Added\n\n"+
		"## [0.1.0] - 2026-01-02\n\n### Added\n\n- A thing,\n  on two lines.\n\n"+
		"[Unreleased]: https://example.com/compare\n")
	r.succeeds("### Added\n\n- A thing,\n  on two lines.\n", "notes", "v0.1.0")
	r.fails("v0.2.0 in CHANGELOG.md has no bullet", "notes", "v0.2.0")
	r.fails("no line like ## [0.3.0] - 2006-01-02", "notes", "v0.3.0")
	r.fails(`invalid version "v1.0.0-rc.1"`, "notes", "v1.0.0-rc.1")
}
