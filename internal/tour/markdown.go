package tour

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/stancer-go/stancer/openapi/contract"
)

// Write writes the report in Markdown.
func (r *Report) Write(w io.Writer) {
	fmt.Fprint(w, "# A tour of the Stancer API\n\n")
	if r.Fake {
		fmt.Fprint(w, "**The answers come from a fake, and settle nothing about Stancer.** They show that the document, the client and the fake ",
			"agree. For answers from Stancer set STANCER_API_KEY to a secret key of test mode.\n\n")
	} else {
		fmt.Fprint(w, "The answers come from Stancer, in test mode.\n\n")
	}
	fmt.Fprintf(w, "%s.\n", capital(r.Summary()))
	r.writeDeviations(w)
	r.writeFailed(w)
	r.writeQuestions(w)
	r.writeFacts(w)
	r.writeTried(w)
	r.writeLeft(w)
}

func (r *Report) writeDeviations(w io.Writer) {
	fmt.Fprint(w, "\n## What was not as the document says\n\n")
	if len(r.Deviations) == 0 {
		fmt.Fprint(w, "Nothing.\n")
		return
	}
	row(w, "operation", "where", "what", "level", "times")
	row(w, "---", "---", "---", "---", "---")
	order := func(a, b contract.Deviation) int { return cmp.Compare(a.String(), b.String()) }
	for _, d := range slices.SortedFunc(maps.Keys(r.Deviations), order) {
		row(w, cmp.Or(d.Operation, d.Method+" "+d.Path), d.Place(), d.Message, string(d.Level), fmt.Sprint(r.Deviations[d]))
	}
}

func (r *Report) writeFailed(w io.Writer) {
	if len(r.Failed) == 0 {
		return
	}
	fmt.Fprint(w, "\n## Calls that failed\n\n")
	for _, text := range r.Failed {
		fmt.Fprintf(w, "- %s\n", markup.Replace(text))
	}
}

func (r *Report) writeQuestions(w io.Writer) {
	fmt.Fprintf(w, "\n## What is open, and what %s answered\n\n", r.who())
	row(w, "question", "the document says", "seen")
	row(w, "---", "---", "---")
	for _, q := range questions {
		row(w, q.ask, q.says, cmp.Or(strings.Join(r.seen[q.id], "; "), "not asked"))
	}
	fmt.Fprint(w, "\nWhat a tour cannot see:\n\n")
	for _, what := range unanswerable {
		fmt.Fprintf(w, "- %s\n", what)
	}
}

func (r *Report) writeFacts(w io.Writer) {
	fmt.Fprint(w, "\n## Answers that are not published, as the document has them\n\n")
	row(w, "answer", "evidence so far", "seen as the document says", "seen otherwise")
	row(w, "---", "---", "---", "---")
	for _, f := range r.facts {
		row(w, f.name, f.evidence+": "+f.reason, operations(f.fits), operations(f.deviates))
	}
}

func operations(names []string) string {
	slices.Sort(names)
	if len(names) > 4 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:3], ", "), len(names)-3)
	}
	return cmp.Or(strings.Join(names, ", "), "-")
}

func (r *Report) writeTried(w io.Writer) {
	fmt.Fprint(w, "\n## What was tried\n\n")
	row(w, "operation", "route", "answers")
	row(w, "---", "---", "---")
	for _, one := range r.tried {
		statuses := strings.Trim(fmt.Sprint(one.statuses), "[]")
		row(w, one.id, one.method+" "+one.path, cmp.Or(statuses, "not tried"))
	}
}

func (r *Report) writeLeft(w io.Writer) {
	fmt.Fprint(w, "\n## What stays behind\n\nWhat was created is deleted again, but for what nothing can delete:\n\n")
	for _, what := range slices.Sorted(maps.Keys(r.left)) {
		fmt.Fprintf(w, "- %s: %d\n", what, r.left[what])
	}
}

// markup takes the meaning out of what would break a table, or the page.
var markup = strings.NewReplacer("|", `\|`, "<", "&lt;", "\n", " ")

// row writes a row of a table. What a cell holds can be no markup but code.
func row(w io.Writer, cells ...string) {
	for i, cell := range cells {
		cells[i] = markup.Replace(cell)
	}
	fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | "))
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

func lastPart(ref string) string { return path.Base(ref) }

var typeForm = regexp.MustCompile(`^[a-z]+/[a-z.+-]+$`)

// shownType returns the content type of an answer.
func shownType(header http.Header) string {
	kind, _, _ := strings.Cut(header.Get("Content-Type"), ";")
	if kind == "" {
		return "none"
	}
	if !typeForm.MatchString(kind) {
		return "another"
	}
	return kind
}
