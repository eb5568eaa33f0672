package stancertest

import (
	"net/http"
	"slices"
	"strings"

	"github.com/stancer-go/stancer/api"
)

// payForm is the form of a payment page.
type payForm struct {
	Complaint string // about what the customer sent
	Refusal   string // the bank's reason to refuse the last try
	Always3DS bool   // not only for the cards that ask for it
	NoCancel  bool

	Stored           []shownChoice // the method that the intent has
	Cards, MoreCards []shownChoice
	IBANs, MoreIBANs []shownChoice
}

// ask makes the page a form with a choice of what the customer can pay with.
func (page *hostedPage) ask(
	complaint string, methods []api.PaymentMethod, currency api.Currency,
) *hostedPage {
	page.Kind, page.Title = "pay", "Payment"
	if takes(methods, currency, api.PaymentMethodCard) {
		page.Form.Cards = page.choices(cardChoices[:4])
		page.Form.MoreCards = page.choices(cardChoices[4:])
	}
	if takes(methods, currency, api.PaymentMethodSEPA) {
		page.Form.IBANs = page.choices(ibanChoices[:2])
		page.Form.MoreIBANs = page.choices(ibanChoices[2:])
	}
	if complaint == "" {
		page.Form.preselect()
		return page
	}
	// Nothing is chosen, so that pressing Pay again does not pay with another card than the one
	// that the customer meant.
	page.Status, page.Form.Complaint = http.StatusUnprocessableEntity, complaint
	return page
}

// preselect chooses the first method.
func (form *payForm) preselect() {
	for _, choices := range [][]shownChoice{form.Stored, form.Cards, form.IBANs} {
		if len(choices) > 0 {
			choices[0].Checked = true
			return
		}
	}
}

// takes reports whether a payment page takes the method.
func takes(methods []api.PaymentMethod, currency api.Currency, method api.PaymentMethod) bool {
	return slices.Contains(methods, method) &&
		(method != api.PaymentMethodSEPA || currency == api.CurrencyEUR)
}

// storedMethod is the choice of the method that the intent has.
const storedMethod = "stored"

// The complaints about a number that was sent.
const (
	noNumber    = "Choose a card or an account, or enter a number."
	wrongNumber = "This number cannot be used for this payment. Check its digits."
)

// sentNumber is the number that the customer entered, or else the choice.
func sentNumber(r *http.Request) string {
	spaces := strings.NewReplacer(" ", "", "-", "", "\u00a0", "", "\u202f", "")
	if number := spaces.Replace(r.PostFormValue("number")); number != "" {
		return number
	}
	return r.PostFormValue("choice")
}

// refusals are the bank's reasons in words for the customer.
var refusals = map[api.ResponseCode]string{
	"05":             "The bank refused the payment without giving a reason.",
	"43":             "The card was reported stolen.",
	"51":             "There is not enough money in the account.",
	responseExpired:  "The card has expired.",
	responseWants3DS: "The bank requires confirmation with 3-D Secure.",
}

// refusalOf is the bank's reason to refuse the payment, or empty if it did not.
func refusalOf(paid *payment) string {
	if !paid.is(api.PaymentStatusRefused) {
		return ""
	}
	if reason, ok := refusals[paid.Response]; ok {
		return reason
	}
	return "The bank refused the payment."
}
