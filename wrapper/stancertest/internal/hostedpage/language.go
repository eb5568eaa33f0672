package hostedpage

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"github.com/stancer-go/stancer/api"
)

// Locale is the language of a page. The English text is the key of a translation.
type Locale struct {
	Lang string // en or fr
}

// English comes first because it is the default.
var languages = language.NewMatcher([]language.Tag{language.English, language.French})

// localeOf returns the language of ?lang=, or else the preferred language of the browser.
func localeOf(r *http.Request) Locale {
	tag, _ := language.MatchStrings(languages,
		r.URL.Query().Get("lang"), r.Header.Get("Accept-Language"))
	base, _ := tag.Base()
	return Locale{base.String()}
}

// WithLanguage adds ?lang= to the path if the request has it.
func WithLanguage(path string, r *http.Request) string {
	if r.URL.Query().Get("lang") != "" {
		return path + "?lang=" + localeOf(r).Lang
	}
	return path
}

// T translates a text.
func (l Locale) T(english string) string {
	if l.Lang == "fr" {
		return cmp.Or(frenchTexts[english], english)
	}
	return english
}

// country returns the name of the country with the code.
func (l Locale) country(code string) string {
	if names, ok := countryNames[code]; ok && l.Lang == "fr" {
		return names.fr
	}
	return countryNames[code].en
}

// Other returns the language that the page links to.
func (l Locale) Other() string {
	if l.Lang == "fr" {
		return "en"
	}
	return "fr"
}

// OtherName returns the name of the other language, in that language.
func (l Locale) OtherName() string {
	if l.Lang == "fr" {
		return "English"
	}
	return "Français"
}

var currencySigns = map[api.Currency]string{
	api.CurrencyEUR: "€", api.CurrencyGBP: "£", api.CurrencyUSD: "$",
}

// Money formats an amount in the minor unit of its currency: €1,234.50 in English, 1 234,50 € in
// French. All currencies of the API have two decimal places.
func (l Locale) Money(amount int64, currency api.Currency) string {
	whole, cents := grouped(amount/100), fmt.Sprintf("%02d", amount%100)
	sign, known := currencySigns[currency]
	if !known {
		sign = strings.ToUpper(string(currency))
	}
	switch {
	case l.Lang == "fr":
		return strings.Join(whole, "\u202f") + "," + cents + "\u00a0" + sign
	case known:
		return sign + strings.Join(whole, ",") + "." + cents
	}
	return sign + "\u00a0" + strings.Join(whole, ",") + "." + cents
}

// grouped splits a number into its thousands.
func grouped(number int64) []string {
	if number < 1000 {
		return []string{strconv.FormatInt(number, 10)}
	}
	return append(grouped(number/1000), fmt.Sprintf("%03d", number%1000))
}
