// Command first-payment makes a payment, from the customer to the refund, and prints each step.
//
// Without a key it starts a fake Stancer in the same process. With a test key in STANCER_API_KEY it
// calls Stancer and skips the steps that need a customer on the payment page. It refuses a live
// key.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, os.Getenv("STANCER_API_KEY")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, key string) error {
	d, err := newDemo(out, key)
	if err != nil {
		return err
	}
	defer d.close()
	return d.run(ctx)
}
