package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
)

// maxBody is how much of a body is read to check it.
const maxBody = 10 << 20

// peek reads a body and returns what it held, with a body that gives all of it again, and then whatever error there was.
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

// failing is what is left of a body that broke.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// checkJSON holds the text of a body against its schema.
func checkJSON(schema *schema, header http.Header, text []byte, broken error) []flaw {
	switch {
	case len(text) > maxBody:
		return unchecked("is longer than 10 MiB, and was not checked")
	case header.Get("Content-Encoding") != "":
		return unchecked("is compressed, and was not checked")
	case broken != nil:
		return wrong("", "ends too early")
	case len(bytes.TrimSpace(text)) == 0:
		return wrong("", "is empty, want JSON")
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	err := decoder.Decode(&value)
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return wrong("", "is JSON that ends too early")
	case err != nil || decoder.Decode(new(any)) != io.EOF:
		return wrong("", "is not JSON")
	}
	return schema.check(value, "")
}

func unchecked(message string) []flaw { return []flaw{{KindUnchecked, LevelInfo, "", message}} }

// checkParameter holds the text of a parameter against its schema. A text may stand for a number or a boolean.
func checkParameter(schema *schema, text string) []flaw {
	flaws := schema.check(text, "")
	if len(flaws) == 0 {
		return nil
	}
	var value any
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil || decoder.More() {
		return flaws
	}
	switch value.(type) {
	case json.Number, bool:
		if schema.permits(value) {
			return schema.check(value, "")
		}
	}
	return flaws
}
