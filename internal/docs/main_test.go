package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
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

// TestDocumentIsValid leaves out the examples, which do not change and which package openapi
// validates.
func TestDocumentIsValid(t *testing.T) {
	t.Parallel()
	doc := load(t)
	require.NoError(t, doc.Validate(t.Context(), openapi3.DisableExamplesValidation()))
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
		"/v2/ping":  "[`Ping`](" + reference + "Client.Ping)",
		"/v2/sepa/": "[`SEPA.List`](" + reference + "SEPAs.List)",
		"/v2/checkout/{id}/refunds": "[`Checkout.Refunds`](" + reference + "Payments.Refunds) " +
			"(deprecated; calls `GET /v2/payments/{id}/refunds`)",
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
			shown := "**" + word + ":** " + text(node, "x-evidence-reason")
			assert.Contains(t, description, shown)
			union := member(node, "anyOf")
			if union != nil && member(union.Content[0], "$ref") != nil {
				part := text(union.Content[0], "description")
				assert.Contains(t, part, shown, "Redoc shows the description of the part")
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

func TestOperationWithoutMethod(t *testing.T) {
	t.Parallel()
	document := []byte(`
info: {}
tags: [{name: ping}]
paths: {/v2/ping: {get: {operationId: ping, tags: [ping]}}}
`)
	table := read(t, "OPERATIONS.md")
	const where = "OPERATIONS.md, GET /v2/ping: "
	for name, test := range map[string]struct{ old, replacement, want string }{
		"operation": {"| `GET /v2/ping` | `Ping` |\n", "", where + "no Go method is named"},
		"no method": {"`Ping` |", "soon |", where + "no Go method is named"},
		"resource":  {"`Ping` |", "`Pong.Get` |", where + "the client has no Pong"},
		"method":    {"`Ping` |", "`Pong` |", where + "*stancer.Client has no method Pong"},
	} {
		changed := bytes.Replace(table, []byte(test.old), []byte(test.replacement), 1)
		_, err := decorated(document, changed)
		assert.EqualError(t, err, test.want, name)
	}
}

func TestSectionsHaveNamesAndOperations(t *testing.T) {
	t.Parallel()
	doc := load(t)
	used := map[string]bool{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			used[op.Tags[0]] = true
			assert.Equal(t, op.Deprecated, op.Tags[0] == "deprecated", "%s %s", method, path)
		}
	}
	declared := map[string]bool{}
	for _, tag := range doc.Tags {
		declared[tag.Name] = true
		assert.NotEmpty(t, tag.Extensions["x-displayName"], tag.Name)
	}
	assert.Equal(t, used, declared)
}

// TestSamplesCompile vets one program with the samples of all operations.
func TestSamplesCompile(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a program")
	}
	t.Parallel()
	const signature = "(ctx context.Context, client *stancer.Client, id string) error"
	var program strings.Builder
	program.WriteString("package main\n\nimport (\n\"context\"\n\"fmt\"\n\n" +
		"stancer \"github.com/stancer-go/stancer/wrapper\"\n)\n\nfunc main() {}\n")
	for _, item := range load(t).Paths.Map() {
		for _, op := range item.Operations() {
			fmt.Fprintf(&program, "\nfunc %s%s {\n", op.OperationID, signature)
			code := op.Extensions["x-codeSamples"].([]any)[0].(map[string]any)["source"].(string)
			assert.NotContains(t, code, "Checkout", "the sample of a deprecated operation")
			program.WriteString(code + "return nil\n}\n")
		}
	}
	file := filepath.Join(t.TempDir(), "samples.go")
	require.NoError(t, os.WriteFile(file, []byte(program.String()), 0o600))
	message, err := exec.CommandContext(t.Context(), "go", "vet", file).CombinedOutput()
	assert.NoError(t, err, "%s", message)
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

// output returns the document of the page, which the tests share.
func output(t *testing.T) []byte {
	t.Helper()
	text, err := outputOnce()
	require.NoError(t, err)
	return text
}

var outputOnce = sync.OnceValues(func() ([]byte, error) { return page("../..") })

// load returns the output as the tests read it. They must not change it.
func load(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := loadOnce()
	require.NoError(t, err)
	return doc
}

var loadOnce = sync.OnceValues(func() (*openapi3.T, error) {
	text, err := outputOnce()
	if err != nil {
		return nil, err
	}
	return openapi3.NewLoader().LoadFromData(text)
})

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../..", name))
	require.NoError(t, err)
	return text
}
