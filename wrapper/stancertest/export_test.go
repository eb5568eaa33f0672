package stancertest

import (
	"fmt"
	"maps"
	"net/http/httptest"
	"reflect"
	"strings"
)

// Held returns all texts that the server's data, log and deliveries hold at any depth.
func (s *Server) Held() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var held strings.Builder
	seen := map[uintptr]bool{}
	walk(reflect.ValueOf(s.modes), seen, &held)
	walk(reflect.ValueOf(s.log.requests), seen, &held)
	walk(reflect.ValueOf(s.outbox.all), seen, &held)
	return held.String()
}

// Break has the handler of an operation panic, in this server only.
func (s *Server) Break(operation string, panics any) {
	s.handlers = maps.Clone(s.handlers)
	s.handlers[operation] = func(*call) (any, error) { panic(panics) }
}

// Serve answers a request that does not come over the network.
func (s *Server) Serve(method, path string) {
	s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(method, path, nil))
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
