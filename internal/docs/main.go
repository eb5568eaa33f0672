// Command docs writes the document that `make docs` turns into a page: openapi/stancer.yaml with its extensions in words, as descriptions
// are what every renderer shows, and with the Go method of each operation, from the table of the README.
//
//	docs [-root .] > build/docs/stancer.yaml
//
// The exit status is 0, or 2 if the document or the README is not as it must be.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"go.yaml.in/yaml/v3"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run returns the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("docs", flag.ContinueOnError)
	flags.SetOutput(stderr)
	root := flags.String("root", ".", "`folder` of the module")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	text, err := decorated(*root)
	if err == nil {
		_, err = stdout.Write(text)
	}
	if err != nil {
		fmt.Fprintln(stderr, "docs:", err)
		return 2
	}
	return 0
}

func decorated(root string) ([]byte, error) {
	document, err := os.ReadFile(filepath.Join(root, "openapi", "stancer.yaml"))
	if err != nil {
		return nil, err
	}
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		return nil, err
	}
	var tree yaml.Node
	if err := yaml.Unmarshal(document, &tree); err != nil {
		return nil, fmt.Errorf("openapi/stancer.yaml: %w", err)
	}
	if err := decorate(tree.Content[0], readMethods(readme)); err != nil {
		return nil, err
	}
	return yaml.Marshal(&tree)
}
