package stancer_test

import (
	"context"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

const (
	id24      = "yWYfCSzsUUhr9KwMv7vuLZHX"
	paymentID = "paym_" + id24
	testKey   = "stest_" + id24
	liveKey   = "sprod_" + id24
)

// method is a method of a resource of the client, or of the client itself.
type method struct {
	name  string
	value reflect.Value
	id    string // an id that the method takes; empty if it takes none
}

// prefixes are the prefixes of the ids that the methods of a resource take.
var prefixes = map[string]string{
	"Addresses":      "addr",
	"Cards":          "card",
	"Checkout":       "paym",
	"Customers":      "cust",
	"Disbursements":  "dsbm",
	"Disputes":       "dspt",
	"Mandates":       "mndt",
	"PaymentIntents": "pi",
	"Payments":       "paym",
	"Payouts":        "pout",
	"PayoutsV1":      "pout",
	"Refunds":        "refd",
	"SEPA":           "sepa",
	"SEPAChecks":     "chck",
	"Webhooks":       "we",
}

// methods returns every method that makes a call, so that none can be forgotten. RefundUpTo, which
// calls two of them, has tests of its own.
func methods(t *testing.T, client *stancer.Client) (found []method) {
	t.Helper()
	found = append(found, method{name: "Ping", value: reflect.ValueOf(client.Ping)})
	resources := reflect.ValueOf(client).Elem()
	for i := range resources.NumField() {
		field := resources.Type().Field(i)
		if !field.IsExported() {
			continue
		}
		require.Contains(t, prefixes, field.Name, "the resource needs a prefix of ids")
		for j := range resources.Field(i).NumMethod() {
			m := method{
				name:  field.Name + "." + field.Type.Method(j).Name,
				value: resources.Field(i).Method(j),
			}
			if strings.HasSuffix(m.name, ".RefundUpTo") {
				continue
			}
			for _, m := range m.reads() {
				if m.value.Type().NumIn() > 1 && m.value.Type().In(1).Kind() == reflect.String {
					m.id = prefixes[field.Name] + "_" + id24
				}
				found = append(found, m)
			}
		}
	}
	require.Greater(t, len(found), 100)
	return found
}

// reads returns the method or, if it returns a list, one method for each way to read the list, with
// the context that it takes as the first parameter.
func (m method) reads() (found []method) {
	list := m.value
	made := list.Type().Out(0)
	if _, ok := made.MethodByName("Pages"); !ok {
		return []method{m}
	}
	in := []reflect.Type{reflect.TypeFor[context.Context]()}
	for i := range list.Type().NumIn() {
		in = append(in, list.Type().In(i))
	}
	for i := range made.NumMethod() {
		read := made.Method(i)
		if read.Type.NumIn() != 2 { // the list, and a context
			continue
		}
		var out []reflect.Type
		for j := range read.Type.NumOut() {
			out = append(out, read.Type.Out(j))
		}
		typ := reflect.FuncOf(in, out, true)
		value := reflect.MakeFunc(typ, func(args []reflect.Value) []reflect.Value {
			return list.CallSlice(args[1:])[0].Method(i).Call(args[:1])
		})
		found = append(found, method{name: m.name + "." + read.Name, value: value})
	}
	return found
}

// withIDs sets the required ids of parameters.
func withIDs(params reflect.Value) reflect.Value {
	for i := range params.Elem().NumField() {
		prefix, field := params.Elem().Type().Field(i).Tag.Get("id"), params.Elem().Field(i)
		if prefix != "" && field.Kind() == reflect.String {
			field.SetString(prefix + "_" + id24)
		}
	}
	return params
}

// call calls the method with this id, parameters that have only their required ids, and the
// options. It ranges over an iterator until the first element.
func (m method) call(
	ctx context.Context, id string, options ...stancer.Option,
) (result any, err error) {
	typ := m.value.Type()
	args := []reflect.Value{reflect.ValueOf(ctx)}
	for i := 1; i < typ.NumIn()-1; i++ {
		switch in := typ.In(i); in.Kind() {
		case reflect.String:
			args = append(args, reflect.ValueOf(id))
		case reflect.Pointer:
			args = append(args, withIDs(reflect.New(in.Elem())))
		default:
			args = append(args, reflect.Zero(in))
		}
	}
	for _, option := range options {
		args = append(args, reflect.ValueOf(option))
	}
	out := m.value.Call(args)
	if out[0].Kind() == reflect.Func {
		yield := reflect.MakeFunc(out[0].Type().In(0), func(got []reflect.Value) []reflect.Value {
			result = got[0].Interface()
			err, _ = got[1].Interface().(error)
			return []reflect.Value{reflect.ValueOf(false)}
		})
		out[0].Call([]reflect.Value{yield})
		return result, err
	}
	if len(out) == 2 {
		result = out[0].Interface()
	}
	err, _ = out[len(out)-1].Interface().(error)
	if stream, ok := result.(io.Closer); ok && err == nil {
		stream.Close()
	}
	return result, err
}
