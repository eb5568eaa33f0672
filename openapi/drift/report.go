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
	Stale    []delta  `json:"stale"` // patterns of deltas.yaml that match no change
}

func newReport(upstream string, changes []change, deltas []delta) *report {
	r := &report{upstream, []change{}, []change{}, []change{}, []delta{}}
	r.Stale = append(r.Stale, explain(changes, deltas)...)
	slices.SortFunc(changes, func(a, b change) int {
		return cmp.Or(
			cmp.Compare(a.Where, b.Where), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Text, b.Text),
		)
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

// New reports whether there is a new difference or a stale pattern.
func (r *report) New() bool { return len(r.Breaking)+len(r.Harmless)+len(r.Stale) > 0 }

var writers = map[string]func(io.Writer, *report){"markdown": writeMarkdown, "json": writeJSON}

func writeJSON(out io.Writer, r *report) {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(r) // cannot fail: r holds only strings, and out is in memory
}

func writeMarkdown(out io.Writer, r *report) {
	fmt.Fprintf(out, "%s compared with openapi/stancer.yaml: ", r.Upstream)
	fmt.Fprintf(out, "%d breaking, %d harmless, %d known, %d stale.\n\n%s\n",
		len(r.Breaking), len(r.Harmless), len(r.Known), len(r.Stale), legend)
	writePart(out, "New and breaking", len(r.Breaking), grouped(r.Breaking, asFound))
	writePart(out, "New and harmless", len(r.Harmless), grouped(r.Harmless, asFound))
	var stale []group
	for _, delta := range r.Stale {
		where := slices.Concat(delta.Where, delta.Change)
		stale = append(stale, group{text: delta.Reason, where: where})
	}
	const title = "Stale: remove from deltas.yaml, or remove the mark in stancer.yaml"
	writePart(out, title, len(stale), stale)
	known := grouped(r.Known, asKnown)
	for i := range known {
		known[i].shorten()
	}
	writePart(out, "Known", len(r.Known), known)
}

const legend = "`+` only in Stancer's document, `-` only in ours, `~` different in both."

func writePart(out io.Writer, title string, count int, groups []group) {
	if count == 0 {
		return
	}
	fmt.Fprintf(out, "\n### %s: %d\n\n", title, count)
	for _, group := range groups {
		fmt.Fprintf(out, "- %s\n", group.text)
		for _, where := range group.where {
			fmt.Fprintf(out, "  - `%s`\n", where)
		}
		if group.more > 0 {
			fmt.Fprintf(out, "  - and %d more\n", group.more)
		}
	}
}

// A group is a text that applies to several places.
type group struct {
	text  string
	where []string
	more  int // places that are not listed
}

// shorten drops all places but the first.
func (g *group) shorten() {
	const shown = 3
	if len(g.where) > shown {
		g.where, g.more = g.where[:shown], len(g.where)-shown
	}
}

func asFound(c change) string { return "`" + c.side() + "` " + c.Text }

func asKnown(c change) string { return c.Reason }

func grouped(changes []change, textOf func(change) string) []group {
	var groups []group
	for _, change := range changes {
		text := textOf(change)
		i := slices.IndexFunc(groups, func(group group) bool { return group.text == text })
		if i < 0 {
			i = len(groups)
			groups = append(groups, group{text: text})
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
