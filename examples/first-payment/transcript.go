package main

import (
	"fmt"
	"io"
	"strings"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// transcript tells what happens.
type transcript struct {
	out   io.Writer
	steps int
}

func (t *transcript) say(format string, args ...any) { fmt.Fprintf(t.out, format+"\n", args...) }

func (t *transcript) step(title string) {
	t.steps++
	t.say("\n%d. %s", t.steps, title)
}

func (t *transcript) fact(name string, value any) { t.say("   %-9s %v", name, value) }

// money writes an amount in the minor unit of its currency. All currencies of Stancer have two decimals.
func money(amount int64, currency stancer.Currency) string {
	return fmt.Sprintf("%d.%02d %s", amount/100, amount%100, strings.ToUpper(string(currency)))
}
