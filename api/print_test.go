package api_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/api"
)

func newPayment() *api.Payment {
	return &api.Payment{
		ID:          "paym_1",
		Created:     api.NewTimestamp(time.Unix(1721139663, 0)),
		Amount:      4200,
		Currency:    "eur",
		Status:      api.PaymentStatusCaptured,
		Description: "Two tickets",
		Capture:     ptr(true),
		Fee:         ptr(int64(29)),
		Card:        &api.Card{ID: "card_1", Last4: "4242", ExpMonth: 2},
		Auth:        &api.PaymentAuth{Object: &api.Auth{Status: api.AuthStatusSuccess}},
	}
}

func TestResponsesPrintByJSONNames(t *testing.T) {
	want := `[id=paym_1 created=2024-07-16T14:21:03Z amount=42.00 EUR currency=eur ` +
		`status=captured ` +
		`card=[id=card_1 created= deleted=false brand= last4=4242 exp_month=2 exp_year=0] ` +
		`auth=[status=success] description="Two tickets" fee=29 capture=true]`
	payment := newPayment()
	for how, text := range map[string]string{
		"%v":    fmt.Sprintf("%v", payment),
		"%+v":   fmt.Sprintf("%+v", payment),
		"%s":    fmt.Sprintf("%s", payment),
		"value": fmt.Sprint(*payment),
	} {
		assert.Equal(t, want, text, how)
	}
	assert.Equal(t, "["+want+"]", fmt.Sprint([]*api.Payment{payment}))
	list := api.PaymentList{Payments: []api.Payment{*payment}}
	assert.Contains(t, fmt.Sprintf("%+v", list), "payments=["+want+"]")
	assert.Equal(t, "<nil>", fmt.Sprint((*api.Payment)(nil)))
}

func TestResponsesAreLoggedByJSONNames(t *testing.T) {
	payment := newPayment()
	list := api.PaymentList{Payments: []api.Payment{*payment}}
	log := logs(slog.Any("payment", payment), slog.Any("list", list))
	for _, part := range []string{
		`payment.id=paym_1 payment.created=2024-07-16T14:21:03Z payment.amount="42.00 EUR" `,
		` payment.status=captured `,
		` payment.card.last4=4242 `,
		`list.payments="[[id=paym_1 created=2024-07-16T14:21:03Z amount=42.00 EUR `,
	} {
		assert.Contains(t, log["text"], part)
	}
	var line struct {
		Payment struct {
			Amount int64
			Status string
		}
		List struct{ Payments []struct{ Amount int64 } }
	}
	require.NoError(t, json.Unmarshal([]byte(log["json"]), &line))
	assert.EqualValues(t, 4200, line.Payment.Amount, "a number for programs")
	assert.Equal(t, "captured", line.Payment.Status)
	assert.EqualValues(t, 4200, line.List.Payments[0].Amount)
}

// TestNestedAmountsHaveCurrencyOfParent prints a payout, whose totals have no currency of their
// own.
func TestNestedAmountsHaveCurrencyOfParent(t *testing.T) {
	refunds := api.PayoutTotal{Amount: -50}
	text := fmt.Sprint(api.Payout{Amount: 150, Fees: 3, Currency: "chf", Refunds: refunds})
	assert.Contains(t, text, "amount=1.50 CHF")
	assert.Contains(t, text, " fees=0.03 CHF fees_vat=0.00 CHF]")
	assert.Contains(t, text, "refunds=[amount=-0.50 CHF]")
	refund := api.RefundCreate{Amount: ptr(int64(50))}
	assert.Contains(t, fmt.Sprint(refund), "amount=50]", "no currency is known")
}

// TestPrintedTypesContainNoPointerAddress sets every optional member of every type.
func TestPrintedTypesContainNoPointerAddress(t *testing.T) {
	address := regexp.MustCompile(`0x[0-9a-f]{6,}`)
	for _, types := range []map[reflect.Type]bool{structsIn(requests), structsIn(answers)} {
		for typ := range types {
			value := reflect.New(typ)
			fillPointers(value.Elem(), 5)
			for how, text := range shown(value) {
				if how == "struct %#v" || strings.HasSuffix(strings.ToLower(how), "%x") {
					continue // Go syntax of a struct around it, and its text in hexadecimal
				}
				assert.NotRegexp(t, address, text, "%s: %s", typ, how)
			}
		}
	}
}

// fillPointers sets each pointer to a new value, at any depth.
func fillPointers(value reflect.Value, depth int) {
	switch {
	case depth == 0 || !value.CanSet():
	case value.Kind() == reflect.Pointer:
		value.Set(reflect.New(value.Type().Elem()))
		fillPointers(value.Elem(), depth-1)
	case value.Kind() == reflect.Struct:
		for i := range value.NumField() {
			fillPointers(value.Field(i), depth)
		}
	}
}

func TestWalletTokenIsRedacted(t *testing.T) {
	token := api.ApplePayToken{Data: leak}
	wallet := &api.ApplePay{ApplePay: api.ApplePayPayment{PaymentData: token}}
	create := api.PaymentCreate{Amount: 100, Wallet: wallet}
	assert.Contains(t, fmt.Sprint(create), "wallet=[apple_pay=[paymentData=[redacted]]]")
	for how, text := range shown(reflect.ValueOf(&create)) {
		assert.NotContains(t, text, leak, how)
	}
	assert.NotContains(t, fmt.Sprint(token), leak)
}

func TestPaymentDevicePrintsItsPhone(t *testing.T) {
	device := api.PaymentDevice{
		DeviceCreate: api.DeviceCreate{IP: ptr("212.27.48.10")},
		Phone:        ptr("+33612345678"),
	}
	assert.Equal(t, "[ip=212.27.48.10 phone=+33612345678]", fmt.Sprint(device))
}

func TestFormatAmount(t *testing.T) {
	for want, amount := range map[string]int64{
		"42.00 EUR":                 4200,
		"0.00 EUR":                  0,
		"0.05 EUR":                  5,
		"-0.05 EUR":                 -5,
		"-12.34 EUR":                -1234,
		"42949672.95 EUR":           4294967295,
		"-92233720368547758.08 EUR": math.MinInt64,
	} {
		assert.Equal(t, want, api.FormatAmount(amount, api.CurrencyEUR))
	}
	assert.Equal(t, "4200 JPY (minor unit)", api.FormatAmount(4200, "jpy"))
}

func TestSecretMembers(t *testing.T) {
	for _, name := range []string{"number", "cvc", "iban", "secret", "paymentData"} {
		assert.True(t, api.IsSecretMember(name), name)
	}
	for _, name := range []string{"id", "last4", "unique_id", "metadata"} {
		assert.False(t, api.IsSecretMember(name), name)
	}
}
