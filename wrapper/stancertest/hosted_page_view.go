package stancertest

import (
	"bytes"
	"net/http"
	"slices"

	"github.com/stancer-go/stancer/api"
)

// hostedPage is what the template shows.
type hostedPage struct {
	language
	Status int
	Kind   string // pay, 3ds or result
	Title  string
	Here   string // the address of the page, without a query
	Query  string // the language, if the address named it

	Mode        Mode
	Amount      string
	Description string
	OrderID     string

	Complaint string // about the number
	Refusal   string // why the bank refused the last try
	Stored    string // the last digits of what the intent has already
	Cards     []shownChoice
	MoreCards []shownChoice
	IBANs     []shownChoice
	MoreIBANs []shownChoice

	Last4 string // of the card to confirm

	Tone, Text string // of a result
	Back       string // where the merchant wants the customer
}

func newHostedPage(r *http.Request) *hostedPage {
	page := &hostedPage{language: languageOf(r), Status: http.StatusOK, Here: r.URL.Path}
	if chosen := r.URL.Query().Get("lang"); chosen != "" {
		page.Query = "?lang=" + page.Lang
	}
	return page
}

func (page *hostedPage) describe(d *data, amount int64, currency api.Currency, description *string) {
	page.Mode, page.Amount, page.Description = d.mode, page.money(amount, currency), or(description, "")
}

func (page *hostedPage) result(tone, title, text string) *hostedPage {
	page.Kind, page.Tone, page.Title, page.Text = "result", tone, title, text
	return page
}

func (page *hostedPage) unknown() *hostedPage {
	page.Status = http.StatusNotFound
	return page.result("bad", "There is no such payment", "Check the address, or ask the merchant for a new one.")
}

// intentPage shows the form as long as the intent is open, and then what became of it.
func (p *hostedPages) intentPage(r *http.Request, complaint string) *hostedPage {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	page := newHostedPage(r)
	d, it := p.findIntent(r)
	if it == nil {
		return page.unknown()
	}
	page.describe(d, it.Amount, it.Currency, it.Description)
	page.OrderID, page.Back = or(it.OrderID, ""), returnURL(it.ReturnURL)
	switch it.Status {
	case api.PaymentIntentStatusAuthorized, api.PaymentIntentStatusProcessing, api.PaymentIntentStatusCaptured:
		return page.result("good", "Payment accepted", "There is nothing more to pay.")
	case api.PaymentIntentStatusCanceled:
		return page.result("bad", "Payment canceled", "The merchant has canceled this payment. Nothing is to be paid.")
	case api.PaymentIntentStatusUnpaid:
		return page.result("bad", "Payment not made", "This payment has ended and nothing was paid.")
	}
	page.Kind, page.Title, page.Complaint = "pay", "Payment", complaint
	if complaint != "" {
		page.Status = http.StatusUnprocessableEntity
	} else {
		page.Refusal = d.refusal(it)
	}
	page.offer(d, it)
	return page
}

// offer lists what the intent can be paid with. The first of it is chosen already.
func (page *hostedPage) offer(d *data, it *api.PaymentIntent) {
	if takes(it, api.PaymentMethodCard) {
		page.Cards, page.MoreCards = page.choices(cardChoices), page.choices(moreCardChoices)
	}
	if takes(it, api.PaymentMethodSEPA) {
		page.IBANs, page.MoreIBANs = page.choices(ibanChoices[:2]), page.choices(ibanChoices[2:])
	}
	if card := d.cards.byID[or(it.Card, "")]; card != nil {
		page.Stored = card.Last4
	} else if account := d.sepa.byID[or(it.SEPA, "")]; account != nil {
		page.Stored = account.Last4
	}
	switch {
	case page.Stored != "":
	case page.Cards != nil:
		page.Cards[0].Checked = true
	case page.IBANs != nil:
		page.IBANs[0].Checked = true
	}
}

// refusal tells why the bank refused the last try, if it did.
func (d *data) refusal(it *api.PaymentIntent) string {
	tries := d.payments.where(func(paid *payment) bool { return same(paid.PaymentIntent, it.ID) })
	if len(tries) == 0 || !tries[len(tries)-1].is(api.PaymentStatusRefused) {
		return ""
	}
	if reason, ok := refusals[or(tries[len(tries)-1].Response, "")]; ok {
		return reason
	}
	return "The bank refused the payment."
}

// refusals are the reasons that the customer is told.
var refusals = map[string]string{
	"05":             "The bank refused the payment and gives no reason.",
	"43":             "The card was reported stolen.",
	"51":             "There is not enough money on the account.",
	responseExpired:  "The card has expired.",
	responseWants3DS: "The bank wants the payment to be confirmed.",
}

// takes reports whether the page of the intent takes the method.
func takes(it *api.PaymentIntent, method api.PaymentMethod) bool {
	return slices.Contains(it.MethodsAllowed, method) && (method != api.PaymentMethodSEPA || it.Currency == api.CurrencyEUR)
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
	w.Write(text.Bytes()) //nolint:errcheck // a browser that went away is no concern of ours
}
