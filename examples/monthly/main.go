// Command monthly charges invoices to stored cards, with dunning: a declined card is tried again
// after some days, or the customer is asked for another one. It runs on the fake, through one
// month.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	server, err := stancertest.Start()
	if err != nil {
		return err
	}
	defer server.Close()
	client := server.Client()
	var invoices []*invoice
	for i, number := range []stancer.CardNumber{
		stancertest.CardApproved, stancertest.CardStolen, stancertest.CardInsufficientFunds,
	} {
		card, err := client.Cards.Create(ctx, &stancer.CardCreate{
			Number: number, ExpMonth: 12, ExpYear: int64(server.Now().Year()) + 2,
		})
		if err != nil {
			return err
		}
		invoices = append(invoices, &invoice{
			Number: fmt.Sprintf("2026-11-%06d", i+1), Amount: 990, Card: card.ID,
			Attempt: 1, State: open, Due: server.Now(),
		})
	}
	for day := range 31 {
		for _, i := range invoices {
			if i.State != open || i.Due.After(server.Now()) {
				continue
			}
			attempt := i.uniqueID()
			if err := charge(ctx, client.Payments, i, server.Now()); err != nil {
				return err
			}
			fmt.Fprintf(out, "day %2d  %s  %s (%s)\n", day, attempt, i.State, i.Note)
		}
		server.Advance(24 * time.Hour)
	}
	return nil
}
