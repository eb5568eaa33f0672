package openapi_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/openapi"
)

// sample is a request or a response body of an operation, as documented or as observed.
type sample struct {
	Name      string          `json:"name"`
	Operation string          `json:"operation"`
	Status    int             `json:"status"` // 0 for a request
	Body      json.RawMessage `json:"body"`
	Wrong     string          `json:"wrong"` // a part of the first flaw, if the body must have one
}

func TestSamples(t *testing.T) {
	operations := read(t).Operations
	files, err := filepath.Glob("testdata/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		var samples []sample
		require.NoError(t, json.Unmarshal(text, &samples), file)
		for _, sample := range samples {
			t.Run(filepath.Base(file)+"/"+sample.Name, func(t *testing.T) {
				op := operations[sample.Operation]
				require.NotNil(t, op, sample.Operation)
				found := wrong(t, op, sample)
				assert.Equal(t, sample.Wrong == "", found == "", found)
				assert.Contains(t, found, sample.Wrong)
			})
		}
	}
}

// wrong returns the first flaw of a sample.
func wrong(t *testing.T, op *openapi.Operation, sample sample) string {
	t.Helper()
	content := op.Body()
	if sample.Status != 0 {
		response := op.Responses.Status(sample.Status)
		if response == nil {
			return "this status is not documented"
		}
		content = response.Value.Content
	}
	schema := op.Schema(content)
	require.NotNil(t, schema)
	value, err := openapi.Decode(sample.Body)
	require.NoError(t, err)
	for _, flaw := range schema.Check(value) {
		return fmt.Sprint(openapi.Pointer(flaw.Path), " ", flaw.Message)
	}
	return ""
}
