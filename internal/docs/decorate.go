package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"iter"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/stancer-go/stancer/internal/methods"
)

// legend is appended to the description of the document.
//
//go:embed legend.md
var legend string

// decorate adds the extensions of a document to its descriptions, and the Go methods to its
// operations, as a link and as a sample. It moves deprecated operations into a section of their
// own, and removes sections without operations.
func decorate(document *yaml.Node, rows map[string]methods.Row) error {
	addExtensions(document)
	describe(member(document, "info"), legend)
	used := map[string]bool{}
	for path, item := range members(member(document, "paths")) {
		for method, operation := range members(item) {
			if member(operation, "operationId") == nil {
				continue // a member that the operations of the path share
			}
			route := strings.ToUpper(method) + " " + path
			if err := addMethods(document, operation, rows, route); err != nil {
				return fmt.Errorf("OPERATIONS.md, %s: %w", route, err)
			}
			tags := member(operation, "tags")
			if text(operation, "deprecated") == "true" {
				tags.Content = []*yaml.Node{scalarNode(deprecatedTag)}
			}
			used[tags.Content[0].Value] = true
		}
	}
	tags := member(document, "tags")
	tags.Content = slices.DeleteFunc(tags.Content, func(tag *yaml.Node) bool {
		return !used[text(tag, "name")]
	})
	tags.Content = append(tags.Content, mapping(
		"name", deprecatedTag, "x-displayName", "Deprecated",
		"description", "Former routes. Use the operations that they name instead."))
	return nil
}

const deprecatedTag = "deprecated"

// addMethods adds the Go methods of an operation. The sample of a deprecated one calls its
// successor.
func addMethods(document, operation *yaml.Node, rows map[string]methods.Row, route string) error {
	row := rows[route]
	links, err := links(row)
	if err != nil {
		return err
	}
	describe(operation, "**Go:** "+links)
	if row.Calls != "" {
		row = rows[row.Calls]
	}
	code, err := sample(row.Names[0], requestExample(document, operation))
	if err != nil {
		return err
	}
	samples := &yaml.Node{Kind: yaml.SequenceNode}
	samples.Content = []*yaml.Node{mapping("lang", "Go", "source", code)}
	operation.Content = append(operation.Content, scalarNode("x-codeSamples"), samples)
	return nil
}

// requestExample returns the first example of a request body, or nil.
func requestExample(document, operation *yaml.Node) *yaml.Node {
	node := member(operation, "requestBody")
	for _, key := range []string{"content", "application/json", "examples"} {
		if node = member(resolve(document, node), key); node == nil {
			return nil
		}
	}
	for _, example := range members(node) {
		return member(resolve(document, example), "value")
	}
	return nil
}

// resolve follows the reference of a node, if it has one.
func resolve(document, node *yaml.Node) *yaml.Node {
	if node == nil || text(node, "$ref") == "" {
		return node
	}
	found := document
	for key := range strings.SplitSeq(strings.TrimPrefix(text(node, "$ref"), "#/"), "/") {
		found = member(found, key)
	}
	return found
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
		description = scalarNode("")
		node.Content = append(node.Content, scalarNode("description"), description)
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

// members returns the keys and values of a mapping. Other nodes, and nil, have none.
func members(node *yaml.Node) iter.Seq2[string, *yaml.Node] {
	return func(yield func(string, *yaml.Node) bool) {
		if node == nil {
			return
		}
		for pair := range slices.Chunk(node.Content, 2) {
			if node.Kind == yaml.MappingNode && !yield(pair[0].Value, pair[1]) {
				return
			}
		}
	}
}

func scalarNode(value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Value: value}
}

// mapping returns a node with keys and values that are texts.
func mapping(keysAndValues ...string) *yaml.Node {
	node := &yaml.Node{Kind: yaml.MappingNode}
	for _, text := range keysAndValues {
		node.Content = append(node.Content, scalarNode(text))
	}
	return node
}
