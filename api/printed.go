package api

import (
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
)

// show is the Format of a struct that carries secrets at any depth, and of the unions: it writes the text of what v holds, whatever the verb.
// They need one because fmt, where a verb does not suit a pointer, as %s does not, prints what it points to without calling the methods of
// its members. It does without slog, so that a program without a logger links none.
func show(f fmt.State, v any) { io.WriteString(f, contentText(reflect.ValueOf(v))) }

// text is what a value says itself, or its contents.
func text(v reflect.Value) string {
	if !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return "<nil>"
	}
	if known, ok := v.Interface().(fmt.Stringer); ok {
		return known.String()
	}
	return contentText(v)
}

func contentText(v reflect.Value) string {
	var parts []string
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return text(v.Elem())
	case reflect.Struct:
		eachMember(v, func(name string, member reflect.Value) { parts = append(parts, name+"="+text(member)) })
	case reflect.Map:
		for each := v.MapRange(); each.Next(); {
			parts = append(parts, text(each.Key())+"="+text(each.Value()))
		}
		slices.Sort(parts)
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return fmt.Sprintf("%s", v.Interface()) // raw JSON
		}
		for i := range v.Len() {
			parts = append(parts, text(v.Index(i)))
		}
	default:
		return fmt.Sprint(v.Interface())
	}
	return "[" + strings.Join(parts, " ") + "]"
}

// eachMember yields the members of a struct that JSON has, by their names there.
func eachMember(v reflect.Value, yield func(name string, member reflect.Value)) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		omitted := strings.Contains(options, "omit") && v.Field(i).IsZero()
		switch {
		case !field.IsExported() || name == "-" || omitted:
		case name == "" && field.Anonymous && field.Type.Kind() == reflect.Struct:
			eachMember(v.Field(i), yield)
		case name == "":
			yield(field.Name, v.Field(i))
		default:
			yield(name, v.Field(i))
		}
	}
}
