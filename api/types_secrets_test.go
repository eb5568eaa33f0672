package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/stancer-go/stancer/api"
	"github.com/stancer-go/stancer/internal/plant"
)

const leak = "4242424242424242"

// TestPrintedTypesContainNoSecret sets the secrets of every type that is sent or received, and of
// every type inside of one. It prints and logs them alone and inside other values.
func TestPrintedTypesContainNoSecret(t *testing.T) {
	types := map[reflect.Type]bool{}
	for _, values := range []map[string]any{requests, answers} {
		for _, value := range values {
			plant.Types(types, reflect.TypeOf(value))
		}
	}
	secrets := map[reflect.Type]string{
		reflect.TypeFor[api.CardNumber]():    leak,
		reflect.TypeFor[api.CVC]():           leak,
		reflect.TypeFor[api.IBAN]():          leak,
		reflect.TypeFor[api.WebhookSecret](): leak,
	}
	hexadecimal := fmt.Sprintf("%x", leak)
	carriers := 0
	for typ := range types {
		value := reflect.New(typ)
		if !plant.Secrets(value.Elem(), secrets) {
			continue
		}
		carriers++
		encoded, err := json.Marshal(value.Interface())
		assert.NoError(t, err, typ)
		assert.Contains(t, string(encoded), leak, "%s does not send its secret", typ)
		for how, text := range shown(value) {
			assert.NotContains(t, text, leak, "%s shows its secret: %s", typ, how)
			assert.NotContains(t, text, hexadecimal, "%s shows its secret: %s", typ, how)
		}
	}
	assert.GreaterOrEqual(t, carriers, 12)
}

// shown prints and logs a value in all ways, alone and inside other values.
func shown(value reflect.Value) map[string]string {
	plain, pointer := value.Elem().Interface(), value.Interface()
	texts := map[string]string{}
	for name, x := range map[string]any{
		"value":             plain,
		"pointer":           pointer,
		"slice":             []any{plain},
		"slice of pointers": []any{pointer},
		"map":               map[string]any{"x": pointer},
		"struct":            struct{ X any }{pointer},
		"error":             fmt.Errorf("failed: %v", pointer),
	} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t"} {
			texts[name+" "+verb] = fmt.Sprintf(verb, x)
		}
	}
	for name, x := range map[string]any{"value": plain, "pointer": pointer} {
		var text, encoded bytes.Buffer
		args := []any{"x", x, slog.Group("g", "x", x)}
		slog.New(slog.NewTextHandler(&text, withoutTime)).Info("m", args...)
		slog.New(slog.NewJSONHandler(&encoded, withoutTime)).Info("m", args...)
		texts[name+" slog text"], texts[name+" slog JSON"] = text.String(), encoded.String()
	}
	return texts
}
