package api_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/api"
)

func TestPaymentStatusV1(t *testing.T) {
	tests := map[string]struct {
		json string
		want api.PaymentStatusV1
		sent string
	}{
		"text":   {`"to_capture"`, "to_capture", `"to_capture"`},
		"number": {`2`, "2", `"2"`},
		"null":   {`null`, "", `""`},
		"empty":  {`""`, "", `""`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := api.PaymentStatusV1("old")
			require.NoError(t, json.Unmarshal([]byte(tt.json), &got))
			assert.Equal(t, tt.want, got)
			data, err := json.Marshal(got)
			require.NoError(t, err)
			assert.Equal(t, tt.sent, string(data))
		})
	}
}

func TestPaymentStatusV1Errors(t *testing.T) {
	for data, kind := range map[string]string{
		`true`:     "boolean",
		`{}`:       "object",
		`["paid"]`: "array",
	} {
		got := api.PaymentStatusV1("old")
		require.ErrorContains(t, json.Unmarshal([]byte(data), &got), "not a JSON "+kind)
		assert.Equal(t, api.PaymentStatusV1("old"), got)
	}
}

func TestAuthV1(t *testing.T) {
	const page = "https://payment.stancer.com/ptest_1/paym_1"
	const object = `{"redirect_url":"` + page + `",` +
		`"return_url":"https://example.org","status":"available"}`
	tests := map[string]struct {
		json string
		want api.AuthV1
		sent string
	}{
		"bare status": {
			json: `"requested"`,
			want: api.AuthV1{Status: "requested"},
			sent: `{"status":"requested"}`,
		},
		"object": {
			json: object,
			want: api.AuthV1{
				Status: "available", RedirectURL: page, ReturnURL: "https://example.org",
			},
			sent: object,
		},
		"null members": {
			json: `{"redirect_url":null,"status":"success"}`,
			want: api.AuthV1{Status: "success"},
			sent: `{"status":"success"}`,
		},
		"unknown members": {
			json: `{"device":{"port":1},"status":"success"}`,
			want: api.AuthV1{Status: "success"},
			sent: `{"status":"success"}`,
		},
		"empty": {json: `{}`, sent: `{}`},
		"null":  {json: `null`, sent: `{}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := api.AuthV1{Status: "old", ReturnURL: "old"}
			require.NoError(t, json.Unmarshal([]byte(tt.json), &got))
			assert.Equal(t, tt.want, got)
			data, err := json.Marshal(got)
			require.NoError(t, err)
			assert.JSONEq(t, tt.sent, string(data))
		})
	}
}

func TestAuthV1Errors(t *testing.T) {
	before := api.AuthV1{Status: "old"}
	for data, problem := range map[string]string{
		`1`:            "not a JSON number",
		`true`:         "not a JSON boolean",
		`[]`:           "not a JSON array",
		`{"status":1}`: "cannot unmarshal number",
	} {
		got := before
		require.ErrorContains(t, json.Unmarshal([]byte(data), &got), problem)
		assert.Equal(t, before, got, "unchanged")
	}
}
