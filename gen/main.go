// Command gen generates Go files from openapi/stancer.yaml: the models, the raw client and the
// operations of package api, and in package stancer the aliases of its types and the functions that
// open its list types.
//
// It runs oapi-codegen with the configuration and the templates of this folder. Before that it
// prepares the document: members keep their order, and scalars that only share bounds (an amount,
// an order id) become plain Go types.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
	"go.yaml.in/yaml/v3"
)

const document = "openapi/stancer.yaml"

// files are the generated files. Each is one run of oapi-codegen, in which the templates named here
// replace those of oapi-codegen.
var files = []struct {
	path        string
	packageName string
	generate    codegen.GenerateOptions
	template    map[string]string
}{
	{"api/models.gen.go", "api", codegen.GenerateOptions{Models: true}, map[string]string{
		"constants.tmpl":      "nothing.tmpl",
		"typedef.tmpl":        "typedef.tmpl",
		"param-types.tmpl":    "param-types.tmpl",
		"request-bodies.tmpl": "nothing.tmpl",
	}},
	{"api/secrets.gen.go", "api", codegen.GenerateOptions{Models: true}, map[string]string{
		"constants.tmpl":      "nothing.tmpl",
		"typedef.tmpl":        "secrets.tmpl",
		"param-types.tmpl":    "nothing.tmpl",
		"request-bodies.tmpl": "nothing.tmpl",
	}},
	{"api/client.gen.go", "api", codegen.GenerateOptions{Client: true}, map[string]string{
		"client.tmpl":                "client.tmpl",
		"client-with-responses.tmpl": "nothing.tmpl",
	}},
	{"api/operations.gen.go", "api", codegen.GenerateOptions{Client: true}, map[string]string{
		"client.tmpl":                "operations.tmpl",
		"client-with-responses.tmpl": "nothing.tmpl",
	}},
	{"wrapper/types.gen.go", "stancer", codegen.GenerateOptions{Models: true}, map[string]string{
		"constants.tmpl":      "nothing.tmpl",
		"typedef.tmpl":        "aliases.tmpl",
		"param-types.tmpl":    "param-aliases.tmpl",
		"request-bodies.tmpl": "nothing.tmpl",
	}},
	{"wrapper/lists.gen.go", "stancer", codegen.GenerateOptions{Models: true}, map[string]string{
		"constants.tmpl":      "nothing.tmpl",
		"typedef.tmpl":        "lists.tmpl",
		"param-types.tmpl":    "nothing.tmpl",
		"request-bodies.tmpl": "nothing.tmpl",
	}},
}

func main() {
	root := flag.String("root", ".", "folder of the module")
	check := flag.Bool("check", false, "write nothing; fail if a generated file is stale")
	flag.Parse()
	if err := run(*root, *check); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(root string, check bool) error {
	generated, err := generateAll(root)
	switch {
	case err != nil:
		return err
	case check:
		return verify(root, generated)
	default:
		return write(root, generated)
	}
}

// generateAll returns the content of each generated file by its path in root.
func generateAll(root string) (map[string][]byte, error) {
	generated := map[string][]byte{}
	for _, file := range files {
		code, err := generate(root, file.packageName, file.generate, file.template)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file.path, err)
		}
		generated[file.path] = code
	}
	return generated, nil
}

func write(root string, generated map[string][]byte) error {
	for path, code := range generated {
		if err := os.WriteFile(filepath.Join(root, path), code, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// verify returns an error that names each file whose content differs from the generated one.
func verify(root string, generated map[string][]byte) error {
	var stale []string
	for _, path := range slices.Sorted(maps.Keys(generated)) {
		committed, err := os.ReadFile(filepath.Join(root, path))
		if err != nil || !bytes.Equal(committed, generated[path]) {
			stale = append(stale, path)
		}
	}
	if len(stale) > 0 {
		return fmt.Errorf("generated files are stale: %s; run make generate and commit the result",
			strings.Join(stale, ", "))
	}
	return nil
}

// generate runs oapi-codegen once. It loads the document each time, because oapi-codegen changes
// it.
func generate(
	root, packageName string, options codegen.GenerateOptions, templates map[string]string,
) ([]byte, error) {
	doc, err := load(filepath.Join(root, document))
	if err != nil {
		return nil, err
	}
	config, err := configuration(root)
	if err != nil {
		return nil, err
	}
	prepare(doc, config.OutputOptions.ExcludeSchemas)

	config.PackageName, config.Generate = packageName, options
	config.OutputOptions.UserTemplates = map[string]string{}
	templates["imports.tmpl"] = "imports.tmpl"
	for name, file := range templates {
		text, err := os.ReadFile(filepath.Join(root, "gen", "templates", file))
		if err != nil {
			return nil, err
		}
		config.OutputOptions.UserTemplates[name] = string(text)
	}
	code, err := codegen.Generate(doc, config)
	return []byte(code), err
}

func configuration(root string) (config codegen.Configuration, err error) {
	text, err := os.ReadFile(filepath.Join(root, "gen", "config.yaml"))
	if err != nil {
		return config, err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	return config, decoder.Decode(&config)
}
