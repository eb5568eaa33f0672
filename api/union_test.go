package api_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/api"
)

type thing struct {
	Name  string `json:"name,omitempty"`
	Count *int   `json:"count,omitempty"`
}

func ptr[T any](v T) *T { return &v }

// union is a JSON text and the value that it stands for.
type union[T any] struct {
	json string
	want T
}

// assertUnions checks that each JSON text replaces an old value, and that its value is encoded as
// the same text.
func assertUnions[T any](t *testing.T, old T, unions map[string]union[T]) {
	t.Helper()
	for name, each := range unions {
		t.Run(name, func(t *testing.T) {
			got := old
			require.NoError(t, json.Unmarshal([]byte(each.json), &got))
			assert.Equal(t, each.want, got)
			data, err := json.Marshal(got)
			require.NoError(t, err)
			assert.JSONEq(t, each.json, string(data))
		})
	}
}

func TestIDOrJSON(t *testing.T) {
	const id = "cust_9Cle7TXKkjhwqcWx4Kl5cQYk"
	pickle := &thing{Name: "Pickle", Count: ptr(2)}
	old := api.IDOr[thing]{ID: "old", Object: &thing{Name: "old"}}
	assertUnions(t, old, map[string]union[api.IDOr[thing]]{
		"id":           {`"` + id + `"`, api.IDOr[thing]{ID: id}},
		"escaped id":   {`"a\"b"`, api.IDOr[thing]{ID: `a"b`}},
		"object":       {`{"name":"Pickle","count":2}`, api.IDOr[thing]{Object: pickle}},
		"empty object": {`{}`, api.IDOr[thing]{Object: &thing{}}},
	})
}

func TestIDOrNull(t *testing.T) {
	got := api.IDOr[thing]{ID: "old"}
	require.NoError(t, json.Unmarshal([]byte(`null`), &got))
	assert.Equal(t, api.IDOr[thing]{}, got)

	member := struct{ Customer *api.IDOr[thing] }{&got}
	require.NoError(t, json.Unmarshal([]byte(`{"customer":null}`), &member))
	assert.Nil(t, member.Customer)
}

func TestIDOrMarshalErrors(t *testing.T) {
	_, err := json.Marshal(api.IDOr[thing]{})
	assert.ErrorContains(t, err, "exactly one of ID and Object must be set, not neither")
	_, err = json.Marshal(api.IDOr[thing]{ID: "cust_1", Object: &thing{}})
	assert.ErrorContains(t, err, "exactly one of ID and Object must be set, not both")
}

func TestIDOrUnmarshalErrors(t *testing.T) {
	before := api.IDOr[thing]{ID: "old"}
	for data, kind := range map[string]string{
		`4242424242424242`: "not a JSON number",
		`-1.5`:             "not a JSON number",
		`["4242"]`:         "not a JSON array",
		`true`:             "not a JSON boolean",
		`false`:            "not a JSON boolean",
		`{"name":4242}`:    "cannot unmarshal number",
	} {
		got := before
		err := json.Unmarshal([]byte(data), &got)
		require.ErrorContains(t, err, kind)
		assert.NotContains(t, err.Error(), "4242")
		assert.Equal(t, before, got, "unchanged")
	}
	assert.ErrorContains(t, new(api.IDOr[thing]).UnmarshalJSON(nil), "nothing")
}

func TestBoolOrJSON(t *testing.T) {
	old := api.BoolOr[thing]{Bool: true, Object: &thing{Name: "old"}}
	assertUnions(t, old, map[string]union[api.BoolOr[thing]]{
		"true":         {`true`, api.BoolOr[thing]{Bool: true}},
		"false":        {`false`, api.BoolOr[thing]{}},
		"object":       {`{"name":"Pickle"}`, api.BoolOr[thing]{Object: &thing{Name: "Pickle"}}},
		"empty object": {`{}`, api.BoolOr[thing]{Object: &thing{}}},
	})
}

func TestBoolOrNull(t *testing.T) {
	got := api.BoolOr[thing]{Bool: true}
	require.NoError(t, json.Unmarshal([]byte(`null`), &got))
	assert.Equal(t, api.BoolOr[thing]{}, got)
}

func TestBoolOrErrors(t *testing.T) {
	_, err := json.Marshal(api.BoolOr[thing]{Bool: true, Object: &thing{}})
	assert.ErrorContains(t, err, "only one of Bool and Object may be set")

	before := api.BoolOr[thing]{Bool: true}
	for data, kind := range map[string]string{
		`4242`:          "not a JSON number",
		`"4242"`:        "not a JSON string",
		`["4242"]`:      "not a JSON array",
		`{"name":4242}`: "cannot unmarshal number",
	} {
		got := before
		err := json.Unmarshal([]byte(data), &got)
		require.ErrorContains(t, err, kind)
		assert.NotContains(t, err.Error(), "4242")
		assert.Equal(t, before, got, "unchanged")
	}
}

func TestUnionsAsText(t *testing.T) {
	object := &thing{Name: "Pickle"}
	assert.Equal(t, "cust_1", fmt.Sprint(api.IDOr[thing]{ID: "cust_1"}))
	assert.Equal(t, "cust_1", fmt.Sprintf("%q", api.IDOr[thing]{ID: "cust_1"}))
	assert.Equal(t, "[name=Pickle]", fmt.Sprintf("%+v", api.IDOr[thing]{Object: object}))
	assert.Equal(t, "<nil>", fmt.Sprint(api.IDOr[thing]{}))
	assert.Equal(t, "true", fmt.Sprint(api.BoolOr[thing]{Bool: true}))
	assert.Equal(t, "[name=Pickle]", fmt.Sprint(&api.BoolOr[thing]{Object: object}))
}

func TestUnionsHideSecrets(t *testing.T) {
	secret := account{IBAN: "FR1420041010050500013M02606", Name: "Pickle"}
	idOr, boolOr := api.IDOr[account]{Object: &secret}, api.BoolOr[account]{Object: &secret}
	for name, union := range map[string]any{
		"id or object":           idOr,
		"bool or object":         boolOr,
		"pointer":                &idOr,
		"in a struct":            struct{ SEPA api.IDOr[account] }{idOr},
		"in a pointer":           struct{ SEPA *api.BoolOr[account] }{&boolOr},
		"object without methods": api.IDOr[bareAccount]{Object: (*bareAccount)(&secret)},
	} {
		t.Run(name, func(t *testing.T) {
			for verb, text := range printed(union) {
				assertHidden(t, text, string(secret.IBAN), verb)
			}
		})
	}
}

func TestUnionsHideSecretsInLogs(t *testing.T) {
	secret := account{IBAN: "FR1420041010050500013M02606", Name: "Pickle"}
	for name, log := range logs(
		slog.Any("one", api.IDOr[account]{Object: &secret}),
		slog.Any("two", &api.BoolOr[account]{Object: &secret}),
		slog.Any("three", api.IDOr[bareAccount]{Object: (*bareAccount)(&secret)}),
		slog.Any("id", api.IDOr[account]{ID: "sepa_1"}),
		slog.Any("yes", api.BoolOr[account]{Bool: true}),
	) {
		assertHidden(t, log, string(secret.IBAN), name)
		assert.Contains(t, log, "Pickle", name)
		assert.Contains(t, log, "sepa_1", name)
		assert.Contains(t, log, "true", name)
	}
}

func TestUnionMarshalKeepsTheCause(t *testing.T) {
	_, err := json.Marshal(api.IDOr[failing]{Object: &failing{}})
	assert.ErrorIs(t, err, errFailing)
	_, err = json.Marshal(api.BoolOr[failing]{Object: &failing{}})
	assert.ErrorIs(t, err, errFailing)
}

var errFailing = errors.New("cannot be sent")

type failing struct{}

func (failing) MarshalJSON() ([]byte, error) { return nil, errFailing }

func FuzzIDOr(f *testing.F) {
	for _, seed := range []string{
		`"cust_9Cle7TXKkjhwqcWx4Kl5cQYk"`, `{"name":"Pickle","count":2}`, `{"name":null}`, `{}`,
		`null`, `""`, `1`, `[]`, `true`, `"\ud800"`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var raw api.IDOr[thing]
		_ = raw.UnmarshalJSON(data)

		var first, again api.IDOr[thing]
		if json.Unmarshal(data, &first) != nil || first == (api.IDOr[thing]{}) {
			return
		}
		encoded, err := json.Marshal(first)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(encoded, &again))
		require.Equal(t, first.ID, again.ID)
		require.Equal(t, first.Object, again.Object)
	})
}
