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

// legend is appended to the description of the document.
//
//go:embed legend.md
var legend string

// decorate adds the extensions of a document to its descriptions, and the Go methods to the
// descriptions of its operations.
func decorate(document *yaml.Node, methods map[string]string) error {
	addExtensions(document)
	describe(member(document, "info"), legend)
	for path, item := range members(member(document, "paths")) {
		for method, operation := range members(item) {
			if member(operation, "operationId") == nil {
				continue // not an operation, but what those of the path share
			}
			route := strings.ToUpper(method) + " " + path
			links, err := links(methods[route])
			if err != nil {
				return fmt.Errorf("README.md, table of operations, %s: %w", route, err)
			}
			describe(operation, "**Go:** "+links)
		}
	}
	return nil
}

// addExtensions adds the extensions of a node, and of all nodes in it, to their descriptions.
func addExtensions(node *yaml.Node) {
	for _, child := range node.Content {
		addExtensions(child)
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
	if sentences := member(node, "x-evidence-sentences"); sentences != nil {
		for _, mark := range sentences.Content {
			describe(node, text(mark, "description"))
		}
	}
	if reason := text(node, "x-deprecated-reason"); reason != "" {
		describe(node, "**Deprecated:** "+reason)
	}
	if text(node, "x-secret") == "true" {
		describe(node, "**Secret:** do not print or log it.")
	}
	if rule := text(node, "x-retry"); rule != "" {
		key := text(node, "x-retry-key")
		describe(node, "**Retry:** "+strings.ReplaceAll(retries[rule], "KEY", key))
	}
	description, union := text(node, "description"), member(node, "anyOf")
	if description == "" || union == nil {
		return
	}
	for _, part := range union.Content {
		if member(part, "$ref") != nil {
			describe(part, description) // which Redoc prefers to that of the union
		}
	}
}

// retries explains the values of x-retry: what the client does when the outcome is unknown.
var retries = map[string]string{
	"again":  "if the outcome is unknown, since it is idempotent.",
	"lookup": "if the outcome is unknown, `KEY` is set and no object with it is found.",
	"read":   "if the outcome is unknown and the object, read again, is not in the wanted state.",
	"never":  "not if the outcome is unknown; the error says so.",
}

// describe adds a paragraph to the description of a node.
func describe(node *yaml.Node, paragraph string) {
	description := member(node, "description")
	if description == nil {
		key := &yaml.Node{Kind: yaml.ScalarNode, Value: "description"}
		description = &yaml.Node{Kind: yaml.ScalarNode}
		node.Content = append(node.Content, key, description)
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

// text returns the value of a key as it is written, or "".
func text(node *yaml.Node, key string) string {
	return cmp.Or(member(node, key), &yaml.Node{}).Value
}

// members returns the keys and values of a mapping.
func members(node *yaml.Node) iter.Seq2[string, *yaml.Node] {
	return func(yield func(string, *yaml.Node) bool) {
		for pair := range slices.Chunk(node.Content, 2) {
			if node.Kind == yaml.MappingNode && !yield(pair[0].Value, pair[1]) {
				return
			}
		}
	}
}
