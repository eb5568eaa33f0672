// Command bench compares the client with one written by hand, and fails if a ratio exceeds its bar.
//
//	bench         time and allocations, from the benchmarks of package stancer
//	bench weight  size, packages and compile time of a program that creates one payment
package main

import (
	"fmt"
	"os"
	"slices"
)

func main() {
	run := speed
	switch args := os.Args[1:]; {
	case len(args) == 0:
	case slices.Equal(args, []string{"weight"}):
		run = weight
	default:
		fmt.Fprintln(os.Stderr, "bench: want no argument, or weight")
		os.Exit(2)
	}
	var r report
	if err := run(&r); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
	if r.missed {
		fmt.Fprintln(os.Stderr, "bench: a bar was missed")
		os.Exit(1)
	}
}

// report prints what was measured.
type report struct{ missed bool }

func (r *report) add(what string, ratio, bar float64, detail string) {
	verdict := "ok"
	if ratio > bar {
		verdict, r.missed = "MISSED", true
	}
	fmt.Printf("%-48s %6.2f  bar %.2f  %-6s  %s\n", what, ratio, bar, verdict, detail)
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
