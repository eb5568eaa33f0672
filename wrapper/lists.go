package stancer

import (
	"context"
	"fmt"
	"iter"
	"net/http"

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
		settings, err := l.caller.settings.with(l.options)
		switch {
		case err != nil:
			yield(nil, err)
		case settings.prefetch > 0:
			l.walkAhead(ctx, settings.prefetch, yield)
		default:
			l.walk(ctx, yield)
		}
	}
}

// walk reads page after page, until there is no other, an error, or a yield that wants no more.
func (l list[L, PL, P]) walk(ctx context.Context, yield func(*L, error) bool) {
	start, limit := l.params.Offset()
	if limit == 0 {
		limit = pageSize
	}
	for more := true; more; {
		page, err := l.page(ctx, l.params.Page(start, limit))
		if !yield(page, err) || err != nil {
			return
		}
		at := start
		if start, more = PL(page).Next(); more && start <= at {
			yield(nil, l.endless(at))
			return
		}
	}
}

// walkAhead is walk, up to ahead pages before the one that yield has.
func (l list[L, PL, P]) walkAhead(ctx context.Context, ahead int, yield func(*L, error) bool) {
	type result struct {
		page *L
		err  error
	}
	ctx, cancel := context.WithCancel(ctx)
	results := make(chan result, ahead-1) // and one in the hands of the goroutine
	go func() {
		defer close(results)
		l.walk(ctx, func(page *L, err error) bool {
			results <- result{page, err}
			return ctx.Err() == nil
		})
	}()
	defer func() {
		cancel()
		for range results { // until the goroutine has ended
		}
	}()
	for result := range results {
		if !yield(result.page, result.err) {
			return
		}
	}
}

// endless is the error of a list that never ends. Nobody could stop ranging over it.
func (l list[L, PL, P]) endless(start int64) error {
	return fmt.Errorf("stancer: %s: %w: the list says that more follows after start=%d, and nothing does", l.op.ID, ErrUnexpected, start)
}

// maxEmpty is how many pages without anything new may follow each other in a list that says that it goes on.
const maxEmpty = 3

// all ranges over the objects of all pages. An object that newer ones have pushed to the next page is yielded once.
func all[T, L any, P paged[P], PL interface {
	pageOf[L]
	Items() []T
}](ctx context.Context, l list[L, PL, P]) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		var seen recent
		empty := 0
		for page, err := range l.pages(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			empty++
			items := PL(page).Items()
			for i := range items {
				if err := ctx.Err(); err != nil {
					yield(nil, fmt.Errorf("stancer: %s: %w", l.op.ID, err))
					return
				}
				if !seen.add(PL(page).ItemID(i)) {
					continue
				}
				empty = 0
				if !yield(&items[i], nil) {
					return
				}
			}
			if start, more := PL(page).Next(); more && empty == maxEmpty {
				yield(nil, l.endless(start))
				return
			}
		}
	}
}

// recent remembers the last ids, 5000 to 10000 of them: more than can arrive between two pages, and a limit to what a long list costs.
type recent struct{ new, old map[string]struct{} }

// add tells whether the id was not there yet.
func (r *recent) add(id string) bool {
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
