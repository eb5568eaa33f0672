package api

import (
	"fmt"
	"log/slog"
	"reflect"
)

// redacted is the LogValue of a struct that carries secrets at any depth: a
// group of its members under their JSON names. Without it slog's JSON handler
// would encode the struct as it is sent, secrets included.
func redacted(v any) slog.Value { return contents(reflect.ValueOf(v)) }

// logged is what a value shows in a log: what it says itself, or its contents.
func logged(v reflect.Value) slog.Value {
	if !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return slog.Value{}
	}
	value := slog.AnyValue(v.Interface())
	if value.Kind() == slog.KindAny {
		return contents(v)
	}
	return value.Resolve()
}

func contents(v reflect.Value) slog.Value {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return logged(v.Elem())
	case reflect.Struct:
		return slog.GroupValue(members(v)...)
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			break // raw JSON, which handlers know how to show
		}
		items := make([]any, v.Len())
		for i := range items {
			items[i] = plain(logged(v.Index(i)))
		}
		return slog.AnyValue(items)
	case reflect.Map:
		items := make(map[string]any, v.Len())
		for each := v.MapRange(); each.Next(); {
			items[fmt.Sprint(each.Key().Interface())] = plain(logged(each.Value()))
		}
		return slog.AnyValue(items)
	}
	return slog.AnyValue(v.Interface())
}

func members(v reflect.Value) (attrs []slog.Attr) {
	eachMember(v, func(name string, member reflect.Value) {
		attrs = append(attrs, slog.Attr{Key: name, Value: logged(member)})
	})
	return attrs
}

// plain turns a group into a map, because handlers only know groups that are
// not inside a slice or a map.
func plain(value slog.Value) any {
	if value = value.Resolve(); value.Kind() != slog.KindGroup {
		return value.Any()
	}
	items := make(map[string]any, len(value.Group()))
	for _, attr := range value.Group() {
		items[attr.Key] = plain(attr.Value)
	}
	return items
}
