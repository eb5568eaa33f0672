package stancer

import (
	"context"
	"iter"
	"net/http"

	"github.com/stancer-go/stancer/api"
)

// pageSize is how many objects Pages and All ask for at a time, the most that Stancer gives.
const pageSize = 100

// list is what the List, the Pages and the All of a resource share: the list L that they read.
type list[L any] struct{ walker *walker }

// paged is what the parameters of every list can do.
type paged[P any] interface {
	Page(start, limit int64) P
	Offset() (start, limit int64)
}

// pageOf is what a pointer to every list can do.
type pageOf[L any] interface {
	*L
	page
}

// listOf is the list L that an operation gives for its parameters.
func listOf[L any, P paged[P], PL pageOf[L]](c *caller, op api.Operation, id string, params P, options []Option,
	build func(ctx context.Context, server string, params P) (*http.Request, error)) *list[L] {
	start, limit := params.Offset()
	return &list[L]{&walker{
		c, op, id, options, start, limit,
		func() page { return PL(new(L)) },
		func(ctx context.Context, server string, start, limit int64) (*http.Request, error) {
			if limit == 0 {
				return build(ctx, server, params)
			}
			return build(ctx, server, params.Page(start, limit))
		},
	}}
}

// below makes of a builder with an id in its path one without.
func below[P any](id string, build func(ctx context.Context, server, id string, params P) (*http.Request, error)) func(context.Context, string, P) (*http.Request, error) {
	return func(ctx context.Context, server string, params P) (*http.Request, error) {
		return build(ctx, server, id, params)
	}
}

// get reads the page that the parameters ask for.
func (l *list[L]) get(ctx context.Context) (*L, error) {
	page, err := l.walker.read(ctx, 0, 0)
	if err != nil {
		return nil, err
	}
	return any(page).(*L), nil
}

// pages ranges over the pages, from the start that the parameters ask for. Each range starts anew.
func (l *list[L]) pages(ctx context.Context) iter.Seq2[*L, error] {
	return func(yield func(*L, error) bool) {
		l.walker.each(ctx, func(page page, _ []int, err error) bool {
			known, _ := any(page).(*L) // nil with an error
			return yield(known, err)
		})
	}
}

// all ranges over the objects of all pages. An object that newer ones have pushed to the next page is yielded once.
func all[T, L any, PL interface {
	*L
	Items() []T
}](ctx context.Context, l *list[L]) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		l.walker.each(ctx, func(page page, fresh []int, err error) bool {
			if err != nil {
				return yield(nil, err)
			}
			items := any(page).(PL).Items()
			for _, i := range fresh {
				if err := ctx.Err(); err != nil {
					yield(nil, l.walker.ended(err))
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
