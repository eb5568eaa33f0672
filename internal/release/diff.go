package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// diff compares with the last release.
func (r repository) diff(out io.Writer) error {
	last, changes, err := r.sinceLast()
	if err != nil {
		return err
	}
	return r.report(out, last, changes)
}

// report writes in Markdown what changed since the last release, and fails for what breaks users and is not announced.
func (r repository) report(out io.Writer, last *version, changes []change) error {
	if last == nil {
		_, err := fmt.Fprintln(out, "No release comes before this, so there is nothing to compare the Go API with.")
		return err
	}
	least := last.needs(changes)
	fmt.Fprintf(out, "## The Go API since %s\n\nThis asks for a **%s** version: %s.\n", last, least, last.next(least))
	list(out, "Breaking", changes, true)
	list(out, "New", changes, false)
	return r.announcements(*last, changes)
}

// sinceLast returns the last release, or nil if there is none, and what changed since.
func (r repository) sinceLast() (*version, []change, error) {
	tag, err := r.lastRelease()
	if err != nil || tag == "" {
		return nil, nil, err
	}
	last, err := parseVersion(tag)
	if err != nil {
		return nil, nil, err
	}
	changes, err := r.changes(tag)
	return &last, changes, err
}

func list(out io.Writer, title string, changes []change, breaking bool) {
	changes = slices.DeleteFunc(slices.Clone(changes), func(c change) bool { return c.breaking != breaking })
	if len(changes) == 0 {
		return
	}
	fmt.Fprintf(out, "\n### %s\n\n", title)
	for _, c := range changes {
		fmt.Fprintf(out, "- `%s`: %s\n", c.name(), c.what)
	}
}

// announcements fails for breaking changes that the changelog does not name. What it says of stancer, which is made of aliases, it says of
// api.
func (r repository) announcements(last version, changes []change) error {
	text, err := r.changelog()
	if err != nil {
		return err
	}
	names, err := announced(text, last)
	if err != nil {
		return err
	}
	var missing []string
	for _, c := range changes {
		if c.breaking && !names[c.name()] && !(c.pkg == "api" && names["stancer."+c.symbol]) {
			missing = append(missing, fmt.Sprintf("- **Breaking:** `%s` …", c.name()))
		}
	}
	if missing != nil {
		return fmt.Errorf("%w: CHANGELOG.md does not announce what breaks users. Undo it, or write under Unreleased:\n%s",
			errUnready, strings.Join(missing, "\n"))
	}
	return nil
}
