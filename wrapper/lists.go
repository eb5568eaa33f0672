package stancer

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"reflect"

	"github.com/stancer-go/stancer/api"
)

// pageSize is how many objects Pages and All ask for at a time, the most that Stancer gives.
const pageSize = 100

// list is what the List, the Pages and the All of a resource share: the list L that they read, with the parameters P.
type list[L any, PL pageOf[L], P paged[P]] struct {
	caller  *caller
	op      api.Operation
	id      string
	params  P
	options []Option
	build   func(ctx context.Context, server string, params P) (*http.Request, error)
}

// paged is what the parameters of every list can do.
type paged[P any] interface {
	Page(start, limit int64) P
	Offset() (start, limit int64)
}

// pageOf is what a page of every list can do.
type pageOf[L any] interface {
	*L
	Next() (start int64, more bool)
	ItemID(i int) string
}

// below makes of a builder with an id in its path one without.
func below[P any](id string, build func(ctx context.Context, server, id string, params P) (*http.Request, error)) func(context.Context, string, P) (*http.Request, error) {
	return func(ctx context.Context, server string, params P) (*http.Request, error) {
		return build(ctx, server, id, params)
	}
}

// get reads the page that the parameters ask for.
func (l list[L, PL, P]) get(ctx context.Context) (*L, error) { return l.page(ctx, l.params) }

func (l list[L, PL, P]) page(ctx context.Context, params P) (*L, error) {
	return call[L](ctx, l.caller, l.op, l.id, l.options, func(ctx context.Context, server string) (*http.Request, error) {
		return l.build(ctx, server, params)
	})
}

// pages ranges over the pages, from the start that the parameters ask for. Each range starts anew.
func (l list[L, PL, P]) pages(ctx context.Context) iter.Seq2[*L, error] {
	return func(yield func(*L, error) bool) {
		l.each(ctx, func(page *L, _ []int, err error) bool { return yield(page, err) })
	}
}

// all ranges over the objects of all pages. An object that newer ones have pushed to the next page is yielded once.
func all[T, L any, P paged[P], PL interface {
	pageOf[L]
	Items() []T
}](ctx context.Context, l list[L, PL, P]) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		l.each(ctx, func(page *L, fresh []int, err error) bool {
			if err != nil {
				return yield(nil, err)
			}
			items := PL(page).Items()
			for _, i := range fresh {
				if err := ctx.Err(); err != nil {
					yield(nil, l.ended(err))
					return false
				}
				if !yield(&items[i], nil) {
					return false
				}
			}
			return true
		})
	}
}

// each yields page after page, with the indexes of the objects that no page before has had. It ends with the last page, after an error, or
// when yield wants no more.
func (l list[L, PL, P]) each(ctx context.Context, yield func(page *L, fresh []int, err error) bool) {
	settings, err := l.caller.settings.with(l.options)
	switch {
	case err != nil:
		yield(nil, nil, err)
	case settings.prefetch > 0:
		l.walkAhead(ctx, settings, yield)
	default:
		l.walk(ctx, yield)
	}
}

func (l list[L, PL, P]) walk(ctx context.Context, yield func(page *L, fresh []int, err error) bool) {
	start, limit := l.params.Offset()
	if limit == 0 {
		limit = pageSize
	}
	var seen recent
	useful, idle := 0, 0 // pages with something new in all, and without in a row
	for more := true; more; {
		page, err := l.page(ctx, l.params.Page(start, limit))
		if err != nil {
			yield(nil, nil, err)
			return
		}
		fresh := seen.addAll(length(page), PL(page).ItemID)
		if len(fresh) > 0 {
			useful, idle = useful+1, 0
		} else {
			idle++
		}
		if !yield(page, fresh, nil) {
			return
		}
		at := start
		// What newer objects have pushed back fills as many pages as there were, at most.
		if start, more = PL(page).Next(); more && (start <= at || idle > max(maxIdle, useful)) {
			yield(nil, nil, l.endless(at))
			return
		}
	}
}

// walkAhead is walk, up to settings.prefetch pages before the one that yield has.
func (l list[L, PL, P]) walkAhead(ctx context.Context, settings *settings, yield func(page *L, fresh []int, err error) bool) {
	type result struct {
		page     *L
		fresh    []int
		err      error
		response Response
	}
	ahead, cancel := context.WithCancel(ctx)
	results := make(chan result, settings.prefetch-1) // and one in the hands of the goroutine
	cut := false                                      // whether ctx, and not the list, has ended the goroutine
	go func() {
		defer close(results)
		var response Response
		if settings.response != nil { // which belongs to the page that yield has
			l.options = append(l.options[:len(l.options):len(l.options)], WithResponse(&response))
		}
		l.walk(ahead, func(page *L, fresh []int, err error) bool {
			select {
			case results <- result{page, fresh, err, response}:
			case <-ahead.Done():
			}
			cut = ahead.Err() != nil
			return !cut
		})
	}()
	defer func() {
		cancel()
		for range results { // until the goroutine has ended
		}
	}()
	for result := range results {
		if err := ctx.Err(); err != nil {
			yield(nil, nil, l.ended(err))
			return
		}
		if settings.response != nil {
			*settings.response = result.response
		}
		if !yield(result.page, result.fresh, result.err) || result.err != nil {
			return
		}
	}
	if cut {
		yield(nil, nil, l.ended(ctx.Err()))
	}
}

// ended is the error of a range that its context has ended between two requests.
func (l list[L, PL, P]) ended(err error) error { return fmt.Errorf("stancer: %s: %w", l.op.ID, err) }

// endless is the error of a list that never ends. Nobody could stop ranging over it.
func (l list[L, PL, P]) endless(start int64) error {
	return fmt.Errorf("stancer: %s: %w: the list says that more follows after start=%d, and nothing does", l.op.ID, ErrUnexpected, start)
}

// maxIdle is how many pages without anything new may follow each other, at the beginning, in a list that says that it goes on.
const maxIdle = 2

// length is how many objects a page has, which is a structure with one slice.
func length(page any) int {
	value := reflect.ValueOf(page).Elem()
	for i := range value.NumField() {
		if member := value.Field(i); member.Kind() == reflect.Slice {
			return member.Len()
		}
	}
	return 0
}

// recent remembers the last ids, 5000 to 10000 of them: more than can arrive between two pages, and a limit to what a long list costs.
type recent struct{ new, old map[string]struct{} }

// add tells whether the id was not there yet. What has no id is always new.
func (r *recent) add(id string) bool {
	if id == "" {
		return true
	}
	_, inNew := r.new[id]
	_, inOld := r.old[id]
	if inNew || inOld {
		return false
	}
	if r.new == nil || len(r.new) == 5000 {
		r.new, r.old = map[string]struct{}{}, r.new
	}
	r.new[id] = struct{}{}
	return true
}

// addAll adds the ids of n objects, and tells the indexes of those that were not there yet.
func (r *recent) addAll(n int, id func(i int) string) []int {
	added := make([]int, 0, n)
	for i := range n {
		if r.add(id(i)) {
			added = append(added, i)
		}
	}
	return added
}
