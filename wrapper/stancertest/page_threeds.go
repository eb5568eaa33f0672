package stancertest

import (
	"net/http"

	"github.com/stancer-go/stancer/api"
	"github.com/stancer-go/stancer/wrapper/stancertest/internal/hostedpage"
)

// threeDSPath returns the path of the 3-D Secure page of the payment.
func threeDSPath(it *payment) string { return "/pay/3ds/" + it.Auth.Object.UUID }

func (p *hostedPages) showThreeDS(w http.ResponseWriter, r *http.Request) {
	p.threeDSPage(r).Write(w)
}

func (p *hostedPages) answerThreeDS(w http.ResponseWriter, r *http.Request) {
	next := p.endThreeDS(r, hostedpage.Confirms(r))
	http.Redirect(w, r, next, http.StatusSeeOther)
}

// endThreeDS ends 3-D Secure and returns the URL to redirect to: the payment page if the customer
// can try another card, and else the return_url.
func (p *hostedPages) endThreeDS(r *http.Request, passed bool) string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	here := hostedpage.WithLanguage(r.URL.Path, r)
	d, it := p.findThreeDS(r)
	if it == nil {
		return here
	}
	if it.challenged() {
		d.endChallenge(it, passed)
		p.s.publish(d)
	}
	if intent := d.intents.byID[it.PaymentIntent]; intent != nil {
		return afterIntent(intent, hostedpage.WithLanguage("/pay/"+d.testPrefix()+intent.ID, r))
	}
	if back := threeDSReturnURL(it); back != "" {
		return back
	}
	return here
}

// findThreeDS returns nil if the authentication does not exist. The name of the page and the UUID
// of the authentication both include the prefix of the mode.
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

func (p *hostedPages) threeDSPage(r *http.Request) *hostedpage.Page {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	page := hostedpage.New(r)
	d, it := p.findThreeDS(r)
	if it == nil {
		return page.Unknown()
	}
	page.Describe(string(d.mode), it.Amount, it.Currency, it.Description, it.OrderID)
	page.Back = threeDSReturnURL(it)
	switch {
	case it.challenged():
		if it.Card == nil {
			return page.Confirm("")
		}
		return page.Confirm(it.Card.Last4)
	case it.is(api.PaymentStatusRefused):
		return page.Refused(it.Response)
	case it.Auth.Object.Status == api.AuthStatusSuccess:
		return page.Confirmed()
	}
	return page.NotConfirmed()
}
