package api

import (
	"fmt"
	"strings"
)

// FormatAmount returns an amount in the currency's minor unit as text: "42.00 EUR" for 4200 and
// [CurrencyEUR].
//
// The ten currencies of the API have two decimals. How many decimals another currency has is not
// known here, so the number is left as it is: "4200 JPY (minor unit)".
func FormatAmount(amount int64, currency Currency) string {
	code := strings.ToUpper(string(currency))
	if !currency.hasCents() {
		return fmt.Sprintf("%d %s (minor unit)", amount, code)
	}
	sign, minor := "", uint64(amount)
	if amount < 0 {
		sign, minor = "-", -minor
	}
	return fmt.Sprintf("%s%d.%02d %s", sign, minor/100, minor%100, code)
}

func (c Currency) hasCents() bool {
	switch c {
	case CurrencyEUR, CurrencyAUD, CurrencyCAD, CurrencyCHF, CurrencyDKK,
		CurrencyGBP, CurrencyNOK, CurrencyPLN, CurrencySEK, CurrencyUSD:
		return true
	}
	return false
}
