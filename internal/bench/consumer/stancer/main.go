// Command stancer creates one payment with the client.
package main

import (
	"context"
	"fmt"
	"os"

	stancer "github.com/stancer-go/stancer/wrapper"
)

func main() {
	client, err := stancer.NewFromEnv()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	payment, err := client.Payments.Create(context.Background(), &stancer.PaymentCreate{
		Amount:   50,
		Currency: stancer.Ptr(stancer.CurrencyEUR),
		Card:     stancer.CardByID(os.Args[1]),
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(payment.ID, payment.Status)
}
