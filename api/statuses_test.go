package api_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/stancer-go/stancer/api"
)

func TestPaymentStatuses(t *testing.T) {
	type is struct{ final, paid, declined bool }
	for status, want := range map[api.PaymentStatus]is{
		"":                           {},
		api.PaymentStatusAuthorized:  {},
		api.PaymentStatusAuthorize:   {},
		api.PaymentStatusCapture:     {},
		"unheard_of":                 {},
		api.PaymentStatusRefused:     {final: true, declined: true},
		api.PaymentStatusFailed:      {final: true, declined: true},
		api.PaymentStatusExpired:     {final: true},
		api.PaymentStatusCanceled:    {final: true},
		api.PaymentStatusToCapture:   {paid: true},
		api.PaymentStatusCaptureSent: {paid: true},
		api.PaymentStatusCaptured:    {final: true, paid: true},
		api.PaymentStatusDisputed:    {final: true},
	} {
		assert.Equal(t, want, is{status.Final(), status.Paid(), status.Declined()}, status)
	}
}

func TestOtherStatuses(t *testing.T) {
	type is struct{ final, done bool }
	for status, want := range map[api.PaymentIntentStatus]is{
		"": {},
		api.PaymentIntentStatusRequirePaymentMethod: {},
		api.PaymentIntentStatusAuthorized:           {},
		api.PaymentIntentStatusProcessing:           {},
		api.PaymentIntentStatusCaptured:             {true, true},
		api.PaymentIntentStatusCanceled:             {true, false},
		api.PaymentIntentStatusUnpaid:               {true, false},
	} {
		assert.Equal(t, want, is{status.Final(), status.Paid()}, status)
	}
	for status, want := range map[api.RefundStatus]is{
		"":                               {},
		api.RefundStatusToRefund:         {},
		api.RefundStatusRefundSent:       {},
		api.RefundStatusAwaitingApproval: {},
		api.RefundStatusRefunded:         {true, true},
		api.RefundStatusPaymentCanceled:  {true, true},
		api.RefundStatusNotHonored:       {true, false},
		api.RefundStatusFailed:           {true, false},
	} {
		assert.Equal(t, want, is{status.Final(), status.Refunded()}, status)
	}
	for status, want := range map[api.PayoutStatus]is{
		"":                      {},
		api.PayoutStatusPending: {},
		api.PayoutStatusToPay:   {},
		api.PayoutStatusEarly:   {},
		api.PayoutStatusSent:    {},
		api.PayoutStatusPaid:    {true, true},
		api.PayoutStatusFailed:  {true, false},
		api.PayoutStatusError:   {true, false},
	} {
		assert.Equal(t, want, is{status.Final(), status.Paid()}, status)
	}
}

func TestResponseCodes(t *testing.T) {
	for code, text := range map[api.ResponseCode]string{
		"00":   "approved",
		"05":   "do not honor",
		"51":   "insufficient funds",
		"54":   "expired card",
		"A1":   "3-D Secure required",
		"7840": "lost or stolen card",
		"":     "",
		"MS03": "",
		"N3":   "",
		"99":   "",
	} {
		assert.Equal(t, text, code.Text(), string(code))
	}
	assert.Equal(t, "51", string(api.Payment{Response: "51"}.Response), "the code itself stays")
}
