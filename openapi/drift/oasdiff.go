package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// tool compares two OpenAPI documents. Its version is pinned only here. It is not a dependency of
// this module, because it would add 99 modules. It needs Go 1.26.
const tool = "github.com/oasdiff/oasdiff@v1.33.0"

// runTool is the command that runs the tool. The tests replace it by a built program.
var runTool = []string{"go", "run", tool}

// A finding is one difference that oasdiff reports.
type finding struct {
	ID        string `json:"id"`
	Text      string `json:"text"`
	Level     int    `json:"level"` // 1 info, 2 warning, 3 error
	Operation string `json:"operation"`
	Path      string `json:"path"`
}

// oasdiff returns the changes from base to revision.
func oasdiff(ctx context.Context, base, revision map[string]any) ([]change, error) {
	directory, err := os.MkdirTemp("", "drift")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(directory)
	documents := map[string]map[string]any{"base.json": base, "revision.json": revision}
	for name, document := range documents {
		text, err := json.Marshal(document)
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(directory, name), text, 0o600); err != nil {
			return nil, err
		}
	}
	var stdout, stderr bytes.Buffer
	args := append(slices.Clone(runTool), "changelog", "-f", "json", "base.json", "revision.json")
	command := exec.CommandContext(ctx, args[0], args[1:]...)
	command.Dir, command.Stdout, command.Stderr = directory, &stdout, &stderr
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s",
			strings.Join(runTool, " "), err, strings.TrimSpace(stderr.String()))
	}
	var findings []finding
	if err := json.Unmarshal(stdout.Bytes(), &findings); err != nil {
		return nil, fmt.Errorf("unexpected output of %s: %w", tool, err)
	}
	var changes []change
	for _, finding := range findings {
		// A finding without a path is about a security scheme, and is repeated at the operations.
		if finding.Path != "" && !slices.Contains(unsaid, finding.ID) {
			changes = append(changes, finding.change())
		}
	}
	return mergeOperationIDs(changes), nil
}
