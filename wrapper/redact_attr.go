package stancer

import (
	"log/slog"
	"reflect"

	"github.com/stancer-go/stancer/api"
)

// RedactAttr redacts the secrets in a log attribute, at any depth of structs, maps and slices. Any
// handler redacts an attribute that is itself a value of this package. But slog's JSON handler
// encodes other values as JSON, with the secrets of the values in them. Use RedactAttr with each
// handler:
//
//	options := &slog.HandlerOptions{ReplaceAttr: stancer.RedactAttr}
//	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stderr, options)))
//
// Attributes without a value that has a LogValue method are not changed. In the other ones
// unexported fields are omitted.
func RedactAttr(_ []string, attr slog.Attr) slog.Attr {
	if attr.Value.Kind() != slog.KindAny {
		return attr
	}
	value := attr.Value.Any()
	switch found := findLogValuer(reflect.ValueOf(value), maxAttrDepth); found {
	case logValuerFound:
		attr.Value = api.LogValue(value)
	case logValuerTooDeep:
		attr.Value = slog.StringValue(redacted)
	}
	return attr
}

// maxAttrDepth limits the search in values that refer to themselves.
const maxAttrDepth = 32

type logValuerSearch int

const (
	logValuerAbsent logValuerSearch = iota
	logValuerFound
	logValuerTooDeep
)

var logValuerType = reflect.TypeFor[slog.LogValuer]()

// findLogValuer searches a value, and the values that JSON would encode with it, for one that has a
// LogValue method.
func findLogValuer(v reflect.Value, depth int) (found logValuerSearch) {
	switch {
	case !v.IsValid():
		return logValuerAbsent
	case depth == 0:
		return logValuerTooDeep
	case v.Type().Implements(logValuerType),
		reflect.PointerTo(v.Type()).Implements(logValuerType):
		return logValuerFound
	}
	search := func(part reflect.Value) { found = max(found, findLogValuer(part, depth-1)) }
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		search(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				search(v.Field(i))
			}
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			break
		}
		for i := range v.Len() {
			search(v.Index(i))
		}
	case reflect.Map:
		for each := v.MapRange(); each.Next(); {
			search(each.Key())
			search(each.Value())
		}
	}
	return found
}
