package contract

import (
	"bytes"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/stancer-go/stancer/openapi"
)

// maxBody is the size of the longest body that is checked.
const maxBody = 10 << 20

// peek reads a body. It returns the text, and a body that returns the same text and then the same
// error, if there was one.
func peek(body io.ReadCloser) (text []byte, again io.ReadCloser, err error) {
	text, err = io.ReadAll(io.LimitReader(body, maxBody+1))
	rest := io.Reader(body)
	if err != nil {
		rest = failing{err}
	}
	return text, struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(text), rest), body}, err
}

// failing is the rest of a body that could not be read.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// body checks the text of a body against its schema. The error is the one of reading the body.
func (e *exchange) body(want openapi3.Content, header http.Header, text []byte, broken error) {
	switch {
	case len(text) > maxBody:
		e.deviate(InBody, KindUnchecked, "", "not checked: it is longer than 10 MiB")
		return
	case header.Get("Content-Encoding") != "":
		e.deviate(InBody, KindUnchecked, "", "not checked: it is compressed")
		return
	case broken != nil:
		e.deviate(InBody, KindSyntax, "", "ends too early")
		return
	}
	value, err := openapi.Decode(text)
	if err != nil {
		e.deviate(InBody, KindSyntax, "", err.Error())
		return
	}
	schema := e.op.Schema(want)
	for _, flaw := range schema.Check(value) {
		kind := KindBody
		if flaw.Keyword == "additionalProperties" {
			kind = KindMember
		}
		e.deviate(InBody, kind, pointer(flaw.Path), flaw.Message)
	}
	for _, flaw := range schema.Undocumented(value) {
		e.deviateAt(LevelInfo, InBody, KindMember, pointer(flaw.Path), flaw.Message)
	}
}

// isJSON checks the content type of a body and reports whether the body is documented JSON.
func (e *exchange) isJSON(header http.Header, want openapi3.Content) bool {
	name, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err == nil && want[name] != nil {
		return name == openapi.JSON
	}
	kind, sub, _ := strings.Cut(name, "/")
	switch {
	case header.Get("Content-Type") == "":
		name = "missing"
	case err != nil || shown(kind) == hidden || shown(sub) == hidden:
		name = hidden
	}
	types := slices.Sorted(maps.Keys(want))
	message := "must be " + strings.Join(types, " or ") + ", is " + name
	e.deviate(InHeader, KindContentType, "/Content-Type", message)
	return false
}
