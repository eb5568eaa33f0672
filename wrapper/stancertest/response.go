package stancertest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
)

// answer is what goes back to the client.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// pdf is the result of a handler that does not answer with JSON.
type pdf []byte

// answer writes the result of the handler as the document wants it, with null for each optional
// member without a value.
func (op *operation) answer(result any) (*answer, error) {
	status, success := op.success()
	if file, ok := result.(pdf); ok {
		return &answer{status: status, header: http.Header{"Content-Type": {"application/pdf"}},
			body: file}, nil
	}
	schema := op.Schema(success.Content)
	if schema == nil {
		return &answer{status: status, header: http.Header{}}, nil
	}
	var value any
	recast(result, &value)
	if op.v1 {
		rewriteDays(value)
	}
	schema.Complete(value)
	return jsonAnswer(status, value), nil
}

// success returns the status and the response of the operation when it succeeds.
func (op *operation) success() (int, *openapi3.Response) {
	for _, status := range []int{http.StatusOK, http.StatusNoContent} {
		if response := op.Responses.Status(status); response != nil {
			return status, response.Value
		}
	}
	panic("stancertest: " + op.OperationID + " cannot succeed")
}

func jsonAnswer(status int, value any) *answer {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic("stancertest: " + err.Error())
	}
	return &answer{status: status, header: http.Header{"Content-Type": {"application/json"}},
		body: bytes.TrimSpace(body.Bytes())}
}

func (a *answer) write(w http.ResponseWriter) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	if a.status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	w.WriteHeader(a.status)
	w.Write(a.body) //nolint:errcheck // a client that went away is no concern of ours
}
