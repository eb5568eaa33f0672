package stancertest

import (
	"net/http"

	"github.com/stancer-go/stancer/api"
)

func (p *hostedPages) showThreeDS(w http.ResponseWriter, r *http.Request) {
	p.threeDSPage(r).write(w)
}

// answerThreeDS accepts or refuses, and leads back to the page if the bank wants another card, else to the merchant.
func (p *hostedPages) answerThreeDS(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, p.endThreeDS(r, r.PostFormValue("answer") == "accept"), http.StatusSeeOther)
}

func (p *hostedPages) endThreeDS(r *http.Request, accept bool) string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	here := withLanguage(r.URL.Path, r)
	d, it := p.findThreeDS(r)
	if it == nil {
		return here
	}
	if it.challenged() {
		d.endChallenge(it, accept)
		p.s.publish(d)
	}
	if intent := d.intents.byID[or(it.PaymentIntent, "")]; intent != nil {
		return after(intent, withLanguage("/pay/"+d.testPrefix()+intent.ID, r))
	}
	if back := threeDSReturnURL(it); back != "" {
		return back
	}
	return here
}

// findThreeDS returns nil when there is no such authentication. Its name has the prefix of its mode too.
func (p *hostedPages) findThreeDS(r *http.Request) (*data, *payment) {
	name := r.PathValue("name")
	d, _ := p.modeOf(name)
	for _, it := range d.payments.items {
		if it.Auth != nil && it.Auth.Object != nil && same(it.Auth.Object.UUID, name) {
			return d, it
		}
	}
	return d, nil
}

func threeDSReturnURL(it *payment) string {
	if back := returnURL(it.Auth.Object.ReturnURL); back != "" {
		return back
	}
	return returnURL(it.ReturnURL)
}

func (p *hostedPages) threeDSPage(r *http.Request) *hostedPage {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	page := newHostedPage(r)
	d, it := p.findThreeDS(r)
	if it == nil {
		return page.unknown()
	}
	page.describe(d, it.Amount, it.Currency, it.Description)
	page.Back = threeDSReturnURL(it)
	switch {
	case it.challenged():
		page.Kind, page.Title = "3ds", "Confirm the payment"
		if it.Card != nil {
			page.Last4 = it.Card.Last4
		}
	case same(it.Auth.Object.Status, api.AuthStatusSuccess) && !it.is(api.PaymentStatusRefused):
		page.result("good", "Payment confirmed", "Your bank has confirmed that it is you.")
	default:
		page.result("bad", "Payment not confirmed", "Nothing was paid.")
	}
	return page
}
