package main

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatCountsAsAnnounced(t *testing.T) {
	t.Parallel()
	names, err := announced("# Changelog\n\n## [Unreleased]\n\n### Changed\n\n"+
		"- **Breaking:** `stancer.A`, and on\n  a second line `stancer.B`.\n"+
		"- `stancer.C` is breaking, but not said to be.\n- **Breaking:** stancer.D is not code.\n\nA word on `stancer.E`.\n\n"+
		"## [1.3.0] - 2026-02-03\n\n- **Breaking:** `stancer.F` is prepared, and not tagged yet.\n\n"+
		"## [1.2.3] - 2026-01-02\n\n- **Breaking:** `stancer.G` was announced long ago.\n", version{1, 2, 3})
	require.NoError(t, err)
	assert.Equal(t, []string{"stancer.A", "stancer.B", "stancer.F"}, slices.Sorted(maps.Keys(names)))

	_, err = announced("## [Unreleased]\n\n## [1.2.30] - 2026-01-02\n", version{1, 2, 3})
	assert.ErrorContains(t, err, "no section of v1.2.3")
}

func TestNotes(t *testing.T) {
	t.Parallel()
	r := repository{root: t.TempDir()}
	write(t, r, "CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n\n- Later.\n\n"+
		"## [0.3.0] - soon\n\n- No day.\n\n## [0.2.0] - 2026-02-03\n\n### Added\n\n"+
		"## [0.1.0] - 2026-01-02\n\n### Added\n\n- A thing,\n  on two lines.\n\n[Unreleased]: https://example.com/compare\n")
	status, stdout, stderr := release(t, r, "notes", "v0.1.0")
	assert.Equal(t, 0, status, stderr)
	assert.Equal(t, "### Added\n\n- A thing,\n  on two lines.\n", stdout)
	for tag, want := range map[string]struct {
		status int
		stderr string
	}{
		"v0.2.0":      {1, "CHANGELOG.md says nothing of v0.2.0"},
		"v0.3.0":      {1, "no line like ## [0.3.0] - 2006-01-02"},
		"v0.1":        {2, `"v0.1" is no version to release`},
		"v1.0.0-rc.1": {2, "without a suffix"},
		"":            {2, "say which version"},
	} {
		status, stdout, stderr := release(t, r, "notes", tag)
		assert.Equal(t, want.status, status, tag)
		assert.Empty(t, stdout, tag)
		assert.Contains(t, stderr, want.stderr)
	}
}
