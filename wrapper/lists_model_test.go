package stancer_test

import (
	"bytes"
	"cmp"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// changingList is an http.RoundTripper that answers with pages of a list of payments, which changes
// while it is read. Payments are numbered in the order of their creation. It is used in a bubble of
// testing/synctest: with the same seed, everything happens at the same times.
type changingList struct {
	descending bool
	most       int  // objects that a page has at most
	counts     bool // whether range.count is given
	start      int  // where the walk starts
	seed       uint64
	change     func(l *changingList, random *rand.Rand)

	mu       sync.Mutex
	random   *rand.Rand // of the changes
	list     []int      // the payments in the list, the oldest first
	hidden   []int      // payments that the filter excludes
	created  int
	steady   map[int]bool   // the payments that were in the list all the time
	skipped  map[int]bool   // the payments before start when the walk began
	served   []int          // the page that was served last
	requests map[string]int // by their query
	sent     int
	underway int
	peak     int // the largest number of requests under way
	stopped  bool
}

func newChangingList(seed uint64, size int) *changingList {
	l := &changingList{
		most: 100, seed: seed, random: rand.New(rand.NewPCG(seed, 1)), steady: map[int]bool{},
		requests: map[string]int{}, change: func(*changingList, *rand.Rand) {},
	}
	l.create(size)
	for _, payment := range l.list {
		l.steady[payment] = true
	}
	return l
}

// latency is the time that a request takes. It depends on the query and how often it was sent, as
// the order of requests that are sent at the same time varies.
func (l *changingList) latency(query string) time.Duration {
	hash := fnv.New64a()
	fmt.Fprint(hash, l.seed, query, l.requests[query])
	l.requests[query]++
	return time.Millisecond + time.Duration(hash.Sum64()%uint64(20*time.Millisecond))
}

func (l *changingList) RoundTrip(req *http.Request) (*http.Response, error) {
	query := req.URL.Query()
	start, _ := strconv.Atoi(query.Get("start"))
	limit, _ := strconv.Atoi(query.Get("limit"))
	l.mu.Lock()
	before, after := l.latency(req.URL.RawQuery), l.latency(req.URL.RawQuery)
	l.sent++
	l.underway++
	l.peak = max(l.peak, l.underway)
	l.mu.Unlock()

	err := pause(req, before)
	l.mu.Lock()
	body := l.page(start, limit)
	l.mu.Unlock()
	err = cmp.Or(err, pause(req, after))
	l.mu.Lock()
	l.underway--
	l.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: 200,
		Body:       io.NopCloser(bytes.NewReader(body)),
		Request:    req,
	}, nil
}

func pause(req *http.Request, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-req.Context().Done():
		return req.Context().Err()
	}
}

// page is the JSON of a page.
func (l *changingList) page(start, limit int) []byte {
	list := slices.Clone(l.list)
	if l.descending {
		slices.Reverse(list)
	}
	if l.skipped == nil {
		l.skipped = map[int]bool{}
		for _, payment := range list[:min(l.start, len(list))] {
			l.skipped[payment] = true
		}
	}
	size := min(limit, l.most)
	from, to := min(start, len(list)), min(start+size, len(list))
	l.served = list[from:to]
	page := fmt.Appendf(nil, `{"range":{"start":%d,"limit":%d,"end":%d,"has_more":%t`,
		start, size, start+size, to < len(list))
	if l.counts {
		page = fmt.Appendf(page, `,"count":%d`, len(list))
	}
	page = append(page, `},"payments":[`...)
	for i, payment := range l.served {
		if i > 0 {
			page = append(page, ',')
		}
		page = fmt.Appendf(page, `{"id":%q}`, paymentName(payment))
	}
	return append(page, `]}`...)
}

func paymentName(n int) string { return fmt.Sprintf("paym_%024d", n) }

// run changes the list at random times, until stop.
func (l *changingList) run(changes int) {
	for range changes {
		time.Sleep(time.Duration(l.random.Int64N(int64(40 * time.Millisecond))))
		l.mu.Lock()
		if l.stopped {
			l.mu.Unlock()
			return
		}
		l.change(l, l.random)
		l.mu.Unlock()
	}
}

func (l *changingList) stop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stopped = true
}

func (l *changingList) create(n int) {
	for range n {
		l.list = append(l.list, l.created)
		l.created++
	}
}

// remove takes n payments out of the list, from the index on.
func (l *changingList) remove(i, n int) (removed []int) {
	i = min(i, len(l.list))
	removed = slices.Clone(l.list[i:min(i+n, len(l.list))])
	l.list = slices.Delete(l.list, i, i+len(removed))
	for _, payment := range removed {
		delete(l.steady, payment)
	}
	return removed
}

// filter hides up to n payments that no longer match a filter, and shows up to four hidden ones.
func (l *changingList) filter(random *rand.Rand, n int) {
	l.hidden = append(l.hidden, l.remove(random.IntN(len(l.list)+1), random.IntN(n+1))...)
	for range random.IntN(5) {
		if i := random.IntN(len(l.hidden) + 1); i < len(l.hidden) {
			l.list = append(l.list, l.hidden[i])
			l.hidden = slices.Delete(l.hidden, i, i+1)
		}
	}
	slices.Sort(l.list)
}

// changes are the ways in which a list changes.
var changes = []struct {
	name   string
	change func(l *changingList, random *rand.Rand)
}{
	{"nothing", func(*changingList, *rand.Rand) {}},
	{"single creations", func(l *changingList, _ *rand.Rand) { l.create(1) }},
	{"many creations", func(l *changingList, random *rand.Rand) { l.create(random.IntN(30)) }},
	{
		"single deletions",
		func(l *changingList, random *rand.Rand) { l.remove(random.IntN(len(l.list)+1), 1) },
	},
	{"mass deletions", func(l *changingList, random *rand.Rand) {
		l.remove(random.IntN(len(l.list)+1), random.IntN(len(l.list)+1))
	}},
	{"deletions of all that was read", func(l *changingList, random *rand.Rand) {
		switch {
		case random.IntN(4) > 0 || len(l.served) == 0:
		case l.descending:
			l.remove(max(0, slices.Index(l.list, l.served[len(l.served)-1])), len(l.list))
		default:
			l.remove(0, slices.Index(l.list, l.served[len(l.served)-1])+1)
		}
	}},
	{"creations and deletions", func(l *changingList, random *rand.Rand) {
		l.create(random.IntN(4))
		for range random.IntN(4) {
			l.remove(random.IntN(len(l.list)+1), 1)
		}
	}},
	{"a filter", func(l *changingList, random *rand.Rand) { l.filter(random, 4) }},
	{"everything", func(l *changingList, random *rand.Rand) {
		l.create(random.IntN(5) * random.IntN(8))
		l.filter(random, 9)
		if random.IntN(8) == 0 {
			l.remove(random.IntN(len(l.list)+1), random.IntN(len(l.list)+1))
		}
	}},
}

// tour is a walk over a changing list.
type tour struct {
	seed               uint64
	size               int // of the list at first
	change, changes    int // which, and how many
	limit, pages, most int
	start              int
	descending, counts bool
}

// run walks, and returns what was wrong with what All yielded, and the error of All.
func (w tour) run(t *testing.T) (problem string, err error) {
	l := newChangingList(w.seed, w.size)
	l.descending, l.counts, l.start, l.most = w.descending, w.counts, w.start, w.most
	l.change = changes[w.change].change
	var changed sync.WaitGroup
	changed.Go(func() { l.run(w.changes) })
	defer changed.Wait()
	defer l.stop()
	params := &stancer.ListPaymentsParams{
		Limit: stancer.Ptr(int64(w.limit)),
		Start: stancer.Ptr(int64(w.start)),
	}
	list := client(t, l).Payments.List(params, stancer.WithConcurrentPages(w.pages))
	got, err := collect(list.All(t.Context()))
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.peak > w.pages:
		return fmt.Sprintf("%d requests under way, more than %d", l.peak, w.pages), err
	case l.underway > 0:
		return "requests are under way after the range", err
	}
	return l.compare(got, err == nil), err
}

// compare returns what is wrong with the payments that All has yielded. Until an error, or to the
// end, all those must have come that were in the list all the time.
func (l *changingList) compare(got []string, ended bool) string {
	var want, steady []string
	for _, payment := range slices.Sorted(maps.Keys(l.steady)) {
		if !l.skipped[payment] {
			want = append(want, paymentName(payment))
		}
	}
	if l.descending {
		slices.Reverse(want)
	}
	expected := map[string]bool{}
	for _, id := range want {
		expected[id] = true
	}
	seen := map[string]bool{}
	for _, id := range got {
		n, _ := strconv.Atoi(strings.TrimPrefix(id, "paym_"))
		switch {
		case seen[id]:
			return id + " came twice"
		case l.skipped[n]:
			return id + " came, which is before the start"
		case expected[id]:
			steady = append(steady, id)
		}
		seen[id] = true
	}
	if ended && len(steady) < len(want) || !slices.Equal(steady, want[:len(steady)]) {
		return fmt.Sprintf("came: %v\nwant: %v", steady, want)
	}
	return ""
}

// TestAllIsComplete checks that All yields each object that stays in the list exactly once and in
// order, whatever changes meanwhile, and that it does so without an error if a page has more than
// two objects.
func TestAllIsComplete(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for n := range len(changes) * 7 {
			w := tour{
				seed: uint64(n), size: 40, change: n % len(changes), changes: 40, most: 100,
				limit:      1 + n/len(changes)%7,
				pages:      1 + n/len(changes)*3%8,
				descending: n%2 == 0, counts: n%3 == 0,
			}
			problem, err := w.run(t)
			assert.Empty(t, problem, "%s: %+v", changes[w.change].name, w)
			if w.limit > 2 {
				assert.NoError(t, err, "%s: %+v", changes[w.change].name, w)
			}
		}
	})
}

// TestAllFromAnOffsetIsComplete checks the same from an offset, with a server whose pages are
// smaller than the limit. All may return an error.
func TestAllFromAnOffsetIsComplete(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		complete := 0
		for n := range 80 {
			random := rand.New(rand.NewPCG(uint64(n), 2))
			w := randomTour(random)
			w.size, w.start, w.most = 50, random.IntN(55), 2+random.IntN(6)
			problem, err := w.run(t)
			assert.Empty(t, problem, "%s: %+v", changes[w.change].name, w)
			if err == nil {
				complete++
			}
		}
		assert.Greater(t, complete, 55)
	})
}

func randomTour(random *rand.Rand) tour {
	return tour{
		seed: random.Uint64(), size: random.IntN(100), change: random.IntN(len(changes)),
		changes: random.IntN(80), limit: 1 + random.IntN(7), pages: 1 + random.IntN(8), most: 100,
		descending: random.IntN(2) == 0, counts: random.IntN(2) == 0,
	}
}

// FuzzAll checks the same for any list, changes and options.
func FuzzAll(f *testing.F) {
	for n := range uint64(20) {
		random := rand.New(rand.NewPCG(n, 3))
		w := randomTour(random)
		f.Add(w.seed, uint8(w.size), uint8(w.change), uint8(w.changes), uint8(w.limit),
			uint8(w.pages), uint8(random.IntN(10)), uint8(random.IntN(100)), w.descending, w.counts)
	}
	f.Fuzz(func(t *testing.T, seed uint64, size, change, changed, limit, pages, most, start uint8,
		descending, counts bool,
	) {
		w := tour{
			seed: seed, size: int(size), change: int(change) % len(changes), changes: int(changed),
			limit: 1 + int(
				limit)%100, pages: 1 + int(pages)%16, most: 1 + int(most)%100, start: int(start),
			descending: descending, counts: counts,
		}
		synctest.Test(t, func(t *testing.T) {
			if problem, _ := w.run(t); problem != "" {
				t.Fatalf("%s: %+v: %s", changes[w.change].name, w, problem)
			}
		})
	})
}
