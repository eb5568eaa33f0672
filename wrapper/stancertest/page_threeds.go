package stancertest

import (
	"net/http"

	"github.com/stancer-go/stancer/api"
)

// threeDSPath is the path of the 3-D Secure page that the payment waits for.
func threeDSPath(it *payment) string { return "/pay/3ds/" + it.Auth.Object.UUID }

func (p *hostedPages) showThreeDS(w http.ResponseWriter, r *http.Request) {
	p.threeDSPage(r).write(w)
}

func (p *hostedPages) answerThreeDS(w http.ResponseWriter, r *http.Request) {
	accept := r.PostFormValue("answer") == "accept"
	http.Redirect(w, r, p.endThreeDS(r, accept), http.StatusSeeOther)
}

// endThreeDS confirms or refuses, and returns the address to go to next: the payment page if the
// bank refused the card and the customer can try another, or else the merchant.
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
	if intent := d.intents.byID[it.PaymentIntent]; intent != nil {
		return afterIntent(intent, withLanguage("/pay/"+d.testPrefix()+intent.ID, r))
	}
	if back := threeDSReturnURL(it); back != "" {
		return back
	}
	return here
}

// findThreeDS returns nil for an authentication that does not exist. The name of the page includes
// the prefix of the mode, as the UUID of the authentication does.
func (p *hostedPages) findThreeDS(r *http.Request) (*data, *payment) {
	name := r.PathValue("name")
	d, _ := p.modeOf(name)
	for _, it := range d.payments.items {
		if it.Auth != nil && it.Auth.Object != nil && it.Auth.Object.UUID == name {
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
	page.describe(d, it.Amount, it.Currency, it.Description, it.OrderID)
	page.Back = threeDSReturnURL(it)
	switch {
	case it.challenged():
		page.Kind, page.Title = "3ds", "Confirm the payment"
		if it.Card != nil {
			page.Last4 = it.Card.Last4
		}
		return page
	case it.is(api.PaymentStatusRefused):
		return page.result("bad", "Payment refused", refusalOf(it))
	case it.Auth.Object.Status == api.AuthStatusSuccess:
		return page.result("good", "Payment confirmed",
			"You have confirmed the payment to your bank.")
	}
	return page.result("bad", "Payment not confirmed", "Nothing was paid.")
}
