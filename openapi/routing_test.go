package openapi_test

import (
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/openapi"
)

// TestRouting asserts that the document has Stancer's paths: those of collections end in a slash,
// those of objects do not, and no other path has an operation.
func TestRouting(t *testing.T) {
	const id = "yWYfCSzsUUhr9KwMv7vuLZHX"
	spec := read(t)
	for _, test := range []struct{ method, path, operation string }{
		{"GET", "/v2/payments/", "listPayments"},
		{"GET", "/v2/payments", ""},
		{"GET", "/v2/payments/paym_" + id, "getPayment"},
		{"GET", "/v2/payments/paym_" + id + "/", ""},
		{"POST", "/v2/payments/paym_" + id + "/capture", "capturePayment"},
		{"POST", "/v2/payments/paym_" + id + "/capture/", ""},
		{"GET", "/v2/payments/paym_" + id + "/refunds", "listPaymentRefunds"},
		{"GET", "/v2/payments/paym_" + id + "/refunds/", ""},
		{"GET", "/v2/mandates/mndt_" + id, "getMandate"},
		{"GET", "/v2/mandates/mndt_" + id + ".pdf", "getMandatePdf"},
		{"POST", "/v2/sepa/", "createSepa"},
		{"POST", "/v2/sepa/ibanonly", "createIbanOnly"},
		{"POST", "/v2/sepa/ibanonly/", ""},
		{"GET", "/v2/sepa/ibanonly/sepa_" + id, "getIbanOnly"},
		{"POST", "/v2/sepa/check/", "createSepaCheck"},
		{"POST", "/v2/sepa/check", ""},
		{"POST", "/v2/sepa/check/generate", "generateSepaCheckIban"},
		{"GET", "/v2/sepa/check/chck_" + id, "getSepaCheck"},
		{"GET", "/v2/ping", "ping"},
		{"GET", "/v2/ping/", ""},
		{"GET", "/v1/payouts/", "listPayoutsV1"},
		{"GET", "/v1/payouts", ""},
		{"GET", "/v1/payouts/pout_" + id, "getPayoutV1"},
		{"GET", "/v1/payouts/pout_" + id + "/payments/", "listPayoutPartsV1"},
		{"GET", "/v1/payouts/pout_" + id + "/payments", "listPayoutPartsV1"}, // an alias
		{"DELETE", "/v2/payments/paym_" + id, ""},
		{"PUT", "/v2/customers/cust_" + id, ""},
		{"PATCH", "/v2/addresses/addr_" + id, ""},
	} {
		operation := ""
		if _, op, _ := spec.Find(test.method, test.path); op != nil {
			operation = op.OperationID
		}
		assert.Equal(t, test.operation, operation, "%s %s", test.method, test.path)
	}
}

// TestPathAliases reads a document that lists another spelling of a path.
func TestPathAliases(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromData([]byte(`{
		"openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": {
			"/v1/a/{id}/{type}/": {
				"x-path-aliases": [{"path": "/v1/a/{id}/{type}"}],
				"get": {"operationId": "parts", "responses": {}}
			},
			"/v1/a/{id}/b": {"get": {"operationId": "b", "responses": {}}},
			"/v1/a/": {"get": {"operationId": "all", "responses": {}}}
		}
	}`))
	require.NoError(t, err)
	spec := openapi.New(doc)
	for path, want := range map[string]string{
		"/v1/a/1/c/": "/v1/a/{id}/{type}/",
		"/v1/a/1/c":  "/v1/a/{id}/{type}/",
		"/v1/a/1/b":  "/v1/a/{id}/b",
		"/v1/a/":     "/v1/a/",
		"/v1/a":      "",
	} {
		got := ""
		if _, op, vars := spec.Find("GET", path); op != nil {
			got = op.Path
			if len(vars) == 2 {
				assert.Equal(t, map[string]string{"id": "1", "type": "c"}, vars)
			}
		}
		assert.Equal(t, want, got, path)
	}
}
