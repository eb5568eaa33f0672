package api_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/stancer-go/stancer/api"
)

func TestIDs(t *testing.T) {
	create := &api.PaymentCreate{
		Card:           &api.PaymentCard{ID: "c"},
		SEPA:           &api.PaymentSEPA{},
		Customer:       &api.PaymentCustomer{Object: &api.CustomerCreate{ShippingAddress: ptr("s")}},
		BillingAddress: ptr(""),
		OrderID:        ptr("o"),
	}
	assert.Equal(t, []api.ParamID{
		{Member: "card", Prefix: "card", ID: "c"},
		{Member: "sepa", Prefix: "sepa"},
		{Member: "customer.shipping_address", Prefix: "addr", ID: "s"},
		{Member: "billing_address", Prefix: "addr"},
	}, slices.Collect(api.IDs(create)))
	assert.Equal(t, []api.ParamID{{Member: "payment", Prefix: "paym"}}, slices.Collect(api.IDs(api.RefundCreate{})))
	assert.Equal(t, []api.ParamID{
		{Member: "payments[0]", Prefix: "paym", ID: "a"}, {Member: "payments[1]", Prefix: "paym", ID: "b"},
	}, slices.Collect(api.IDs(&api.PayoutCreate{Payments: []string{"a", "b"}})))
	assert.Equal(t, []api.ParamID{{Member: "payout", Prefix: "pout", ID: "p"}},
		slices.Collect(api.IDs(&api.ListPaymentsParams{Payout: ptr("p"), UniqueID: ptr("u")})))
	assert.Empty(t, slices.Collect(api.IDs((*api.PaymentCreate)(nil))))
	assert.Empty(t, slices.Collect(api.IDs(nil)))
	for range api.IDs(create) {
		break
	}
}
