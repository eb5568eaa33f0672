// Command release is what stands between a change and its users.
//
//	release diff -tool apidiff@version          compares the exported API with that of the last release
//	release check -tool apidiff@version v1.2.3  tells whether HEAD can be released as v1.2.3
//	release consumer [v1.2.3]                   builds and runs a program that gets the module, HEAD if no version is given
//	release notes v1.2.3                        prints what CHANGELOG.md says of a version
//
// Each works on the repository in the current folder, or in that of -root. The exit status is 0 if all is well, 1 if something must be
// changed before a release, and 2 if that could not be found out.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// errUnready is what is wrong with the repository, not with the circumstances.
var errUnready = errors.New("not ready")

// repository is what the commands work on.
type repository struct {
	root string
	tool string // the command of apidiff, with its version
}

var commands = map[string]func(repository, string, io.Writer) error{
	"diff":     func(r repository, _ string, out io.Writer) error { return r.diff(out) },
	"check":    repository.check,
	"consumer": repository.consumer,
	"notes":    repository.notes,
}

// run returns the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 || commands[args[0]] == nil {
		fmt.Fprintln(stderr, "release: say what to do: diff, check, consumer or notes")
		return 2
	}
	flags := flag.NewFlagSet("release "+args[0], flag.ContinueOnError)
	flags.SetOutput(stderr)
	var r repository
	flags.StringVar(&r.root, "root", ".", "`folder` of the repository")
	flags.StringVar(&r.tool, "tool", "", "apidiff, as `package@version`")
	if err := flags.Parse(args[1:]); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	err := commands[args[0]](r, flags.Arg(0), stdout)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errUnready):
		fmt.Fprintln(stderr, "release:", err)
		return 1
	default:
		fmt.Fprintln(stderr, "release:", err)
		return 2
	}
}
