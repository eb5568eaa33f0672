// Command gen turns openapi/stancer.yaml into the generated files of package api, and the aliases of its types in package stancer.
//
// It hands the document to oapi-codegen with the configuration and the templates of this folder, after two things that the generator does
// not do by itself: members keep the order of the document, and scalars that only share bounds (an amount, an order id) become plain Go types.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
	"go.yaml.in/yaml/v3"
)

const document = "openapi/stancer.yaml"

// files lists what is generated: each file is one run of oapi-codegen with the templates named here in place of its own.
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
}

func main() {
	root := flag.String("root", ".", "folder of the module")
	check := flag.Bool("check", false, "write nothing; fail when a generated file is not what the document gives")
	flag.Parse()
	if err := run(*root, *check); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(root string, check bool) error {
	stale := false
	for _, file := range files {
		code, err := generate(root, file.packageName, file.generate, file.template)
		if err != nil {
			return fmt.Errorf("%s: %w", file.path, err)
		}
		target := filepath.Join(root, file.path)
		if !check {
			if err := os.WriteFile(target, code, 0o644); err != nil {
				return err
			}
			continue
		}
		if committed, err := os.ReadFile(target); err != nil || !bytes.Equal(committed, code) {
			fmt.Fprintf(os.Stderr, "gen: %s is not what %s gives\n", file.path, document)
			stale = true
		}
	}
	if stale {
		return fmt.Errorf("generated files are stale; run make generate and commit the result")
	}
	return nil
}

// generate runs oapi-codegen once. The document is loaded anew each time, because the generator changes what it is given.
func generate(root, packageName string, what codegen.GenerateOptions, templates map[string]string) ([]byte, error) {
	doc, err := load(filepath.Join(root, document))
	if err != nil {
		return nil, err
	}
	config, err := configuration(root)
	if err != nil {
		return nil, err
	}
	prepare(doc, config.OutputOptions.ExcludeSchemas)

	config.PackageName, config.Generate = packageName, what
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
