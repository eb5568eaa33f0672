// Command contract-tour visits all operations of the Stancer API that are safe in test mode and writes a report, in Markdown: what was
// tried, what was not as the OpenAPI document of this project says, and which open questions the answers settle.
//
//	contract-tour [-o report.md]
//
// It visits the fake of package stancertest, or Stancer itself if the environment variable STANCER_API_KEY holds a secret key of test mode.
// A live key is refused. What it creates it deletes, where that is possible.
//
// The exit status is 0 if only documented things were seen, 1 if others were, or calls failed, and 2 if it could not run.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/stancer-go/stancer/internal/tour"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	status := run(os.Args[1:], func() (*tour.Report, error) { return visit(ctx, os.Getenv("STANCER_API_KEY")) }, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// run returns the exit status.
func run(args []string, visit func() (*tour.Report, error), stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("contract-tour", flag.ContinueOnError)
	flags.SetOutput(stderr)
	output := flags.String("o", "", "write the report to this `file` instead of the standard output")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	if flags.NArg() > 0 {
		fmt.Fprintln(stderr, "contract-tour: it takes no arguments; the key belongs into STANCER_API_KEY")
		return 2
	}
	report, err := visit()
	if err == nil {
		err = write(report, *output, stdout)
	}
	if err != nil {
		fmt.Fprintln(stderr, "contract-tour:", err)
		return 2
	}
	fmt.Fprintln(stderr, "contract-tour:", report.Summary())
	if !report.Clean() {
		return 1
	}
	return 0
}

// visit goes to Stancer if there is a key, and else to a fake.
func visit(ctx context.Context, key string) (*tour.Report, error) {
	if key != "" {
		return tour.Run(ctx, tour.Config{Key: key})
	}
	server, err := stancertest.Start()
	if err != nil {
		return nil, err
	}
	defer server.Close()
	return tour.Run(ctx, tour.Config{Key: server.TestKey, BaseURL: server.URL, Outside: server})
}

func write(report *tour.Report, file string, stdout io.Writer) error {
	var text bytes.Buffer
	report.Write(&text)
	if file != "" {
		return os.WriteFile(file, text.Bytes(), 0o600)
	}
	_, err := stdout.Write(text.Bytes())
	return err
}
