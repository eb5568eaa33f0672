package main

import (
	"context"
	"os"
)

func Example() {
	if err := run(context.Background(), os.Stdout); err != nil {
		panic(err)
	}
	// Output:
	// span: createPayment /v2/payments/, resend 0, Unset
	// span: getPayment /v2/payments/{id}, resend 0, Error
	// span: getPayment /v2/payments/{id}, resend 1, Unset
	// span: createPayment /v2/payments/, resend 0, Error
	// metric: stancer.call.duration{operation=createPayment,outcome=ok} count 1
	// metric: stancer.call.duration{operation=createPayment,outcome=unknown} count 1
	// metric: stancer.call.duration{operation=getPayment,outcome=ok} count 1
}
