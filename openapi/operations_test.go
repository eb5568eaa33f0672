package openapi_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
)

// operation is a row of the table below.
type operation struct {
	method, path string
	id           string // ours
	function     string // the first part of the published operation id, which ends in the path and the method
	tag          string
	retry        string // x-retry
	query        string
	body         string // the shared request body
	success      string // the status and the shared response
	errors       string
	deprecated   bool
}

// operations are all operations of the API.
var operations = []operation{
	{"GET", "/v2/customers/", "listCustomers", "list_customers", "customers", "again", "created external_id email name country legal_id start limit", "", "200 CustomerList", "401 422", false},
	{"POST", "/v2/customers/", "createCustomer", "create_customer", "customers", "lookup", "", "CustomerCreate", "200 Customer", "401 404 409 422", false},
	{"GET", "/v2/customers/{id}", "getCustomer", "get_customer", "customers", "again", "", "", "200 Customer", "401 404 422", false},
	{"PATCH", "/v2/customers/{id}", "updateCustomer", "update_customer", "customers", "again", "", "CustomerUpdate", "200 Customer", "401 404 409 422", false},
	{"DELETE", "/v2/customers/{id}", "deleteCustomer", "customer_delete", "customers", "again", "", "", "200 Customer", "401 404 422", false},
	{"GET", "/v2/customers/{id}/payment_intents", "listCustomerPaymentIntents", "customer_payment_intents", "customers", "again", "start limit", "", "200 PaymentIntentList", "401 404 422", false},
	{"GET", "/v2/customers/{id}/subscriptions", "listCustomerSubscriptions", "customer_subscriptions", "customers", "again", "start limit", "", "200 SubscriptionList", "401 404 422", false},
	{"GET", "/v2/addresses/", "listAddresses", "list_addresses", "addresses", "again", "start limit", "", "200 AddressList", "401 422", false},
	{"POST", "/v2/addresses/", "createAddress", "create_address", "addresses", "never", "", "AddressCreate", "200 Address", "401 422", false},
	{"GET", "/v2/addresses/{id}", "getAddress", "get_address", "addresses", "again", "", "", "200 Address", "401 404 422", false},
	{"DELETE", "/v2/addresses/{id}", "deleteAddress", "delete_address", "addresses", "again", "", "", "200 Address", "401 404 422", false},
	{"GET", "/v2/cards/", "listCards", "list_cards", "cards", "again", "customer start limit", "", "200 CardList", "401 422", false},
	{"POST", "/v2/cards/", "createCard", "create_card", "cards", "never", "", "CardCreate", "200 Card", "401 404 409 422", false},
	{"GET", "/v2/cards/{id}", "getCard", "get_card", "cards", "again", "", "", "200 Card", "401 404 422", false},
	{"PATCH", "/v2/cards/{id}", "updateCard", "update_card", "cards", "again", "", "CardUpdate", "200 Card", "401 404 409 422", false},
	{"DELETE", "/v2/cards/{id}", "deleteCard", "delete_card", "cards", "again", "", "", "200 Card", "401 404 422", false},
	{"GET", "/v2/sepa/", "listSepa", "list_sepa", "sepa", "again", "start limit", "", "200 SepaList", "401 422", false},
	{"POST", "/v2/sepa/", "createSepa", "create_sepa", "sepa", "never", "bic", "SepaCreate", "200 Sepa", "401 404 422", false},
	{"GET", "/v2/sepa/{id}", "getSepa", "get_sepa", "sepa", "again", "", "", "200 Sepa", "401 404 422", false},
	{"PATCH", "/v2/sepa/{id}", "updateSepa", "update_sepa", "sepa", "again", "", "SepaUpdate", "200 Sepa", "401 404 422", false},
	{"DELETE", "/v2/sepa/{id}", "deleteSepa", "delete_sepa", "sepa", "again", "", "", "200 Sepa", "401 404 422", false},
	{"POST", "/v2/sepa/ibanonly", "createIbanOnly", "create_iban_only", "sepa", "never", "", "SepaCreate", "200 Sepa", "401 404 422", true},
	{"GET", "/v2/sepa/ibanonly/{id}", "getIbanOnly", "get_iban_only", "sepa", "again", "", "", "200 Sepa", "401 404 422", true},
	{"POST", "/v2/sepa/check/", "createSepaCheck", "create_sepa_check", "sepa_check", "never", "", "SepaCheckCreate", "200 SepaCheckCreated", "401 422", false},
	{"GET", "/v2/sepa/check/{id}", "getSepaCheck", "get_sepa_check", "sepa_check", "again", "", "", "200 SepaCheck", "401 404 410 422", false},
	{"POST", "/v2/sepa/check/generate", "generateSepaCheckIban", "generate_valid_check_iban", "sepa_check", "never", "", "SepaCheckGenerate", "200 SepaCheckIban", "401 422", false},
	{"GET", "/v2/mandates/", "listMandates", "list_mandates", "mandates", "again", "customer sepa rum start limit", "", "200 MandateList", "401 422", false},
	{"POST", "/v2/mandates/", "createMandate", "create_mandate", "mandates", "never", "", "MandateCreate", "200 Mandate", "401 404 422", false},
	{"GET", "/v2/mandates/{id}", "getMandate", "get_mandate", "mandates", "again", "", "", "200 Mandate", "401 404 422", false},
	{"PATCH", "/v2/mandates/{id}", "updateMandate", "update_mandate", "mandates", "again", "", "MandateUpdate", "200 Mandate", "401 404 422", false},
	{"DELETE", "/v2/mandates/{id}", "deleteMandate", "delete_mandate", "mandates", "again", "", "", "200 Mandate", "401 404 422", false},
	{"GET", "/v2/mandates/{id}.pdf", "getMandatePdf", "get_mandate_pdf", "mandates", "again", "", "", "200 MandatePdf", "401 404 422", false},
	{"GET", "/v2/payment_intents/", "listPaymentIntents", "list_payment_intents", "payment_intents", "again", "created order_id card sepa field order start limit", "", "200 PaymentIntentList", "401 422", false},
	{"POST", "/v2/payment_intents/", "createPaymentIntent", "create_payment_intent", "payment_intents", "never", "", "PaymentIntentCreate", "200 PaymentIntent", "401 404 409 422", false},
	{"GET", "/v2/payment_intents/{id}", "getPaymentIntent", "get_payment_intent", "payment_intents", "again", "", "", "200 PaymentIntent", "401 404 422", false},
	{"PATCH", "/v2/payment_intents/{id}", "updatePaymentIntent", "update_payment_intent", "payment_intents", "never", "", "PaymentIntentUpdate", "200 PaymentIntent", "401 404 422", false},
	{"DELETE", "/v2/payment_intents/{id}", "deletePaymentIntent", "delete_payment_intent", "payment_intents", "read", "", "", "200 PaymentIntent", "401 404 422", false},
	{"POST", "/v2/payment_intents/{id}/capture", "capturePaymentIntent", "capture_payment_intent", "payment_intents", "read", "", "", "200 PaymentIntent", "401 404 422", false},
	{"POST", "/v2/payment_intents/{id}/refund", "refundPaymentIntent", "refund_payment_intent", "payment_intents", "never", "", "RefundRequest", "200 Refund", "401 404 409 422", false},
	{"GET", "/v2/payment_intents/{id}/payments", "listPaymentIntentPayments", "get_payments_payment_intent", "payment_intents", "again", "created start limit", "", "200 PaymentList", "401 404 422", false},
	{"GET", "/v2/payment_intents/{id}/refunds", "listPaymentIntentRefunds", "get_refunds_payment_intent", "payment_intents", "again", "start limit", "", "200 RefundList", "401 404 422", false},
	{"GET", "/v2/payment_intents/{id}/disputes", "listPaymentIntentDisputes", "get_disputes_payment_intent", "payment_intents", "again", "start limit", "", "200 DisputeList", "401 404 422", false},
	{"GET", "/v2/payments/", "listPayments", "list_payments", "payments", "again", "created paid unique_id order_id card sepa payout field order start limit", "", "200 PaymentList", "401 422", false},
	{"POST", "/v2/payments/", "createPayment", "create_payment", "payments", "lookup", "", "PaymentCreate", "200 Payment", "401 404 409 422", false},
	{"GET", "/v2/payments/{id}", "getPayment", "get_payment", "payments", "again", "", "", "200 Payment", "401 404 422", false},
	{"PATCH", "/v2/payments/{id}", "updatePayment", "update_payment", "payments", "never", "", "PaymentUpdate", "200 Payment", "401 404 422", false},
	{"POST", "/v2/payments/{id}/capture", "capturePayment", "capture_payment", "payments", "read", "", "", "200 Payment", "401 404 422", false},
	{"POST", "/v2/payments/{id}/refund", "refundPayment", "refund_payment", "payments", "never", "", "RefundRequest", "200 Refund", "401 404 409 422", false},
	{"GET", "/v2/payments/{id}/refunds", "listPaymentRefunds", "get_payment_refunds", "payments", "again", "", "", "200 RefundArray", "401 404 422", false},
	{"GET", "/v2/payments/{id}/disputes", "listPaymentDisputes", "get_payment_disputes", "payments", "again", "", "", "200 DisputeArray", "401 404 422", false},
	{"GET", "/v2/checkout/", "listCheckoutPayments", "list_payments", "payments", "again", "created paid unique_id order_id card sepa payout field order start limit", "", "200 PaymentList", "401 422", true},
	{"POST", "/v2/checkout/", "createCheckoutPayment", "create_payment", "payments", "lookup", "", "PaymentCreate", "200 Payment", "401 404 409 422", true},
	{"GET", "/v2/checkout/{id}", "getCheckoutPayment", "get_payment", "payments", "again", "", "", "200 Payment", "401 404 422", true},
	{"PATCH", "/v2/checkout/{id}", "updateCheckoutPayment", "update_payment", "payments", "never", "", "PaymentUpdate", "200 Payment", "401 404 422", true},
	{"POST", "/v2/checkout/{id}/capture", "captureCheckoutPayment", "capture_payment", "payments", "read", "", "", "200 Payment", "401 404 422", true},
	{"POST", "/v2/checkout/{id}/refund", "refundCheckoutPayment", "refund_payment", "payments", "never", "", "RefundRequest", "200 Refund", "401 404 409 422", true},
	{"GET", "/v2/checkout/{id}/refunds", "listCheckoutPaymentRefunds", "get_payment_refunds", "payments", "again", "", "", "200 RefundArray", "401 404 422", true},
	{"GET", "/v2/checkout/{id}/disputes", "listCheckoutPaymentDisputes", "get_payment_disputes", "payments", "again", "", "", "200 DisputeArray", "401 404 422", true},
	{"GET", "/v2/refunds/", "listRefunds", "list_refunds", "refunds", "again", "created start limit", "", "200 RefundList", "401 422", false},
	{"POST", "/v2/refunds/", "createRefund", "create_refund", "refunds", "never", "", "RefundCreate", "200 Refund", "401 404 409 422", false},
	{"GET", "/v2/refunds/{id}", "getRefund", "get_refund", "refunds", "again", "", "", "200 Refund", "401 404 422", false},
	{"GET", "/v2/disbursements/", "listDisbursements", "list_disbursements", "refunds", "again", "start limit", "", "200 DisbursementList", "401 422", false},
	{"POST", "/v2/disbursements/", "createDisbursement", "create_disbursement", "refunds", "never", "", "DisbursementCreate", "200 Disbursement", "401 404 422", false},
	{"GET", "/v2/disbursements/{id}", "getDisbursement", "get_disbursements", "refunds", "again", "", "", "200 Disbursement", "401 404 422", false},
	{"GET", "/v2/disputes/", "listDisputes", "list_disputes", "disputes", "again", "created start limit", "", "200 DisputeList", "401 422", false},
	{"GET", "/v2/disputes/{id}", "getDispute", "get_dispute", "disputes", "again", "", "", "200 Dispute", "401 404 422", false},
	{"GET", "/v2/payouts/", "listPayouts", "list_payouts", "payouts", "again", "created payment start limit", "", "200 PayoutList", "401 422", false},
	{"POST", "/v2/payouts/", "createPayout", "create_payout", "payouts", "never", "", "PayoutCreate", "200 Payout", "401 404 422", false},
	{"GET", "/v2/payouts/{id}", "getPayout", "get_payout", "payouts", "again", "", "", "200 Payout", "401 404 422", false},
	{"GET", "/v2/payouts/{id}/payments", "listPayoutPayments", "list_payout_payments", "payouts", "again", "created start limit", "", "200 PaymentList", "401 404 422", false},
	{"GET", "/v2/payouts/{id}/refunds", "listPayoutRefunds", "list_payout_refunds", "payouts", "again", "created start limit", "", "200 RefundList", "401 404 422", false},
	{"GET", "/v2/payouts/{id}/disputes", "listPayoutDisputes", "list_payout_disputes", "payouts", "again", "created start limit", "", "200 DisputeList", "401 404 422", false},
	{"GET", "/v2/webhooks/", "listWebhooks", "list_webhooks", "webhooks", "again", "start limit", "", "200 WebhookEndpointList", "401 422", false},
	{"POST", "/v2/webhooks/", "createWebhook", "create_webhook", "webhooks", "never", "", "WebhookEndpointCreate", "200 WebhookEndpoint", "401 422", false},
	{"GET", "/v2/webhooks/{id}", "getWebhook", "get_webhook", "webhooks", "again", "", "", "200 WebhookEndpoint", "401 404 422", false},
	{"PATCH", "/v2/webhooks/{id}", "updateWebhook", "update_webhook", "webhooks", "again", "", "WebhookEndpointUpdate", "200 WebhookEndpoint", "401 404 422", false},
	{"DELETE", "/v2/webhooks/{id}", "deleteWebhook", "delete_webhook", "webhooks", "again", "", "", "204 NoContent", "401 404 422", false},
	{"GET", "/v2/ping", "ping", "ping", "ping", "again", "", "", "200 Ping", "401", false},
	{"GET", "/v1/payouts/", "listPayoutsV1", "", "payouts_v1", "again", "created start limit", "", "200 PayoutListV1", "400 401 404 501", false},
	{"GET", "/v1/payouts/{id}", "getPayoutV1", "", "payouts_v1", "again", "", "", "200 PayoutV1", "401 404 501", false},
	{"GET", "/v1/payouts/{id}/{type}/", "listPayoutPartsV1", "", "payouts_v1", "again", "created start limit", "", "200 PayoutPartListV1", "400 401 404 501", false},
}

func TestOperations(t *testing.T) {
	doc := load(t)
	found := map[string]operation{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			found[method+" "+path] = describe(method, path, op)
		}
	}
	for _, want := range operations {
		name := want.method + " " + want.path
		got, ok := found[name]
		if assert.True(t, ok, "%s is missing", name) {
			assert.Equal(t, want, got, name)
		}
		delete(found, name)
	}
	for _, op := range found {
		assert.Fail(t, "the table lacks", op.row())
	}
}

// row returns the row for the table, to be added there after a review.
func (o operation) row() string {
	return fmt.Sprintf("{%q, %q, %q, %q, %q, %q, %q, %q, %q, %q, %t},",
		o.method, o.path, o.id, o.function, o.tag, o.retry, o.query, o.body, o.success, o.errors, o.deprecated)
}

func describe(method, path string, op *openapi3.Operation) operation {
	o := operation{method: method, path: path, id: op.OperationID, tag: op.Tags[0], deprecated: op.Deprecated}
	o.retry, _ = op.Extensions["x-retry"].(string)
	published, _ := op.Extensions["x-stancer-operation-id"].(string)
	o.function = strings.TrimSuffix(published, regexp.MustCompile(`\W`).ReplaceAllString(path, "_")+"_"+strings.ToLower(method))
	var query []string
	for _, parameter := range op.Parameters {
		query = append(query, parameter.Value.Name)
	}
	o.query = strings.Join(query, " ")
	if op.RequestBody != nil {
		o.body = lastPart(op.RequestBody.Ref)
	}
	var errors []string
	for _, status := range slices.Sorted(maps.Keys(op.Responses.Map())) {
		if status[0] == '2' {
			o.success = status + " " + lastPart(op.Responses.Value(status).Ref)
			continue
		}
		errors = append(errors, status)
	}
	o.errors = strings.Join(errors, " ")
	return o
}

func lastPart(ref string) string { return ref[strings.LastIndex(ref, "/")+1:] }
