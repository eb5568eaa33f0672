package stancertest

import (
	"cmp"
	"net/http"
	"regexp"

	"github.com/stancer-go/stancer/api"
)

// The payment page of a payment that was created without a method, at /<public key>/<payment id>.
// The address is the one that Stancer's PHP library builds. These are guesses: a refused payment
// cannot be tried again, and a customer who cancels leaves the payment as it was.

var publicKeyForm = regexp.MustCompile(`^p(test|prod)_\w{24}$`)

func (p *hostedPages) showPayment(w http.ResponseWriter, r *http.Request) {
	if next := p.threeDSOf(r); next != "" {
		http.Redirect(w, r, next, http.StatusSeeOther)
		return
	}
	p.paymentPage(r, "").write(w)
}

// threeDSOf is the address of the 3-D Secure page that the payment waits for, or empty.
func (p *hostedPages) threeDSOf(r *http.Request) string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if _, it := p.findPayment(r); it != nil && it.challenged() {
		return withLanguage(threeDSPath(it), r)
	}
	return ""
}

// payPayment neither keeps nor shows the number that the customer sends.
func (p *hostedPages) payPayment(w http.ResponseWriter, r *http.Request) {
	next, complaint := p.tryPayment(r)
	if complaint != "" {
		p.paymentPage(r, complaint).write(w)
		return
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
}

// tryPayment returns the address to go to next, or a complaint about the number.
func (p *hostedPages) tryPayment(r *http.Request) (next, complaint string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	here := withLanguage(r.URL.Path, r)
	d, it := p.findPayment(r)
	if it == nil || !it.payable() {
		return here, ""
	}
	back := cmp.Or(returnURL(it.ReturnURL), here)
	if r.PostFormValue("cancel") != "" {
		return back, ""
	}
	number := sentNumber(r)
	if number == "" {
		return "", noNumber
	}
	var customer *string
	if it.Customer != nil {
		customer = ptr(it.Customer.ID)
	}
	method, err := d.typed(number, it.MethodsAllowed, it.Currency, customer)
	if err != nil {
		return "", wrongNumber
	}
	defer p.s.publish(d)
	it.payWith(method, it.Auth != nil)
	d.process(it)
	if it.challenged() {
		return withLanguage(threeDSPath(it), r), ""
	}
	return back, ""
}

// payable reports whether the customer can still pay the payment on its page.
func (it *payment) payable() bool { return it.Status == "" && it.Method == "" }

// findPayment returns nil for a payment that does not exist in the mode of the public key.
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

// paymentPage shows the form as long as the payment has no method, and then the result.
func (p *hostedPages) paymentPage(r *http.Request, complaint string) *hostedPage {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	page := newHostedPage(r)
	d, it := p.findPayment(r)
	if it == nil {
		return page.unknown()
	}
	page.describe(d, it.Amount, it.Currency, it.Description, it.OrderID)
	page.Back = returnURL(it.ReturnURL)
	switch {
	case it.payable():
		page.Form.Always3DS = it.Auth != nil
		page.Form.NoCancel = page.Back == ""
		return page.ask(complaint, it.MethodsAllowed, it.Currency)
	case it.is(api.PaymentStatusRefused):
		return page.result("bad", "Payment refused", refusalOf(it))
	case it.is(api.PaymentStatusCanceled):
		return page.canceled()
	case it.is(api.PaymentStatusFailed, api.PaymentStatusExpired):
		return page.notMade()
	case it.SEPA != nil && it.is(api.PaymentStatusToCapture, api.PaymentStatusCaptureSent):
		return page.underWay()
	}
	return page.accepted()
}
