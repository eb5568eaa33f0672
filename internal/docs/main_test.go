package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

func TestTheDecoratedDocumentIsValid(t *testing.T) {
	t.Parallel()
	doc := load(t)
	require.NoError(t, doc.Validate(t.Context(), openapi3.EnableExamplesValidation()))
	assert.Contains(t, doc.Info.Description, "What carries no mark is published by Stancer.")
}

func TestEveryOperationNamesItsMethod(t *testing.T) {
	t.Parallel()
	for path, item := range load(t).Paths.Map() {
		for method, op := range item.Operations() {
			assert.Regexp(t, `\n\n\*\*Go:\*\* \[`+"`[A-Z]", op.Description, "%s %s", method, path)
			assert.Regexp(t, `(?m)^\*\*Sent again:\*\* (not )?when`, op.Description, "%s %s", method, path)
			assert.Equal(t, op.Deprecated, strings.Contains(op.Description, "**Deprecated:** use "), "%s %s", method, path)
		}
	}
}

func TestMethodsAreLinked(t *testing.T) {
	t.Parallel()
	paths := load(t).Paths
	for path, want := range map[string]string{
		"/v2/ping":                  "[`Ping`](" + reference + "Client.Ping)",
		"/v2/sepa/":                 "[`SEPA.List`](" + reference + "SEPAs.List), [`Pages`](" + reference + "SEPAs.Pages)",
		"/v2/checkout/{id}/refunds": "[`Checkout.Refunds`](" + reference + "Payments.Refunds) (deprecated)",
	} {
		assert.Contains(t, paths.Value(path).Get.Description, "**Go:** "+want)
	}
}

// TestEveryMarkIsVisible looks at the document as text, since a mark can stand anywhere.
func TestEveryMarkIsVisible(t *testing.T) {
	t.Parallel()
	var tree yaml.Node
	output, err := written()
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(output, &tree))
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
				assert.Contains(t, text(union.Content[0], "description"), said, "Redoc shows the words of the part")
			}
		}
		if text(node, "x-secret") == "true" {
			secrets++
			assert.Contains(t, description, "**Secret:**")
		}
		for _, below := range node.Content {
			visit(below)
		}
	}
	visit(&tree)
	document, err := os.ReadFile("../../openapi/stancer.yaml")
	require.NoError(t, err)
	assert.Len(t, regexp.MustCompile(`(?m)^ +x-evidence: `).FindAll(document, -1), marks)
	assert.Len(t, regexp.MustCompile(`(?m)^ +x-secret: `).FindAll(document, -1), secrets)
}

func TestWhatTheReadmeLacks(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	for name, test := range map[string]struct{ old, replacement, want string }{
		"operation": {"| `GET /v2/ping` | `Ping` |\n", "", "docs: GET /v2/ping, in the table of README.md: no Go method is named\n"},
		"method":    {"`Ping` |", "soon |", "docs: GET /v2/ping, in the table of README.md: no Go method is named\n"},
		"resource":  {"`Ping` |", "`Pong.Get` |", "docs: GET /v2/ping, in the table of README.md: the client has no Pong\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			require.NoError(t, os.Symlink(absolute(t, "../../openapi"), filepath.Join(root, "openapi")))
			changed := strings.Replace(string(readme), test.old, test.replacement, 1)
			require.NoError(t, os.WriteFile(filepath.Join(root, "README.md"), []byte(changed), 0o600))
			var stdout, stderr bytes.Buffer
			assert.Equal(t, 2, run([]string{"-root", root}, &stdout, &stderr))
			assert.Equal(t, test.want, stderr.String())
			assert.Empty(t, stdout.String())
		})
	}
}

// TestThePageLoadsNothing holds the frame of the page to what keeps it offline, whatever it is filled with.
func TestThePageLoadsNothing(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("page.hbs")
	require.NoError(t, err)
	head, _, _ := strings.Cut(string(page), "{{{redocHead}}}")
	policy := regexp.MustCompile(`(?s)"Content-Security-Policy" content="(.*?)"`).FindStringSubmatch(head)
	require.NotNil(t, policy, "before anything that could load")
	assert.Contains(t, policy[1], "default-src 'none'")
	assert.NotRegexp(t, `https?:|\*|'self'|connect-src`, policy[1])
}

// written is what the program writes, and loaded is the same as a document. The tests share them,
// since most of their time would be spent on making them.
var written = sync.OnceValues(func() ([]byte, error) {
	var stdout, stderr bytes.Buffer
	if status := run([]string{"-root", "../.."}, &stdout, &stderr); status != 0 {
		return nil, errors.New(stderr.String())
	}
	return stdout.Bytes(), nil
})

var loaded = sync.OnceValues(func() (*openapi3.T, error) {
	text, err := written()
	if err != nil {
		return nil, err
	}
	return openapi3.NewLoader().LoadFromData(text)
})

func load(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := loaded()
	require.NoError(t, err)
	return doc
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	require.NoError(t, err)
	return path
}
