package api_test

import (
	"encoding/json"
	"iter"
	"maps"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/api"
	"github.com/stancer-go/stancer/internal/plant"
)

// structsIn returns the struct types of package api in the values, at any depth.
func structsIn(values map[string]any) map[reflect.Type]bool {
	types := map[reflect.Type]bool{}
	for _, value := range values {
		plant.Types(types, reflect.TypeOf(value))
	}
	maps.DeleteFunc(types, func(typ reflect.Type, _ bool) bool {
		return typ.Kind() != reflect.Struct || isText(typ)
	})
	return types
}

// fieldsOf ranges over the fields of the struct types in the values that are members in JSON.
func fieldsOf(values map[string]any) iter.Seq2[reflect.Type, reflect.StructField] {
	return func(yield func(reflect.Type, reflect.StructField) bool) {
		for owner := range structsIn(values) {
			for i := range owner.NumField() {
				if field := owner.Field(i); field.Tag.Get("json") != "" && !yield(owner, field) {
					return
				}
			}
		}
	}
}

func isText(typ reflect.Type) bool {
	return typ.Kind() == reflect.String ||
		typ == reflect.TypeFor[api.Timestamp]() || typ == reflect.TypeFor[api.Date]()
}

func TestResponsesHaveNoPointersToTextOrTimes(t *testing.T) {
	for owner, field := range fieldsOf(answers) {
		if field.Type.Kind() == reflect.Pointer {
			assert.False(t, isText(field.Type.Elem()), "%s.%s", owner, field.Name)
		}
	}
	assert.Equal(t, reflect.TypeFor[api.PaymentStatus](), reflect.TypeOf(api.Payment{}.Status))
	assert.Equal(t, reflect.TypeFor[api.Origin](), reflect.TypeOf(api.Payment{}.Origin))
	assert.Equal(t, reflect.TypeFor[*int64](), reflect.TypeOf(api.Payment{}.Fee))
	assert.Equal(t, reflect.TypeFor[*bool](), reflect.TypeOf(api.Payment{}.Capture))
	assert.Equal(t, reflect.TypeFor[*api.Card](), reflect.TypeOf(api.Payment{}.Card))
}

func TestRequestsKeepPointersForOptionalMembers(t *testing.T) {
	for owner, field := range fieldsOf(requests) {
		if optional := strings.Contains(field.Tag.Get("json"), ",omit"); optional {
			assert.False(t, isText(field.Type), "%s.%s", owner, field.Name)
		}
	}
}

func TestMembersOfTheSameKindHaveOneType(t *testing.T) {
	all := maps.Clone(answers)
	maps.Copy(all, requests)
	for owner, field := range fieldsOf(all) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		typ := field.Type
		if typ.Kind() == reflect.Pointer {
			typ = typ.Elem()
		}
		switch name {
		case "currency":
			assert.Equal(t, reflect.TypeFor[api.Currency](), typ, "%s.%s", owner, field.Name)
		case "created", "created_at", "signed_at", "deleted_at", "date_refund", "date_disbursement":
			assert.Equal(t, reflect.TypeFor[api.Timestamp](), typ, "%s.%s", owner, field.Name)
		case "date_bank", "date_settlement", "date_birth", "date_mandate":
			assert.Equal(t, reflect.TypeFor[api.Date](), typ, "%s.%s", owner, field.Name)
		}
	}
	assert.IsType(t, (*api.Timestamp)(nil), api.ListPayoutsV1Params{}.Created)
}

// TestAbsentMembersStayAbsent asserts that null and absence give the zero value, which is not
// encoded.
func TestAbsentMembersStayAbsent(t *testing.T) {
	for name, value := range answers {
		typ := reflect.TypeOf(value)
		if typ.Kind() != reflect.Struct {
			continue
		}
		nulls := map[string]any{}
		optional := []string{}
		for i := range typ.NumField() {
			member, options, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			nulls[member] = nil
			if options != "" {
				optional = append(optional, member)
			}
		}
		text, err := json.Marshal(nulls)
		require.NoError(t, err)
		fromNulls, fromNothing := reflect.New(typ), reflect.New(typ)
		require.NoError(t, json.Unmarshal(text, fromNulls.Interface()), name)
		require.NoError(t, json.Unmarshal([]byte("{}"), fromNothing.Interface()), name)
		assert.Equal(t, fromNothing.Interface(), fromNulls.Interface(), name)

		encoded, err := json.Marshal(fromNulls.Interface())
		require.NoError(t, err, name)
		var members map[string]any
		require.NoError(t, json.Unmarshal(encoded, &members))
		for _, member := range optional {
			assert.NotContains(t, members, member, name)
		}
	}
}

func TestResponsesAreEqualAfterEncodingAndDecoding(t *testing.T) {
	const text = `{
		"id": "paym_1", "created": 1721139663, "amount": 4200, "currency": "eur",
		"status": "captured", "methods_allowed": [], "date_bank": "2026-03-26",
		"auth": {"status": "success", "uuid": "u"}, "fee": 0, "capture": false, "origin": 1
	}`
	var payment, again api.Payment
	require.NoError(t, json.Unmarshal([]byte(text), &payment))
	assert.True(t, payment.Status == api.PaymentStatusCaptured)
	assert.True(t, payment.Created == api.NewTimestamp(time.Unix(1721139663, 0)))
	assert.True(t, payment.DateBank == api.NewDate(2026, time.March, 26))
	encoded, err := json.Marshal(payment)
	require.NoError(t, err)
	assert.JSONEq(t, text, string(encoded))
	require.NoError(t, json.Unmarshal(encoded, &again))
	assert.Equal(t, payment, again)
}
