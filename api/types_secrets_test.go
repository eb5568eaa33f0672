package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/stancer-go/stancer/api"
)

const leak = "4242424242424242"

// TestNoTypeShowsASecret fills every type that is sent or received, and every type inside of one, and expects no secret in what is printed
// or logged, in whatever a user may wrap around it.
func TestNoTypeShowsASecret(t *testing.T) {
	types := map[reflect.Type]bool{}
	for _, value := range slices.Concat(slices.Collect(maps.Values(requests)), slices.Collect(maps.Values(answers))) {
		reach(types, reflect.TypeOf(value))
	}
	carriers := 0
	for typ := range types {
		value := reflect.New(typ)
		if !fill(value.Elem(), 8) {
			continue
		}
		carriers++
		encoded, err := json.Marshal(value.Interface())
		assert.NoError(t, err, typ)
		assert.Contains(t, string(encoded), leak, "%s does not send its secret", typ)
		for how, text := range shown(value) {
			assert.NotContains(t, text, leak, "%s shows its secret: %s", typ, how)
			assert.NotContains(t, text, fmt.Sprintf("%x", leak), "%s shows its secret: %s", typ, how)
		}
	}
	assert.GreaterOrEqual(t, carriers, 12)
}

// reach collects a type and the types that it holds.
func reach(types map[reflect.Type]bool, typ reflect.Type) {
	if types[typ] {
		return
	}
	switch typ.Kind() {
	case reflect.Pointer, reflect.Slice:
		reach(types, typ.Elem())
	case reflect.Struct:
		types[typ] = true
		for i := range typ.NumField() {
			if typ.Field(i).IsExported() {
				reach(types, typ.Field(i).Type)
			}
		}
	}
}

// fill sets the secrets of a value, and what leads to them. It tells whether there are any.
func fill(value reflect.Value, depth int) bool {
	switch value.Interface().(type) {
	case api.CardNumber, api.CVC, api.IBAN, api.WebhookSecret:
		value.SetString(leak)
		return true
	}
	if depth == 0 {
		return false
	}
	switch value.Kind() {
	case reflect.Pointer:
		pointed := reflect.New(value.Type().Elem())
		found := fill(pointed.Elem(), depth-1)
		if found {
			value.Set(pointed)
		}
		return found
	case reflect.Slice:
		items := reflect.MakeSlice(value.Type(), 1, 1)
		found := fill(items.Index(0), depth-1)
		if found {
			value.Set(items)
		}
		return found
	case reflect.Struct:
		found := false
		for i := range value.NumField() {
			if value.Field(i).CanSet() && fill(value.Field(i), depth-1) {
				found = true
			}
		}
		return found
	}
	return false
}

// shown gives the ways in which a value can be shown.
func shown(value reflect.Value) map[string]string {
	plain, pointer := value.Elem().Interface(), value.Interface()
	texts := map[string]string{}
	for name, x := range map[string]any{
		"value": plain, "pointer": pointer, "slice": []any{plain}, "slice of pointers": []any{pointer}, "map": map[string]any{"x": pointer},
		"struct": struct{ X any }{pointer}, "error": fmt.Errorf("oops: %v", pointer),
	} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t"} {
			texts[name+" "+verb] = fmt.Sprintf(verb, x)
		}
	}
	for name, x := range map[string]any{"value": plain, "pointer": pointer} {
		var text, encoded bytes.Buffer
		slog.New(slog.NewTextHandler(&text, nil)).Info("m", "x", x, slog.Group("g", "x", x))
		slog.New(slog.NewJSONHandler(&encoded, nil)).Info("m", "x", x, slog.Group("g", "x", x))
		texts[name+" slog text"], texts[name+" slog JSON"] = text.String(), encoded.String()
	}
	return texts
}
