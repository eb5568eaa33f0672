package main

import (
	"os"
	"path/filepath"
	"strings"
)

// packages are those whose exported API is promised, by folder. What is an alias comes before what it is an alias of.
var packages = []struct{ folder, name string }{
	{"wrapper", "stancer"},
	{"wrapper/stancertest", "stancertest"},
	{"api", "api"},
	{"openapi", "openapi"},
	{"openapi/contract", "contract"},
}

// change is a change of the exported API.
type change struct {
	pkg, symbol, what string // stancer, Customers.Get, removed
	breaking          bool
}

func (c change) name() string { return c.pkg + "." + c.symbol }

// changes compares the packages with those of a release.
func (r repository) changes(tag string) (all []change, err error) {
	aliases := map[string]bool{} // what was said of stancer, and need not be said of api again
	err = r.checkOut(tag, func(base string) error {
		for _, pkg := range packages {
			text, err := r.apidiff(base, pkg.folder)
			if err != nil {
				return err
			}
			for _, c := range readChanges(text, pkg.name) {
				if c.pkg == "stancer" {
					aliases[c.symbol+c.what] = true
				}
				if c.pkg != "api" || !aliases[c.symbol+c.what] {
					all = append(all, c)
				}
			}
		}
		return nil
	})
	return all, err
}

// apidiff returns the report of that program about one package.
func (r repository) apidiff(base, folder string) (string, error) {
	switch before, now := exists(base, folder), exists(r.root, folder); {
	case !before && !now:
		return "", nil
	case !before:
		return "Compatible changes:\n- package: added", nil
	case !now:
		return "Incompatible changes:\n- package: removed", nil
	}
	pkg, err := command(base, nil, "go", "list", "./"+folder)
	if err != nil {
		return "", err
	}
	exported := filepath.Join(base, "..", strings.ReplaceAll(folder, "/", "-"))
	if _, err := command(base, nil, "go", "run", r.tool, "-w", exported, pkg); err != nil {
		return "", err
	}
	return command(r.root, nil, "go", "run", r.tool, exported, pkg)
}

func exists(root, folder string) bool {
	_, err := os.Stat(filepath.Join(root, folder))
	return err == nil
}

// readChanges reads a report of apidiff, which has a line for each change, "- (*Customers).Get: removed", under the heading that says what
// it does to users.
func readChanges(report, pkg string) (changes []change) {
	breaking := false
	for line := range strings.Lines(report) {
		text, listed := strings.CutPrefix(strings.TrimSpace(line), "- ")
		switch {
		case text == "Incompatible changes:":
			breaking = true
		case text == "Compatible changes:":
			breaking = false
		case listed:
			place, what, _ := strings.Cut(text, ": ")
			symbol, detail, _ := strings.Cut(place, ",") // (*Client).Ping, method set of …
			symbol = strings.NewReplacer("(*", "", ")", "").Replace(symbol)
			changes = append(changes, change{pkg, symbol, strings.TrimSpace(detail + " " + what), breaking})
		}
	}
	return changes
}
