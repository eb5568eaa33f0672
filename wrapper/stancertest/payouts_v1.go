package stancertest

import (
	"net/http"
	"slices"

	"github.com/stancer-go/stancer/api"
)

func (c *call) listPayoutsV1() (any, error) {
	return listV1(c, "payouts", c.payouts.where((*payout).inV1), payoutCreated, c.payoutV1)
}

func (c *call) getPayoutV1() (any, error) {
	it, err := c.findPayoutV1()
	if err != nil {
		return nil, err
	}
	return c.payoutV1(it), nil
}

func (c *call) listPayoutPartsV1() (any, error) {
	it, err := c.findPayoutV1()
	if err != nil {
		return nil, err
	}
	p, err := c.partsIn(it.ID)
	if err != nil {
		return nil, err
	}
	switch api.PayoutPartV1(c.vars["type"]) {
	case api.PayoutPartV1Payments:
		return listV1(c, "payments", p.payments, paymentCreated, c.paymentV1())
	case api.PayoutPartV1Refunds:
		return listV1(c, "refunds", p.refunds, refundCreated, c.refundV1)
	default:
		return listV1(c, "disputes", p.disputes, disputeCreated, c.disputeV1)
	}
}

// inV1 reports whether version 1 shows the payout: it has payouts in EUR only.
func (it *payout) inV1() bool { return it.Currency == api.CurrencyEUR }

func (c *call) findPayoutV1() (*payout, error) {
	it, err := c.payouts.get(c.id())
	if err != nil || !it.inV1() {
		return nil, fail(http.StatusNotFound, "No such payout "+c.id())
	}
	return it, nil
}

// payoutV1 returns the payout in the format of version 1: refunds and disputes are positive, and
// the fees include VAT.
func (d *data) payoutV1(it *payout) *api.PayoutV1 {
	shown := &api.PayoutV1{
		ID:                   it.ID,
		Created:              it.Date,
		DatePaym:             api.DateOf(it.Date.Time()),
		DateBank:             it.DateBank,
		Amount:               it.Amount,
		Currency:             it.Currency,
		Status:               api.PayoutStatusV1(it.Status),
		Payments:             api.PayoutTotalV1{Amount: it.Payments.Amount},
		Refunds:              api.PayoutTotalV1{Amount: -it.Refunds.Amount},
		Disputes:             api.PayoutTotalV1{Amount: -it.Disputes.Amount},
		Fees:                 it.Fees + it.FeesVAT,
		StatementDescription: it.description,
		LiveMode:             d.liveMode(),
	}
	switch it.Status { // version 1 does not have these two
	case api.PayoutStatusEarly:
		shown.Status = api.PayoutStatusV1ToPay
	case api.PayoutStatusError:
		shown.Status = api.PayoutStatusV1Failed
	}
	return shown
}

// paymentV1 returns a function that converts a payment to version 1. It reads the list of refunds
// once, and not once for each payment.
func (d *data) paymentV1() func(*payment) *api.PaymentV1 {
	refunds := map[api.PaymentID][]*api.Refund{}
	for _, refund := range d.refunds.items {
		refunds[refund.Payment] = append(refunds[refund.Payment], refund)
	}
	return func(it *payment) *api.PaymentV1 {
		shown := &api.PaymentV1{}
		recast(it, shown)
		for _, refund := range refunds[it.ID] {
			shown.Refunds = append(shown.Refunds, *d.refundV1(refund))
		}
		return shown
	}
}

func (d *data) refundV1(it *api.Refund) *api.RefundV1 {
	shown := &api.RefundV1{LiveMode: d.liveMode()}
	recast(it, shown)
	return shown
}

func (d *data) disputeV1(it *api.Dispute) *api.DisputeV1 {
	shown := &api.DisputeV1{LiveMode: d.liveMode()}
	recast(it, shown)
	return shown
}

// daysV1 are the dates that version 1 sends as unix seconds.
var daysV1 = []string{"date_bank", "date_paym", "date_mandate"}

// rewriteDays replaces the dates of an answer of version 1 by the unix seconds of midnight UTC.
func rewriteDays(value any) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			rewriteDays(item)
		}
	case map[string]any:
		for name, member := range value {
			text, isText := member.(string)
			if !isText {
				rewriteDays(member)
				continue
			}
			if !slices.Contains(daysV1, name) {
				continue
			}
			if day, err := api.ParseDate(text); err == nil {
				value[name] = day.Time().Unix()
			}
		}
	}
}
