package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"strconv"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// statement is a payout of either version.
type statement struct {
	ID           stancer.PayoutID
	Amount, Fees int64 // the fees with VAT
	entries      iter.Seq2[entry, error]
}

// statements returns all payouts of version 2.
func statements(ctx context.Context, client *stancer.Client) iter.Seq2[statement, error] {
	return func(yield func(statement, error) bool) {
		for it, err := range client.Payouts.List(nil).All(ctx) {
			if err != nil {
				yield(statement{}, err)
				return
			}
			fees := it.Fees + it.FeesVAT
			if !yield(statement{it.ID, it.Amount, fees, entries(ctx, client, it.ID)}, nil) {
				return
			}
		}
	}
}

// statementsV1 returns all payouts of version 1.
func statementsV1(ctx context.Context, client *stancer.Client) iter.Seq2[statement, error] {
	return func(yield func(statement, error) bool) {
		for it, err := range client.PayoutsV1.List(nil).All(ctx) {
			if err != nil {
				yield(statement{}, err)
				return
			}
			if !yield(statement{it.ID, it.Amount, it.Fees, entriesV1(ctx, client, it.ID)}, nil) {
				return
			}
		}
	}
}

// export writes the entries of each payout, then its fees, as CSV. It fails if the lines of a
// payout do not add up to the amount of the transfer, or the fees of its entries to its fees.
func export(to io.Writer, statements iter.Seq2[statement, error]) error {
	file := csv.NewWriter(to)
	defer file.Flush()
	for payout, err := range statements {
		if err != nil {
			return err
		}
		if err := exportPayout(file, payout); err != nil {
			return fmt.Errorf("payout %s: %w", payout.ID, err)
		}
	}
	file.Flush()
	return file.Error()
}

func exportPayout(file *csv.Writer, payout statement) error {
	amount, fees := -payout.Fees, int64(0)
	for each, err := range payout.entries {
		if err != nil {
			return err
		}
		amount, fees = amount+each.Amount, fees+each.Fee
		if err := write(file, each.Kind, each.ID, each.Amount); err != nil {
			return err
		}
	}
	if err := write(file, "fees", payout.ID, -payout.Fees); err != nil {
		return err
	}
	if amount != payout.Amount {
		return fmt.Errorf("the lines add up to %d, and the transfer is %d", amount, payout.Amount)
	}
	if fees != payout.Fees {
		return fmt.Errorf("the fees of the entries add up to %d, and those of the payout are %d",
			fees, payout.Fees)
	}
	return nil
}

func write(file *csv.Writer, kind, id string, amount int64) error {
	return file.Write([]string{kind, id, strconv.FormatInt(amount, 10)})
}
