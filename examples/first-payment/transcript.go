package main

import (
	"fmt"
	"io"
)

// transcript prints the steps.
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
