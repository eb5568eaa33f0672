package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"strconv"
)

// IDOr is a member that is either the id of an existing object or a new
// object. Exactly one of ID and Object is set; the zero value stands for a
// null received. Printed or logged, it shows the id, or the object with its
// secrets redacted.
type IDOr[T any] struct {
	ID     string
	Object *T
}

// MarshalJSON writes the id as a string, or the object. It is an error to set
// both ID and Object, or neither.
func (o IDOr[T]) MarshalJSON() ([]byte, error) {
	switch {
	case o.ID != "" && o.Object != nil:
		return nil, errors.New("api: exactly one of ID and Object must be set, not both")
	case o.Object != nil:
		return json.Marshal(o.Object)
	case o.ID != "":
		return json.Marshal(o.ID)
	}
	return nil, errors.New("api: exactly one of ID and Object must be set, not neither")
}

// UnmarshalJSON reads a string into ID and an object into Object. Null gives
// the zero value. Any other kind of JSON is an error that names the kind and
// never shows the content. On error o is unchanged.
func (o *IDOr[T]) UnmarshalJSON(data []byte) error {
	var next IDOr[T]
	err := unmarshalUnion(data, "string", &next.ID, &next.Object)
	if err == nil {
		*o = next
	}
	return err
}

// LogValue implements [slog.LogValuer]: the id, or the object as a group whose
// secrets are redacted.
func (o IDOr[T]) LogValue() slog.Value {
	if o.ID != "" {
		return slog.StringValue(o.ID)
	}
	return logged(o.Object)
}

// String returns the id, or the members of the object with secrets redacted.
func (o IDOr[T]) String() string {
	if o.ID != "" {
		return o.ID
	}
	return text(logged(o.Object))
}

// Format implements [fmt.Formatter] and writes the result of String, with any
// verb.
func (o IDOr[T]) Format(f fmt.State, _ rune) { io.WriteString(f, o.String()) }

// BoolOr is a member that is either true or false, or an object. When Object
// is nil the member is Bool, so the zero value is false. Printed or logged, it
// shows the boolean, or the object with its secrets redacted.
type BoolOr[T any] struct {
	Bool   bool
	Object *T
}

// MarshalJSON writes the object, or else the boolean. It is an error to set
// both Bool and Object.
func (o BoolOr[T]) MarshalJSON() ([]byte, error) {
	switch {
	case o.Bool && o.Object != nil:
		return nil, errors.New("api: only one of Bool and Object may be set, not both")
	case o.Object != nil:
		return json.Marshal(o.Object)
	}
	return json.Marshal(o.Bool)
}

// UnmarshalJSON reads true or false into Bool and an object into Object. Null
// gives the zero value. Any other kind of JSON is an error that names the kind
// and never shows the content. On error o is unchanged.
func (o *BoolOr[T]) UnmarshalJSON(data []byte) error {
	var next BoolOr[T]
	err := unmarshalUnion(data, "boolean", &next.Bool, &next.Object)
	if err == nil {
		*o = next
	}
	return err
}

// LogValue implements [slog.LogValuer]: the boolean, or the object as a group
// whose secrets are redacted.
func (o BoolOr[T]) LogValue() slog.Value {
	if o.Object == nil {
		return slog.BoolValue(o.Bool)
	}
	return logged(o.Object)
}

// String returns the boolean, or the members of the object with secrets redacted.
func (o BoolOr[T]) String() string {
	if o.Object == nil {
		return strconv.FormatBool(o.Bool)
	}
	return text(logged(o.Object))
}

// Format implements [fmt.Formatter] and writes the result of String, with any
// verb.
func (o BoolOr[T]) Format(f fmt.State, _ rune) { io.WriteString(f, o.String()) }

// union is implemented by IDOr and BoolOr.
type union interface {
	// parts returns the id, if there is one, and a pointer to the object, which may be nil.
	parts() (id string, object reflect.Value)
}

func (o IDOr[T]) parts() (string, reflect.Value)   { return o.ID, reflect.ValueOf(o.Object) }
func (o BoolOr[T]) parts() (string, reflect.Value) { return "", reflect.ValueOf(o.Object) }

// unmarshalUnion reads JSON of the kind that the scalar has, or an object. Null leaves both alone.
func unmarshalUnion(data []byte, scalarKind string, scalar, object any) error {
	switch kind := jsonKind(data); kind {
	case "null":
		return nil
	case scalarKind:
		return json.Unmarshal(data, scalar)
	case "object":
		return json.Unmarshal(data, object)
	default:
		return fmt.Errorf("api: want a %s or an object, not a JSON %s", scalarKind, kind)
	}
}

// stringOrNumber reads a string, or a number as its text. Null is the empty
// text.
func stringOrNumber(data []byte, name string) (text string, err error) {
	switch kind := jsonKind(data); kind {
	case "null", "string":
		err = json.Unmarshal(data, &text)
	case "number":
		text = string(data)
	default:
		err = fmt.Errorf("api: want %s as a string or a number, not a JSON %s", name, kind)
	}
	return text, err
}

// jsonKind returns the kind of a JSON value. It looks only at the first byte.
func jsonKind(data []byte) string {
	data = bytes.TrimLeft(data, " \t\r\n")
	if len(data) == 0 {
		return "nothing"
	}
	switch data[0] {
	case 'n':
		return "null"
	case 't', 'f':
		return "boolean"
	case '"':
		return "string"
	case '[':
		return "array"
	case '{':
		return "object"
	}
	return "number"
}
