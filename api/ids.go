package api

import (
	"fmt"
	"iter"
	"reflect"
	"strings"
)

// ParamID is an identifier in the parameters of a request.
type ParamID struct {
	// Member is the path of the member, by JSON names: customer.billing_address or payments[2].
	Member string
	// Prefix is the prefix that the document requires, paym for example.
	Prefix string
	// ID is the identifier, as the caller gave it.
	ID string
}

// IDs yields each identifier in the parameters of a request, to check them before they are sent. An
// [IDOr] that has neither an id nor an object yields an empty one. Parameters that are nil have
// none.
func IDs(params any) iter.Seq[ParamID] {
	return func(yield func(ParamID) bool) { eachID(reflect.ValueOf(params), "", "", yield) }
}

// eachID yields the identifiers in a value. The prefix is that of the member's tag, or empty. It
// reports whether to go on.
func eachID(v reflect.Value, member, prefix string, yield func(ParamID) bool) bool {
	v = reflect.Indirect(v)
	if !v.IsValid() {
		return true
	}
	if union, ok := v.Interface().(union); ok {
		id, object := union.parts()
		if object.IsNil() && prefix != "" {
			return yield(ParamID{member, prefix, id})
		}
		return eachID(object, member, "", yield)
	}
	switch {
	case v.Kind() == reflect.String && prefix != "":
		return yield(ParamID{member, prefix, v.String()})
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			if !eachID(v.Index(i), fmt.Sprintf("%s[%d]", member, i), prefix, yield) {
				return false
			}
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() {
				if !eachID(v.Field(i), join(member, field), field.Tag.Get("id"), yield) {
					return false
				}
			}
		}
	}
	return true
}

// join appends the JSON name of a field to the name of the member that it is in.
func join(member string, field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	if member == "" || name == "" {
		return member + name
	}
	return member + "." + name
}
