package hostedpage

import (
	"net/http"
	"slices"
	"strings"

	"github.com/stancer-go/stancer/api"
)

// Form is the form of a pay page.
type Form struct {
	Complaint string // about the number that the customer sent
	Refusal   string // why the bank refused the last attempt
	Always3DS bool   // also for cards that do not require it
	NoCancel  bool

	Stored           []shownChoice // the stored payment method
	Cards, MoreCards []shownChoice
	IBANs, MoreIBANs []shownChoice
}

// Choice is a card or an account that a pay page offers.
type Choice struct {
	Number  string
	Outcome string // in English
	Country string // the ISO 3166-1 alpha-2 code, or empty
}

// Choices are shown first or hidden until the customer opens the rest.
type Choices struct{ First, More []Choice }

// shownChoice is a Choice in the language of the page.
type shownChoice struct {
	Number  string
	Label   string // the number in groups of four
	Outcome string
	Checked bool
}

// StoredMethod is the number that the form sends for the stored payment method.
const StoredMethod = "stored"

// Complaints about the number that the customer sent.
const (
	NoNumber    = "Choose a card or an account, or enter a number."
	WrongNumber = "This number cannot be used for this payment. Check its digits."
)

// OfferStored adds the stored payment method, by its last digits, to a pay page.
func (page *Page) OfferStored(digits string) {
	label := page.T("Ends in") + " " + digits
	page.Form.Stored = []shownChoice{{Number: StoredMethod, Label: label}}
}

// Ask makes the page a pay page. An empty complaint means that the customer has sent nothing yet.
func (page *Page) Ask(complaint string, cards, ibans Choices) *Page {
	page.Kind, page.Title = "pay", "Payment"
	form := &page.Form
	form.Cards, form.MoreCards = page.choices(cards.First), page.choices(cards.More)
	form.IBANs, form.MoreIBANs = page.choices(ibans.First), page.choices(ibans.More)
	if complaint == "" {
		form.preselect()
		return page
	}
	// No choice is preselected after a complaint. Otherwise a second click on Pay would use a card
	// that the customer did not choose.
	page.Status, form.Complaint = http.StatusUnprocessableEntity, complaint
	return page
}

// preselect checks the first choice.
func (form *Form) preselect() {
	for _, choices := range [][]shownChoice{form.Stored, form.Cards, form.IBANs} {
		if len(choices) > 0 {
			choices[0].Checked = true
			return
		}
	}
}

func (l Locale) choices(from []Choice) []shownChoice {
	var shown []shownChoice
	for _, one := range from {
		outcome := l.T(one.Outcome)
		if one.Country != "" {
			outcome += ", " + l.country(one.Country)
		}
		shown = append(shown, shownChoice{
			Number: one.Number, Label: spaced(one.Number), Outcome: outcome,
		})
	}
	return shown
}

func spaced(number string) string {
	var groups []string
	for group := range slices.Chunk([]byte(number), 4) {
		groups = append(groups, string(group))
	}
	return strings.Join(groups, " ")
}

// Number returns the number that the customer entered, or else the choice.
func Number(r *http.Request) string {
	spaces := strings.NewReplacer(" ", "", "-", "", "\u00a0", "", "\u202f", "")
	if number := spaces.Replace(r.PostFormValue("number")); number != "" {
		return number
	}
	return r.PostFormValue("choice")
}

// Cancels reports whether the customer pressed Cancel on a pay page.
func Cancels(r *http.Request) bool { return r.PostFormValue("cancel") != "" }

// Confirms reports whether the customer pressed Confirm on a 3-D Secure page.
func Confirms(r *http.Request) bool { return r.PostFormValue("answer") == "accept" }

// refusals explain the response codes of the bank to the customer.
var refusals = map[api.ResponseCode]string{
	"05": "The bank refused the payment without giving a reason.",
	"43": "The card was reported stolen.",
	"51": "There is not enough money in the account.",
	"54": "The card has expired.",
	"A1": "The bank requires confirmation with 3-D Secure.",
}

// Refusal explains the response code of a refused payment.
func Refusal(code api.ResponseCode) string {
	if reason, ok := refusals[code]; ok {
		return reason
	}
	return "The bank refused the payment."
}
