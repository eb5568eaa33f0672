package stancertest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/stancer-go/stancer/openapi"
)

// answer is an HTTP response.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// pdf is the result of a handler that answers with a PDF file instead of JSON.
type pdf []byte

// answerOf encodes the result of the handler as the document defines it. Optional members without a
// value are null.
func answerOf(op *openapi.Operation, result any) (*answer, error) {
	status, success := success(op)
	if file, ok := result.(pdf); ok {
		header := http.Header{"Content-Type": {"application/pdf"}}
		return &answer{status: status, header: header, body: file}, nil
	}
	schema := op.Schema(success.Content)
	if schema == nil {
		return &answer{status: status, header: http.Header{}}, nil
	}
	var value any
	recast(result, &value)
	if isV1(op.Path) {
		rewriteDays(value)
	}
	schema.Complete(value)
	return jsonAnswer(status, value), nil
}

// success returns the status and the response of the operation when it succeeds.
func success(op *openapi.Operation) (int, *openapi3.Response) {
	for _, status := range []int{http.StatusOK, http.StatusNoContent} {
		if response := op.Responses.Status(status); response != nil {
			return status, response.Value
		}
	}
	panic("stancertest: " + op.OperationID + " declares no success response")
}

func jsonAnswer(status int, value any) *answer {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic("stancertest: " + err.Error())
	}
	header := http.Header{"Content-Type": {"application/json"}}
	return &answer{status: status, header: header, body: bytes.TrimSpace(body.Bytes())}
}

func (a *answer) write(w http.ResponseWriter) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	if a.status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	w.WriteHeader(a.status)
	w.Write(a.body) //nolint:errcheck // the client may have gone away
}
