package stancertest

import (
	"net/http"
	"strings"

	"github.com/stancer-go/stancer/api"
)

func (p *hostedPages) showIntent(w http.ResponseWriter, r *http.Request) {
	p.intentPage(r, "").write(w)
}

// pay takes the number that was typed, or else the one that was chosen. Neither goes anywhere but into the payment, which does not keep it.
func (p *hostedPages) pay(w http.ResponseWriter, r *http.Request) {
	number := strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(r.PostFormValue("number"))
	if number == "" {
		number = r.PostFormValue("choice")
	}
	next, complaint := p.tryToPay(r, number, r.PostFormValue("give-up") != "")
	if complaint != "" {
		p.intentPage(r, complaint).write(w)
		return
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
}

// storedMethod is the choice of what the intent has already.
const storedMethod = "stored"

// tryToPay returns where the customer goes next, or what is wrong with the number.
func (p *hostedPages) tryToPay(r *http.Request, number string, giveUp bool) (next, complaint string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	here := withLanguage(r.URL.Path, r)
	d, it := p.findIntent(r)
	if it == nil || !isOpen(it) {
		return here, ""
	}
	defer p.s.publish(d)
	if giveUp {
		d.abandon(it)
		return after(it, here), ""
	}
	if number == "" || number == storedMethod && it.Card == nil && it.SEPA == nil {
		return "", "Choose a card or an account, or type a number."
	}
	if number == storedMethod {
		number = ""
	}
	paid, err := d.payPage(it, number)
	if err != nil {
		return "", "This number cannot be used here. Check its digits, and whether this payment takes it."
	}
	if paid.Auth != nil {
		d.challenge(paid)
		it.Status = api.PaymentIntentStatusRequireAuthentication
		return withLanguage("/pay/3ds/"+*paid.Auth.Object.UUID, r), ""
	}
	d.charge(paid)
	return after(it, here), ""
}

// after is where the customer goes after a try to pay: back to the page as long as the intent is open, and then to the merchant.
func after(it *api.PaymentIntent, page string) string {
	if back := returnURL(it.ReturnURL); back != "" && !isOpen(it) {
		return back
	}
	return page
}

// findIntent returns nil when there is no such intent in the mode that the name says.
func (p *hostedPages) findIntent(r *http.Request) (*data, *api.PaymentIntent) {
	d, id := p.modeOf(r.PathValue("name"))
	return d, d.intents.byID[id]
}

// modeOf splits a name into its mode and the rest.
func (p *hostedPages) modeOf(name string) (*data, string) {
	mode := ModeLive
	rest, test := strings.CutPrefix(name, p.s.modes[ModeTest].testPrefix())
	if test {
		mode = ModeTest
	}
	d := p.s.modes[mode]
	d.expire()
	return d, rest
}
