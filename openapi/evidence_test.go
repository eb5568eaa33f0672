package openapi_test

import (
	"iter"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// These tests check the rules about evidence in the header of the document.

func TestMarksHaveAReason(t *testing.T) {
	marks := 0
	for node := range mappings(t) {
		evidence, reason := text(node, "x-evidence"), text(node, "x-evidence-reason")
		assert.Equal(t, evidence != "", reason != "", "line %d: a mark needs a reason", node.Line)
		if evidence != "" {
			marks++
			assert.Contains(t, []string{"observed", "inferred"}, evidence, "line %d", node.Line)
			assert.NotContains(t, reason, "\n", "line %d: a reason is one line", node.Line)
		}
	}
	assert.Greater(t, marks, 100)
}

// mark is at the end of each sentence that Stancer has not published.
var mark = regexp.MustCompile(`\((observed|inferred)\)`)

func TestUnpublishedSentencesAreMarked(t *testing.T) {
	for node := range mappings(t) {
		var written, marked []string
		for _, match := range mark.FindAllStringSubmatch(text(node, "description"), -1) {
			written = append(written, match[1])
		}
		if sentences := member(node, "x-evidence-sentences"); sentences != nil {
			for _, sentence := range sentences.Content {
				marked = append(marked, text(sentence, "x-evidence"))
			}
		}
		assert.Equal(t, written, marked, "line %d: description and x-evidence-sentences", node.Line)
		for _, sentence := range sentences(text(node, "description")) {
			if match := mark.FindStringIndex(sentence); match != nil {
				rest := sentence[match[1]:]
				assert.Equal(t, ".", rest, "line %d: mark not at the end: %s", node.Line, sentence)
			}
		}
	}
}

// TestUnmarkedSentencesAreCertain looks for words that need a mark, or belong in its reason.
func TestUnmarkedSentencesAreCertain(t *testing.T) {
	doubt := regexp.MustCompile(`(?i)\b(likely|probably|perhaps|seems?|seen|recorded|reported|` +
		`integrations?|official client)\b`)
	for node := range mappings(t) {
		if text(node, "x-evidence") != "" {
			continue // the mark of the node
		}
		for _, sentence := range sentences(text(node, "description")) {
			if !mark.MatchString(sentence) {
				assert.NotRegexp(t, doubt, sentence, "line %d", node.Line)
			}
		}
	}
}

// testdata/unmarked.txt lists the sentences on operations that have no mark. Each of them was
// compared with Stancer's documentation. A new one is added there only if Stancer publishes it.
func TestSentencesOnOperationsArePublishedOrMarked(t *testing.T) {
	list, err := os.ReadFile("testdata/unmarked.txt")
	require.NoError(t, err)
	published, unused := strings.Split(strings.TrimSpace(string(list)), "\n"), map[string]bool{}
	for _, sentence := range published {
		unused[sentence] = true
	}
	for _, item := range load(t).Paths.Map() {
		for _, op := range item.Operations() {
			for _, sentence := range sentences(op.Description) {
				if mark.MatchString(sentence) {
					continue
				}
				assert.Contains(t, published, sentence, "%s: mark it, or list it", op.OperationID)
				delete(unused, sentence)
			}
		}
	}
	assert.Empty(t, unused, "no operation has it")
	assert.True(t, slices.IsSorted(published))
}

var sentenceEnd = regexp.MustCompile("([.)]) ([A-Z`])")

func sentences(description string) (sentences []string) {
	for _, paragraph := range strings.Split(description, "\n\n") {
		if text := strings.Join(strings.Fields(paragraph), " "); text != "" {
			text = sentenceEnd.ReplaceAllString(text, "$1\n$2")
			sentences = append(sentences, strings.Split(text, "\n")...)
		}
	}
	return sentences
}

// mappings ranges over the mappings of the document, outside of the examples.
func mappings(t *testing.T) iter.Seq[*yaml.Node] {
	document := tree(t)
	return func(yield func(*yaml.Node) bool) {
		var visit func(*yaml.Node) bool
		visit = func(node *yaml.Node) bool {
			isMapping := node.Kind == yaml.MappingNode
			if isMapping && !yield(node) {
				return false
			}
			for i, below := range node.Content {
				isExamples := isMapping && i%2 == 1 && node.Content[i-1].Value == "examples"
				if !isExamples && !visit(below) {
					return false
				}
			}
			return true
		}
		visit(document)
	}
}

// member returns the value of a key, or nil.
func member(node *yaml.Node, key string) *yaml.Node {
	for pair := range slices.Chunk(node.Content, 2) {
		if pair[0].Value == key {
			return pair[1]
		}
	}
	return nil
}

// text returns the text of a key, or nothing if it has none.
func text(node *yaml.Node, key string) string {
	if value := member(node, key); value != nil && value.Kind == yaml.ScalarNode {
		return value.Value
	}
	return ""
}
