package stancertest

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"github.com/stancer-go/stancer/api"
)

// locale is the language of a page. A text is named by its English wording.
type locale struct {
	Lang string // en or fr
}

// pageLanguages has English first, which is the default.
var pageLanguages = language.NewMatcher([]language.Tag{language.English, language.French})

// localeOf prefers ?lang= to the languages of the browser.
func localeOf(r *http.Request) locale {
	tag, _ := language.MatchStrings(pageLanguages,
		r.URL.Query().Get("lang"), r.Header.Get("Accept-Language"))
	base, _ := tag.Base()
	return locale{base.String()}
}

// withLanguage keeps the language that the address of the page names.
func withLanguage(path string, r *http.Request) string {
	if r.URL.Query().Get("lang") != "" {
		return path + "?lang=" + localeOf(r).Lang
	}
	return path
}

// T translates a text.
func (l locale) T(english string) string {
	if l.Lang == "fr" {
		return cmp.Or(frenchTexts[english], english)
	}
	return english
}

// country names the country of a code.
func (l locale) country(code string) string {
	if names, ok := countryNames[code]; ok && l.Lang == "fr" {
		return names.fr
	}
	return countryNames[code].en
}

// Other is the language that the page can be changed to, and OtherName its own name for itself.
func (l locale) Other() string {
	if l.Lang == "fr" {
		return "en"
	}
	return "fr"
}

func (l locale) OtherName() string {
	if l.Lang == "fr" {
		return "English"
	}
	return "Français"
}

var currencySigns = map[api.Currency]string{
	api.CurrencyEUR: "€", api.CurrencyGBP: "£", api.CurrencyUSD: "$",
}

// money writes €1,234.50 or 1 234,50 €. All currencies of the API have cents.
func (l locale) money(amount int64, currency api.Currency) string {
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
