package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// module copies what the generator reads, with a change to the document, and gives the folder.
func module(t *testing.T, old, new string) string {
	t.Helper()
	root := t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(root, "gen"), os.DirFS(".")))
	require.NoError(t, os.CopyFS(filepath.Join(root, "openapi"), os.DirFS("../openapi")))
	for _, folder := range []string{"api", "wrapper"} {
		require.NoError(t, os.Mkdir(filepath.Join(root, folder), 0o755))
	}
	text, err := os.ReadFile(filepath.Join(root, document))
	require.NoError(t, err)
	require.Contains(t, string(text), old)
	require.NoError(t, os.WriteFile(filepath.Join(root, document), []byte(strings.Replace(string(text), old, new, 1)), 0o644))
	return root
}

func TestGenerationIsStable(t *testing.T) {
	root := module(t, "", "")
	require.NoError(t, run(root, false))
	for range 3 {
		require.NoError(t, run(root, true))
	}
	for _, file := range files {
		fresh, err := os.ReadFile(filepath.Join(root, file.path))
		require.NoError(t, err)
		committed, err := os.ReadFile(filepath.Join("..", file.path))
		require.NoError(t, err)
		require.Equal(t, string(committed), string(fresh), file.path)
	}
}

func TestCheckSeesAChange(t *testing.T) {
	root := module(t, "", "")
	require.NoError(t, run(root, false))
	edited := filepath.Join(root, "api/models.gen.go")
	text, err := os.ReadFile(edited)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(edited, append(text, '\n'), 0o644))
	require.ErrorContains(t, run(root, true), "stale")
	after, err := os.ReadFile(edited)
	require.NoError(t, err)
	require.Equal(t, len(text)+1, len(after), "a check changes nothing")
}

// TestOperationMustSayHowItIsRetried: a new operation does not generate before it does.
func TestOperationMustSayHowItIsRetried(t *testing.T) {
	for old, new := range map[string]string{
		"      x-retry: never\n":           "",
		"      x-retry: again\n":           "      x-retry: perhaps\n",
		"      x-retry-key: external_id\n": "",
		"      x-retry: read\n":            "      x-retry: read\n      x-retry-key: unique_id\n",
	} {
		require.ErrorContains(t, run(module(t, old, new), true), "x-retry", "%q instead of %q", new, old)
	}
}
