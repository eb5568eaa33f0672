package api_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// answerTypes returns the types of all answers, each once, in a fixed order.
func answerTypes() []reflect.Type {
	var types []reflect.Type
	for _, answer := range answers {
		if kind := reflect.TypeOf(answer); !slices.Contains(types, kind) {
			types = append(types, kind)
		}
	}
	slices.SortFunc(types, func(a, b reflect.Type) int {
		return strings.Compare(a.String(), b.String())
	})
	return types
}

// FuzzAnswers decodes a body as each type of answer. It asserts that the value can be printed and
// encoded, and that it no longer changes when it is encoded and decoded again.
func FuzzAnswers(f *testing.F) {
	for _, sample := range samples(f) {
		f.Add([]byte(sample.Body))
	}
	for _, body := range []string{
		"", "null", "[]", "{}", `""`, "0", `[{"id":null}]`, `{"range":null,"payments":[null]}`,
		`{"id":1e999}`, "{\"id\":\"\xff\"}",
	} {
		f.Add([]byte(body))
	}
	types := answerTypes()
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, kind := range types {
			value := reflect.New(kind)
			if json.Unmarshal(body, value.Interface()) != nil {
				continue
			}
			_ = fmt.Sprintf("%v %+v %#[1]v %[2]s", value.Elem(), value.Interface())
			var encoded [3]string
			for i := range encoded {
				text, err := json.Marshal(value.Interface())
				if err != nil {
					t.Fatalf("%s of %q cannot be encoded: %v", kind, body, err)
				}
				encoded[i], value = string(text), reflect.New(kind)
				if err := json.Unmarshal(text, value.Interface()); err != nil {
					t.Fatalf("%s of %q was encoded as %q: %v", kind, body, text, err)
				}
			}
			if encoded[1] != encoded[2] { // encoded[0] may have a null that encoded[1] leaves out
				t.Fatalf("%s of %q was encoded as %q", kind, body, encoded)
			}
		}
	})
}
