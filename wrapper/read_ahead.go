package stancer

import (
	"context"
	"math"
	"net/http"
	"runtime"
	"slices"
	"sync/atomic"
)

// readAhead reads the pages of [List.All]: the wanted one, and those that probably follow it. At
// most settings.pages of them are requested, waiting or in use at a time.
type readAhead[T any] struct {
	ctx    context.Context
	cancel context.CancelFunc
	list   *List[T]
	limit  int64             // objects to ask for
	size   int64             // objects that the server gives in a full page
	end    int64             // number of objects in the list, or the largest number if unknown
	ramp   int               // number of pages to read at a time; grows while the end is unknown
	most   atomic.Int64      // limit of ramp; an answer 429 halves it
	queue  []*pageRequest[T] // by start
}

// pageRequest is the request of a page.
type pageRequest[T any] struct {
	part
	page     *Page[T]
	err      error
	response Response
	early    bool // reports whether the page was requested before it was wanted
	retaken  bool // reports whether the page was put back, because it was not connected

	cancel   context.CancelFunc
	done     chan struct{} // closed when the request has ended
	returned bool          // false if a panic or runtime.Goexit has ended it
	panicked any
}

func newReadAhead[T any](ctx context.Context, l *List[T]) *readAhead[T] {
	limit := int64(maxLimit)
	if l.limit > 0 {
		limit = max(2, l.limit) // consecutive pages overlap by one object
	}
	a := &readAhead[T]{list: l, limit: limit, size: limit, end: math.MaxInt64, ramp: 1}
	a.ctx, a.cancel = context.WithCancel(ctx)
	a.most.Store(int64(max(1, l.settings.pages)))
	return a
}

// window returns the number of pages to read at a time.
func (a *readAhead[T]) window() int { return min(a.ramp, int(a.most.Load())) }

// take waits for the page with the object at start, and removes it from the queue.
func (a *readAhead[T]) take(start int64) *pageRequest[T] {
	for len(a.queue) > 0 && a.queue[0].start+a.size <= start {
		a.drop(0)
	}
	if len(a.queue) == 0 || a.queue[0].start > start {
		for len(a.queue) >= a.window() {
			a.drop(len(a.queue) - 1)
		}
		a.queue = slices.Insert(a.queue, 0, a.send(start))
		a.queue[0].early = false
	}
	a.fill(start, a.window())
	r := a.queue[0]
	<-r.done
	a.queue = a.queue[1:]
	r.end()
	return r
}

// putBack returns a page to the queue. It may be connected after the page before it was read.
func (a *readAhead[T]) putBack(r *pageRequest[T]) {
	r.retaken = true
	a.queue = slices.Insert(a.queue, 0, r)
}

// fill requests the pages from start on that are not in the queue, until it has most pages.
func (a *readAhead[T]) fill(start int64, most int) {
	for len(a.queue) < most {
		if len(a.queue) > 0 {
			start = a.queue[len(a.queue)-1].start + a.size - 1
			if start >= a.end-1 {
				return
			}
		}
		a.queue = append(a.queue, a.send(start))
	}
}

// learn updates the size of a page and the number of objects in the list from an accepted page.
// While the latter is unknown, each full page doubles the number of pages that are read at a time.
func (a *readAhead[T]) learn(p part) {
	n := int64(len(p.ids))
	full := n >= a.size
	if p.given.HasMore && n > 1 {
		a.size = n
	}
	switch {
	case p.count() > p.start+n:
		a.end, a.ramp = p.count(), a.list.settings.pages
	case full:
		a.end, a.ramp = math.MaxInt64, min(2*a.ramp, a.list.settings.pages)
	}
}

// send requests the page at start, in a goroutine unless pages are read one at a time.
func (a *readAhead[T]) send(start int64) *pageRequest[T] {
	r := &pageRequest[T]{
		part: part{start: start, limit: a.limit}, early: true, done: make(chan struct{}),
	}
	ctx, cancel := context.WithCancel(a.ctx)
	r.cancel = cancel
	s, window := *a.list.settings, int64(a.window())
	if s.response != nil {
		s.response = &r.response
	}
	s.answered = func(status int) {
		if status == http.StatusTooManyRequests {
			a.slowDown(window)
		}
	}
	read := func() {
		r.page, r.ids, r.err = a.list.read(ctx, &s, start, a.limit)
		if r.err == nil {
			r.given = r.page.Range
		}
		r.returned = true
	}
	if s.pages <= 1 {
		defer close(r.done)
		read()
		return r
	}
	go func() {
		defer close(r.done)
		defer func() {
			if !r.returned {
				r.panicked = recover()
			}
		}()
		read()
	}()
	return r
}

// slowDown halves the number of pages that are read at a time. A request that was refused with 429
// was sent while window pages were read at a time; all such requests together halve the number
// once.
func (a *readAhead[T]) slowDown(window int64) {
	half := max(1, window/2)
	for most := a.most.Load(); most > half; most = a.most.Load() {
		a.most.CompareAndSwap(most, half)
	}
}

// drop cancels a request and waits for its end.
func (a *readAhead[T]) drop(i int) {
	r := a.queue[i]
	a.queue = slices.Delete(a.queue, i, i+1)
	r.cancel()
	<-r.done
	r.end()
}

// stop cancels all requests and waits for their end.
func (a *readAhead[T]) stop() {
	a.cancel()
	for _, r := range a.queue {
		<-r.done
	}
}

// finish is like stop. It also raises a panic of a request that was no longer needed.
func (a *readAhead[T]) finish() {
	a.stop()
	for _, r := range a.queue {
		r.end()
	}
}

// end releases the context of a request that has ended. A panic or a runtime.Goexit of the
// transport or the middleware is repeated in the caller's goroutine.
func (r *pageRequest[T]) end() {
	r.cancel()
	switch {
	case r.panicked != nil:
		panic(r.panicked)
	case !r.returned:
		runtime.Goexit()
	}
}
