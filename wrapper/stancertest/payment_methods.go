package stancertest

import (
	"slices"

	"github.com/stancer-go/stancer/api"
)

// fitMethods returns the methods that support the currency: SEPA is in EUR only. It returns an
// error if no method is left.
func fitMethods(methods []api.PaymentMethod, currency api.Currency) ([]api.PaymentMethod, error) {
	if currency == api.CurrencyEUR {
		return methods, nil
	}
	isSEPA := func(method api.PaymentMethod) bool { return method == api.PaymentMethodSEPA }
	left := slices.DeleteFunc(slices.Clone(methods), isSEPA)
	if len(left) == 0 && len(methods) > 0 {
		return nil, invalid("SEPA payments are in EUR only", "value_error", "body", "currency")
	}
	return left, nil
}

// checkAmount returns an error for an amount of 0, unless capture is false.
func checkAmount(amount int64, capture *bool) error {
	if amount == 0 && or(capture, true) {
		msg := "ensure this value is greater than 0, or capture is false"
		return invalid(msg, "value_error.number.not_gt", "body", "amount")
	}
	return nil
}
