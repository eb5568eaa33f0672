package tour

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/stancer-go/stancer/openapi"
	"github.com/stancer-go/stancer/openapi/contract"
)

// Report is what a tour saw. It holds no value of a request or an answer, but for the words of errors.
type Report struct {
	// Fake tells that a fake answered, so that nothing is settled.
	Fake bool
	// Deviations are what was not as the document says, and how many times each was seen.
	Deviations map[contract.Deviation]int
	// Failed are the calls that failed though they should not have. An error can well be as the document says.
	Failed []string
	// Statuses are those with which each operation answered.
	Statuses map[string][]int

	seen  map[string][]string // by question
	left  map[string]int
	tried []tried
	facts []fact
}

// tried is an operation of the document, and what it answered.
type tried struct {
	id, method, path string
	statuses         []int
}

// fact is a response of the document that is not published, and what was seen of it.
type fact struct {
	name, evidence, reason string
	fits, deviates         []string // operations
}

func newReport(fake bool) *Report {
	return &Report{Fake: fake, Deviations: map[contract.Deviation]int{}, seen: map[string][]string{}, left: map[string]int{}}
}

func (r *Report) deviates(d contract.Deviation) { r.Deviations[d]++ }

func (r *Report) fail(what string) { r.Failed = append(r.Failed, what) }

// Clean tells that only documented things were seen, and that no call failed.
func (r *Report) Clean() bool { return len(r.Deviations) == 0 && len(r.Failed) == 0 }

// Summary tells the outcome in a line.
func (r *Report) Summary() string {
	answered := 0
	for _, one := range r.tried {
		if len(one.statuses) > 0 {
			answered++
		}
	}
	return fmt.Sprintf("%d of %d operations answered, %d deviations from the document, %d calls failed, %d of %d questions answered by %s",
		answered, len(r.tried), len(r.Deviations), len(r.Failed), len(r.seen), len(questions), r.who())
}

func (r *Report) who() string {
	if r.Fake {
		return "a fake"
	}
	return "Stancer"
}

// complete adds what the document says of all that was seen.
func (r *Report) complete(statuses map[string][]int) error {
	r.Statuses = statuses
	doc, err := openapi.Load()
	if err != nil {
		return err
	}
	facts := map[string]*fact{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			r.tried = append(r.tried, tried{op.OperationID, method, path, statuses[op.OperationID]})
			for status, response := range op.Responses.Map() {
				evidence, marked := response.Value.Extensions["x-evidence"].(string)
				if !marked {
					continue
				}
				known := facts[response.Ref]
				if known == nil {
					reason, _ := response.Value.Extensions["x-evidence-reason"].(string)
					known = &fact{name: status + " " + lastPart(response.Ref), evidence: evidence, reason: reason}
					facts[response.Ref] = known
				}
				known.note(r, op.OperationID, status)
			}
		}
	}
	r.facts = sortedBy(slices.Collect(maps.Values(facts)), func(f *fact) string { return f.name })
	slices.SortFunc(r.tried, func(a, b tried) int { return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.method, b.method)) })
	return nil
}

// note adds an operation to those that answered as the fact says, or otherwise.
func (f *fact) note(r *Report, operation, status string) {
	if !slices.ContainsFunc(r.Statuses[operation], func(seen int) bool { return fmt.Sprint(seen) == status }) {
		return
	}
	for d := range r.Deviations {
		if d.Operation == operation && fmt.Sprint(d.Status) == status && d.Level == contract.LevelError {
			f.deviates = append(f.deviates, operation)
			return
		}
	}
	f.fits = append(f.fits, operation)
}

func sortedBy[T any](items []*T, key func(*T) string) (sorted []T) {
	slices.SortFunc(items, func(a, b *T) int { return cmp.Compare(key(a), key(b)) })
	for _, item := range items {
		sorted = append(sorted, *item)
	}
	return sorted
}
