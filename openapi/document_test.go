package openapi_test

import (
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/openapi"
)

// load returns the document, which the tests share and must not change.
func load(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := loadOnce()
	require.NoError(t, err)
	return doc
}

var loadOnce = sync.OnceValues(openapi.Load)

func read(t testing.TB) *openapi.Spec {
	t.Helper()
	spec, err := openapi.Read()
	require.NoError(t, err)
	return spec
}

func TestDocumentIsValid(t *testing.T) {
	err := load(t).Validate(t.Context(),
		openapi3.EnableExamplesValidation(),
		openapi3.EnableSchemaDefaultsValidation(),
		openapi3.EnableSchemaPatternValidation(),
		openapi3.EnableSchemaFormatValidation(),
	)
	require.NoError(t, err)
}
