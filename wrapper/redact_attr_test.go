package stancer_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/internal/plant"
	stancer "github.com/stancer-go/stancer/wrapper"
)

// logJSON logs a value with slog's JSON handler and RedactAttr.
func logJSON(t *testing.T, value any) string {
	t.Helper()
	var line bytes.Buffer
	options := &slog.HandlerOptions{ReplaceAttr: func(groups []string, attr slog.Attr) slog.Attr {
		if len(groups) == 0 && attr.Key == slog.TimeKey {
			return slog.Attr{} // its digits may look like a secret
		}
		return stancer.RedactAttr(groups, attr)
	}}
	slog.New(slog.NewJSONHandler(&line, options)).Info("line", "value", value)
	require.True(t, json.Valid(line.Bytes()), line.String())
	return line.String()
}

// TestRedactAttrHidesSecretsAtAnyDepth plants secrets into every type of this package, and puts its
// values into structs, slices, maps and pointers of a caller.
func TestRedactAttrHidesSecretsAtAnyDepth(t *testing.T) {
	t.Parallel()
	types := map[reflect.Type]bool{}
	for _, m := range methods(t, newSite(t, nil).client(t)) {
		for i := range m.value.Type().NumIn() {
			plant.Types(types, m.value.Type().In(i))
		}
		for i := range m.value.Type().NumOut() {
			plant.Types(types, m.value.Type().Out(i))
		}
	}
	secrets := map[reflect.Type]string{
		reflect.TypeFor[stancer.CardNumber]():    secretNumber,
		reflect.TypeFor[stancer.CVC]():           secretCVC,
		reflect.TypeFor[stancer.IBAN]():          secretIBAN,
		reflect.TypeFor[stancer.WebhookSecret](): secretWebhook,
	}
	carriers := 0
	for typ := range types {
		pointer := reflect.New(typ)
		if !plant.Secrets(pointer.Elem(), secrets) {
			continue
		}
		carriers++
		value := pointer.Elem().Interface()
		for name, holder := range map[string]any{
			"value": value, "pointer": pointer.Interface(), "slice": []any{value},
			"map":    map[string]any{"a": map[string]any{"b": pointer.Interface()}},
			"struct": struct{ Job *struct{ Params []any } }{&struct{ Params []any }{[]any{value}}},
		} {
			line := logJSON(t, holder)
			for _, secret := range secrets {
				assert.NotContains(t, line, secret, "%s in a %s", typ, name)
			}
		}
	}
	assert.GreaterOrEqual(t, carriers, 12)
	event := stancer.Event{ID: "e", Data: json.RawMessage(`{"secret":"` + secretWebhook + `"}`)}
	assert.NotContains(t, logJSON(t, []stancer.Event{event}), secretWebhook)
}

func TestRedactAttrKeepsEverythingElse(t *testing.T) {
	t.Parallel()
	type job struct {
		Name  string    `json:"name"`
		At    time.Time `json:"at"`
		Count int
	}
	for _, value := range []any{
		"text", 1, 1.5, true, nil, errors.New("no"), time.Unix(0, 0).UTC(), []byte("raw"),
		job{"a", time.Unix(1, 0).UTC(), 2}, map[string]int{"a": 1}, []string{"a"},
	} {
		var plain bytes.Buffer
		slog.New(slog.NewJSONHandler(&plain, nil)).Info("line", "value", value)
		var want, got map[string]any
		require.NoError(t, json.Unmarshal(plain.Bytes(), &want))
		require.NoError(t, json.Unmarshal([]byte(logJSON(t, value)), &got))
		assert.Equal(t, want["value"], got["value"], "%v", value)
	}
}

func TestRedactAttrEndsInCycles(t *testing.T) {
	t.Parallel()
	type node struct {
		Next *node
		Card stancer.CardNumber
	}
	cycle := &node{Card: secretNumber}
	cycle.Next = cycle
	assert.Contains(t, logJSON(t, cycle), "[redacted]")
}
