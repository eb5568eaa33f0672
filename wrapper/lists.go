package stancer

import (
	"context"
	"iter"
	"net/http"

	"github.com/stancer-go/stancer/api"
)

// pageSize is how many objects Pages and All ask for at a time, the most that Stancer gives.
const pageSize = 100

// list is what the List, the Pages and the All of a resource share. L is a pointer to the list that they read.
type list[L page] struct{ walker *walker }

// paged is what the parameters of every list can do.
type paged[P any] interface {
	Page(start, limit int64) P
	Offset() (start, limit int64)
}

// listOf is the list that an operation gives for its parameters.
func listOf[L page, P paged[P]](c *caller, op api.Operation, id string, params P, options []Option,
	build func(ctx context.Context, server string, params P) (*http.Request, error)) *list[L] {
	start, limit := params.Offset()
	read := func(ctx context.Context, options []Option, start, limit int64) (page, error) {
		params := params
		if limit != 0 {
			params = params.Page(start, limit)
		}
		return call[L](ctx, c, op, id, options, func(ctx context.Context, server string) (*http.Request, error) {
			if err := checkIDs(params); err != nil {
				return nil, err
			}
			return build(ctx, server, params)
		})
	}
	return &list[L]{&walker{c.settings, op, options, start, limit, read}}
}

// below makes of a builder with an id in its path one without.
func below[P any](id string, build func(ctx context.Context, server, id string, params P) (*http.Request, error)) func(context.Context, string, P) (*http.Request, error) {
	return func(ctx context.Context, server string, params P) (*http.Request, error) {
		return build(ctx, server, id, params)
	}
}

// get reads the page that the parameters ask for.
func (l *list[L]) get(ctx context.Context) (L, error) {
	page, err := l.walker.read(ctx, l.walker.options, 0, 0)
	return page.(L), err
}

// pages ranges over the pages, from the start that the parameters ask for. Each range starts anew.
func (l *list[L]) pages(ctx context.Context) iter.Seq2[L, error] {
	return func(yield func(L, error) bool) {
		l.walker.each(ctx, func(page page, _ []int, err error) bool {
			known, _ := page.(L) // nil with an error
			return yield(known, err)
		})
	}
}

// all ranges over the objects of all pages. An object that newer ones have pushed to the next page is yielded once.
func all[T any, L interface {
	page
	Item(i int) T
}](ctx context.Context, l *list[L]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		l.walker.objects(ctx, func(page page, i int, err error) bool {
			if err != nil {
				var none T
				return yield(none, err)
			}
			return yield(page.(L).Item(i), nil)
		})
	}
}
