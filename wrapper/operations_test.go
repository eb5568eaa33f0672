//lint:file-ignore SA1019 the deprecated methods are under test

package stancer_test

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/openapi"
	"github.com/stancer-go/stancer/openapi/contract"
	stancer "github.com/stancer-go/stancer/wrapper"
)

// calls has a call of the client for each operation of the document. A call passes the id and the
// body of the example in the document, and every query parameter.
var calls = map[string]func(o *operation) error{
	"listCustomers": func(o *operation) error {
		return page(o, o.client.Customers.List(query[stancer.ListCustomersParams](o)))
	},
	"createCustomer": func(o *operation) error {
		return one(o.client.Customers.Create(o.ctx, body[stancer.CustomerCreate](o)))
	},
	"getCustomer": func(o *operation) error {
		return one(o.client.Customers.Get(o.ctx, o.id))
	},
	"updateCustomer": func(o *operation) error {
		return one(o.client.Customers.Update(o.ctx, o.id, body[stancer.CustomerUpdate](o)))
	},
	"deleteCustomer": func(o *operation) error {
		return one(o.client.Customers.Delete(o.ctx, o.id))
	},
	"listCustomerPaymentIntents": func(o *operation) error {
		return page(o, o.client.Customers.PaymentIntents(o.id, query[stancer.PageParams](o)))
	},
	"listCustomerSubscriptions": func(o *operation) error {
		return page(o, o.client.Customers.Subscriptions(o.id, query[stancer.PageParams](o)))
	},

	"listAddresses": func(o *operation) error {
		return page(o, o.client.Addresses.List(query[stancer.PageParams](o)))
	},
	"createAddress": func(o *operation) error {
		return one(o.client.Addresses.Create(o.ctx, body[stancer.AddressCreate](o)))
	},
	"getAddress": func(o *operation) error {
		return one(o.client.Addresses.Get(o.ctx, o.id))
	},
	"deleteAddress": func(o *operation) error {
		return one(o.client.Addresses.Delete(o.ctx, o.id))
	},

	"listCards": func(o *operation) error {
		return page(o, o.client.Cards.List(query[stancer.ListCardsParams](o)))
	},
	"createCard": func(o *operation) error {
		return one(o.client.Cards.Create(o.ctx, body[stancer.CardCreate](o)))
	},
	"getCard": func(o *operation) error {
		return one(o.client.Cards.Get(o.ctx, o.id))
	},
	"updateCard": func(o *operation) error {
		return one(o.client.Cards.Update(o.ctx, o.id, body[stancer.CardUpdate](o)))
	},
	"deleteCard": func(o *operation) error {
		return one(o.client.Cards.Delete(o.ctx, o.id))
	},

	"listSepa": func(o *operation) error {
		return page(o, o.client.SEPA.List(query[stancer.PageParams](o)))
	},
	"createSepa": func(o *operation) error {
		bic := stancer.WithQuery("bic", "true")
		return one(o.client.SEPA.Create(o.ctx, body[stancer.SEPACreate](o), bic))
	},
	"getSepa": func(o *operation) error {
		return one(o.client.SEPA.Get(o.ctx, o.id))
	},
	"updateSepa": func(o *operation) error {
		return one(o.client.SEPA.Update(o.ctx, o.id, body[stancer.SEPAUpdate](o)))
	},
	"deleteSepa": func(o *operation) error {
		return one(o.client.SEPA.Delete(o.ctx, o.id))
	},
	"createIbanOnly": func(o *operation) error {
		bic := stancer.WithQuery("bic", "true")
		return one(o.client.SEPA.CreateIBANOnly(o.ctx, body[stancer.SEPACreate](o), bic))
	},
	"getIbanOnly": func(o *operation) error {
		return one(o.client.SEPA.GetIBANOnly(o.ctx, o.id))
	},

	"createSepaCheck": func(o *operation) error {
		return one(o.client.SEPAChecks.Create(o.ctx, body[stancer.SEPACheckCreate](o)))
	},
	"getSepaCheck": func(o *operation) error {
		return one(o.client.SEPAChecks.Get(o.ctx, o.id))
	},
	"generateSepaCheckIban": func(o *operation) error {
		iban, err := o.client.SEPAChecks.GenerateIBAN(o.ctx, body[stancer.SEPACheckGenerate](o))
		return one(&iban, err)
	},

	"listMandates": func(o *operation) error {
		return page(o, o.client.Mandates.List(query[stancer.ListMandatesParams](o)))
	},
	"createMandate": func(o *operation) error {
		return one(o.client.Mandates.Create(o.ctx, body[stancer.MandateCreate](o)))
	},
	"getMandate": func(o *operation) error {
		return one(o.client.Mandates.Get(o.ctx, o.id))
	},
	"updateMandate": func(o *operation) error {
		return one(o.client.Mandates.Update(o.ctx, o.id, body[stancer.MandateUpdate](o)))
	},
	"deleteMandate": func(o *operation) error {
		return one(o.client.Mandates.Delete(o.ctx, o.id))
	},
	"getMandatePdf": func(o *operation) error {
		pdf, err := o.client.Mandates.PDF(o.ctx, o.id)
		if err == nil {
			err = pdf.Close()
		}
		return err
	},

	"listPaymentIntents": func(o *operation) error {
		return page(o, o.client.PaymentIntents.List(query[stancer.ListPaymentIntentsParams](o)))
	},
	"createPaymentIntent": func(o *operation) error {
		return one(o.client.PaymentIntents.Create(o.ctx, body[stancer.PaymentIntentCreate](o)))
	},
	"getPaymentIntent": func(o *operation) error {
		return one(o.client.PaymentIntents.Get(o.ctx, o.id))
	},
	"updatePaymentIntent": func(o *operation) error {
		params := body[stancer.PaymentIntentUpdate](o)
		return one(o.client.PaymentIntents.Update(o.ctx, o.id, params))
	},
	"deletePaymentIntent": func(o *operation) error {
		return one(o.client.PaymentIntents.Cancel(o.ctx, o.id))
	},
	"capturePaymentIntent": func(o *operation) error {
		return one(o.client.PaymentIntents.Capture(o.ctx, o.id))
	},
	"refundPaymentIntent": func(o *operation) error {
		return one(o.client.PaymentIntents.Refund(o.ctx, o.id, body[stancer.RefundRequest](o)))
	},
	"listPaymentIntentPayments": func(o *operation) error {
		params := query[stancer.ListPaymentIntentPaymentsParams](o)
		return page(o, o.client.PaymentIntents.Payments(o.id, params))
	},
	"listPaymentIntentRefunds": func(o *operation) error {
		return page(o, o.client.PaymentIntents.Refunds(o.id, query[stancer.PageParams](o)))
	},
	"listPaymentIntentDisputes": func(o *operation) error {
		return page(o, o.client.PaymentIntents.Disputes(o.id, query[stancer.PageParams](o)))
	},

	"listPayments": func(o *operation) error {
		return page(o, o.client.Payments.List(query[stancer.ListPaymentsParams](o)))
	},
	"createPayment": func(o *operation) error {
		return one(o.client.Payments.Create(o.ctx, body[stancer.PaymentCreate](o)))
	},
	"getPayment": func(o *operation) error {
		return one(o.client.Payments.Get(o.ctx, o.id))
	},
	"updatePayment": func(o *operation) error {
		return one(o.client.Payments.Update(o.ctx, o.id, body[stancer.PaymentUpdate](o)))
	},
	"capturePayment": func(o *operation) error {
		return one(o.client.Payments.Capture(o.ctx, o.id))
	},
	"refundPayment": func(o *operation) error {
		return one(o.client.Payments.Refund(o.ctx, o.id, body[stancer.RefundRequest](o)))
	},
	"listPaymentRefunds": func(o *operation) error {
		return page(o, o.client.Payments.Refunds(o.id))
	},
	"listPaymentDisputes": func(o *operation) error {
		return page(o, o.client.Payments.Disputes(o.id))
	},

	"listCheckoutPayments": func(o *operation) error {
		return page(o, o.client.Checkout.List(query[stancer.ListPaymentsParams](o)))
	},
	"createCheckoutPayment": func(o *operation) error {
		return one(o.client.Checkout.Create(o.ctx, body[stancer.PaymentCreate](o)))
	},
	"getCheckoutPayment": func(o *operation) error {
		return one(o.client.Checkout.Get(o.ctx, o.id))
	},
	"updateCheckoutPayment": func(o *operation) error {
		return one(o.client.Checkout.Update(o.ctx, o.id, body[stancer.PaymentUpdate](o)))
	},
	"captureCheckoutPayment": func(o *operation) error {
		return one(o.client.Checkout.Capture(o.ctx, o.id))
	},
	"refundCheckoutPayment": func(o *operation) error {
		return one(o.client.Checkout.Refund(o.ctx, o.id, body[stancer.RefundRequest](o)))
	},
	"listCheckoutPaymentRefunds": func(o *operation) error {
		return page(o, o.client.Checkout.Refunds(o.id))
	},
	"listCheckoutPaymentDisputes": func(o *operation) error {
		return page(o, o.client.Checkout.Disputes(o.id))
	},

	"listRefunds": func(o *operation) error {
		return page(o, o.client.Refunds.List(query[stancer.ListRefundsParams](o)))
	},
	"createRefund": func(o *operation) error {
		return one(o.client.Refunds.Create(o.ctx, body[stancer.RefundCreate](o)))
	},
	"getRefund": func(o *operation) error {
		return one(o.client.Refunds.Get(o.ctx, o.id))
	},
	"listDisbursements": func(o *operation) error {
		return page(o, o.client.Disbursements.List(query[stancer.PageParams](o)))
	},
	"createDisbursement": func(o *operation) error {
		return one(o.client.Disbursements.Create(o.ctx, body[stancer.DisbursementCreate](o)))
	},
	"getDisbursement": func(o *operation) error {
		return one(o.client.Disbursements.Get(o.ctx, o.id))
	},
	"listDisputes": func(o *operation) error {
		return page(o, o.client.Disputes.List(query[stancer.ListDisputesParams](o)))
	},
	"getDispute": func(o *operation) error {
		return one(o.client.Disputes.Get(o.ctx, o.id))
	},

	"listPayouts": func(o *operation) error {
		return page(o, o.client.Payouts.List(query[stancer.ListPayoutsParams](o)))
	},
	"createPayout": func(o *operation) error {
		return one(o.client.Payouts.Create(o.ctx, body[stancer.PayoutCreate](o)))
	},
	"getPayout": func(o *operation) error {
		return one(o.client.Payouts.Get(o.ctx, o.id))
	},
	"listPayoutPayments": func(o *operation) error {
		return page(o, o.client.Payouts.Payments(o.id, query[stancer.ListPayoutPaymentsParams](o)))
	},
	"listPayoutRefunds": func(o *operation) error {
		return page(o, o.client.Payouts.Refunds(o.id, query[stancer.ListPayoutRefundsParams](o)))
	},
	"listPayoutDisputes": func(o *operation) error {
		return page(o, o.client.Payouts.Disputes(o.id, query[stancer.ListPayoutDisputesParams](o)))
	},

	"listWebhooks": func(o *operation) error {
		return page(o, o.client.Webhooks.List(query[stancer.PageParams](o)))
	},
	"createWebhook": func(o *operation) error {
		return one(o.client.Webhooks.Create(o.ctx, body[stancer.WebhookEndpointCreate](o)))
	},
	"getWebhook": func(o *operation) error {
		return one(o.client.Webhooks.Get(o.ctx, o.id))
	},
	"updateWebhook": func(o *operation) error {
		return one(o.client.Webhooks.Update(o.ctx, o.id, body[stancer.WebhookEndpointUpdate](o)))
	},
	"deleteWebhook": func(o *operation) error {
		return o.client.Webhooks.Delete(o.ctx, o.id)
	},

	"ping": func(o *operation) error {
		return one(o.client.Ping(o.ctx))
	},

	"listPayoutsV1": func(o *operation) error {
		return page(o, o.client.PayoutsV1.List(query[stancer.ListPayoutsV1Params](o)))
	},
	"getPayoutV1": func(o *operation) error {
		return one(o.client.PayoutsV1.Get(o.ctx, o.id))
	},
	"listPayoutPartsV1": func(o *operation) error {
		return page(o, o.client.PayoutsV1.Payments(o.id, query[stancer.ListPayoutPartsV1Params](o)))
	},
}

// aliases are the deprecated operations whose methods send the current one.
var aliases = map[string]string{
	"createIbanOnly":              "createSepa",
	"getIbanOnly":                 "getSepa",
	"listCheckoutPayments":        "listPayments",
	"createCheckoutPayment":       "createPayment",
	"getCheckoutPayment":          "getPayment",
	"updateCheckoutPayment":       "updatePayment",
	"captureCheckoutPayment":      "capturePayment",
	"refundCheckoutPayment":       "refundPayment",
	"listCheckoutPaymentRefunds":  "listPaymentRefunds",
	"listCheckoutPaymentDisputes": "listPaymentDisputes",
}

// TestEveryOperationHasAMethod checks that every operation of the document has a method, and that
// the method sends the request that the document declares, with all its query parameters.
func TestEveryOperationHasAMethod(t *testing.T) {
	t.Parallel()
	doc, spec := readDocument(t)
	known := map[string]bool{}
	for item, op := range operations(doc) {
		known[op.OperationID] = true
		t.Run(op.OperationID, func(t *testing.T) {
			call := callOf(t, op)
			o := newOperation(t, spec, item, op)
			require.NoError(t, call(o))
			require.Len(t, o.got, 1)

			sent, want := o.got[0], op.OperationID
			if alias, ok := aliases[want]; ok {
				assert.True(t, op.Deprecated)
				want = alias
			}
			assert.Equal(t, want, sent.op.OperationID)
			assert.Equal(t, o.id, sent.id)
			assert.ElementsMatch(t, parameters(sent.op.Operation), sent.query)
		})
	}
	for id := range calls {
		assert.True(t, known[id], "%s is not in the document", id)
	}
}

// callOf returns the call of an operation.
func callOf(t *testing.T, op *openapi3.Operation) func(o *operation) error {
	t.Helper()
	call := calls[op.OperationID]
	require.NotNil(t, call,
		"%s has no method: write it, and add it to calls, in operations_test.go", op.OperationID)
	return call
}

// operation is an operation under test, with a server that answers with the example of the
// document.
type operation struct {
	t      *testing.T
	ctx    context.Context
	client *stancer.Client
	op     *openapi3.Operation
	id     string
	got    []received
}

// received is the request that the server got.
type received struct {
	op    *openapi.Operation
	id    string
	query []string
}

func newOperation(
	t *testing.T, spec *openapi.Spec, item *openapi3.PathItem, op *openapi3.Operation,
) *operation {
	t.Helper()
	o := &operation{t: t, ctx: t.Context(), op: op, id: exampleID(item, op)}
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		_, sent, vars := spec.Find(r.Method, r.URL.Path)
		if !assert.NotNil(t, sent, "%s %s", r.Method, r.URL) {
			return
		}
		o.got = append(o.got, received{sent, vars["id"], slices.Collect(maps.Keys(r.URL.Query()))})
		answer(w, sent.Operation)
	})
	o.client = s.client(t, stancer.WithHTTPClient(contract.Client(t, s.transport(t))))
	return o
}

// answer sends the first example of a success.
func answer(w http.ResponseWriter, op *openapi3.Operation) {
	status := http.StatusOK
	if op.Responses.Status(status) == nil {
		status = http.StatusNoContent
	}
	if shown := example(op); shown != nil {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(shown)
		return
	}
	if op.OperationID == "getMandatePdf" {
		w.Header().Set("Content-Type", "application/pdf")
	}
	w.WriteHeader(status)
	if status == http.StatusOK {
		_, _ = io.WriteString(w, "%PDF-1.4") // the document has no example of it
	}
}

// example is the first example of the JSON of a success, or nil.
func example(op *openapi3.Operation) any {
	success := op.Responses.Status(http.StatusOK)
	if success == nil || success.Value.Content.Get("application/json") == nil {
		return nil
	}
	examples := success.Value.Content.Get("application/json").Examples
	for _, name := range slices.Sorted(maps.Keys(examples)) {
		if name != "DisputeListV1" && name != "RefundListV1" { // the tests list payments
			return examples[name].Value.Value
		}
	}
	return nil
}

func parameters(op *openapi3.Operation) (names []string) {
	for _, parameter := range op.Parameters {
		names = append(names, parameter.Value.Name)
	}
	return names
}

// body returns the first example of the request body, as the parameters of the method.
func body[T any](o *operation) *T {
	o.t.Helper()
	for _, example := range o.op.RequestBody.Value.Content.Get("application/json").Examples {
		text, err := json.Marshal(example.Value.Value)
		require.NoError(o.t, err)
		params := new(T)
		require.NoError(o.t, json.Unmarshal(text, params))
		return params
	}
	require.Fail(o.t, "no example")
	return nil
}

// query returns the parameters of a list with all members set.
func query[T any](o *operation) *T {
	o.t.Helper()
	instant := *stancer.At(time.Unix(1512518400, 0))
	values := map[string]any{
		"email": "a@example.com", "name": "Arthur", "country": "FR", "legal_id": "732829320",
		"external_id": "e", "unique_id": "u", "order_id": "o", "rum": "r",
		"customer": "cust_" + id24, "card": "card_" + id24, "sepa": "sepa_" + id24,
		"payout": "pout_" + id24, "payment": "paym_" + id24,
		"field": "created", "order": "asc", "start": 10, "limit": 20, "created": 1512518400,
	}
	params := reflect.New(reflect.TypeFor[T]())
	for i := range params.Elem().NumField() {
		field := params.Elem().Field(i)
		name, _, _ := strings.Cut(params.Elem().Type().Field(i).Tag.Get("json"), ",")
		value := reflect.New(field.Type().Elem())
		if field.Type() == reflect.TypeOf(&instant) {
			value.Elem().Set(reflect.ValueOf(instant))
		} else {
			require.Contains(o.t, values, name)
			value.Elem().Set(reflect.ValueOf(values[name]).Convert(value.Elem().Type()))
		}
		field.Set(value)
	}
	return params.Interface().(*T)
}

// one expects an object in the answer, and page expects a list that is not empty.
func one[T any](object *T, err error) error {
	if err == nil && (object == nil || reflect.ValueOf(object).Elem().IsZero()) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func page[T any](o *operation, list *stancer.List[T]) error {
	page, err := list.Page(o.ctx)
	if err == nil && len(page.Items) == 0 {
		return io.ErrUnexpectedEOF
	}
	return err
}
