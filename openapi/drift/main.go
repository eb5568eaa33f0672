// Command drift compares the document that Stancer publishes with openapi/stancer.yaml:
//
//	drift [-format markdown|json] [-o file] UPSTREAM
//
// UPSTREAM is a file or an address, such as https://docs.stancer.com/api/openapi.json. Each
// difference is reported once, at its operation or at its member of a schema, in one of three
// groups:
//
//   - breaking: new, and breaks existing users of this client once it is deployed;
//   - harmless: new, and requires no change in existing programs;
//   - known: explained by an entry of deltas.yaml or by a mark in stancer.yaml, with the reason.
//
// An entry of deltas.yaml that matches no difference is stale. It is reported, too.
//
// The exit status is 0 if all differences are known, 1 if a difference is new or an entry is stale,
// and 2 if the comparison failed. `go run` and make replace the status: build the program where the
// status matters.
//
// The program normalizes both documents (schema.go, operation.go), then flattens them, so that each
// operation and each schema occurs once (flat.go). It compares these with oasdiff (oasdiff.go). It
// grades each finding by its effect on users of this client (change.go), and finds its reason in
// deltas.yaml (deltas.go) or in stancer.yaml (marks.go).
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

// ours returns openapi/stancer.yaml. It is parsed once.
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
