// Command drift says how the document that Stancer publishes differs from openapi/stancer.yaml:
//
//	drift [-format markdown|json] [-o file] UPSTREAM
//
// UPSTREAM is a file or an address, such as https://docs.stancer.com/api/openapi.json. Each
// difference is reported once, at its operation or at its member of a schema, in one of three
// groups:
//
//   - breaking: new, and something that users of this client do today stops working when Stancer carries it out;
//   - harmless: new, and nobody has to do anything before they want to;
//   - known: explained by an entry of deltas.yaml, with its reason.
//
// An entry of deltas.yaml that explains nothing any more is stale, and is reported too.
//
// The exit status is 0 when there is nothing but known differences, 1 when there is something new
// or stale, and 2 when the comparison could not be made. `go run` and make turn every failure into
// a status of their own: build the program where the status matters.
//
// Both documents are brought to one form (schema.go), then to one in which each thing stands once
// (flat.go). oasdiff compares those (oasdiff.go); what it finds is graded from the point of view of
// this client's users (change.go) and held against deltas.yaml (deltas.go).
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"

	"github.com/stancer-go/stancer/openapi"
)

const (
	nothingNew   = 0
	somethingNew = 1
	unusable     = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("drift", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: drift [-format markdown|json] [-o file] UPSTREAM")
		fmt.Fprintln(stderr, "       make spec-diff UPSTREAM=<file or address>")
	}
	format := flags.String("format", "markdown", "")
	file := flags.String("o", "", "")
	if flags.Parse(args) != nil {
		return unusable
	}
	write, known := writers[*format]
	if flags.NArg() != 1 || flags.Arg(0) == "" || !known {
		flags.Usage()
		return unusable
	}
	report, err := compare(ctx, flags.Arg(0))
	if err == nil {
		var text bytes.Buffer
		write(&text, report)
		if *file == "" {
			_, err = stdout.Write(text.Bytes())
		} else {
			err = os.WriteFile(*file, text.Bytes(), 0o644)
		}
	}
	if err != nil {
		fmt.Fprintln(stderr, "drift:", err)
		return unusable
	}
	if report.New() {
		return somethingNew
	}
	return nothingNew
}

// ours is our document, parsed once.
var ours = sync.OnceValues(func() (document, error) { return parse(openapi.Document()) })

func compare(ctx context.Context, upstream string) (*report, error) {
	data, err := read(ctx, upstream)
	if err != nil {
		return nil, err
	}
	theirs, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", upstream, err)
	}
	ours, err := ours()
	if err != nil {
		return nil, fmt.Errorf("openapi/stancer.yaml: %w", err)
	}
	base, revision, moved, err := flatten(ours, theirs)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", upstream, err)
	}
	changes, err := oasdiff(ctx, base, revision)
	if err != nil {
		return nil, err
	}
	deltas, err := loadDeltas()
	if err != nil {
		return nil, err
	}
	deltas = append(marks(ours, theirs), deltas...)
	return newReport(upstream, append(moved, changes...), deltas), nil
}
