package stancer

import "github.com/stancer-go/stancer/api"

// FormatAmount formats an amount in the currency's minor unit: "42.00 EUR" for 4200 and
// [CurrencyEUR].
//
// All ten currencies of the API have two decimals. The number of decimals of any other currency is
// unknown, so the amount is not converted: "4200 JPY (minor unit)".
func FormatAmount(amount int64, currency Currency) string {
	return api.FormatAmount(amount, currency)
}
