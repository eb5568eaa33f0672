package contract_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/stretchr/testify/assert"

	"github.com/stancer-go/stancer/openapi"
	"github.com/stancer-go/stancer/openapi/contract"
)

// comparedWithKin sends requests through next, and fails the test if kin-openapi and this package
// disagree on whether the request or the response is valid.
func comparedWithKin(t *testing.T, next http.RoundTripper) http.RoundTripper {
	t.Helper()
	spec, err := openapi.Read()
	assert.NoError(t, err)
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		_, op, vars := spec.Find(req.Method, req.URL.Path)
		if op == nil {
			return next.RoundTrip(req)
		}
		sent := copied(t, &req.Body)
		ours := map[bool]bool{true: true, false: true} // of the request, and of the response
		transport, err := contract.New(next, func(d contract.Deviation) {
			// openapi3filter ignores undeclared parameters.
			if d.Level == contract.LevelError && d.Kind != contract.KindQuery {
				ours[d.Status == 0] = false
			}
		})
		assert.NoError(t, err)
		resp, err := transport.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		request := &openapi3filter.RequestValidationInput{
			Request:    req.Clone(req.Context()),
			PathParams: vars,
			Route: &routers.Route{
				Spec:      spec.Doc,
				Path:      op.Path,
				PathItem:  spec.Doc.Paths.Value(op.Path),
				Method:    op.Method,
				Operation: op.Operation,
			},
			Options: &openapi3filter.Options{
				IncludeResponseStatus:             true,
				RejectWhenRequestBodyNotSpecified: true,
				SkipSettingDefaults:               true,
				AuthenticationFunc:                openapi3filter.NoopAuthenticationFunc,
			},
		}
		request.Request.Body = io.NopCloser(bytes.NewReader(sent))
		response := &openapi3filter.ResponseValidationInput{
			RequestValidationInput: request,
			Status:                 resp.StatusCode,
			Header:                 resp.Header,
			Options:                request.Options,
		}
		response.SetBodyBytes(copied(t, &resp.Body))
		name := fmt.Sprintf("%s %s: %d", req.Method, req.URL, resp.StatusCode)
		err = openapi3filter.ValidateRequest(req.Context(), request)
		assert.Equal(t, ours[true], err == nil, "%s: %v", name, err)
		err = openapi3filter.ValidateResponse(req.Context(), response)
		assert.Equal(t, ours[false], err == nil, "%s: %v", name, err)
		return resp, nil
	})
}

// copied reads a body, and replaces it by a copy.
func copied(t *testing.T, body *io.ReadCloser) []byte {
	t.Helper()
	if *body == nil {
		return nil
	}
	text, err := io.ReadAll(*body)
	assert.NoError(t, err)
	*body = io.NopCloser(bytes.NewReader(text))
	return text
}
