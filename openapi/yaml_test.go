package openapi_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"go.yaml.in/yaml/v3"
)

// Plain scalars to which YAML 1.1 gives another value than YAML 1.2: its booleans and null, numbers
// in base 2, 8 and 60 or with underscores, dates, the merge key and the default key.
var onlyYAML11 = regexp.MustCompile(`^(?:` +
	`[yYnN]|[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF|` +
	`[-+]?0b[01_]+|[-+]?0[0-9_]+|[-+]?[0-9][0-9_.]*_[0-9_.]*|` +
	`[-+]?[0-9]+(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|` +
	`\d{4}-\d\d?-\d\d?(?:(?:[Tt]|[ \t]+)\d.*)?|` +
	`<<|=)$`)

func TestDocumentIsTheSameInYAML11AndYAML12(t *testing.T) {
	scalars := 0
	var visit func(*yaml.Node)
	visit = func(node *yaml.Node) {
		if node.Kind == yaml.ScalarNode && node.Style == 0 {
			scalars++
			assert.NotRegexp(t, onlyYAML11, node.Value, "line %d: quote it", node.Line)
		}
		for _, below := range node.Content {
			visit(below)
		}
	}
	visit(tree(t))
	assert.Greater(t, scalars, 1000)
}

func TestOnlyYAML11(t *testing.T) {
	for _, scalar := range []string{
		"NO", "no", "y", "on", "Off", "010", "0b1", "1_000", "12:30", "12:30:45",
		"2019-08-24", "2019-08-24T14:15:22Z", "<<", "=",
	} {
		assert.Regexp(t, onlyYAML11, scalar)
	}
	for _, scalar := range []string{
		"none", "NOK", "true", "null", "0", "10", "-1", "1.5", "v2", "card", "4294967295", "pi_0",
		"https://api.stancer.com",
	} {
		assert.NotRegexp(t, onlyYAML11, scalar)
	}
}
