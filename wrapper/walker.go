package stancer

import (
	"context"
	"fmt"
	"slices"

	"github.com/stancer-go/stancer/api"
)

// walker goes over the pages of a list, whatever they hold: it is compiled once for all of them.
type walker struct {
	settings     *settings
	op           api.Operation
	options      []Option
	start, limit int64 // what is asked for, or zero
	// read reads a page: the one that is asked for, if the limit is zero.
	read func(ctx context.Context, options []Option, start, limit int64) (page, error)
}

// page is what every page of a list can do.
type page interface {
	Next() (start int64, more bool)
	Len() int
	ItemID(i int) string
}

// each yields page after page, with the indexes of the objects that no page before has had. It ends with the last page, after an error, or
// when yield wants no more.
func (w *walker) each(ctx context.Context, yield func(page page, fresh []int, err error) bool) {
	settings, err := w.settings.with(w.options)
	switch {
	case err != nil:
		yield(nil, nil, err)
	case settings.prefetch > 0:
		w.walkAhead(ctx, settings, yield)
	default:
		w.walk(ctx, yield)
	}
}

// objects yields the objects of the pages, each with its page and its index there.
func (w *walker) objects(ctx context.Context, yield func(page page, i int, err error) bool) {
	w.each(ctx, func(page page, fresh []int, err error) bool {
		if err != nil {
			return yield(nil, 0, err)
		}
		for _, i := range fresh {
			if err := ctx.Err(); err != nil {
				yield(nil, 0, w.ended(err))
				return false
			}
			if !yield(page, i, nil) {
				return false
			}
		}
		return true
	})
}

func (w *walker) walk(ctx context.Context, yield func(page page, fresh []int, err error) bool) {
	start, limit := w.start, w.limit
	if limit == 0 {
		limit = pageSize
	}
	var seen recent
	useful, idle := 0, 0 // pages with something new in all, and without in a row
	for more := true; more; {
		page, err := w.read(ctx, w.options, start, limit)
		if err != nil {
			yield(nil, nil, err)
			return
		}
		fresh := seen.addAll(page.Len(), page.ItemID)
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
		if start, more = page.Next(); more && (start <= at || idle > max(maxIdle, useful)) {
			yield(nil, nil, w.endless(at))
			return
		}
	}
}

// walkAhead is walk, up to settings.prefetch pages before the one that yield has.
func (w *walker) walkAhead(ctx context.Context, settings *settings, yield func(page page, fresh []int, err error) bool) {
	type result struct {
		page     page
		fresh    []int
		err      error
		response Response
	}
	ahead, cancel := context.WithCancel(ctx)
	results := make(chan result, settings.prefetch-1) // and one in the hands of the goroutine
	cut := false                                      // whether ctx, and not the list, has ended the goroutine
	go func() {
		defer close(results)
		walker, response := *w, Response{}
		if settings.response != nil { // which belongs to the page that yield has
			walker.options = append(slices.Clip(w.options), WithResponse(&response))
		}
		walker.walk(ahead, func(page page, fresh []int, err error) bool {
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
			yield(nil, nil, w.ended(err))
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
		yield(nil, nil, w.ended(ctx.Err()))
	}
}

// ended is the error of a range that its context has ended between two requests.
func (w *walker) ended(err error) error { return fmt.Errorf("stancer: %s: %w", w.op.ID, err) }

// endless is the error of a list that never ends. Nobody could stop ranging over it.
func (w *walker) endless(start int64) error {
	return fmt.Errorf("stancer: %s: %w: the list says that more follows after start=%d, and nothing does", w.op.ID, ErrUnexpected, start)
}

// maxIdle is how many pages without anything new may follow each other, at the beginning, in a list that says that it goes on.
const maxIdle = 2
