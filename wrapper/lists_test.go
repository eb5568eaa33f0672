package stancer_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// client returns a client in test mode that sends its requests to transport, each once.
func client(t testing.TB, transport http.RoundTripper, options ...stancer.Option) *stancer.Client {
	t.Helper()
	own := []stancer.Option{
		stancer.WithHTTPClient(&http.Client{Transport: transport}), stancer.WithMaxAttempts(1),
	}
	client, err := stancer.New(testKey, append(own, options...)...)
	require.NoError(t, err)
	return client
}

// collect ranges over payments, and returns their ids and the error that ended the range.
func collect(payments iter.Seq2[*stancer.Payment, error]) (ids []string, err error) {
	for payment, failure := range payments {
		if err = failure; err == nil {
			ids = append(ids, payment.ID)
		}
	}
	return ids, err
}

// limit returns parameters with a Limit and, if it is given, a Start.
func limit(limit int64, start ...int64) *stancer.ListPaymentsParams {
	params := &stancer.ListPaymentsParams{Limit: &limit}
	if len(start) > 0 {
		params.Start = &start[0]
	}
	return params
}

// listed is an object of a list.
type listed struct {
	ID string `json:"id"`
}

// writePage answers with a page of payments that have nothing but ids.
func writePage(w http.ResponseWriter, start, limit int, more bool, ids []string) {
	payments := []listed{}
	for _, id := range ids {
		payments = append(payments, listed{id})
	}
	_ = json.NewEncoder(w).Encode(object{
		"range": object{
			"start":    start,
			"limit":    limit,
			"end":      start + limit,
			"has_more": more,
		},
		"payments": payments,
	})
}

// fixedList is an http.RoundTripper that answers with pages of a list of size payments, the oldest
// first, 50 ms after the request. It is used in a bubble of testing/synctest.
type fixedList struct {
	size     int
	limit    int64 // of elapsed, if not the default
	counts   bool
	answer   func(req *http.Request, sent int) (*http.Response, error) // if not nil, the answer
	mu       sync.Mutex
	queries  []url.Values
	underway int
	peak     int
}

func (l *fixedList) RoundTrip(req *http.Request) (*http.Response, error) {
	l.mu.Lock()
	l.queries = append(l.queries, req.URL.Query())
	sent := len(l.queries)
	l.underway++
	l.peak = max(l.peak, l.underway)
	l.mu.Unlock()
	defer func() {
		l.mu.Lock()
		l.underway--
		l.mu.Unlock()
	}()
	if err := pause(req, 50*time.Millisecond); err != nil {
		return nil, err
	}
	if l.answer != nil {
		if resp, err := l.answer(req, sent); resp != nil || err != nil {
			return resp, err
		}
	}
	return answered(l.page(position(req))), nil
}

// position returns start and limit of a request.
func position(req *http.Request) (start, limit int) {
	query := req.URL.Query()
	start, _ = strconv.Atoi(query.Get("start"))
	limit, _ = strconv.Atoi(query.Get("limit"))
	return start, limit
}

func (l *fixedList) page(start, limit int) object {
	end := min(start+limit, l.size)
	given := object{
		"start":    start,
		"limit":    limit,
		"end":      start + limit,
		"has_more": end < l.size,
	}
	if l.counts {
		given["count"] = l.size
	}
	return object{"range": given, "payments": paymentsFrom(min(start, end), end)}
}

func paymentsFrom(start, end int) []listed {
	payments := []listed{}
	for n := start; n < end; n++ {
		payments = append(payments, listed{paymentName(n)})
	}
	return payments
}

func (l *fixedList) names(start int) (names []string) {
	for n := start; n < l.size; n++ {
		names = append(names, paymentName(n))
	}
	return names
}

// object is a JSON object.
type object = map[string]any

// answered returns an answer 200 with a JSON body.
func answered(body any) *http.Response {
	text, _ := json.Marshal(body)
	return &http.Response{
		StatusCode: http.StatusOK,
		Header:     http.Header{},
		Body:       io.NopCloser(bytes.NewReader(text)),
	}
}

// elapsed returns how long All takes for a list, in fake time.
func (l *fixedList) elapsed(t *testing.T, options ...stancer.Option) time.Duration {
	var params *stancer.ListPaymentsParams
	if l.limit > 0 {
		params = limit(l.limit)
	}
	start := time.Now()
	ids, err := collect(client(t, l, options...).Payments.List(params).All(t.Context()))
	assert.NoError(t, err)
	assert.Equal(t, l.names(0), ids)
	return time.Since(start)
}

// TestAllReadsSeveralPagesAtATime checks how much faster All is than with one page at a time, for a
// hundred pages. Pages overlap by one object.
func TestAllReadsSeveralPagesAtATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		one := &fixedList{size: 1000, limit: 11, counts: true}
		sequential := one.elapsed(t)
		assert.LessOrEqual(t, len(one.queries), 101, "requests")
		assert.Equal(t, 1, one.peak)
		for _, c := range []struct {
			pages  int
			counts bool
			least  float64
		}{{8, true, 6}, {16, true, 10}, {8, false, 5}, {16, false, 7}} {
			l := &fixedList{size: 1000, limit: 11, counts: c.counts}
			ratio := sequential.Seconds() / l.elapsed(t, stancer.WithConcurrentPages(c.pages)).
				Seconds()
			t.Logf("%2d pages at a time, count %t: %.1f times as fast, %d requests", c.pages,
				c.counts, ratio, len(l.queries))
			assert.GreaterOrEqual(t, ratio, c.least)
			assert.Equal(t, c.pages, l.peak, "requests under way")
			if c.counts {
				assert.Len(t, l.queries, len(one.queries))
			}
		}
	})
}

func TestShortListCostsOneRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, size := range []int{0, 1, 99, 100} {
			for _, counts := range []bool{false, true} {
				l := &fixedList{size: size, counts: counts}
				l.elapsed(t, stancer.WithConcurrentPages(16))
				assert.Equal(t, parsed("limit=100&start=0"), l.queries)
			}
		}
	})
}

func TestListQueries(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &fixedList{size: 9}
		payments := client(t, l).Payments
		params := limit(3, 2)
		params.OrderID = stancer.Ptr("o")
		list := payments.List(params)
		*params = stancer.ListPaymentsParams{OrderID: stancer.Ptr("changed afterwards")}
		assert.Empty(t, l.queries, "nothing is sent before the list is read")

		page, err := list.Page(t.Context())
		require.NoError(t, err)
		assert.Len(t, page.Items, 3)
		assert.Equal(t, stancer.Range{Start: 2, End: 5, Limit: 3, HasMore: true}, page.Range)
		assert.Equal(t, parsed("start=2&limit=3&order_id=o"), l.queries)

		for range 2 {
			l.queries = nil
			ids, err := collect(list.All(t.Context()))
			require.NoError(t, err)
			assert.Equal(t, l.names(2), ids)
			assert.Equal(t, parsed(
				"start=1&limit=3&order_id=o",
				"start=3&limit=3&order_id=o",
				"start=5&limit=3&order_id=o",
				"start=7&limit=3&order_id=o",
			), l.queries)

			l.queries = nil
			var sizes []int
			for page, err := range list.Pages(t.Context()) {
				require.NoError(t, err)
				sizes = append(sizes, len(page.Items))
			}
			assert.Equal(t, []int{3, 3, 1}, sizes)
			assert.Equal(t, parsed(
				"start=2&limit=3&order_id=o",
				"start=5&limit=3&order_id=o",
				"start=8&limit=3&order_id=o",
			), l.queries)
		}

		l.queries = nil
		_, err = payments.List(nil).Page(t.Context())
		require.NoError(t, err)
		_, err = payments.List(&stancer.ListPaymentsParams{OrderID: stancer.Ptr("a b+c&d")}).
			Page(t.Context())
		require.NoError(t, err)
		for range payments.List(limit(1)).All(t.Context()) {
			break
		}
		assert.Equal(t, parsed("", "order_id=a%20b%2Bc%26d", "start=0&limit=2"), l.queries)
	})
}

func parsed(queries ...string) (values []url.Values) {
	for _, query := range queries {
		value, _ := url.ParseQuery(query)
		values = append(values, value)
	}
	return values
}

// TestInvalidListsSendNothing checks the parameters, options and contexts that are errors.
func TestInvalidListsSendNothing(t *testing.T) {
	t.Parallel()
	l := &fixedList{}
	client := client(t, l)
	background := t.Context()
	for _, c := range []struct {
		list *stancer.List[stancer.Payment]
		ctx  context.Context
		want string
	}{
		{client.Payments.List(limit(0)), background, "listPayments: limit is 0; want 1 to 100"},
		{client.Payments.List(limit(-1)), background, "limit is -1; want 1 to 100"},
		{client.Payments.List(limit(101)), background, "limit is 101; want 1 to 100"},
		{client.Payments.List(limit(5, -1)), background, "start is -1; want 0 or more"},
		{client.Payments.List(nil), nil, "listPayments: ctx is nil"},
		{client.Payments.List(nil, nil), background, "an option is nil"},
		{client.Payments.List(nil, stancer.WithConcurrentPages(0)), background, "0 pages at a time"},
		{client.Payments.List(nil, stancer.WithConcurrentPages(101)), background, "101 pages at a time"},
		{client.PaymentIntents.Payments("pi_1", nil), background, `the id "pi_1"`},
	} {
		_, err := c.list.Page(c.ctx)
		require.ErrorContains(t, err, c.want)
		for _, errs := range [][]error{errorsOf(c.list.Pages(c.ctx)), errorsOf(c.list.All(c.ctx))} {
			require.Len(t, errs, 1)
			require.ErrorContains(t, errs[0], c.want)
		}
	}
	_, err := client.Payments.Refunds("paym_1").Page(t.Context())
	assert.Error(t, err)
	assert.Empty(t, l.queries)
}

// errorsOf returns the errors of a range that yields no objects.
func errorsOf[T any](values iter.Seq2[*T, error]) (errs []error) {
	for value, err := range values {
		if err != nil && value == nil {
			errs = append(errs, err)
		} else {
			errs = append(errs, errors.New("the range yields an object"))
		}
	}
	return errs
}

// TestListReportsWrongRangesOrReadsAll checks that All and Pages read a list by what its pages
// hold, or end with an error: they never miss objects silently.
func TestListReportsWrongRangesOrReadsAll(t *testing.T) {
	t.Parallel()
	const size = 35
	for name, c := range map[string]struct {
		page func(l *fixedList, start, limit, sent int) object
		fail bool // whether an error is expected
	}{
		"fewer objects than the limit": {page: func(l *fixedList, start, limit, _ int) object {
			return set(l.page(start, min(limit, 3)), "limit", limit)
		}},
		"the limit is 1000": {page: func(l *fixedList, start, limit, _ int) object {
			return set(l.page(start, limit), "limit", 1000)
		}},
		"the limit is 0": {page: func(l *fixedList, start, limit, _ int) object {
			return set(l.page(start, limit), "limit", 0)
		}},
		"the limit is negative": {page: func(l *fixedList, start, limit, _ int) object {
			return set(l.page(start, limit), "limit", -1)
		}},
		"the end is that of the list": {page: func(l *fixedList, start, limit, _ int) object {
			return set(l.page(start, limit), "end", size)
		}},
		"the start is always 0": {page: func(l *fixedList, start, limit, _ int) object {
			return set(l.page(start, limit), "start", 0)
		}},
		"the count is too large": {page: func(l *fixedList, start, limit, _ int) object {
			return set(l.page(start, limit), "count", 1_000_000)
		}},
		"the count is too small": {page: func(l *fixedList, start, limit, _ int) object {
			return set(l.page(start, limit), "count", 15)
		}},
		"only the count says that more follow": {page: func(l *fixedList, start, limit, _ int) object {
			return set(set(l.page(start, limit), "has_more", false), "count", size)
		}},
		"no range": {page: func(l *fixedList, start, limit, _ int) object {
			return object{"payments": l.page(start, limit)["payments"]}
		}},
		"has_more for ever": {fail: true, page: func(l *fixedList, start, limit, _ int) object {
			return set(l.page(start, limit), "has_more", true)
		}},
		"jumps": {fail: true, page: func(l *fixedList, start, limit, _ int) object {
			return set(l.page(2*start, limit), "has_more", true)
		}},
		"the first page for ever": {fail: true, page: func(l *fixedList, _, limit, _ int) object {
			return l.page(0, limit)
		}},
		"new objects for ever, from 0": {fail: true, page: func(l *fixedList, _, limit, sent int) object {
			page := l.page(0, limit)
			page["payments"] = paymentsFrom(sent*1000, sent*1000+1)
			return page
		}},
		"no objects for ever": {fail: true, page: func(l *fixedList, start, limit, _ int) object {
			page := l.page(start, limit)
			page["payments"] = []any{}
			return set(page, "has_more", true)
		}},
		"objects without ids": {fail: true, page: func(l *fixedList, start, limit, _ int) object {
			page := l.page(start, limit)
			page["payments"] = []any{object{"amount": 1}, object{"amount": 2}}
			return page
		}},
		"no array": {fail: true, page: func(l *fixedList, start, limit, _ int) object {
			page := l.page(start, limit)
			delete(page, "payments")
			return page
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				for _, pages := range []int{1, 8} {
					l := &fixedList{size: size}
					l.answer = func(req *http.Request, sent int) (*http.Response, error) {
						start, limit := position(req)
						return answered(c.page(l, start, limit, sent)), nil
					}
					list := client(t, l, stancer.WithConcurrentPages(pages)).Payments.List(limit(10))
					ids, err := collect(list.All(t.Context()))
					assert.LessOrEqual(t, len(l.queries), 120)
					if c.fail {
						assert.ErrorIs(t, err, stancer.ErrUnexpected)
						continue
					}
					require.NoError(t, err)
					assert.Equal(t, l.names(0), ids)
				}
			})
		})
	}
}

// set changes a member of the range of a page.
func set(page object, member string, value any) object {
	given := maps.Clone(page["range"].(object))
	given[member] = value
	return object{"range": given, "payments": page["payments"]}
}

// TestPagesWithoutNewObjectsEnd checks that Pages ends a list that brings nothing new with an
// error.
func TestPagesWithoutNewObjectsEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &fixedList{size: 350}
		l.answer = func(req *http.Request, _ int) (*http.Response, error) {
			_, limit := position(req)
			return answered(l.page(0, limit)), nil
		}
		var last error
		for _, err := range client(t, l).Payments.List(nil).Pages(t.Context()) {
			last = err
		}
		require.ErrorIs(t, last, stancer.ErrUnexpected)
		require.ErrorContains(t, last, "listPayments")
		assert.LessOrEqual(t, len(l.queries), 51)
	})
}

// Test429HalvesHowManyPagesAreRead checks that a 429 that a retry makes good slows All down.
func Test429HalvesHowManyPagesAreRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &fixedList{size: 2000, limit: 11, counts: true}
		var peak int // after all requests of the time before the 429 have ended
		l.answer = func(_ *http.Request, sent int) (*http.Response, error) {
			l.mu.Lock()
			defer l.mu.Unlock()
			if sent > 60 {
				peak = max(peak, l.underway)
			}
			if sent < 10 || sent > 13 {
				return nil, nil
			}
			return &http.Response{
				StatusCode: http.StatusTooManyRequests,
				Header:     http.Header{},
				Body:       http.NoBody,
			}, nil
		}
		l.elapsed(t, stancer.WithConcurrentPages(16), stancer.WithMaxAttempts(3))
		assert.Equal(t, 16, l.peak)
		assert.Equal(t, 8, peak)
	})
}

// TestPanicReachesTheCaller checks that a panic in the transport reaches the goroutine that ranges,
// after all requests have ended.
func TestPanicReachesTheCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, pages := range []int{1, 2, 8} {
			l := &fixedList{size: 3000, counts: true}
			l.answer = func(req *http.Request, _ int) (*http.Response, error) {
				if start, _ := position(req); start == 990 {
					panic("oops")
				}
				return nil, nil
			}
			yielded := 0
			assert.PanicsWithValue(t, "oops", func() {
				list := client(t, l, stancer.WithConcurrentPages(pages)).Payments.List(nil)
				for range list.All(t.Context()) {
					yielded++
				}
			})
			assert.Equal(t, 991, yielded, "the objects before it are yielded")
			assert.Zero(t, l.underway)
		}
	})
}

// TestGoexitEndsTheCaller checks that runtime.Goexit in the transport ends the goroutine that
// ranges, rather than leaving it waiting.
func TestGoexitEndsTheCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, pages := range []int{1, 2, 8} {
			l := &fixedList{size: 3000, counts: true}
			l.answer = func(_ *http.Request, sent int) (*http.Response, error) {
				if sent == 12 {
					runtime.Goexit()
				}
				return nil, nil
			}
			list := client(t, l).Payments.List(nil, stancer.WithConcurrentPages(pages))
			returned := false
			var ranging sync.WaitGroup
			ranging.Go(func() {
				for range list.All(t.Context()) {
				}
				returned = true
			})
			ranging.Wait()
			assert.False(t, returned)
			assert.Zero(t, l.underway)
		}
	})
}

// TestBreakEndsARange checks that nothing is sent after a range is left, that no request is under
// way, and that no goroutine remains, without which the bubble would not end.
func TestBreakEndsARange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for pages := 1; pages <= 8; pages++ {
			for _, objects := range []int{1, 5, 6, 40} {
				l := &fixedList{size: 1000, counts: true}
				list := client(t, l).Payments.List(limit(6), stancer.WithConcurrentPages(pages))
				seen, sent := 0, 0
				func() {
					defer func() { assert.Equal(t, pages == 3, recover() != nil) }()
					for _, err := range list.All(t.Context()) {
						require.NoError(t, err)
						if seen++; seen < objects {
							continue
						}
						synctest.Wait() // until the requests under way have been sent
						sent = len(l.queries)
						if pages == 3 {
							panic("in the body of the range")
						}
						break
					}
				}()
				assert.Zero(t, l.underway)
				time.Sleep(time.Hour)
				assert.Len(t, l.queries, sent)
				if pages == 1 {
					assert.Equal(t, 1+(objects-2)/5, sent, "requests for %d objects", objects)
				}
			}
		}
	})
}

// TestContextEndsARange checks that a context that ends ends the range at once, with its error.
func TestContextEndsARange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, pages := range []int{1, 2, 4, 8} {
			for objects := range 14 {
				l := &fixedList{size: 1000, counts: true}
				ctx, cancel := context.WithCancel(t.Context())
				list := client(t, l).Payments.List(limit(6), stancer.WithConcurrentPages(pages))
				if objects == 0 {
					go func() {
						time.Sleep(75 * time.Millisecond) // during the second request
						cancel()
					}()
				}
				yielded, errs := 0, []error{}
				var ended time.Time
				for _, err := range list.All(ctx) {
					if err != nil {
						errs = append(errs, err)
					} else if yielded++; yielded == objects {
						ended = time.Now()
						cancel()
					}
				}
				require.Len(t, errs, 1)
				require.ErrorIs(t, errs[0], context.Canceled)
				if objects > 0 {
					assert.Equal(t, objects, yielded)
					assert.Zero(t, time.Since(ended))
				}
				cancel()

				errs = errorsOf(list.Pages(ctx))
				require.Len(t, errs, 1)
				require.ErrorIs(t, errs[0], context.Canceled)
			}
		}
	})
}

// TestErrorEndsARange checks that the objects before an error are yielded, and the error once.
func TestErrorEndsARange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for pages := 1; pages <= 4; pages++ {
			l := &fixedList{size: 1000, counts: true}
			l.answer = func(req *http.Request, _ int) (*http.Response, error) {
				if start, _ := position(req); start < 10 {
					return nil, nil
				}
				return &http.Response{
					StatusCode: 503,
					Header:     http.Header{},
					Body:       http.NoBody,
				}, nil
			}
			var response stancer.Response
			list := client(t, l).Payments.List(limit(6), stancer.WithConcurrentPages(pages),
				stancer.WithResponse(&response))
			ids, err := collect(list.All(t.Context()))
			assert.Len(t, ids, 11)
			var answer *stancer.Error
			require.ErrorAs(t, err, &answer)
			assert.Equal(t, "listPayments", answer.Operation)
			assert.Equal(t, 503, response.Status)
		}
	})
}

// TestResponseOfThePage checks that WithResponse gives the answer of the page that an object is in.
func TestResponseOfThePage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for pages := 1; pages <= 4; pages++ {
			l := &fixedList{size: 60}
			var response stancer.Response
			list := client(t, l).Payments.List(limit(6), stancer.WithConcurrentPages(pages),
				stancer.WithResponse(&response))
			for payment, err := range list.All(t.Context()) {
				require.NoError(t, err)
				assert.Contains(t, string(response.Body), payment.ID)
			}
			for page, err := range list.Pages(t.Context()) {
				require.NoError(t, err)
				assert.Contains(t, string(response.Body), page.Items[0].ID)
			}
		}
	})
}

// TestRangeWithinARange ranges over one list twice, the second time from within.
func TestRangeWithinARange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		all := client(t,
			&fixedList{size: 5}).Payments.List(limit(3), stancer.WithConcurrentPages(2)).
			All(t.Context())
		outer, inner := 0, 0
		for _, err := range all {
			require.NoError(t, err)
			if outer++; outer == 3 {
				for range all {
					inner++
				}
			}
		}
		assert.Equal(t, []int{5, 5}, []int{outer, inner})
	})
}

// TestUnpagedLists checks the lists that Stancer gives whole: one request, one page.
func TestUnpagedLists(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &fixedList{}
		l.answer = func(*http.Request, int) (*http.Response, error) {
			return answered([]listed{{"refd_2"}, {"refd_1"}}), nil
		}
		list := client(t, l).Payments.Refunds(paymentID, stancer.WithConcurrentPages(8))
		page, err := list.Page(t.Context())
		require.NoError(t, err)
		assert.Equal(t, stancer.Range{End: 2, Limit: 2, Count: stancer.Ptr[int64](2)}, page.Range)
		assert.Len(t, page.Items, 2)
		var ids []string
		for refund, err := range list.All(t.Context()) {
			require.NoError(t, err)
			ids = append(ids, refund.ID)
		}
		for page, err := range list.Pages(t.Context()) {
			require.NoError(t, err)
			ids = append(ids, page.Items[0].ID)
		}
		assert.Equal(t, []string{"refd_2", "refd_1", "refd_2"}, ids)
		assert.Equal(t, parsed("", "", ""), l.queries)
	})
}

// TestListsOfVersion1 checks that the range of version 1, whose end is inclusive, is that of
// version 2.
func TestListsOfVersion1(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		start, _ := position(r)
		fmt.Fprintf(w, `{"live_mode":true,"range":{"start":%d,"end":%d,"limit":2,"has_more":%t},`+
			`"payouts":[{"id":"p%d"},{"id":"p%d"}]}`, start, start+1, start < 4, start, start+1)
	})
	list := s.clientWithKey(t, liveKey).PayoutsV1.List(nil)
	page, err := list.Page(t.Context())
	require.NoError(t, err)
	assert.Equal(t, stancer.Range{Start: 0, End: 2, Limit: 2, HasMore: true}, page.Range)
	var ids []string
	for payout, err := range list.All(t.Context()) {
		require.NoError(t, err)
		ids = append(ids, payout.ID)
	}
	assert.Equal(t, []string{"p0", "p1", "p2", "p3", "p4", "p5"}, ids)
}
