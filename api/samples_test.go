package api_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/api"
)

// requests and answers have a value of the Go type of each request and answer, by operation. The
// type of an answer that is an error follows from its status.
var requests = map[string]any{
	"createCustomer":        api.CustomerCreate{},
	"updateCustomer":        api.CustomerUpdate{},
	"createAddress":         api.AddressCreate{},
	"createCard":            api.CardCreate{},
	"updateCard":            api.CardUpdate{},
	"createSepa":            api.SEPACreate{},
	"createIbanOnly":        api.SEPACreate{},
	"updateSepa":            api.SEPAUpdate{},
	"createSepaCheck":       api.SEPACheckCreate{},
	"generateSepaCheckIban": api.SEPACheckGenerate{},
	"createMandate":         api.MandateCreate{},
	"updateMandate":         api.MandateUpdate{},
	"createPaymentIntent":   api.PaymentIntentCreate{},
	"updatePaymentIntent":   api.PaymentIntentUpdate{},
	"refundPaymentIntent":   api.RefundRequest{},
	"createPayment":         api.PaymentCreate{},
	"createCheckoutPayment": api.PaymentCreate{},
	"updatePayment":         api.PaymentUpdate{},
	"updateCheckoutPayment": api.PaymentUpdate{},
	"createRefund":          api.RefundCreate{},
	"createDisbursement":    api.DisbursementCreate{},
	"createPayout":          api.PayoutCreate{},
	"createWebhook":         api.WebhookEndpointCreate{},
	"updateWebhook":         api.WebhookEndpointUpdate{},
}

var answers = map[string]any{
	"getCustomer":                api.Customer{},
	"listCustomers":              api.CustomerList{},
	"getAddress":                 api.Address{},
	"listAddresses":              api.AddressList{},
	"getCard":                    api.Card{},
	"listCards":                  api.CardList{},
	"getSepa":                    api.SEPA{},
	"getIbanOnly":                api.SEPA{},
	"listSepa":                   api.SEPAList{},
	"createSepaCheck":            api.SEPACheckCreated{},
	"getSepaCheck":               api.SEPACheck{},
	"generateSepaCheckIban":      api.IBAN(""),
	"getMandate":                 api.Mandate{},
	"listMandates":               api.MandateList{},
	"getPaymentIntent":           api.PaymentIntent{},
	"listPaymentIntents":         api.PaymentIntentList{},
	"getPayment":                 api.Payment{},
	"listPayments":               api.PaymentList{},
	"listCheckoutPayments":       api.PaymentList{},
	"listPaymentRefunds":         []api.Refund{},
	"listPaymentDisputes":        []api.Dispute{},
	"getRefund":                  api.Refund{},
	"listRefunds":                api.RefundList{},
	"getDisbursement":            api.Disbursement{},
	"listDisbursements":          api.DisbursementList{},
	"getDispute":                 api.Dispute{},
	"listDisputes":               api.DisputeList{},
	"getPayout":                  api.Payout{},
	"listPayouts":                api.PayoutList{},
	"listPayoutPayments":         api.PaymentList{},
	"listPayoutRefunds":          api.RefundList{},
	"listPayoutDisputes":         api.DisputeList{},
	"getPayoutV1":                api.PayoutV1{},
	"listPayoutsV1":              api.PayoutListV1{},
	"listPayoutPartsV1 payments": api.PaymentListV1{},
	"listPayoutPartsV1 refunds":  api.RefundListV1{},
	"listPayoutPartsV1 disputes": api.DisputeListV1{},
	"getWebhook":                 api.WebhookEndpoint{},
	"listWebhooks":               api.WebhookEndpointList{},
	"ping":                       api.Ping{},
}

// unknown has the members of the samples that no type has.
var unknown = map[string]bool{"shoe_size": true}

// sample is a request or an answer in the samples of the document's own tests.
type sample struct {
	File, Name, Operation, Wrong string
	Status                       int
	Body                         json.RawMessage
}

func samples(t testing.TB) (all []sample) {
	t.Helper()
	files, err := filepath.Glob("../openapi/testdata/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		var found []sample
		require.NoError(t, json.Unmarshal(text, &found))
		for _, it := range found {
			it.File = filepath.Base(file)
			all = append(all, it)
		}
	}
	return all
}

func TestSamplesKeepTheirMembers(t *testing.T) {
	for _, sample := range samples(t) {
		if sample.Wrong != "" || sample.Status >= 400 && strings.HasSuffix(sample.Operation, "V1") {
			continue
		}
		t.Run(sample.File+"/"+sample.Name, func(t *testing.T) {
			typ := typeOf(t, sample.Operation, sample.Status, sample.Body)
			assertKeepsMembers(t, typ, sample.Body)
		})
	}
}

func typeOf(t *testing.T, operation string, status int, body []byte) reflect.Type {
	t.Helper()
	var value any
	switch {
	case status == 0:
		value = requests[operation]
	case status == 422:
		value = api.ValidationErrors{}
	case status == 409:
		value = map[string]any{} // package stancer reads its forms
	case status >= 400:
		value = api.ErrorBody{}
	case operation == "listPayoutPartsV1":
		for _, part := range []string{"payments", "refunds", "disputes"} {
			if strings.Contains(string(body), `"`+part+`":`) {
				value = answers[operation+" "+part]
				break // a payment has refunds
			}
		}
	default:
		value = answers[operation]
	}
	require.NotNil(t, value, "%s has no type here", operation)
	return reflect.TypeOf(value)
}

// assertKeepsMembers asserts that a body has the same members after it is decoded and encoded.
func assertKeepsMembers(t *testing.T, typ reflect.Type, body []byte) {
	t.Helper()
	decoded := reflect.New(typ)
	require.NoError(t, json.Unmarshal(body, decoded.Interface()))
	encoded, err := json.Marshal(decoded.Interface())
	require.NoError(t, err)
	var want, got any
	require.NoError(t, json.Unmarshal(body, &want))
	require.NoError(t, json.Unmarshal(encoded, &got))
	assertContains(t, "", want, got)
}

// assertContains asserts that got contains all of want, each value in one of its forms.
func assertContains(t *testing.T, at string, want, got any) {
	t.Helper()
	switch want := want.(type) {
	case nil: // a member without a value may be gone
	case map[string]any:
		members, _ := got.(map[string]any)
		for name, value := range want {
			if !unknown[name] {
				assertContains(t, at+"/"+name, value, members[name])
			}
		}
	case []any:
		items, _ := got.([]any)
		complete := len(items) == len(want) || len(want) == 0
		if assert.True(t, complete, "%s: %d items", at, len(items)) {
			for i := range want {
				assertContains(t, fmt.Sprintf("%s/%d", at, i), want[i], items[i])
			}
		}
	default:
		assert.Contains(t, forms(want), got, at)
	}
}

// forms returns the forms that a value may have after decoding and encoding: the value itself, the
// seconds of a time, the text of a number, the object of a bare status, nil for an empty text, and
// the day of a number of seconds, which version 1 sends for a day.
func forms(value any) []any {
	forms := []any{value}
	switch value := value.(type) {
	case string:
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			forms = append(forms, float64(at.Unix()))
		}
		forms = append(forms, map[string]any{"status": value})
		if value == "" {
			forms = append(forms, nil)
		}
	case float64:
		day := time.Unix(int64(value), 0).UTC().Add(2 * time.Hour)
		forms = append(forms, fmt.Sprint(value), day.Format(time.DateOnly))
	}
	return forms
}
