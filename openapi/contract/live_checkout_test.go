//lint:file-ignore SA1019 these are the deprecated routes

package contract_test

import (
	stdjson "encoding/json"
	"net/http"

	"github.com/stretchr/testify/assert"

	"github.com/stancer-go/stancer/api"
	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// checkout calls the deprecated routes, which only the raw client has.
func (g *group) checkout() {
	params := newPayment(stancertest.CardApproved)
	params.Capture = stancer.Ptr(false)
	payment := decode[api.Payment](g)(g.raw.CreateCheckoutPayment(g.ctx, params))
	update := &api.PaymentUpdate{Description: stancer.Ptr("contract test")}
	updated := decode[api.Payment](g)(g.raw.UpdateCheckoutPayment(g.ctx, payment.ID, update))
	g.equal("contract test", updated.Description)
	captured := decode[api.Payment](g)(g.raw.CaptureCheckoutPayment(g.ctx, payment.ID))
	g.equal(stancer.PaymentStatusToCapture, captured.Status)
	read := decode[api.Payment](g)(g.raw.GetCheckoutPayment(g.ctx, payment.ID))
	g.equal(payment.ID, read.ID)
	assert.Empty(g, decode[[]api.Dispute](g)(g.raw.ListCheckoutPaymentDisputes(g.ctx, payment.ID)))
	page := decode[api.PaymentList](g)(g.raw.ListCheckoutPayments(g.ctx, nil))
	assert.NotEmpty(g, page.Payments)

	paid := g.paid(stancertest.CardCapturedAtOnce)
	all := &api.RefundRequest{}
	refund := decode[api.Refund](g)(g.raw.RefundCheckoutPayment(g.ctx, paid.ID, all))
	g.equal(1000, refund.Amount)
	assert.Len(g, decode[[]api.Refund](g)(g.raw.ListCheckoutPaymentRefunds(g.ctx, paid.ID)), 1)

	account := decode[api.SEPA](g)(g.raw.CreateIBANOnly(g.ctx, &api.SEPACreate{
		IBAN: stancertest.IBANAustria, Name: "Contract Test",
	}))
	g.later(func() { g.deleteSEPA(account.ID) })
	g.equal(account.ID, decode[api.SEPA](g)(g.raw.GetIBANOnly(g.ctx, account.ID)).ID)
}

// decode returns a function that decodes a response of the raw client, which must be a success.
func decode[T any](g *group) func(*http.Response, error) T {
	return func(resp *http.Response, err error) (value T) {
		if err != nil {
			g.Fatal("no response")
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK || stdjson.NewDecoder(resp.Body).Decode(&value) != nil {
			path := short(resp.Request.URL.Path)
			g.Fatalf("%s %s: %d", resp.Request.Method, path, resp.StatusCode)
		}
		return value
	}
}
