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

// New reports whether there is anything to do.
func (r *report) New() bool { return len(r.Breaking)+len(r.Harmless)+len(r.Stale) > 0 }

var writers = map[string]func(io.Writer, *report){"markdown": writeMarkdown, "json": writeJSON}

func writeJSON(out io.Writer, r *report) {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(r) // texts, into memory
}

func writeMarkdown(out io.Writer, r *report) {
	fmt.Fprintf(out, "%s beside openapi/stancer.yaml: ", r.Upstream)
	fmt.Fprintf(out, "%d breaking, %d harmless, %d known, %d stale.\n\n%s\n",
		len(r.Breaking), len(r.Harmless), len(r.Known), len(r.Stale), legend)
	writePart(out, "New and breaking", len(r.Breaking), grouped(r.Breaking, asFound))
	writePart(out, "New and harmless", len(r.Harmless), grouped(r.Harmless, asFound))
	var stale []group
	for _, delta := range r.Stale {
		where := slices.Concat(delta.Where, delta.Change)
		stale = append(stale, group{what: delta.Reason, where: where})
	}
	writePart(out, "Stale, to be removed from deltas.yaml or unmarked in stancer.yaml", len(stale), stale)
	known := grouped(r.Known, asKnown)
	for i := range known {
		known[i].shorten()
	}
	writePart(out, "Known", len(r.Known), known)
}

const legend = "`+` Stancer has it and we do not, `-` we have it and Stancer does not, " +
	"`~` both have it, and it differs."

func writePart(out io.Writer, title string, count int, groups []group) {
	if count == 0 {
		return
	}
	fmt.Fprintf(out, "\n### %s: %d\n\n", title, count)
	for _, group := range groups {
		fmt.Fprintf(out, "- %s\n", group.what)
		for _, where := range group.where {
			fmt.Fprintf(out, "  - `%s`\n", where)
		}
		if group.more > 0 {
			fmt.Fprintf(out, "  - and %d more\n", group.more)
		}
	}
}

// A group is one text about several places.
type group struct {
	what  string
	where []string
	more  int // places that are not listed
}

// shorten keeps the first places.
func (g *group) shorten() {
	const shown = 3
	if len(g.where) > shown {
		g.where, g.more = g.where[:shown], len(g.where)-shown
	}
}

func asFound(c change) string { return "`" + c.side() + "` " + c.Text }

func asKnown(c change) string { return c.Reason }

func grouped(changes []change, text func(change) string) []group {
	var groups []group
	for _, change := range changes {
		what := text(change)
		i := slices.IndexFunc(groups, func(group group) bool { return group.what == what })
		if i < 0 {
			i = len(groups)
			groups = append(groups, group{what: what})
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
