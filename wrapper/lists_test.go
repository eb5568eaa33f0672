package stancer_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// ledger is a list of payments, newest first, as a server has it.
type ledger struct {
	*site
	mu      sync.Mutex
	ids     []string
	queries []url.Values
	// answer, if set, may answer the request of this number, from 1.
	answer func(w http.ResponseWriter, r *http.Request, request int) bool
}

func newLedger(t testing.TB, size int) *ledger {
	t.Helper()
	l := &ledger{}
	for i := range size {
		l.ids = append(l.ids, fmt.Sprintf("paym_%024d", size-i))
	}
	l.site = newSite(t, l.serve)
	return l
}

func (l *ledger) serve(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.queries = append(l.queries, r.URL.Query())
	if l.answer != nil && l.answer(w, r, len(l.queries)) {
		return
	}
	start, _ := strconv.Atoi(r.URL.Query().Get("start"))
	limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
	writePage(w, start, limit, start+limit < len(l.ids), l.ids[min(start, len(l.ids)):min(start+limit, len(l.ids))])
}

func writePage(w http.ResponseWriter, start, limit int, more bool, ids []string) {
	payments := []map[string]any{}
	for _, id := range ids {
		payments = append(payments, map[string]any{"id": id})
	}
	_ = json.NewEncoder(w).Encode(map[string]any{
		"range": map[string]any{"start": start, "limit": limit, "end": start + limit, "has_more": more}, "payments": payments,
	})
}

// add puts newer payments at the head. The caller has the lock, or nobody else is there.
func (l *ledger) add(ids ...string) { l.ids = append(ids, l.ids...) }

// await returns when the ledger has got so many requests.
func (l *ledger) await(requests int) {
	for deadline := time.Now().Add(soon); l.requests.Load() < int64(requests) && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
}

func limit(n int64) *stancer.ListPaymentsParams { return &stancer.ListPaymentsParams{Limit: &n} }

// collect ranges over everything.
func collect(ctx context.Context, client *stancer.Client, params *stancer.ListPaymentsParams, options ...stancer.Option) (ids []string, errs []error) {
	for payment, err := range client.Payments.All(ctx, params, options...) {
		if err != nil {
			errs = append(errs, err)
		} else {
			ids = append(ids, payment.ID)
		}
	}
	return ids, errs
}

// collectPages is collect, page by page.
func collectPages(ctx context.Context, client *stancer.Client, params *stancer.ListPaymentsParams, options ...stancer.Option) (ids []string, errs []error) {
	for page, err := range client.Payments.Pages(ctx, params, options...) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		for _, payment := range page.Payments {
			ids = append(ids, payment.ID)
		}
	}
	return ids, errs
}

type collector = func(context.Context, *stancer.Client, *stancer.ListPaymentsParams, ...stancer.Option) ([]string, []error)

// eachWay runs a test over objects and over pages, with and without reading ahead.
func eachWay(t *testing.T, test func(t *testing.T, collect collector, ahead stancer.Option)) {
	t.Helper()
	for ahead := range 6 {
		t.Run(fmt.Sprint("all, ahead ", ahead), func(t *testing.T) {
			t.Parallel()
			test(t, collect, stancer.WithPrefetch(ahead))
		})
		t.Run(fmt.Sprint("pages, ahead ", ahead), func(t *testing.T) {
			t.Parallel()
			test(t, collectPages, stancer.WithPrefetch(ahead))
		})
	}
}

func TestListEverythingTwice(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, collect collector, ahead stancer.Option) {
		for _, size := range []int{0, 1, 6, 7} {
			l := newLedger(t, size)
			client := l.client(t)
			for range 2 {
				ids, errs := collect(t.Context(), client, limit(3), ahead)
				assert.Equal(t, l.ids, ids)
				assert.Empty(t, errs)
			}
			assert.EqualValues(t, 2*max(1, (size+2)/3), l.requests.Load())
		}
	})
}

// TestRangeTwice ranges over the same iterator, and then a third time from within.
func TestRangeTwice(t *testing.T) {
	t.Parallel()
	l := newLedger(t, 5)
	client := l.client(t)
	for _, ahead := range []int{0, 2} {
		all := client.Payments.All(t.Context(), limit(2), stancer.WithPrefetch(ahead))
		pages := client.Payments.Pages(t.Context(), limit(2), stancer.WithPrefetch(ahead))
		for range 2 {
			count, inner := 0, 0
			for _, err := range all {
				require.NoError(t, err)
				if count++; count == 3 {
					for range all {
						inner++
					}
				}
			}
			assert.Equal(t, []int{5, 5}, []int{count, inner})
			count = 0
			for range pages {
				count++
			}
			assert.Equal(t, 3, count)
		}
	}
}

func TestListQueries(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, collect collector, ahead stancer.Option) {
		l := newLedger(t, 250)
		ids, errs := collect(t.Context(), l.client(t), nil, ahead)
		assert.Empty(t, errs)
		assert.Len(t, ids, 250)
		assert.Equal(t, []url.Values{{"start": {"0"}, "limit": {"100"}}, {"start": {"100"}, "limit": {"100"}}, {"start": {"200"}, "limit": {"100"}}}, l.queries)

		l = newLedger(t, 9)
		params := &stancer.ListPaymentsParams{Start: stancer.Ptr[int64](4), Limit: stancer.Ptr[int64](2), OrderID: stancer.Ptr("o")}
		ids, errs = collect(t.Context(), l.client(t), params, ahead)
		assert.Empty(t, errs)
		assert.Equal(t, l.ids[4:], ids)
		for i, query := range l.queries {
			assert.Equal(t, url.Values{"start": {fmt.Sprint(4 + 2*i)}, "limit": {"2"}, "order_id": {"o"}}, query)
		}
		assert.Equal(t, int64(4), *params.Start, "the parameters stay as they are")

		l = newLedger(t, 4)
		ids, errs = collect(t.Context(), l.client(t), limit(1), ahead)
		assert.Empty(t, errs)
		assert.Equal(t, l.ids, ids)
	})

	l := newLedger(t, 250)
	page, err := l.client(t).Payments.List(t.Context(), nil)
	require.NoError(t, err)
	assert.Empty(t, page.Payments)
	assert.Equal(t, []url.Values{{}}, l.queries, "List sends what it is told, and nothing else")
}

// TestListServerGivesLess: the server may give fewer at a time than it is asked for.
func TestListServerGivesLess(t *testing.T) {
	t.Parallel()
	l := newLedger(t, 12)
	l.answer = func(w http.ResponseWriter, r *http.Request, _ int) bool {
		start, _ := strconv.Atoi(r.URL.Query().Get("start"))
		writePage(w, start, 5, start+5 < 12, l.ids[start:min(start+5, 12)])
		return true
	}
	ids, errs := collect(t.Context(), l.client(t), nil)
	assert.Empty(t, errs)
	assert.Equal(t, l.ids, ids)
}

func TestListBrokenOff(t *testing.T) {
	t.Parallel()
	l := newLedger(t, 9)
	client := l.client(t)
	for range client.Payments.All(t.Context(), limit(3)) {
		break
	}
	for range client.Payments.Pages(t.Context(), limit(3)) {
		break
	}
	assert.EqualValues(t, 2, l.requests.Load(), "one each")
	seen := 0
	for range client.Payments.All(t.Context(), limit(3)) {
		if seen++; seen == 3 {
			break // at the end of a page
		}
	}
	assert.EqualValues(t, 3, l.requests.Load())
}

// TestPrefetchEnds: whatever ends a range ends what it has under way, and its goroutine.
func TestPrefetchEnds(t *testing.T) { // not parallel: it counts goroutines
	l := newLedger(t, 1000)
	client := l.client(t)
	ranges := map[string]func(){
		"break": func() {
			for range client.Payments.All(t.Context(), limit(1), stancer.WithPrefetch(5)) {
				assert.NotZero(t, rangeGoroutines())
				break
			}
		},
		"break pages": func() {
			for range client.Payments.Pages(t.Context(), limit(1), stancer.WithPrefetch(5)) {
				break
			}
		},
		"panic": func() {
			defer func() { assert.Equal(t, "oops", recover()) }()
			for range client.Payments.All(t.Context(), limit(1), stancer.WithPrefetch(5)) {
				panic("oops")
			}
		},
		"panic in pages": func() {
			defer func() { assert.Equal(t, "oops", recover()) }()
			for range client.Payments.Pages(t.Context(), limit(1), stancer.WithPrefetch(5)) {
				panic("oops")
			}
		},
		"cancel": func() {
			ctx, cancel := context.WithCancel(t.Context())
			for range client.Payments.All(ctx, limit(1), stancer.WithPrefetch(5)) {
				cancel()
			}
			cancel()
		},
	}
	for name, run := range ranges {
		before := rangeGoroutines()
		run()
		assert.Eventually(t, func() bool { return rangeGoroutines() == before }, soon, time.Millisecond, "%s: it ends with the range", name)
		sent := l.requests.Load()
		time.Sleep(10 * time.Millisecond)
		assert.LessOrEqual(t, l.requests.Load(), sent+1, "%s: nothing more is sent", name)
	}
	l.Close() // ends the goroutines of the connections
}

// rangeGoroutines counts the goroutines that read ahead.
func rangeGoroutines() int {
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	return strings.Count(string(stacks), ".walkAhead.func1(")
}

// TestPrefetchReadsNoFurther than it may.
func TestPrefetchReadsNoFurther(t *testing.T) {
	t.Parallel()
	for _, ahead := range []int{0, 1, 3} {
		l := newLedger(t, 1000)
		for range l.client(t).Payments.Pages(t.Context(), limit(1), stancer.WithPrefetch(ahead)) {
			l.await(1 + ahead)
			time.Sleep(10 * time.Millisecond)
			break
		}
		assert.EqualValues(t, 1+ahead, l.requests.Load())
	}
}

// TestListCanceled: a context that ends ends the range at once, within a page, between pages and during a request, however much was read
// ahead.
func TestListCanceled(t *testing.T) {
	t.Parallel()
	for ahead := range 4 {
		for _, after := range []int{1, 2, 3, 4, 6} {
			t.Run(fmt.Sprint("ahead ", ahead, " after ", after), func(t *testing.T) {
				t.Parallel()
				client := newLedger(t, 30).client(t, stancer.WithPrefetch(ahead))
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				var got, late int
				var last error
				for _, err := range client.Payments.All(ctx, limit(3)) {
					switch {
					case err != nil:
						require.NoError(t, last, "an error is yielded once")
						last = err
					case last != nil || ctx.Err() != nil:
						late++
					default:
						if got++; got == after {
							cancel()
						}
					}
				}
				require.ErrorIs(t, last, context.Canceled)
				assert.Equal(t, after, got)
				assert.Zero(t, late, "objects after the context ended")

				ctx, cancel = context.WithCancel(t.Context())
				defer cancel()
				l, pages := newLedger(t, 30), 0
				for page, err := range l.client(t).Payments.Pages(ctx, limit(3), stancer.WithPrefetch(ahead)) {
					if last = err; err == nil {
						assert.NotNil(t, page)
						if pages++; pages == after {
							l.await(min(10, after+ahead))
							cancel()
						}
					}
				}
				require.ErrorIs(t, last, context.Canceled)
				assert.Equal(t, after, pages)
			})
		}
	}
}

// TestListCanceledIsNeverSilent: a range that its context has cut short never looks like one that has come to its end, whatever the
// goroutine that reads ahead is doing just then.
func TestListCanceledIsNeverSilent(t *testing.T) {
	t.Parallel()
	client := newLedger(t, 5).client(t)
	for i := range 100 {
		ctx, cancel := context.WithCancel(t.Context())
		var last error
		for _, err := range client.Payments.Pages(ctx, limit(1), stancer.WithPrefetch(1+i%2)) {
			cancel()
			last = err
		}
		cancel()
		require.ErrorIs(t, last, context.Canceled)
	}
}

func TestListCanceledDuringRequest(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, collect collector, ahead stancer.Option) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		l := newLedger(t, 30)
		l.answer = func(_ http.ResponseWriter, r *http.Request, request int) bool {
			if request == 2 {
				cancel()
				<-r.Context().Done()
			}
			return request == 2
		}
		_, errs := collect(ctx, l.client(t), limit(3), ahead)
		require.Len(t, errs, 1)
		require.ErrorIs(t, errs[0], context.Canceled)
		assert.LessOrEqual(t, l.requests.Load(), int64(2))
	})
}

// TestListNewerArrive: objects that newer ones push to the next page are yielded once, and none is missed, however small the pages.
func TestListNewerArrive(t *testing.T) {
	t.Parallel()
	for ahead := range 3 {
		for size := 1; size <= 4; size++ {
			for burst := 1; burst <= 9; burst += 4 {
				t.Run(fmt.Sprint("ahead ", ahead, " size ", size, " burst ", burst), func(t *testing.T) {
					t.Parallel()
					l := newLedger(t, 40)
					old := append([]string(nil), l.ids...)
					l.answer = func(_ http.ResponseWriter, _ *http.Request, request int) bool {
						if request == 12 {
							for i := range burst {
								l.add(fmt.Sprintf("paym_new%021d", i))
							}
						}
						return false
					}
					ids, errs := collect(t.Context(), l.client(t), limit(int64(size)), stancer.WithPrefetch(ahead))
					assert.Empty(t, errs)
					assert.Equal(t, old, ids)
				})
			}
		}
	}
}

// TestListForEver: a list that says that it goes on, and does not, ends in an error after few requests.
func TestListForEver(t *testing.T) {
	t.Parallel()
	const useful = 5
	pages := map[string]func(w http.ResponseWriter, start, limit, request int){
		"no items":   func(w http.ResponseWriter, start, limit, _ int) { writePage(w, start, limit, true, nil) },
		"same items": func(w http.ResponseWriter, start, limit, _ int) { writePage(w, start, limit, true, []string{"a", "b"}) },
		"same start": func(w http.ResponseWriter, _, limit, request int) {
			writePage(w, 0, limit, true, []string{fmt.Sprint(request)})
		},
		"no limit": func(w http.ResponseWriter, start, _, request int) {
			writePage(w, start, 0, true, []string{fmt.Sprint(request)})
		},
		"backwards": func(w http.ResponseWriter, start, _, request int) {
			writePage(w, start, -1, true, []string{fmt.Sprint(request)})
		},
		"dries up": func(w http.ResponseWriter, start, limit, request int) {
			if request <= useful {
				writePage(w, start, limit, true, []string{fmt.Sprint(request)})
			} else {
				writePage(w, start, limit, true, nil)
			}
		},
	}
	for name, page := range pages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachWay(t, func(t *testing.T, collect collector, ahead stancer.Option) {
				l := newLedger(t, 0)
				l.answer = func(w http.ResponseWriter, r *http.Request, request int) bool {
					start, _ := strconv.Atoi(r.URL.Query().Get("start"))
					limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
					if request > 100 {
						return false // the test has failed, and should end
					}
					page(w, start, limit, request)
					return true
				}
				_, errs := collect(t.Context(), l.client(t), limit(2), ahead)
				require.Len(t, errs, 1)
				require.ErrorIs(t, errs[0], stancer.ErrUnexpected)
				assert.ErrorContains(t, errs[0], "listPayments")
				assert.LessOrEqual(t, l.requests.Load(), int64(2*useful+1))
			})
		})
	}
}

// TestListWithoutIDs: objects whose ids are missing are all yielded rather than taken for one.
func TestListWithoutIDs(t *testing.T) {
	t.Parallel()
	l := newLedger(t, 0)
	l.ids = []string{"", "", ""}
	ids, errs := collect(t.Context(), l.client(t), nil)
	assert.Empty(t, errs)
	assert.Len(t, ids, 3)
}

func TestListErrorOnPageThree(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, collect collector, ahead stancer.Option) {
		l := newLedger(t, 30)
		l.answer = func(w http.ResponseWriter, r *http.Request, request int) bool {
			if request == 3 {
				says(503, "text/html", "<p>Maintenance")(w, r)
			}
			return request == 3
		}
		ids, errs := collect(t.Context(), l.client(t), limit(3), ahead)
		assert.Equal(t, l.ids[:6], ids, "what came before is yielded")
		require.Len(t, errs, 1)
		require.ErrorIs(t, errs[0], stancer.ErrServer)
		var e *stancer.Error
		require.True(t, errors.As(errs[0], &e))
		assert.Equal(t, "listPayments", e.Operation)
		assert.EqualValues(t, 3, l.requests.Load())
	})
}

// TestListV1: version 1 counts the end of its range otherwise, and gives the oldest first.
func TestListV1(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		start, _ := strconv.Atoi(r.URL.Query().Get("start"))
		fmt.Fprintf(w, `{"live_mode":true,"range":{"start":%d,"end":%d,"limit":2,"has_more":%t},"payouts":[{"id":"a%d"},{"id":"b%d"}]}`, start, start+1, start < 4, start, start)
	})
	var ids []string
	for payout, err := range s.clientWithKey(t, liveKey).PayoutsV1.All(t.Context(), nil) {
		require.NoError(t, err)
		ids = append(ids, payout.ID)
	}
	assert.Equal(t, []string{"a0", "b0", "a2", "b2", "a4", "b4"}, ids)
}
