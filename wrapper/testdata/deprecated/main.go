// Command deprecated uses everything that is deprecated, for deprecated_test.go to see it reported,
// and two things that any linter and any go fix would see.
package main

import (
	"context"
	"strings"

	stancer "github.com/stancer-go/stancer/wrapper"
)

func main() {
	client, _ := stancer.NewFromEnv()
	ctx := context.Background()
	_, _ = client.Checkout.Create(ctx, &stancer.PaymentCreate{Amount: 50})
	_, _ = client.SEPA.CreateIBANOnly(ctx, &stancer.SEPACreate{})
	_, _ = client.SEPA.GetIBANOnly(ctx, "sepa_yWYfCSzsUUhr9KwMv7vuLZHX")
	_ = strings.Title(inlined())
}

func plain() string { return "" }

//go:fix inline
func inlined() string { return plain() }
