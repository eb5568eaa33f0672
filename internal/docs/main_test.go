package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

func TestDocumentIsValid(t *testing.T) {
	t.Parallel()
	doc := load(t)
	require.NoError(t, doc.Validate(t.Context(), openapi3.EnableExamplesValidation()))
	assert.Contains(t, doc.Info.Description, "Unmarked parts are published by Stancer.")
}

func TestEveryOperationNamesItsMethod(t *testing.T) {
	t.Parallel()
	for path, item := range load(t).Paths.Map() {
		for method, op := range item.Operations() {
			assert.Regexp(t, `\n\n\*\*Go:\*\* \[`+"`[A-Z]", op.Description, "%s %s", method, path)
			assert.Regexp(t, `(?m)^\*\*Retry:\*\* (not )?if`, op.Description, "%s %s", method, path)
			deprecated := strings.Contains(op.Description, "**Deprecated:** use ")
			assert.Equal(t, op.Deprecated, deprecated, "%s %s", method, path)
		}
	}
}

func TestMethodsAreLinked(t *testing.T) {
	t.Parallel()
	paths := load(t).Paths
	for path, want := range map[string]string{
		"/v2/ping":                  "[`Ping`](" + reference + "Client.Ping)",
		"/v2/sepa/":                 "[`SEPA.List`](" + reference + "SEPAs.List)",
		"/v2/checkout/{id}/refunds": "[`Checkout.Refunds`](" + reference + "Payments.Refunds) (deprecated)",
	} {
		assert.Contains(t, paths.Value(path).Get.Description, "**Go:** "+want)
	}
}

// TestEveryMarkIsVisible reads the document as a tree, since a mark may be anywhere.
func TestEveryMarkIsVisible(t *testing.T) {
	t.Parallel()
	var tree yaml.Node
	require.NoError(t, yaml.Unmarshal(output(t), &tree))
	marks, secrets := 0, 0
	var visit func(*yaml.Node)
	visit = func(node *yaml.Node) {
		description := text(node, "description")
		if mark := text(node, "x-evidence"); mark != "" {
			marks++
			word := strings.ToUpper(mark[:1]) + mark[1:]
			said := "**" + word + ":** " + text(node, "x-evidence-reason")
			assert.Contains(t, description, said)
			if union := member(node, "anyOf"); union != nil && member(union.Content[0], "$ref") != nil {
				part := text(union.Content[0], "description")
				assert.Contains(t, part, said, "Redoc shows the description of the part")
			}
		}
		if sentences := member(node, "x-evidence-sentences"); sentences != nil {
			for _, mark := range sentences.Content {
				assert.Contains(t, description, ":** "+text(mark, "x-evidence-reason"))
			}
		}
		if text(node, "x-secret") == "true" {
			secrets++
			assert.Contains(t, description, "**Secret:**")
		}
		for _, child := range node.Content {
			visit(child)
		}
	}
	visit(&tree)
	document := read(t, "openapi/stancer.yaml")
	assert.Len(t, regexp.MustCompile(`(?m)^ +(- )?x-evidence: `).FindAll(document, -1), marks)
	assert.Len(t, regexp.MustCompile(`(?m)^ +x-secret: `).FindAll(document, -1), secrets)
}

func TestReadmeWithoutMethod(t *testing.T) {
	t.Parallel()
	document, readme := read(t, "openapi/stancer.yaml"), read(t, "README.md")
	const where = "README.md, table of operations, GET /v2/ping: "
	for name, test := range map[string]struct{ old, replacement, want string }{
		"operation": {"| `GET /v2/ping` | `Ping` |\n", "", where + "no Go method is named"},
		"method":    {"`Ping` |", "soon |", where + "no Go method is named"},
		"resource":  {"`Ping` |", "`Pong.Get` |", where + "the client has no Pong"},
	} {
		changed := bytes.Replace(readme, []byte(test.old), []byte(test.replacement), 1)
		_, err := decorated(document, changed)
		assert.EqualError(t, err, test.want, name)
	}
}

// TestPageLoadsNothing checks the policy that keeps the page offline, whatever its content.
func TestPageLoadsNothing(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("page.hbs")
	require.NoError(t, err)
	head, _, _ := strings.Cut(string(page), "{{{redocHead}}}")
	form := regexp.MustCompile(`(?s)"Content-Security-Policy" content="(.*?)"`)
	policy := form.FindStringSubmatch(head)
	require.NotNil(t, policy, "before anything that could load")
	assert.Contains(t, policy[1], "default-src 'none'")
	assert.NotRegexp(t, `https?:|\*|'self'|connect-src`, policy[1])
}

func output(t *testing.T) []byte {
	t.Helper()
	text, err := decorated(read(t, "openapi/stancer.yaml"), read(t, "README.md"))
	require.NoError(t, err)
	return text
}

func load(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(output(t))
	require.NoError(t, err)
	return doc
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../..", name))
	require.NoError(t, err)
	return text
}
