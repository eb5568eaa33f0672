// Command docs writes the document that `make docs` turns into a page: openapi/stancer.yaml, with
// its extensions and the Go method of each operation in the descriptions, which every renderer
// shows. It runs in the root of the module, and takes the methods from the table of README.md.
package main

import (
	"fmt"
	"os"

	"go.yaml.in/yaml/v3"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "docs:", err)
		os.Exit(1)
	}
}

func run() error {
	document, err := os.ReadFile("openapi/stancer.yaml")
	if err != nil {
		return err
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		return err
	}
	text, err := decorated(document, readme)
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(text)
	return err
}

func decorated(document, readme []byte) ([]byte, error) {
	var tree yaml.Node
	if err := yaml.Unmarshal(document, &tree); err != nil {
		return nil, fmt.Errorf("openapi/stancer.yaml: %w", err)
	}
	if err := decorate(tree.Content[0], readMethods(readme)); err != nil {
		return nil, err
	}
	return yaml.Marshal(&tree)
}
