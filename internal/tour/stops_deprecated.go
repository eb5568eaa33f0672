//lint:file-ignore SA1019 the deprecated routes are part of the tour

package tour

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/stancer-go/stancer/api"
	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// checkout visits the deprecated routes, which only the raw client has.
func (t *tour) checkout() {
	payment := decoded[api.Payment](t)(t.old.CreateCheckoutPayment(t.ctx, &api.PaymentCreate{
		Amount: 1000, Capture: stancer.Ptr(false), Card: stancer.NewCard(*testCard(stancertest.CardApproved)),
	}))
	if payment != nil {
		t.leaves("payments")
		id := payment.ID
		decoded[api.Payment](t)(t.old.GetCheckoutPayment(t.ctx, id))
		decoded[api.Payment](t)(t.old.UpdateCheckoutPayment(t.ctx, id, &api.PaymentUpdate{Description: stancer.Ptr("contract tour")}))
		decoded[api.Payment](t)(t.old.CaptureCheckoutPayment(t.ctx, id))
		decoded[[]api.Dispute](t)(t.old.ListCheckoutPaymentDisputes(t.ctx, id))
	}
	decoded[api.PaymentList](t)(t.old.ListCheckoutPayments(t.ctx, nil))
	if captured := t.paid(stancertest.CardCapturedAtOnce); captured != nil {
		if decoded[api.Refund](t)(t.old.RefundCheckoutPayment(t.ctx, captured.ID, &api.RefundRequest{})) != nil {
			t.leaves("refunds")
		}
		decoded[[]api.Refund](t)(t.old.ListCheckoutPaymentRefunds(t.ctx, captured.ID))
	}
	account := decoded[api.SEPA](t)(t.old.CreateIBANOnly(t.ctx, &api.SEPACreate{IBAN: stancertest.IBANAustria, Name: "Contract Tour"}))
	if account != nil {
		t.later(func() { t.deleteSEPA(account.ID) })
		decoded[api.SEPA](t)(t.old.GetIBANOnly(t.ctx, account.ID))
	}
}

// decoded reads an answer of the raw client, or notes that it was no success. The caller does without what is nil.
func decoded[T any](t *tour) func(*http.Response, error) *T {
	return func(resp *http.Response, err error) *T {
		if err != nil {
			t.report.fail("a deprecated route gave no answer")
			return nil
		}
		defer resp.Body.Close()
		what := resp.Request.Method + " " + tidy(resp.Request.URL.Path)
		if resp.StatusCode != http.StatusOK {
			t.report.fail(fmt.Sprintf("%s: %d", what, resp.StatusCode))
			return nil
		}
		value := new(T)
		if json.NewDecoder(resp.Body).Decode(value) != nil {
			t.report.fail(what + ": the answer could not be read")
			return nil
		}
		return value
	}
}
