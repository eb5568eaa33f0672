package stancertest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/openapi"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// exampleID is the end of all identifiers in the examples of the document.
const exampleID = "yWYfCSzsUUhr9KwMv7vuLZHX"

// TestExamplesOfRequestsAreAccepted sends each example of a request body in the document to a new
// server that has the objects which the examples name.
func TestExamplesOfRequestsAreAccepted(t *testing.T) {
	t.Parallel()
	spec, err := openapi.Read()
	require.NoError(t, err)
	sent := 0
	for name, op := range spec.Operations {
		media := op.Body()[openapi.JSON]
		if media == nil {
			continue
		}
		for title, example := range media.Examples {
			sent++
			c := newCaller(t)
			seedExamples(t, c, name)
			if name == "createSepaCheck" {
				c = c.live() // in test mode an IBAN has to be generated first
			}
			path := strings.ReplaceAll(op.Path, "{id}", examplePrefix(op.Path)+exampleID)
			status, answer := c.send(op.Method, path, example.Value.Value)
			success := []int{http.StatusOK, http.StatusNoContent}
			assert.Contains(t, success, status, "%s %s: %v", name, title, answer)
		}
	}
	require.Greater(t, sent, 30)
}

// seedExamples stores the objects that the examples name, in a state in which the operation can be
// done.
func seedExamples(t *testing.T, c *caller, operation string) {
	t.Helper()
	payment := `"status": "captured"`
	if strings.HasPrefix(operation, "update") {
		payment = `"status": null`
	}
	seed := strings.NewReplacer("ID", exampleID, "PAYMENT", payment).Replace(`{
		"addresses": [{"id": "addr_ID"}],
		"customers": [{"id": "cust_ID"}],
		"cards": [{"id": "card_ID"}],
		"sepa": [{"id": "sepa_ID", "mandate": "M1"}],
		"mandates": [{"id": "mndt_ID", "sepa": "sepa_ID"}],
		"payment_intents": [{"id": "pi_ID", "amount": 100}],
		"payments": [{"id": "paym_ID", "amount": 4294967295, "payment_intent": "pi_ID", PAYMENT}],
		"webhook_endpoints": [{"id": "we_ID", "url": "https://example.com"}]
	}`)
	require.NoError(t, c.s.SeedJSON(stancertest.ModeTest, strings.NewReader(seed)))
}

// examplePrefix returns the prefix of the identifiers in a path.
func examplePrefix(path string) string {
	for _, known := range []struct{ path, prefix string }{
		{"/v2/customers/", "cust_"},
		{"/v2/cards/", "card_"},
		{"/v2/sepa/", "sepa_"},
		{"/v2/mandates/", "mndt_"},
		{"/v2/payment_intents/", "pi_"},
		{"/v2/payments/", "paym_"},
		{"/v2/checkout/", "paym_"},
		{"/v2/webhooks/", "we_"},
	} {
		if strings.HasPrefix(path, known.path) {
			return known.prefix
		}
	}
	return ""
}
