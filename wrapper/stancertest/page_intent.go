package stancertest

import (
	"net/http"

	"github.com/stancer-go/stancer/api"
)

func (p *hostedPages) showIntent(w http.ResponseWriter, r *http.Request) {
	p.intentPage(r, "").write(w)
}

// payIntent neither keeps nor shows the number that the customer sends.
func (p *hostedPages) payIntent(w http.ResponseWriter, r *http.Request) {
	next, complaint := p.tryIntent(r)
	if complaint != "" {
		p.intentPage(r, complaint).write(w)
		return
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
}

// tryIntent returns the address to go to next, or a complaint about the number.
func (p *hostedPages) tryIntent(r *http.Request) (next, complaint string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	here := withLanguage(r.URL.Path, r)
	d, it := p.findIntent(r)
	if it == nil || !isOpen(it) {
		return here, ""
	}
	defer p.s.publish(d)
	if r.PostFormValue("cancel") != "" {
		d.abandon(it)
		return afterIntent(it, here), ""
	}
	number := sentNumber(r)
	if number == "" || number == storedMethod && it.Card == "" && it.SEPA == "" {
		return "", noNumber
	}
	if number == storedMethod {
		number = ""
	}
	paid, err := d.payPage(it, number)
	if err != nil {
		return "", wrongNumber
	}
	if paid.Auth != nil {
		d.challenge(paid)
		it.Status = api.PaymentIntentStatusRequireAuthentication
		return withLanguage(threeDSPath(paid), r), ""
	}
	d.charge(paid)
	return afterIntent(it, here), ""
}

// afterIntent is the page as long as the intent is open, and then the return_url if there is one.
func afterIntent(it *api.PaymentIntent, page string) string {
	if back := returnURL(it.ReturnURL); back != "" && !isOpen(it) {
		return back
	}
	return page
}

// findIntent returns nil for an intent that does not exist in the mode of the address.
func (p *hostedPages) findIntent(r *http.Request) (*data, *api.PaymentIntent) {
	d, id := p.modeOf(r.PathValue("name"))
	return d, d.intents.byID[id]
}

// intentPage shows the form as long as the intent is open, and then the result.
func (p *hostedPages) intentPage(r *http.Request, complaint string) *hostedPage {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	page := newHostedPage(r)
	d, it := p.findIntent(r)
	if it == nil {
		return page.unknown()
	}
	page.describe(d, it.Amount, it.Currency, it.Description, it.OrderID)
	page.Back = returnURL(it.ReturnURL)
	switch it.Status {
	case api.PaymentIntentStatusAuthorized, api.PaymentIntentStatusCaptured:
		return page.accepted()
	case api.PaymentIntentStatusProcessing:
		return page.underWay()
	case api.PaymentIntentStatusCanceled:
		return page.canceled()
	case api.PaymentIntentStatusUnpaid:
		return page.notMade()
	}
	page.Form.Refusal = d.lastRefusal(it)
	if digits := d.storedDigits(it); digits != "" {
		label := page.T("Ends in") + " " + digits
		page.Form.Stored = []shownChoice{{Number: storedMethod, Label: label}}
	}
	page.Form.Always3DS = it.ThreeDS == api.ThreeDSModeRequired
	return page.ask(complaint, it.MethodsAllowed, it.Currency)
}

// storedDigits are the last digits of the card or account that the intent has, or empty.
func (d *data) storedDigits(it *api.PaymentIntent) string {
	if card := d.cards.byID[it.Card]; card != nil {
		return card.Last4
	}
	if account := d.sepa.byID[it.SEPA]; account != nil {
		return account.Last4
	}
	return ""
}

// lastRefusal is the bank's reason to refuse the last try to pay, or empty if it did not.
func (d *data) lastRefusal(it *api.PaymentIntent) string {
	tries := d.payments.where(func(paid *payment) bool { return paid.PaymentIntent == it.ID })
	if len(tries) == 0 {
		return ""
	}
	return refusalOf(tries[len(tries)-1])
}
