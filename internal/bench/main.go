// Command bench measures what the client costs over a hand-written one, side by side in one run, and prints the ratios with their bars.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run() error {
	missed := false
	report := func(what string, ratio, bar float64, detail string) {
		verdict := "ok"
		if ratio > bar {
			verdict, missed = "MISSED", true
		}
		fmt.Printf("%-46s %6.2f  bar %.2f  %-6s  %s\n", what, ratio, bar, verdict, detail)
	}
	fmt.Println("Ratios over a client that is written by hand with net/http and encoding/json:")
	if err := speed(report); err != nil {
		return err
	}
	if err := weight(report); err != nil {
		return err
	}
	if missed {
		return fmt.Errorf("a bar was missed")
	}
	return nil
}
