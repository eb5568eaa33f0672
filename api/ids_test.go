package api_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/stancer-go/stancer/api"
)

func TestIDs(t *testing.T) {
	customer := &api.CustomerCreate{ShippingAddress: ptr("s")}
	create := &api.PaymentCreate{
		Card:           &api.PaymentCard{ID: "c"},
		SEPA:           &api.PaymentSEPA{},
		Customer:       &api.PaymentCustomer{Object: customer},
		BillingAddress: ptr(""),
		OrderID:        ptr("o"),
	}
	ids := func(params any) []api.ParamID { return slices.Collect(api.IDs(params)) }
	assert.Equal(t, []api.ParamID{
		{Member: "card", Prefix: "card", ID: "c"},
		{Member: "sepa", Prefix: "sepa"},
		{Member: "customer.shipping_address", Prefix: "addr", ID: "s"},
		{Member: "billing_address", Prefix: "addr"},
	}, ids(create))
	assert.Equal(t, []api.ParamID{{Member: "payment", Prefix: "paym"}}, ids(api.RefundCreate{}))
	assert.Equal(t, []api.ParamID{
		{Member: "payments[0]", Prefix: "paym", ID: "a"},
		{Member: "payments[1]", Prefix: "paym", ID: "b"},
	}, ids(&api.PayoutCreate{Payments: []string{"a", "b"}}))
	assert.Equal(t, []api.ParamID{{Member: "payout", Prefix: "pout", ID: "p"}},
		ids(&api.ListPaymentsParams{Payout: ptr("p"), UniqueID: ptr("u")}))
	assert.Empty(t, ids((*api.PaymentCreate)(nil)))
	assert.Empty(t, ids(nil))
	for range api.IDs(create) {
		break
	}
}
