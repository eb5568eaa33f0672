package stancer_test

import (
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

const unheardOf = "unheard_of"

// sampler makes JSON of a type: every enumeration has an unknown value, and every object an unknown
// member. Optional members are set, or null.
type sampler struct{ null bool }

func (s sampler) of(typ reflect.Type, depth int) any {
	switch {
	case typ == reflect.TypeFor[stancer.Timestamp]():
		return 1721139663
	case typ == reflect.TypeFor[stancer.Date]():
		return "2024-07-16"
	case strings.HasPrefix(typ.Name(), "IDOr["), strings.HasPrefix(typ.Name(), "BoolOr["):
		return s.of(typ.Field(1).Type.Elem(), depth-1)
	}
	switch typ.Kind() {
	case reflect.String:
		return unheardOf
	case reflect.Int64:
		return 4242
	case reflect.Float32:
		return 48.5
	case reflect.Bool:
		return true
	case reflect.Pointer:
		if depth <= 0 {
			return nil
		}
		return s.of(typ.Elem(), depth-1)
	case reflect.Slice:
		return []any{s.of(typ.Elem(), depth-1)}
	case reflect.Map:
		return map[string]any{unheardOf: s.of(typ.Elem(), depth-1)}
	case reflect.Struct:
		object := map[string]any{unheardOf: map[string]any{"a": []any{1, nil, map[string]any{}}}}
		for i := range typ.NumField() {
			name, options, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			object[name] = s.of(typ.Field(i).Type, depth)
			if s.null && strings.Contains(options, "omitempty") {
				object[name] = nil
			}
		}
		return object
	}
	return map[string]any{unheardOf: 1}
}

// answer returns the answer to a method that returns a typ. The objects of a page are in members
// with the names of all lists.
func (s sampler) answer(name string, typ reflect.Type, depth int) any {
	if typ.Kind() != reflect.Pointer || !strings.HasPrefix(typ.Elem().Name(), "Page[") {
		return s.of(typ, depth)
	}
	items, _ := typ.Elem().FieldByName("Items")
	objects := []any{s.of(items.Type.Elem(), depth-2)}
	switch strings.Replace(name, "Checkout", "Payments", 1) {
	case "Payments.Refunds.Page", "Payments.Disputes.Page":
		return objects
	}
	page := map[string]any{
		unheardOf: 1,
		"range":   sampler{}.of(reflect.TypeFor[stancer.Range](), depth),
	}
	for _, list := range []string{
		"addresses", "cards", "customers", "disbursements", "disputes", "mandates",
		"payment_intents", "payments", "payouts", "refunds", "sepa", "subscriptions",
		"webhook_endpoints",
	} {
		page[list] = objects
	}
	return page
}

// assertComplete expects every member to be set, and every text to be the unknown value.
func assertComplete(t *testing.T, value reflect.Value, at string, depth int) {
	t.Helper()
	switch value.Interface().(type) {
	case stancer.Timestamp, stancer.Date, stancer.Metadata:
		assert.False(t, value.IsZero(), at)
		return
	}
	switch value.Kind() {
	case reflect.String:
		if !strings.HasSuffix(value.String(), "_"+id24) { // an identifier, see addID
			assert.Equal(t, unheardOf, value.String(), at)
		}
	case reflect.Int64, reflect.Bool:
		assert.False(t, value.IsZero(), at)
	case reflect.Pointer:
		if depth > 0 && assert.False(t, value.IsNil(), at) {
			assertComplete(t, value.Elem(), at, depth-1)
		}
	case reflect.Slice:
		if assert.Equal(t, 1, value.Len(), at) {
			assertComplete(t, value.Index(0), at, depth-1)
		}
	case reflect.Struct:
		name := value.Type().Name()
		if strings.HasPrefix(name, "Page[") { // a list without pages has no range
			assertComplete(t, value.FieldByName("Items"), at, depth)
			return
		}
		if strings.HasPrefix(name, "IDOr[") || strings.HasPrefix(name, "BoolOr[") {
			assertComplete(t, value.Field(1), at, depth)
			return
		}
		for i := range value.NumField() {
			assertComplete(t, value.Field(i), at+"."+value.Type().Field(i).Name, depth)
		}
	}
}

// TestUnknownAndNullMembersAreAccepted checks that every method accepts unknown values, unknown
// members, and nulls for optional members.
func TestUnknownAndNullMembersAreAccepted(t *testing.T) {
	t.Parallel()
	const depth = 6
	var body atomic.Value
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(body.Load().([]byte))
	})
	seen := 0
	for _, m := range methods(t, s.client(t)) {
		typ := m.value.Type()
		if m.name == "Webhooks.Delete" || m.name == "Mandates.PDF" ||
			typ.Out(0).Kind() == reflect.Func || strings.HasSuffix(m.name, ".Wait") {
			continue
		}
		seen++
		for _, null := range []bool{false, true} {
			sample := sampler{null}.answer(m.name, typ.Out(0), depth)
			addID(sample, m, typ.Out(0))
			encoded, err := json.Marshal(sample)
			require.NoError(t, err)
			body.Store(encoded)
			result, err := m.call(t.Context(), m.id)
			if assert.NoError(t, err, "%s: %s", m.name, encoded) && !null {
				assertComplete(t, reflect.ValueOf(result), m.name, depth)
			}
		}
	}
	assert.Greater(t, seen, 60)
}

// addID gives an object the members that every success must have: its id, and the amount of a
// payment and a refund.
func addID(sample any, m method, typ reflect.Type) {
	object, ok := sample.(map[string]any)
	if !ok || object["id"] == nil {
		return
	}
	prefixes := map[string]string{
		"Address": "addr", "Card": "card", "Customer": "cust", "Disbursement": "dsbm",
		"Dispute": "dspt", "Mandate": "mndt", "Payment": "paym", "PaymentIntent": "pi",
		"Payout": "pout", "PayoutV1": "pout", "Refund": "refd", "SEPA": "sepa", "SEPACheck": "chck",
		"SEPACheckCreated": "chck", "WebhookEndpoint": "we",
	}
	prefix := prefixes[typ.Elem().Name()]
	object["id"] = prefix + "_" + id24
	if strings.HasPrefix(m.id, prefix+"_") {
		object["id"] = m.id
	}
	if _, ok := object["amount"]; ok {
		object["amount"] = 4242
	}
}

// TestRetryDecodesIntoANewObject checks that members of a failed answer do not appear in the result
// of the next attempt.
func TestRetryDecodesIntoANewObject(t *testing.T) {
	t.Parallel()
	answers := []string{
		`{"id":"cust_` + id24 + `","created":1,"name":"Stale","email":{}}`,
		`{"id":"cust_` + id24 + `","created":1}`,
	}
	s := newServer(t, nil)
	s.handler = func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, answers[s.requests.Load()-1])
	}
	client := s.client(t, defaultAttempts)
	customer, err := client.Customers.Get(t.Context(), "cust_"+id24)
	require.NoError(t, err)
	assert.EqualValues(t, 2, s.requests.Load())
	assert.Empty(t, customer.Name)
}
