package stancertest

import (
	"net/http"

	"github.com/stancer-go/stancer/api"
	"github.com/stancer-go/stancer/wrapper/stancertest/internal/hostedpage"
)

func (p *hostedPages) showIntent(w http.ResponseWriter, r *http.Request) {
	p.intentPage(r, "").Write(w)
}

// tryIntent returns the URL to redirect to, or a complaint about the number.
func (p *hostedPages) tryIntent(r *http.Request) (next, complaint string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	here := hostedpage.WithLanguage(r.URL.Path, r)
	d, it := p.findIntent(r)
	if it == nil || !isOpen(it) {
		return here, ""
	}
	defer p.s.publish(d)
	if hostedpage.Cancels(r) {
		d.abandon(it)
		return afterIntent(it, here), ""
	}
	number := hostedpage.Number(r)
	stored := number == hostedpage.StoredMethod
	if number == "" || stored && it.Card == "" && it.SEPA == "" {
		return "", hostedpage.NoNumber
	}
	if stored {
		number = ""
	}
	paid, err := d.payPage(it, number)
	if err != nil {
		return "", hostedpage.WrongNumber
	}
	if paid.Auth != nil {
		d.challenge(paid)
		it.Status = api.PaymentIntentStatusRequireAuthentication
		return hostedpage.WithLanguage(threeDSPath(paid), r), ""
	}
	d.charge(paid)
	return afterIntent(it, here), ""
}

// afterIntent returns the page while the intent is open, and then the return_url if there is one.
func afterIntent(it *api.PaymentIntent, page string) string {
	if back := returnURL(it.ReturnURL); back != "" && !isOpen(it) {
		return back
	}
	return page
}

// findIntent returns nil if the intent does not exist in the mode of the URL.
func (p *hostedPages) findIntent(r *http.Request) (*data, *api.PaymentIntent) {
	d, id := p.modeOf(r.PathValue("name"))
	return d, d.intents.byID[id]
}

// intentPage returns the form while the intent is open, and then the result.
func (p *hostedPages) intentPage(r *http.Request, complaint string) *hostedpage.Page {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	page := hostedpage.New(r)
	d, it := p.findIntent(r)
	if it == nil {
		return page.Unknown()
	}
	page.Describe(string(d.mode), it.Amount, it.Currency, it.Description, it.OrderID)
	page.Back = returnURL(it.ReturnURL)
	switch it.Status {
	case api.PaymentIntentStatusAuthorized, api.PaymentIntentStatusCaptured:
		return page.Accepted()
	case api.PaymentIntentStatusProcessing:
		return page.Processing()
	case api.PaymentIntentStatusCanceled:
		return page.Canceled()
	case api.PaymentIntentStatusUnpaid:
		return page.NotMade()
	}
	page.Form.Refusal = d.lastRefusal(it)
	if digits := d.storedDigits(it); digits != "" {
		page.OfferStored(digits)
	}
	page.Form.Always3DS = it.ThreeDS == api.ThreeDSModeRequired
	return ask(page, complaint, it.MethodsAllowed, it.Currency)
}

// storedDigits returns the last digits of the stored card or account of the intent, if any.
func (d *data) storedDigits(it *api.PaymentIntent) string {
	if card := d.cards.byID[it.Card]; card != nil {
		return card.Last4
	}
	if account := d.sepa.byID[it.SEPA]; account != nil {
		return account.Last4
	}
	return ""
}

// lastRefusal explains why the bank refused the last payment of the intent. It is empty if the
// bank did not refuse it.
func (d *data) lastRefusal(it *api.PaymentIntent) string {
	paid := d.payments.where(func(paid *payment) bool { return paid.PaymentIntent == it.ID })
	if len(paid) == 0 || !paid[len(paid)-1].is(api.PaymentStatusRefused) {
		return ""
	}
	return hostedpage.Refusal(paid[len(paid)-1].Response)
}
