// Package plant puts secrets into values of any type, for the tests that expect no secret in what
// is printed and logged.
package plant

import "reflect"

// Types adds to the set a type and the types that it holds or, if it is a function, takes.
func Types(set map[reflect.Type]bool, typ reflect.Type) {
	if set[typ] {
		return
	}
	switch typ.Kind() {
	case reflect.Pointer, reflect.Slice:
		Types(set, typ.Elem())
	case reflect.Func:
		for i := range typ.NumIn() {
			Types(set, typ.In(i))
		}
	case reflect.String:
		set[typ] = true
	case reflect.Struct:
		set[typ] = true
		for i := range typ.NumField() {
			if typ.Field(i).IsExported() {
				Types(set, typ.Field(i).Type)
			}
		}
	}
}

// maxDepth ends the recursion in types that hold themselves.
const maxDepth = 8

// Secrets sets each string in a value whose type is one of secrets to the text for that type, and
// makes the pointers and slices that lead to it. It reports whether there is any.
func Secrets(value reflect.Value, secrets map[reflect.Type]string) bool {
	return plant(value, secrets, maxDepth)
}

func plant(value reflect.Value, secrets map[reflect.Type]string, depth int) (planted bool) {
	if secret, ok := secrets[value.Type()]; ok {
		value.SetString(secret)
		return true
	}
	if depth == 0 {
		return false
	}
	switch value.Kind() {
	case reflect.Pointer:
		pointed := reflect.New(value.Type().Elem())
		if planted = plant(pointed.Elem(), secrets, depth-1); planted {
			value.Set(pointed)
		}
	case reflect.Slice:
		items := reflect.MakeSlice(value.Type(), 1, 1)
		if planted = plant(items.Index(0), secrets, depth-1); planted {
			value.Set(items)
		}
	case reflect.Struct:
		for i := range value.NumField() {
			planted = value.Field(i).CanSet() && plant(value.Field(i), secrets, depth-1) || planted
		}
	}
	return planted
}
