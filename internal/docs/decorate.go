package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"iter"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// legend follows the description of the document.
//
//go:embed legend.md
var legend string

// decorate adds to the descriptions of a document what its extensions say, and to those of its operations their Go methods.
func decorate(document *yaml.Node, methods map[string]string) error {
	addWords(document)
	describe(member(document, "info"), legend)
	for path, item := range members(member(document, "paths")) {
		for method, operation := range members(item) {
			if member(operation, "operationId") == nil {
				continue // what the operations of a path share
			}
			route := strings.ToUpper(method) + " " + path
			links, err := links(methods[route])
			if err != nil {
				return fmt.Errorf("%s, in the table of README.md: %w", route, err)
			}
			describe(operation, "**Go:** "+links)
		}
	}
	return nil
}

// addWords goes through a node and all that it holds.
func addWords(node *yaml.Node) {
	for _, below := range node.Content {
		addWords(below)
	}
	if node.Kind != yaml.MappingNode {
		return
	}
	switch reason := text(node, "x-evidence-reason"); text(node, "x-evidence") {
	case "observed":
		describe(node, "**Observed:** "+reason)
	case "inferred":
		describe(node, "**Inferred:** "+reason)
	}
	if reason := text(node, "x-deprecated-reason"); reason != "" {
		describe(node, "**Deprecated:** "+reason)
	}
	if text(node, "x-secret") == "true" {
		describe(node, "**Secret:** never to be printed or logged.")
	}
	if rule := text(node, "x-retry"); rule != "" {
		describe(node, "**Sent again:** "+strings.ReplaceAll(retries[rule], "KEY", text(node, "x-retry-key")))
	}
	if description, union := text(node, "description"), member(node, "anyOf"); description != "" && union != nil {
		for _, part := range union.Content {
			if member(part, "$ref") != nil {
				describe(part, description) // Redoc shows the words of a part, and those of the union only if the part has none
			}
		}
	}
}

// retries are the values of x-retry.
var retries = map[string]string{
	"again":  "when the outcome is unknown, as doing it twice is doing it once.",
	"lookup": "when the outcome is unknown, if it has `KEY` and nothing with that is found.",
	"read":   "when the outcome is unknown, if the object is read and is not yet in the wanted state.",
	"never":  "not when the outcome is unknown; the outcome is reported as such.",
}

// describe adds a paragraph to the description of a node.
func describe(node *yaml.Node, paragraph string) {
	description := member(node, "description")
	if description == nil {
		description = &yaml.Node{Kind: yaml.ScalarNode}
		node.Content = append(node.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: "description"}, description)
	}
	description.Style = yaml.LiteralStyle
	description.Value = strings.TrimSpace(description.Value + "\n\n" + paragraph)
}

// member returns the value of a key, or nil.
func member(node *yaml.Node, key string) *yaml.Node {
	for name, value := range members(node) {
		if name == key {
			return value
		}
	}
	return nil
}

func text(node *yaml.Node, key string) string { return cmp.Or(member(node, key), &yaml.Node{}).Value }

func members(node *yaml.Node) iter.Seq2[string, *yaml.Node] {
	return func(yield func(string, *yaml.Node) bool) {
		for pair := range slices.Chunk(node.Content, 2) {
			if node.Kind == yaml.MappingNode && !yield(pair[0].Value, pair[1]) {
				return
			}
		}
	}
}
