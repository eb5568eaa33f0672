package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

type report struct {
	Upstream string   `json:"upstream"`
	Breaking []change `json:"breaking"`
	Harmless []change `json:"harmless"`
	Known    []change `json:"known"`
	Stale    []delta  `json:"stale"` // patterns of deltas.yaml that explain nothing
}

func newReport(upstream string, changes []change, deltas []delta) *report {
	r := &report{upstream, []change{}, []change{}, []change{}, []delta{}}
	r.Stale = append(r.Stale, explain(changes, deltas)...)
	slices.SortFunc(changes, func(a, b change) int {
		return cmp.Or(cmp.Compare(a.Where, b.Where), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Text, b.Text))
	})
	for _, change := range changes {
		group := &r.Harmless
		if change.Breaking {
			group = &r.Breaking
		}
		if change.Reason != "" {
			group = &r.Known
		}
		*group = append(*group, change)
	}
	return r
}

// New tells whether there is anything to do.
func (r *report) New() bool { return len(r.Breaking)+len(r.Harmless)+len(r.Stale) > 0 }

var writers = map[string]func(io.Writer, *report){"text": writeText, "markdown": writeMarkdown, "json": writeJSON}

func writeJSON(out io.Writer, r *report) {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(r) // texts, into memory
}

func writeText(out io.Writer, r *report) {
	fmt.Fprintf(out, "%s\n%s\n", r.summary(), legend)
	for _, part := range r.parts() {
		fmt.Fprintf(out, "\n%s: %d\n", strings.ToUpper(part.title), part.count)
		for _, group := range part.groups {
			fmt.Fprintf(out, "  %s%s\n      %s\n", marked(group.side, ""), group.what, shortened(group.where))
		}
	}
}

func writeMarkdown(out io.Writer, r *report) {
	fmt.Fprintf(out, "%s\n\n%s\n", r.summary(), legend)
	for _, part := range r.parts() {
		fmt.Fprintf(out, "\n### %s: %d\n\n", part.title, part.count)
		if part.folded {
			fmt.Fprint(out, "<details><summary>What, and why</summary>\n\n")
		}
		for _, group := range part.groups {
			fmt.Fprintf(out, "- %s%s\n  - `%s`\n", marked(group.side, "`"), group.what, strings.Join(group.where, "`\n  - `"))
		}
		if part.folded {
			fmt.Fprint(out, "\n</details>\n")
		}
	}
}

func (r *report) summary() string {
	return fmt.Sprintf("%s beside openapi/stancer.yaml: %d breaking, %d harmless, %d known, %d stale.",
		r.Upstream, len(r.Breaking), len(r.Harmless), len(r.Known), len(r.Stale))
}

const legend = "`+` Stancer has it and we do not, `-` we have it and Stancer does not, `~` both have it, and it differs."

func marked(side, quote string) string {
	if side == "" {
		return ""
	}
	return quote + side + quote + " "
}

// A part of the report holds what is said once about many places.
type part struct {
	title  string
	count  int
	folded bool
	groups []group
}

type group struct {
	side, what string
	where      []string
}

func (r *report) parts() []part {
	asFound := func(c change) group { return group{c.side(), c.Text, nil} }
	asKnown := func(c change) group { return group{"", c.Reason, nil} }
	parts := []part{
		{"New and breaking", len(r.Breaking), false, grouped(r.Breaking, asFound)},
		{"New and harmless", len(r.Harmless), false, grouped(r.Harmless, asFound)},
		{"Stale in deltas.yaml, to be removed there", len(r.Stale), false, nil},
		{"Known", len(r.Known), true, grouped(r.Known, asKnown)},
	}
	for _, delta := range r.Stale {
		parts[2].groups = append(parts[2].groups, group{"", delta.Reason, slices.Concat(delta.Where, delta.Change)})
	}
	return slices.DeleteFunc(parts, func(part part) bool { return part.count == 0 })
}

func grouped(changes []change, as func(change) group) []group {
	var groups []group
	for _, change := range changes {
		same := as(change)
		i := slices.IndexFunc(groups, func(group group) bool { return group.side == same.side && group.what == same.what })
		if i < 0 {
			i = len(groups)
			groups = append(groups, same)
		}
		groups[i].where = slices.Compact(append(groups[i].where, change.Where))
	}
	return groups
}

func (c change) side() string {
	switch {
	case strings.HasPrefix(c.ID, "new-") || strings.HasSuffix(c.ID, "-added"):
		return "+"
	case strings.Contains(c.ID, "removed") || c.ID == "schema-missing":
		return "-"
	}
	return "~"
}

const shown = 6

func shortened(where []string) string {
	if len(where) <= shown {
		return strings.Join(where, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(where[:shown], ", "), len(where)-shown)
}
