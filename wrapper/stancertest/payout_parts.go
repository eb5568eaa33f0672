package stancertest

import (
	"github.com/stancer-go/stancer/api"
)

// parts are the payments, refunds and disputes of a payout.
type parts struct {
	payments []*payment
	refunds  []*api.Refund
	disputes []*api.Dispute
}

func (p parts) empty() bool { return len(p.payments)+len(p.refunds)+len(p.disputes) == 0 }

func (p parts) currency() api.Currency {
	switch {
	case len(p.payments) > 0:
		return p.payments[0].Currency
	case len(p.refunds) > 0:
		return p.refunds[0].Currency
	case len(p.disputes) > 0:
		return p.disputes[0].Currency
	}
	return api.CurrencyEUR
}

func (p parts) mark(id api.PayoutID) {
	for _, it := range p.payments {
		it.Payout = id
	}
	for _, it := range p.refunds {
		it.Payout = id
	}
	for _, it := range p.disputes {
		it.Payout = id
	}
}

// unpaid returns the parts that are due and not in a payout yet. Disputed payments were captured
// before.
func (d *data) unpaid(currency api.Currency) parts {
	return parts{
		payments: d.payments.where(func(it *payment) bool {
			return it.Currency == currency && it.due()
		}),
		refunds: d.refunds.where(func(it *api.Refund) bool {
			return it.Currency == currency && it.Payout == "" &&
				it.Status == api.RefundStatusRefunded
		}),
		disputes: d.disputes.where(func(it *api.Dispute) bool {
			return it.Currency == currency && it.Payout == ""
		}),
	}
}

func (it *payment) due() bool {
	return it.Payout == "" && it.is(api.PaymentStatusCaptured, api.PaymentStatusDisputed)
}

// partsIn returns the parts of a payout.
func (d *data) partsIn(id string) (parts, error) {
	if _, err := d.payouts.get(id); err != nil {
		return parts{}, err
	}
	return parts{
		payments: d.payments.where(func(it *payment) bool { return it.Payout == id }),
		refunds:  d.refunds.where(func(it *api.Refund) bool { return it.Payout == id }),
		disputes: d.disputes.where(func(it *api.Dispute) bool { return it.Payout == id }),
	}, nil
}

// partsOf returns the parts that a request names.
func (d *data) partsOf(in api.PayoutCreate) (parts, error) {
	payments, err := pick(&d.payments, "payments", in.Payments,
		func(it *payment) string { return it.Payout })
	if err != nil {
		return parts{}, err
	}
	refunds, err := pick(&d.refunds, "refunds", in.Refunds,
		func(it *api.Refund) string { return it.Payout })
	if err != nil {
		return parts{}, err
	}
	disputes, err := pick(&d.disputes, "disputes", in.Disputes,
		func(it *api.Dispute) string { return it.Payout })
	return parts{payments, refunds, disputes}, err
}

func pick[T any](
	from *collection[T], member string, ids []string, payoutOf func(*T) string,
) ([]*T, error) {
	var items []*T
	for i, id := range ids {
		it, err := from.get(id)
		if err != nil {
			return nil, err
		}
		if payoutOf(it) != "" {
			return nil, invalid("already paid out", "value_error", "body", member, i)
		}
		items = append(items, it)
	}
	return items, nil
}

// total sets the totals of a payout. Refunds and disputes are negative. The fees by method include
// 20 % VAT; the total fees and the VAT are separate members.
func (d *data) total(it *payout, p parts) {
	var payments, refunds, disputes sums
	for _, part := range p.payments {
		payments.add(part.Method, part.Amount, or(part.Fee, 0))
	}
	for _, part := range p.refunds {
		refunds.add(d.payments.byID[part.Payment].Method, -part.Amount, 0)
	}
	for _, part := range p.disputes {
		disputes.add(d.payments.byID[part.Payment].Method, -part.Amount, or(part.Fee, 0))
	}
	fees := payments.fees + refunds.fees + disputes.fees
	it.FeesVAT = fees / 6
	it.Fees = fees - it.FeesVAT
	it.Payments, it.Refunds = payments.PayoutTotal, refunds.PayoutTotal
	it.Disputes = disputes.PayoutTotal
	it.Amount = it.Payments.Amount + it.Refunds.Amount + it.Disputes.Amount - fees
}

// sums adds up one kind of part. The total of a method without parts stays null.
type sums struct {
	api.PayoutTotal
	fees int64
}

func (s *sums) add(method api.PaymentMethod, amount, fee int64) {
	total := &s.Method.Card
	if method == api.PaymentMethodSEPA {
		total = &s.Method.SEPA
	}
	if *total == nil {
		*total = &api.PayoutMethodTotal{}
	}
	(*total).Amount += amount
	(*total).Count++
	(*total).Fees += fee
	s.Amount += amount
	s.fees += fee
}
