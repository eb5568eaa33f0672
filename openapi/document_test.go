package openapi_test

import (
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/stancer-go/stancer/openapi"
)

// load returns the document, which the tests share and must not change.
func load(t *testing.T) *openapi3.T {
	t.Helper()
	return read(t).Doc
}

func read(t testing.TB) *openapi.Spec {
	t.Helper()
	spec, err := openapi.Read()
	require.NoError(t, err)
	return spec
}

// tree returns the document with its comments and lines. The tests share it and must not change it.
func tree(t *testing.T) *yaml.Node {
	t.Helper()
	root, err := treeOnce()
	require.NoError(t, err)
	return root
}

var treeOnce = sync.OnceValues(func() (*yaml.Node, error) {
	var root yaml.Node
	return &root, yaml.Unmarshal(openapi.Document(), &root)
})

func TestDocumentIsValid(t *testing.T) {
	err := load(t).Validate(t.Context(),
		openapi3.EnableExamplesValidation(),
		openapi3.EnableSchemaDefaultsValidation(),
		openapi3.EnableSchemaPatternValidation(),
		openapi3.EnableSchemaFormatValidation(),
	)
	require.NoError(t, err)
}
