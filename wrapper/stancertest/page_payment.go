package stancertest

import (
	"cmp"
	"net/http"
	"regexp"

	"github.com/stancer-go/stancer/api"
	"github.com/stancer-go/stancer/wrapper/stancertest/internal/hostedpage"
)

// The payment page of a payment that was created without a method, at /<public key>/<payment id>.
// Stancer's PHP library builds this URL. Two rules are guesses: a refused payment cannot be tried
// again, and Cancel does not change the payment.

var publicKeyForm = regexp.MustCompile(`^p(test|prod)_\w{24}$`)

func (p *hostedPages) showPayment(w http.ResponseWriter, r *http.Request) {
	if next := p.threeDSOf(r); next != "" {
		http.Redirect(w, r, next, http.StatusSeeOther)
		return
	}
	p.paymentPage(r, "").Write(w)
}

// threeDSOf returns the URL of the 3-D Secure page if the payment is waiting for it.
func (p *hostedPages) threeDSOf(r *http.Request) string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if _, it := p.findPayment(r); it != nil && it.challenged() {
		return hostedpage.WithLanguage(threeDSPath(it), r)
	}
	return ""
}

// tryPayment returns the URL to redirect to, or a complaint about the number.
func (p *hostedPages) tryPayment(r *http.Request) (next, complaint string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	here := hostedpage.WithLanguage(r.URL.Path, r)
	d, it := p.findPayment(r)
	if it == nil || !it.payable() {
		return here, ""
	}
	back := cmp.Or(returnURL(it.ReturnURL), here)
	if hostedpage.Cancels(r) {
		return back, ""
	}
	number := hostedpage.Number(r)
	if number == "" {
		return "", hostedpage.NoNumber
	}
	var customer *string
	if it.Customer != nil {
		customer = ptr(it.Customer.ID)
	}
	method, err := d.typed(number, it.MethodsAllowed, it.Currency, customer)
	if err != nil {
		return "", hostedpage.WrongNumber
	}
	defer p.s.publish(d)
	it.payWith(method, it.Auth != nil)
	d.process(it)
	if it.challenged() {
		return hostedpage.WithLanguage(threeDSPath(it), r), ""
	}
	return back, ""
}

// payable reports whether the customer can still pay the payment on its page.
func (it *payment) payable() bool { return it.Status == "" && it.Method == "" }

// findPayment returns nil if the payment does not exist in the mode of the public key.
func (p *hostedPages) findPayment(r *http.Request) (*data, *payment) {
	key := publicKeyForm.FindStringSubmatch(r.PathValue("key"))
	if key == nil {
		return nil, nil
	}
	mode := ModeLive
	if key[1] == "test" {
		mode = ModeTest
	}
	d := p.mode(mode)
	return d, d.payments.byID[r.PathValue("payment")]
}

// paymentPage returns the form while the payment has no method, and then the result.
func (p *hostedPages) paymentPage(r *http.Request, complaint string) *hostedpage.Page {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	page := hostedpage.New(r)
	d, it := p.findPayment(r)
	if it == nil {
		return page.Unknown()
	}
	page.Describe(string(d.mode), it.Amount, it.Currency, it.Description, it.OrderID)
	page.Back = returnURL(it.ReturnURL)
	switch {
	case it.payable():
		page.Form.Always3DS = it.Auth != nil
		page.Form.NoCancel = page.Back == ""
		return ask(page, complaint, it.MethodsAllowed, it.Currency)
	case it.is(api.PaymentStatusRefused):
		return page.Refused(it.Response)
	case it.is(api.PaymentStatusCanceled):
		return page.Canceled()
	case it.is(api.PaymentStatusFailed, api.PaymentStatusExpired):
		return page.NotMade()
	case it.SEPA != nil && it.is(api.PaymentStatusToCapture, api.PaymentStatusCaptureSent):
		return page.Processing()
	}
	return page.Accepted()
}
