package stancer

import (
	"context"
	"fmt"
	"iter"
)

// RefundUpTo refunds a payment until total has been refunded in all, in the currency's minor unit.
// It reads the refunds of the payment and refunds the difference, so it can be called again after
// any error without refunding more than total. Refunds that were not honored or have failed do not
// count.
//
// It returns the refunds that count, the new one last. If total has been refunded before, it
// refunds nothing and returns those refunds without an error. Total must be above 0. If one of the
// refunds that count has no amount, RefundUpTo refunds nothing and returns an error, because the
// difference is not known.
//
// It cannot see a refund that another process makes at the same moment, nor one of an earlier call
// that is still under way or that Stancer does not list yet. So call it from one place at a time,
// and wait for some time after an [ErrUnknownOutcome]. Body members of options go into the refund
// alone.
func (r *Payments) RefundUpTo(
	ctx context.Context, id PaymentID, total int64, options ...Option,
) ([]Refund, error) {
	refunds := r.Refunds(id, withoutMembers(options)...)
	return refundUpTo(refunds.All(ctx), total, func(rest *RefundRequest) (*Refund, error) {
		return r.Refund(ctx, id, rest, options...)
	})
}

// RefundUpTo refunds the payment of an intent until total has been refunded in all, like
// [Payments.RefundUpTo].
func (r *PaymentIntents) RefundUpTo(
	ctx context.Context, id PaymentIntentID, total int64, options ...Option,
) ([]Refund, error) {
	refunds := r.Refunds(id, nil, withoutMembers(options)...)
	return refundUpTo(refunds.All(ctx), total, func(rest *RefundRequest) (*Refund, error) {
		return r.Refund(ctx, id, rest, options...)
	})
}

func refundUpTo(
	made iter.Seq2[*Refund, error], total int64, refund func(*RefundRequest) (*Refund, error),
) (counted []Refund, err error) {
	if total <= 0 {
		return nil, fmt.Errorf("stancer: cannot refund up to %d; want an amount above 0", total)
	}
	rest := total
	for each, err := range made {
		if err != nil {
			return nil, err
		}
		if each.Status == RefundStatusNotHonored || each.Status == RefundStatusFailed {
			continue
		}
		if each.Amount <= 0 {
			return nil, fmt.Errorf("stancer: nothing was refunded: refund %q has the amount %d; "+
				"check the refunds of the payment", each.ID, each.Amount)
		}
		counted, rest = append(counted, *each), rest-each.Amount
	}
	if rest <= 0 {
		return counted, nil
	}
	last, err := refund(&RefundRequest{Amount: &rest})
	if err != nil {
		return counted, err
	}
	return append(counted, *last), nil
}

// withoutMembers leaves the body members out of options, for requests without a body.
func withoutMembers(options []Option) []Option {
	return append(options[:len(options):len(options)], func(s *settings) error {
		s.members = nil
		return nil
	})
}
