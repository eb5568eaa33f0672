package api

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// logged is the LogValue of a struct: a group of its members by their JSON names, with secrets
// redacted. Without it, the JSON handler of slog would encode the struct as it is sent, with
// secrets.
func logged(v any) slog.Value { return contents(reflect.ValueOf(v), "") }

// LogValue returns a value for package slog in which each LogValuer is resolved, at any depth. A
// handler resolves only the attribute itself, and encodes the rest as JSON, with secrets.
func LogValue(v any) slog.Value { return logValue(reflect.ValueOf(v), "") }

// printed is the Format of a struct. Without it fmt would print pointers as addresses.
func printed(f fmt.State, v any) { _, _ = io.WriteString(f, text(logged(v))) }

// logValue returns a value for package slog: the value's own representation, or its contents. An
// amount is in the given currency, unless its struct has a currency.
func logValue(v reflect.Value, currency Currency) slog.Value {
	if !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return slog.AnyValue(nil)
	}
	if value, ok := describesItself(v); ok {
		return value
	}
	return contents(v, currency)
}

func contents(v reflect.Value, currency Currency) slog.Value {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return logValue(v.Elem(), currency)
	case reflect.Struct:
		return slog.GroupValue(members(v, currency)...)
	case reflect.Slice, reflect.Array:
		list := make(items, v.Len())
		for i := range list {
			list[i] = logValue(v.Index(i), currency)
		}
		return slog.AnyValue(list)
	case reflect.Map:
		var group []slog.Attr
		for each := v.MapRange(); each.Next(); {
			value := logValue(each.Value(), currency)
			group = append(group, slog.Attr{Key: fmt.Sprint(each.Key()), Value: value})
		}
		slices.SortFunc(group, func(a, b slog.Attr) int { return strings.Compare(a.Key, b.Key) })
		return slog.GroupValue(group...)
	case reflect.String:
		return slog.StringValue(v.String())
	}
	return slog.AnyValue(v.Interface())
}

// describesItself returns the value's own representation, which times, secrets, unions and values
// in metadata have. It ignores the LogValue of the structs of this package, which is defined in
// this file.
func describesItself(v reflect.Value) (slog.Value, bool) {
	switch value := v.Interface().(type) {
	case json.RawMessage, []byte:
		return slog.AnyValue(value), true
	case slog.LogValuer:
		_, isText := value.(fmt.Stringer)
		return slog.AnyValue(value).Resolve(), isText || !isOurs(v.Type())
	case time.Time:
		return slog.TimeValue(value), true
	case encoding.TextMarshaler:
		text, err := value.MarshalText()
		return slog.StringValue(string(text)), err == nil
	}
	return slog.Value{}, false
}

func isOurs(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.PkgPath() == reflect.TypeFor[Timestamp]().PkgPath()
}

// members returns the members of a struct that JSON has, by their JSON names.
func members(v reflect.Value, currency Currency) (group []slog.Attr) {
	if field, ok := v.Type().FieldByName("Currency"); ok && len(field.Index) == 1 {
		own := reflect.Indirect(v.FieldByIndex(field.Index))
		if own.IsValid() && own.Type() == reflect.TypeFor[Currency]() {
			currency = Currency(own.String())
		}
	}
	for i := range v.NumField() {
		field, member := v.Type().Field(i), v.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		omitted := strings.Contains(options, "omit") && member.IsZero()
		switch {
		case !field.IsExported() || name == "-" || omitted:
			continue
		case name == "" && field.Anonymous && field.Type.Kind() == reflect.Struct:
			group = append(group, members(member, currency)...)
			continue
		case name == "":
			name = field.Name
		}
		value := logValue(member, currency)
		if sum := reflect.Indirect(member); isMoney(name) && currency != "" && sum.CanInt() {
			value = slog.AnyValue(money{sum.Int(), currency})
		}
		group = append(group, slog.Attr{Key: name, Value: value})
	}
	return group
}

// isMoney reports whether a member is a sum in the currency of its object. The fee of a payment may
// be in another one.
func isMoney(name string) bool { return name == "amount" || name == "fees" || name == "fees_vat" }

// money is an amount with its currency. It is text when printed, and the number in JSON.
type money struct {
	amount   int64
	currency Currency
}

func (m money) String() string               { return FormatAmount(m.amount, m.currency) }
func (m money) MarshalJSON() ([]byte, error) { return json.Marshal(m.amount) }

// items are the values of a list. A handler does not resolve groups in a list, so that this type
// writes them.
type items []slog.Value

func (l items) String() string { return text(slog.AnyValue(l)) }

func (l items) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	err := writeJSON(&out, slog.AnyValue(l))
	return out.Bytes(), err
}

// text returns a value as fmt and the text handler of slog print it.
func text(value slog.Value) string {
	var parts []string
	switch value = value.Resolve(); value.Kind() {
	case slog.KindGroup:
		for _, attr := range value.Group() {
			parts = append(parts, attr.Key+"="+text(attr.Value))
		}
		return "[" + strings.Join(parts, " ") + "]"
	case slog.KindString:
		return quoted(value.String())
	}
	switch value := value.Any().(type) {
	case items:
		for _, item := range value {
			parts = append(parts, text(item))
		}
		return "[" + strings.Join(parts, " ") + "]"
	case json.RawMessage:
		return string(value)
	default:
		return fmt.Sprint(value)
	}
}

// quoted quotes a text that could be mistaken for more than one member or line.
func quoted(s string) string {
	if s != Redacted && (strings.ContainsAny(s, ` "=[]`) || strconv.Quote(s) != `"`+s+`"`) {
		return strconv.Quote(s)
	}
	return s
}

// writeJSON writes a value as the JSON handler of slog does, including groups in lists.
func writeJSON(out *bytes.Buffer, value slog.Value) (err error) {
	separator := ""
	value = value.Resolve()
	switch list, isList := value.Any().(items); {
	case isList:
		out.WriteByte('[')
		for _, item := range list {
			out.WriteString(separator)
			err, separator = errors.Join(err, writeJSON(out, item)), ","
		}
		out.WriteByte(']')
	case value.Kind() == slog.KindGroup:
		out.WriteByte('{')
		for _, attr := range value.Group() {
			out.WriteString(separator + strconv.Quote(attr.Key) + ":")
			err, separator = errors.Join(err, writeJSON(out, attr.Value)), ","
		}
		out.WriteByte('}')
	default:
		var text []byte
		text, err = json.Marshal(value.Any())
		out.Write(text)
	}
	return err
}
