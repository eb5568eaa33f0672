// Command bookkeeping exports all payouts as CSV, in the currency's minor unit, and reconciles them
// to the cent. It needs a live key in STANCER_API_KEY, and changes nothing at Stancer.
package main

import (
	"context"
	"fmt"
	"os"

	stancer "github.com/stancer-go/stancer/wrapper"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	client, err := stancer.NewFromEnv(stancer.WithMode(stancer.ModeLive))
	if err != nil {
		return err
	}
	return export(os.Stdout, statements(ctx, client))
}
