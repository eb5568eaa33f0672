// Command first-payment takes a payment, from the customer to the refund, and tells what happens.
//
// Without a key it starts a fake Stancer in the same process. With STANCER_API_KEY set to a test key it talks to Stancer instead, and
// leaves out what only a customer at the hosted page can do. A live key is refused.
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
