package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestX(t *testing.T) {
	text, err := json.MarshalIndent(published(t), "", " ")
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "openapi.json")
	require.NoError(t, os.WriteFile(file, text, 0o600))
	os.WriteFile("/tmp/exp/published.json", text, 0o600)
	var out bytes.Buffer
	t.Log(run(t.Context(), []string{file}, &out, &out))
	t.Log(out.String())
}
