package stancertest

import (
	"bytes"
	"net/http"

	"github.com/stancer-go/stancer/api"
)

// hostedPage is what the template shows.
type hostedPage struct {
	locale
	Status int
	Kind   string // pay, 3ds or result
	Title  string
	Here   string // the address of the page, without a query
	Query  string // the language, if the address names it

	Mode        Mode
	Amount      string
	Description string
	OrderID     string

	Form payForm // of a pay page

	Last4 string // of the card to confirm

	Tone, Text string // of a result; good, bad or empty
	Back       string // the return_url
}

func newHostedPage(r *http.Request) *hostedPage {
	page := &hostedPage{locale: localeOf(r), Status: http.StatusOK, Here: r.URL.Path}
	if r.URL.Query().Get("lang") != "" {
		page.Query = "?lang=" + page.Lang
	}
	return page
}

func (page *hostedPage) describe(
	d *data, amount int64, currency api.Currency, description, orderID string,
) {
	page.Mode, page.Amount = d.mode, page.money(amount, currency)
	page.Description, page.OrderID = description, orderID
}

func (page *hostedPage) result(tone, title, text string) *hostedPage {
	page.Kind, page.Tone, page.Title, page.Text = "result", tone, title, text
	return page
}

// The results that several pages show.

func (page *hostedPage) accepted() *hostedPage {
	return page.result("good", "Payment accepted", "There is nothing more to pay.")
}

func (page *hostedPage) underWay() *hostedPage {
	return page.result("", "Payment under way",
		"The bank account will be debited in the next few days. There is nothing more to do.")
}

func (page *hostedPage) canceled() *hostedPage {
	return page.result("bad", "Payment canceled",
		"The merchant has canceled this payment. There is nothing to pay.")
}

func (page *hostedPage) notMade() *hostedPage {
	return page.result("bad", "Payment not made", "This payment has ended. Nothing was paid.")
}

func (page *hostedPage) unknown() *hostedPage {
	page.Status = http.StatusNotFound
	return page.result("bad", "This payment does not exist",
		"Check the address, or ask the merchant for a new one.")
}

func (p *hostedPages) showUnknown(w http.ResponseWriter, r *http.Request) {
	newHostedPage(r).unknown().write(w)
}

func (page *hostedPage) write(w http.ResponseWriter) {
	var text bytes.Buffer
	if err := hostedPageTemplate.Execute(&text, page); err != nil {
		panic("stancertest: " + err.Error())
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", page.Lang)
	w.Header().Add("Vary", "Accept-Language")
	w.WriteHeader(page.Status)
	w.Write(text.Bytes()) //nolint:errcheck // the browser may have closed the connection
}
