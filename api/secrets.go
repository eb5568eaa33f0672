package api

import (
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"strings"
)

// CardNumber is the full number of a payment card. JSON carries the number;
// String, slog and the fmt verbs show "[redacted]", or nothing when it is
// empty. Convert it to a string to read it. The verbs %w and %p are not for
// values, go vet reports them, and fmt then bypasses every method.
type CardNumber string

// String returns "[redacted]", or "" for an empty number.
func (n CardNumber) String() string { return mask(string(n)) }

// GoString returns the same as String.
func (n CardNumber) GoString() string { return n.String() }

// Format implements [fmt.Formatter] and writes what String returns, whatever
// the verb.
func (n CardNumber) Format(f fmt.State, _ rune) { io.WriteString(f, n.String()) }

// LogValue implements [slog.LogValuer] and gives what String returns.
func (n CardNumber) LogValue() slog.Value { return slog.StringValue(n.String()) }

// CVC is the verification code of a payment card. It hides itself as
// [CardNumber] does.
type CVC string

// String returns "[redacted]", or "" for an empty code.
func (c CVC) String() string { return mask(string(c)) }

// GoString returns the same as String.
func (c CVC) GoString() string { return c.String() }

// Format implements [fmt.Formatter] and writes what String returns, whatever
// the verb.
func (c CVC) Format(f fmt.State, _ rune) { io.WriteString(f, c.String()) }

// LogValue implements [slog.LogValuer] and gives what String returns.
func (c CVC) LogValue() slog.Value { return slog.StringValue(c.String()) }

// IBAN is the full number of a bank account. It hides itself as [CardNumber]
// does.
type IBAN string

// String returns "[redacted]", or "" for an empty number.
func (i IBAN) String() string { return mask(string(i)) }

// GoString returns the same as String.
func (i IBAN) GoString() string { return i.String() }

// Format implements [fmt.Formatter] and writes what String returns, whatever
// the verb.
func (i IBAN) Format(f fmt.State, _ rune) { io.WriteString(f, i.String()) }

// LogValue implements [slog.LogValuer] and gives what String returns.
func (i IBAN) LogValue() slog.Value { return slog.StringValue(i.String()) }

// WebhookSecret is the key that signs the events sent to a webhook endpoint.
// It hides itself as [CardNumber] does.
type WebhookSecret string

// String returns "[redacted]", or "" for an empty secret.
func (s WebhookSecret) String() string { return mask(string(s)) }

// GoString returns the same as String.
func (s WebhookSecret) GoString() string { return s.String() }

// Format implements [fmt.Formatter] and writes what String returns, whatever
// the verb.
func (s WebhookSecret) Format(f fmt.State, _ rune) { io.WriteString(f, s.String()) }

// LogValue implements [slog.LogValuer] and gives what String returns.
func (s WebhookSecret) LogValue() slog.Value { return slog.StringValue(s.String()) }

func mask(secret string) string {
	if secret == "" {
		return ""
	}
	return "[redacted]"
}

// redacted is the LogValue of a struct that carries secrets at any depth: a
// group of its members under their JSON names. Without it slog's JSON handler
// would encode the struct as it is sent, secrets included. Such a struct also
// needs a Format that gives this to formatLogged: where a verb does not suit a
// pointer, as %s does not, fmt prints what it points to without calling the
// methods of its members.
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

func members(v reflect.Value) []slog.Attr {
	var attrs []slog.Attr
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		omitted := strings.Contains(options, "omit") && v.Field(i).IsZero()
		if !field.IsExported() || name == "-" || omitted {
			continue
		}
		if name == "" && field.Anonymous && field.Type.Kind() == reflect.Struct {
			attrs = append(attrs, members(v.Field(i))...)
			continue
		}
		if name == "" {
			name = field.Name
		}
		attrs = append(attrs, slog.Attr{Key: name, Value: logged(v.Field(i))})
	}
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
