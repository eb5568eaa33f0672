//lint:file-ignore SA1019 the deprecated routes are called, too

package contract_test

import (
	stdjson "encoding/json"
	"net/http"

	"github.com/stretchr/testify/assert"

	"github.com/stancer-go/stancer/api"
	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func (g *group) disbursements() {
	card, err := g.client.Cards.Create(g.ctx, newCard(stancertest.CardApproved))
	g.must(err)
	g.later(func() { g.deleteCard(card.ID) })
	id := unused("dsbm")
	params := &stancer.DisbursementCreate{Card: card.ID, Amount: 100}
	disbursement, err := g.client.Disbursements.Create(g.ctx, params)
	g.answered(err)
	if err == nil {
		g.equal(100, disbursement.Amount)
		id = disbursement.ID
	}
	read, err := g.client.Disbursements.Get(g.ctx, id)
	g.answered(err)
	if err == nil {
		g.equal(card.ID, read.Card)
	}
	_, err = g.client.Disbursements.List(nil).Page(g.ctx)
	g.ok(err)
}

// payouts may not exist in test mode. Then the answers about an unknown one are validated.
func (g *group) payouts() {
	payment := g.paid(stancertest.CardCapturedAtOnce)
	id := unused("pout")
	params := &stancer.PayoutCreate{Payments: []stancer.PaymentID{payment.ID}}
	_, err := g.client.Payouts.Create(g.ctx, params)
	g.ask("May any account create a payout?", "200", g.outcome(err))
	page, err := g.client.Payouts.List(nil).Page(g.ctx)
	g.ask("What does the list of payouts answer to a test key?", "200", g.outcome(err))
	if err == nil && len(page.Items) > 0 {
		id = page.Items[0].ID
	}
	payout, err := g.client.Payouts.Get(g.ctx, id)
	g.answered(err)
	if err == nil {
		g.equal(id, payout.ID)
	}
	payments, err := g.client.Payouts.Payments(id, nil).Page(g.ctx)
	g.answered(err)
	if g.fake != nil && assert.Len(g, payments.Items, 1) {
		g.equal(payment.ID, payments.Items[0].ID)
	}
	_, err = g.client.Payouts.Refunds(id, nil).Page(g.ctx)
	g.answered(err)
	_, err = g.client.Payouts.Disputes(id, nil).Page(g.ctx)
	g.answered(err)
}

// payoutsV1 exist in live mode only, which only the fake may be asked for.
func (g *group) payoutsV1() {
	const liveOnly = "501 {error: {message: string, type: string}}"
	_, err := g.client.PayoutsV1.List(nil).Page(g.ctx)
	g.ask("What does the list of version 1 answer to a test key?", liveOnly, g.outcome(err))
	_, err = g.client.PayoutsV1.Get(g.ctx, unused("pout"))
	g.ask("What does a payout of version 1 answer to a test key?", liveOnly, g.outcome(err))
	_, err = g.client.PayoutsV1.Payments(unused("pout"), nil).Page(g.ctx)
	g.ask("And its payments?", liveOnly, g.outcome(err))
	_, err = g.client.PayoutsV1.Refunds(unused("pout"), nil).Page(g.ctx)
	g.ask("And its refunds?", liveOnly, g.outcome(err))
	_, err = g.client.PayoutsV1.Disputes(unused("pout"), nil).Page(g.ctx)
	g.ask("And its disputes?", liveOnly, g.outcome(err))
	if g.fake != nil {
		g.livePayoutsV1(g.fake.LiveClient(stancer.WithHTTPClient(httpClient(g.checked))))
	}
}

func (g *group) livePayoutsV1(client *stancer.Client) {
	payment, err := client.Payments.Create(g.ctx, newPayment(stancertest.CardDisputed))
	g.must(err)
	disputes, err := client.Payments.Disputes(payment.ID).Page(g.ctx)
	g.must(err)
	_, err = client.Payouts.Create(g.ctx, &stancer.PayoutCreate{
		Payments: []string{payment.ID}, Disputes: []string{disputes.Items[0].ID},
	})
	g.must(err)
	page, err := client.PayoutsV1.List(&stancer.ListPayoutsV1Params{
		Limit: stancer.Ptr[int64](100),
	}).Page(g.ctx)
	g.must(err)
	payout, err := client.PayoutsV1.Get(g.ctx, page.Items[0].ID)
	g.must(err)
	payments, err := client.PayoutsV1.Payments(payout.ID, nil).Page(g.ctx)
	g.must(err)
	assert.Len(g, payments.Items, 1)
	refunds, err := client.PayoutsV1.Refunds(payout.ID, nil).Page(g.ctx)
	g.must(err)
	assert.Empty(g, refunds.Items)
	disputed, err := client.PayoutsV1.Disputes(payout.ID, nil).Page(g.ctx)
	g.must(err)
	assert.Len(g, disputed.Items, 1)
	_, err = client.PayoutsV1.Get(g.ctx, unused("pout"))
	assert.ErrorIs(g, err, stancer.ErrNotFound)
}

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
