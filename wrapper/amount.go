package stancer

import "github.com/stancer-go/stancer/api"

// FormatAmount returns an amount in the currency's minor unit as text: "42.00 EUR" for 4200 and [CurrencyEUR].
//
// The ten currencies of the API have two decimals. How many decimals another currency has is not known here, so the number is left as it
// is: "4200 JPY (minor unit)".
func FormatAmount(amount int64, currency Currency) string { return api.FormatAmount(amount, currency) }
