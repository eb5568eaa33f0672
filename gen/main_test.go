package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const root = ".."

// Not parallel: oapi-codegen has global state.
func TestGeneratedFilesAreCommitted(t *testing.T) {
	generated, err := generateAll(root)
	require.NoError(t, err)
	require.NoError(t, verify(root, generated))

	copied := t.TempDir()
	for _, folder := range []string{"api", "wrapper"} {
		require.NoError(t, os.Mkdir(filepath.Join(copied, folder), 0o755))
	}
	require.NoError(t, write(copied, generated))
	require.NoError(t, verify(copied, generated))

	edited := filepath.Join(copied, "api/models.gen.go")
	require.NoError(t, os.WriteFile(edited, []byte("package api"), 0o644))
	require.ErrorContains(t, verify(copied, generated), "stale: api/models.gen.go;")
	text, err := os.ReadFile(edited)
	require.NoError(t, err)
	require.Equal(t, "package api", string(text), "verify must not write")
	require.NoError(t, os.Remove(edited))
	require.ErrorContains(t, verify(copied, generated), "stale: api/models.gen.go;")
}

// operation is a document with one operation, and with the schemas given.
const operation = `
openapi: 3.1.0
info: {title: Test, version: v2}
paths:
  /v2/cards/:
    post:
      operationId: createCard
      %s
components:
  schemas: {%s}
`

// saved writes the document with these members of the operation.
func saved(t *testing.T, members, schemas string) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "openapi.yaml")
	require.NoError(t, os.WriteFile(file, fmt.Appendf(nil, operation, members, schemas), 0o600))
	return file
}

func loaded(t *testing.T, retry, schemas string) error {
	t.Helper()
	_, err := load(saved(t, retry, schemas))
	return err
}

func TestOperationRequiresRetryRule(t *testing.T) {
	t.Parallel()
	for _, retry := range []string{
		"x-retry: never", "x-retry: lookup\n      x-retry-key: unique_id",
	} {
		require.NoError(t, loaded(t, retry, ""), retry)
	}
	for retry, want := range map[string]string{
		"":                 `POST /v2/cards/: x-retry is ""`,
		"x-retry: perhaps": `POST /v2/cards/: x-retry is "perhaps"`,
		"x-retry: lookup":  "POST /v2/cards/: x-retry-key",
		"x-retry: read\n      x-retry-key: unique_id": "POST /v2/cards/: x-retry-key",
	} {
		require.ErrorContains(t, loaded(t, retry, ""), want, retry)
	}
}

func TestRecursiveSchemaIsRejected(t *testing.T) {
	t.Parallel()
	const reference = `{$ref: "#/components/schemas/%s"}`
	object := func(member, schema string) string {
		return fmt.Sprintf("{type: object, properties: {%s: %s}}", member, schema)
	}
	tree, leaf := fmt.Sprintf(reference, "Tree"), fmt.Sprintf(reference, "Leaf")
	for name, schemas := range map[string]string{
		"a member":         "Tree: " + object("branch", tree),
		"items":            "Tree: " + object("branches", "{type: array, items: "+tree+"}"),
		"a map":            "Tree: {type: object, additionalProperties: " + tree + "}",
		"an alternative":   "Tree: " + object("branch", "{anyOf: ["+tree+", {type: 'null'}]}"),
		"a part":           "Tree: {allOf: [" + object("branch", tree) + "]}",
		"by another":       "Tree: " + object("leaf", leaf) + ", Leaf: " + object("tree", tree),
		"behind a schema":  "Forest: " + object("tree", tree) + ", Tree: " + object("branch", tree),
		"below a negation": "Tree: {not: " + object("branch", tree) + "}",
	} {
		err := loaded(t, "x-retry: never", schemas)
		require.ErrorContains(t, err, "contains itself", name)
		require.ErrorContains(t, err, "Tree", name)
	}
	require.NoError(t, loaded(t, "x-retry: never", "Leaf: {type: string}, "+
		"Tree: {type: object, properties: {first: "+leaf+", second: "+leaf+"}}"))
}

// go doc shows no fields of an alias.
func TestCommentOfAliasNamesTheTypeWithTheFields(t *testing.T) {
	t.Parallel()
	code, err := os.ReadFile("../wrapper/types.gen.go")
	require.NoError(t, err)
	for _, name := range []string{"PaymentCreate", "Payment", "ListPaymentsParams", "PageParams"} {
		require.Contains(t, string(code), fmt.Sprintf("// Fields: [api.%[1]s], or\n"+
			"// go doc github.com/stancer-go/stancer/api.%[1]s\ntype %[1]s = api.%[1]s\n", name))
	}
}

func TestOnlySchemasOfRequestsHaveOptionalPointers(t *testing.T) {
	const (
		card = "Card: {type: object, properties: {zip_code: " +
			"{anyOf: [{type: string}, {type: 'null'}]}}}"
		content     = `content: {application/json: {schema: {$ref: "#/components/schemas/Card"}}}`
		inResponses = "x-retry: never\n      responses: {'200': {description: '', " + content + "}}"
		inRequests  = inResponses + "\n      requestBody: {" + content + "}"
	)
	models := files[0]
	require.Equal(t, "api/models.gen.go", models.path)
	config, err := configuration(root)
	require.NoError(t, err)
	for members, want := range map[string]string{
		inResponses: "\tZipCode string `json:\"zip_code,omitzero\"`",
		inRequests:  "\tZipCode *string `json:\"zip_code,omitempty\"`",
	} {
		doc, err := load(saved(t, members, card))
		require.NoError(t, err)
		prepare(doc, nil)
		code, err := models.render(root, doc, config)
		require.NoError(t, err)
		require.Contains(t, string(code), want)
	}
}
