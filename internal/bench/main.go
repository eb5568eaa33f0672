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
		fmt.Fprintln(os.Stderr, "bench: usage: bench [weight]")
		os.Exit(2)
	}
	var r report
	if err := run(&r); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
	if r.missed {
		fmt.Fprintln(os.Stderr, "bench: a ratio exceeds its bar")
		os.Exit(1)
	}
}

// report prints results, and records whether one exceeded its bar.
type report struct{ missed bool }

func (r *report) add(name string, ratio, bar float64, detail string) {
	result := "ok"
	if ratio > bar {
		result, r.missed = "MISSED", true
	}
	fmt.Printf("%-48s %6.2f  bar %.2f  %-6s  %s\n", name, ratio, bar, result, detail)
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
