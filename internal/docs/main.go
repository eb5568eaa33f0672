// Command docs writes the document that `make docs` turns into a page: openapi/stancer.yaml, with
// its extensions in the descriptions, and with a link to the Go method of each operation and a
// sample. It runs in the root of the module and takes the methods from OPERATIONS.md.
package main

import (
	"fmt"
	"os"

	"go.yaml.in/yaml/v3"

	"github.com/stancer-go/stancer/internal/methods"
)

func main() {
	text, err := page(".")
	if err == nil {
		_, err = os.Stdout.Write(text)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "docs:", err)
		os.Exit(1)
	}
}

// page returns the document of the page. The argument is the root of the module.
func page(root string) ([]byte, error) {
	document, err := os.ReadFile(root + "/openapi/stancer.yaml")
	if err != nil {
		return nil, err
	}
	table, err := os.ReadFile(root + "/OPERATIONS.md")
	if err != nil {
		return nil, err
	}
	return decorated(document, table)
}

func decorated(document, table []byte) ([]byte, error) {
	var tree yaml.Node
	if err := yaml.Unmarshal(document, &tree); err != nil {
		return nil, fmt.Errorf("openapi/stancer.yaml: %w", err)
	}
	if err := decorate(tree.Content[0], methods.Read(table)); err != nil {
		return nil, err
	}
	return yaml.Marshal(&tree)
}
