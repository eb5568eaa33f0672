package openapi_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sample is a request or an answer of an operation, from the documentation or from a recorded answer.
// A wrong one has a text that its error must contain.
type sample struct {
	Name      string          `json:"name"`
	Operation string          `json:"operation"`
	Status    int             `json:"status"` // 0 for a request
	Body      json.RawMessage `json:"body"`
	Wrong     string          `json:"wrong"`
}

func TestSamples(t *testing.T) {
	doc := load(t)
	router := newRouter(t, doc)
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
				err := check(t, doc, router, sample)
				if sample.Wrong == "" {
					assert.NoError(t, err)
				} else {
					assert.ErrorContains(t, err, sample.Wrong)
				}
			})
		}
	}
}

// check validates a sample as a request or as an answer of its operation.
func check(t *testing.T, doc *openapi3.T, router routers.Router, sample sample) error {
	t.Helper()
	options := &openapi3filter.Options{
		IncludeResponseStatus:             true,
		RejectWhenRequestBodyNotSpecified: true,
		SkipSettingDefaults:               true,
		AuthenticationFunc:                openapi3filter.NoopAuthenticationFunc,
	}
	var body io.Reader
	if sample.Status == 0 {
		body = bytes.NewReader(sample.Body)
	}
	method, path := route(t, doc, sample.Operation)
	req, err := http.NewRequestWithContext(t.Context(), method, "https://api.stancer.com"+path, body)
	require.NoError(t, err)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	found, parameters, err := router.FindRoute(req)
	require.NoError(t, err)
	require.Equal(t, sample.Operation, found.Operation.OperationID)
	input := &openapi3filter.RequestValidationInput{Request: req, PathParams: parameters, Route: found, Options: options}
	if sample.Status == 0 {
		return openapi3filter.ValidateRequest(t.Context(), input)
	}
	output := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input,
		Status:                 sample.Status,
		Header:                 http.Header{"Content-Type": {"application/json"}},
		Options:                options,
	}
	return openapi3filter.ValidateResponse(t.Context(), output.SetBodyBytes(sample.Body))
}

// route returns the method and a path of an operation, with the examples of its parameters.
func route(t *testing.T, doc *openapi3.T, id string) (method, path string) {
	t.Helper()
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			if op.OperationID == id {
				for _, parameter := range item.Parameters {
					path = strings.ReplaceAll(path, "{"+parameter.Value.Name+"}", parameter.Value.Example.(string))
				}
				return method, path
			}
		}
	}
	require.Failf(t, "no such operation", "%s", id)
	return "", ""
}

// newRouter returns a router of the document for any host.
func newRouter(t *testing.T, doc *openapi3.T) routers.Router {
	t.Helper()
	doc.Servers = nil
	router, err := gorillamux.NewRouter(doc)
	require.NoError(t, err)
	return router
}
