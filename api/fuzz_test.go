package api_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// answerTypes are the types of all answers, each once, in an order that stays.
func answerTypes() []reflect.Type {
	var types []reflect.Type
	for _, answer := range answers {
		if kind := reflect.TypeOf(answer); !slices.Contains(types, kind) {
			types = append(types, kind)
		}
	}
	slices.SortFunc(types, func(a, b reflect.Type) int { return strings.Compare(a.String(), b.String()) })
	return types
}

// FuzzAnswers decodes a body as each type of answer. What can be decoded can be shown and written,
// and stays as it is then.
func FuzzAnswers(f *testing.F) {
	for _, sample := range samples(f) {
		f.Add([]byte(sample.Body))
	}
	for _, body := range []string{"", "null", "[]", "{}", `""`, "0", `[{"id":null}]`, `{"range":null,"payments":[null]}`, `{"id":1e999}`, "{\"id\":\"\xff\"}"} {
		f.Add([]byte(body))
	}
	types := answerTypes()
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, kind := range types {
			value := reflect.New(kind)
			if json.Unmarshal(body, value.Interface()) != nil {
				continue
			}
			_ = fmt.Sprintf("%v %+v %#v %s", value.Elem(), value.Interface(), value.Elem(), value.Interface())
			var written [3]string
			for i := range written {
				text, err := json.Marshal(value.Interface())
				if err != nil {
					t.Fatalf("%s of %q cannot be written: %v", kind, body, err)
				}
				written[i], value = string(text), reflect.New(kind)
				if err := json.Unmarshal(text, value.Interface()); err != nil {
					t.Fatalf("%s of %q was written as %q: %v", kind, body, text, err)
				}
			}
			if written[1] != written[2] { // the first may say null where the second says nothing
				t.Fatalf("%s of %q was written as %q", kind, body, written)
			}
		}
	})
}
