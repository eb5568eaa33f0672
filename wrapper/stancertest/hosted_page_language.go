package stancertest

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/stancer-go/stancer/api"
)

// language is what a page is written in. The English text is the name of each text.
type language struct {
	Lang string // en or fr
}

// languageOf takes ?lang= before what the browser prefers, and English where neither is French.
func languageOf(r *http.Request) language {
	wanted := r.URL.Query().Get("lang")
	if wanted == "" {
		wanted = preferred(r.Header.Get("Accept-Language"))
	}
	if isLanguage(wanted, "fr") {
		return language{"fr"}
	}
	return language{"en"}
}

// preferred returns the first of the best that the header names and there is a page in.
func preferred(header string) string {
	best, most := "", 0.0
	for part := range strings.SplitSeq(header, ",") {
		tag, parameter, _ := strings.Cut(strings.TrimSpace(part), ";")
		quality := 1.0
		if q, ok := strings.CutPrefix(strings.TrimSpace(parameter), "q="); ok {
			quality, _ = strconv.ParseFloat(q, 64) //nolint:errcheck // what is no number counts as 0
		}
		if quality > most && (isLanguage(tag, "fr") || isLanguage(tag, "en")) {
			best, most = tag, quality
		}
	}
	return best
}

func isLanguage(tag, name string) bool {
	first, _, _ := strings.Cut(tag, "-")
	return strings.EqualFold(first, name)
}

// withLanguage keeps the language that the address of the page names.
func withLanguage(path string, r *http.Request) string {
	if r.URL.Query().Get("lang") != "" {
		return path + "?lang=" + languageOf(r).Lang
	}
	return path
}

// T translates a text.
func (l language) T(english string) string {
	if l.Lang == "fr" {
		return cmp.Or(frenchTexts[english], english)
	}
	return english
}

// country names the country of a code.
func (l language) country(code string) string {
	if names, ok := countryNames[code]; ok && l.Lang == "fr" {
		return names.fr
	}
	return countryNames[code].en
}

// Other is the language that the page can be changed to, and OtherName its own name for itself.
func (l language) Other() string {
	if l.Lang == "fr" {
		return "en"
	}
	return "fr"
}

func (l language) OtherName() string {
	if l.Lang == "fr" {
		return "English"
	}
	return "Français"
}

// money writes €1,234.50 or 1 234,50 €. All currencies of the API have cents.
func (l language) money(amount int64, currency api.Currency) string {
	whole, cents := grouped(amount/100), fmt.Sprintf("%02d", amount%100)
	sign, known := map[api.Currency]string{api.CurrencyEUR: "€", api.CurrencyGBP: "£", api.CurrencyUSD: "$"}[currency]
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
