// Package hostedpage renders the hosted payment pages of the fake in English and French, and reads
// the forms that they send. It does not know payments: package stancertest chooses the
// page, and handles the form.
package hostedpage

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"

	"github.com/stancer-go/stancer/api"
)

// Files holds the style sheet page.css and the icon icon.svg, besides the template.
//
//go:embed page.html page.css icon.svg
var Files embed.FS

var pageTemplate = template.Must(template.ParseFS(Files, "page.html"))

// Page is the view model of the template.
type Page struct {
	Locale
	Status int
	Kind   string // pay, 3ds or result
	Title  string
	Here   string // the path of the page
	Query  string // the language, if the address of the page sets it

	Mode        string // test or live, or empty for an unknown page
	Amount      string
	Description string
	OrderID     string

	Form Form // of a pay page

	Last4 string // of the card that a 3ds page confirms

	Tone, Text string // of a result page; the tone is good, bad or empty
	Back       string // the return_url, or empty
}

// New returns an empty page in the language of the request.
func New(r *http.Request) *Page {
	page := &Page{Locale: localeOf(r), Status: http.StatusOK, Here: r.URL.Path}
	if r.URL.Query().Get("lang") != "" {
		page.Query = "?lang=" + page.Lang
	}
	return page
}

// Describe sets the amount and the description that every page of a payment shows.
func (page *Page) Describe(
	mode string, amount int64, currency api.Currency, description, orderID string,
) {
	page.Mode, page.Amount = mode, page.Money(amount, currency)
	page.Description, page.OrderID = description, orderID
}

// Confirm makes the page the 3-D Secure page of a card, or of no card if last4 is empty.
func (page *Page) Confirm(last4 string) *Page {
	page.Kind, page.Title, page.Last4 = "3ds", "Confirm the payment", last4
	return page
}

func (page *Page) result(tone, title, text string) *Page {
	page.Kind, page.Tone, page.Title, page.Text = "result", tone, title, text
	return page
}

// Accepted makes the page show that the payment succeeded.
func (page *Page) Accepted() *Page {
	return page.result("good", "Payment accepted", "There is nothing more to pay.")
}

// Confirmed makes the page show that 3-D Secure succeeded.
func (page *Page) Confirmed() *Page {
	return page.result("good", "Payment confirmed", "You have confirmed the payment to your bank.")
}

// NotConfirmed makes the page show that 3-D Secure failed.
func (page *Page) NotConfirmed() *Page {
	return page.result("bad", "Payment not confirmed", "Nothing was paid.")
}

// Processing makes the page show that a debit is not settled yet.
func (page *Page) Processing() *Page {
	return page.result("", "Payment under way",
		"The bank account will be debited in the next few days. There is nothing more to do.")
}

// Refused makes the page show that the bank refused the payment, and why.
func (page *Page) Refused(code api.ResponseCode) *Page {
	return page.result("bad", "Payment refused", Refusal(code))
}

// Canceled makes the page show that the merchant canceled the payment.
func (page *Page) Canceled() *Page {
	return page.result("bad", "Payment canceled",
		"The merchant has canceled this payment. There is nothing to pay.")
}

// NotMade makes the page show that the payment failed or expired.
func (page *Page) NotMade() *Page {
	return page.result("bad", "Payment not made", "This payment has ended. Nothing was paid.")
}

// Unknown makes the page a 404.
func (page *Page) Unknown() *Page {
	page.Status = http.StatusNotFound
	return page.result("bad", "This payment does not exist",
		"Check the address, or ask the merchant for a new one.")
}

// Write sends the page.
func (page *Page) Write(w http.ResponseWriter) {
	var text bytes.Buffer
	if err := pageTemplate.Execute(&text, page); err != nil {
		panic("hostedpage: " + err.Error())
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", page.Lang)
	w.Header().Add("Vary", "Accept-Language")
	w.WriteHeader(page.Status)
	w.Write(text.Bytes()) //nolint:errcheck // the browser may have closed the connection
}
