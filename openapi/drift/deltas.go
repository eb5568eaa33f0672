package main

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"

	"go.yaml.in/yaml/v3"
)

//go:embed deltas.yaml
var deltasFile []byte

// A delta explains differences that are intended. A pattern that matches no difference is an error,
// so that the file has no obsolete entries.
type delta struct {
	Where  []string `json:"where" yaml:"where"`
	Change []string `json:"change" yaml:"change"`
	Text   string   `json:"text,omitempty" yaml:"text"`
	Reason string   `json:"reason" yaml:"reason"`
}

func loadDeltas() ([]delta, error) {
	var deltas []delta
	decoder := yaml.NewDecoder(bytes.NewReader(deltasFile))
	decoder.KnownFields(true)
	if err := decoder.Decode(&deltas); err != nil {
		return nil, fmt.Errorf("deltas.yaml: %w", err)
	}
	for _, delta := range deltas {
		if len(delta.Where) == 0 || len(delta.Change) == 0 || delta.Reason == "" {
			return nil, errors.New("deltas.yaml: an entry needs where, change and reason")
		}
	}
	return deltas, nil
}

// explain sets the reason of the known changes, and returns the patterns that match no change.
func explain(changes []change, deltas []delta) (stale []delta) {
	for _, delta := range deltas {
		used := map[string]bool{}
		for i, change := range changes {
			where, id := firstMatch(delta.Where, change.Where), firstMatch(delta.Change, change.ID)
			if where == "" || id == "" || delta.Text != "" && !matches(delta.Text, change.Text) {
				continue
			}
			used["where "+where], used["change "+id] = true, true
			if change.Reason == "" {
				changes[i].Reason = delta.Reason
			}
		}
		rest := delta
		rest.Where = unused(delta.Where, "where ", used)
		rest.Change = unused(delta.Change, "change ", used)
		if len(rest.Where)+len(rest.Change) > 0 {
			stale = append(stale, rest)
		}
	}
	return stale
}

func firstMatch(patterns []string, text string) string {
	for _, pattern := range patterns {
		if matches(pattern, text) {
			return pattern
		}
	}
	return ""
}

func unused(patterns []string, kind string, used map[string]bool) []string {
	rest := []string{}
	for _, pattern := range patterns {
		if !used[kind+pattern] {
			rest = append(rest, pattern)
		}
	}
	return rest
}
