package main

import (
	"context"
	"iter"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// entry is a payment, a refund or a dispute in a payout.
type entry struct {
	Kind, ID string
	// Amount is signed, in the currency's minor unit: refunds and disputes are negative.
	Amount int64
	// Fee is the fee of Stancer with VAT, and positive. That the fee of one object includes VAT is
	// inferred: the totals of payouts do.
	Fee int64
}

// entries returns all entries of a payout.
func entries(
	ctx context.Context, client *stancer.Client, payout stancer.PayoutID,
) iter.Seq2[entry, error] {
	payouts := client.Payouts
	return concat(
		convert(ctx, payouts.Payments(payout, nil), func(it *stancer.Payment) (entry, error) {
			return entry{"payment", it.ID, it.Amount, stancer.Val(it.Fee)}, nil
		}),
		convert(ctx, payouts.Refunds(payout, nil), func(it *stancer.Refund) (entry, error) {
			return entry{"refund", it.ID, -it.Amount, 0}, nil
		}),
		convert(ctx, payouts.Disputes(payout, nil), func(it *stancer.Dispute) (entry, error) {
			return entry{"dispute", it.ID, -it.Amount, stancer.Val(it.Fee)}, nil
		}),
	)
}

// entriesV1 returns all entries of a payout of version 1. Version 1 does not have the fee of a
// dispute, although the fees of the payout include it, so each dispute is read in version 2.
func entriesV1(
	ctx context.Context, client *stancer.Client, payout stancer.PayoutID,
) iter.Seq2[entry, error] {
	payouts := client.PayoutsV1
	return concat(
		convert(ctx, payouts.Payments(payout, nil), func(it *stancer.PaymentV1) (entry, error) {
			return entry{"payment", it.ID, it.Amount, stancer.Val(it.Fee)}, nil
		}),
		convert(ctx, payouts.Refunds(payout, nil), func(it *stancer.RefundV1) (entry, error) {
			return entry{"refund", it.ID, -it.Amount, 0}, nil
		}),
		convert(ctx, payouts.Disputes(payout, nil), func(it *stancer.DisputeV1) (entry, error) {
			dispute, err := client.Disputes.Get(ctx, it.ID)
			if err != nil {
				return entry{}, err
			}
			return entry{"dispute", it.ID, -it.Amount, stancer.Val(dispute.Fee)}, nil
		}),
	)
}

// convert ranges over a list and converts its objects. An error ends the range.
func convert[T any](
	ctx context.Context, list *stancer.List[T], convert func(*T) (entry, error),
) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		for object, err := range list.All(ctx) {
			var converted entry
			if err == nil {
				converted, err = convert(object)
			}
			if !yield(converted, err) || err != nil {
				return
			}
		}
	}
}

// concat ranges over sequences one after another, up to the first error.
func concat(sequences ...iter.Seq2[entry, error]) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		for _, sequence := range sequences {
			for each, err := range sequence {
				if !yield(each, err) || err != nil {
					return
				}
			}
		}
	}
}
