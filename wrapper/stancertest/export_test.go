package stancertest

import (
	"fmt"
	"reflect"
	"strings"
)

// Held returns all texts that the server's data holds at any depth.
func (s *Server) Held() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var held strings.Builder
	walk(reflect.ValueOf(s.modes), map[uintptr]bool{}, &held)
	return held.String()
}

func walk(v reflect.Value, seen map[uintptr]bool, held *strings.Builder) {
	switch v.Kind() {
	case reflect.String:
		fmt.Fprintln(held, v.String())
	case reflect.Pointer:
		if !v.IsNil() && !seen[v.Pointer()] {
			seen[v.Pointer()] = true
			walk(v.Elem(), seen, held)
		}
	case reflect.Interface:
		walk(v.Elem(), seen, held)
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			walk(v.Index(i), seen, held)
		}
	case reflect.Map:
		for name, value := range v.Seq2() {
			walk(name, seen, held)
			walk(value, seen, held)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			walk(v.Field(i), seen, held)
		}
	}
}
