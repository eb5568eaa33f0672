package stancer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"

	"github.com/stancer-go/stancer/api"
)

// maxLimit is the largest number of objects in a page. It is the default of Pages and All.
const maxLimit = 100

// List is a list of objects, returned by methods such as [Payments.List]. Only its methods send
// requests. A List can be read several times and is safe for concurrent use.
type List[T any] struct {
	op           api.Operation
	settings     *settings // with the options of the list
	err          error     // reason why the list cannot be read, or nil
	start, limit int64     // from the parameters, or 0
	read         readPage[T]
}

// readPage requests a page and returns it with the ids of its objects. If limit is 0, start and
// limit are those of the parameters.
type readPage[T any] func(
	ctx context.Context, s *settings, start, limit int64,
) (page *Page[T], ids []string, err error)

// Page is a page of a list.
type Page[T any] struct {
	// Items are the objects of the page.
	Items []T
	// Range is the position of the page in the list. It has no Count in version 1 of the API.
	Range Range
}

// Format writes the name of the operation, for every verb.
func (l *List[T]) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, l.text()) }

// LogValue returns the name of the operation.
func (l *List[T]) LogValue() slog.Value { return slog.StringValue(l.text()) }

func (l *List[T]) text() string {
	if l == nil {
		return "stancer.List(nil)"
	}
	return "stancer.List(" + l.op.ID + ")"
}

// Format writes the objects and the range, without secrets, for every verb.
func (p Page[T]) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "{Items:%+v Range:%+v}", p.Items, p.Range)
}

// LogValue returns the number of objects and the range. It omits the objects, which may have
// secrets.
func (p Page[T]) LogValue() slog.Value {
	return slog.GroupValue(slog.Int("items", len(p.Items)), slog.Any("range", p.Range))
}

// Page reads one page: Limit objects from Start on, as set in the parameters. The default is the
// first 10 objects.
func (l *List[T]) Page(ctx context.Context) (*Page[T], error) {
	if err := l.check(ctx); err != nil {
		return nil, err
	}
	page, _, err := l.read(ctx, l.settings, 0, 0)
	return page, err
}

// Pages ranges over the pages of the list, from Start of the parameters on. A page has Limit
// objects, 100 by default. If objects are created or deleted during the range, others move to
// another page, and Pages can yield them twice or skip them. [List.All] does not.
//
// Nothing is sent before the range begins, and nothing more after it is left. Each range starts
// anew. An error is yielded once, with a nil page, and ends the range.
func (l *List[T]) Pages(ctx context.Context) iter.Seq2[*Page[T], error] {
	return func(yield func(*Page[T], error) bool) {
		if err := l.check(ctx); err != nil {
			yield(nil, err)
			return
		}
		limit := cmp.Or(l.limit, maxLimit)
		w := walk{next: l.start, known: map[string]int{}}
		for more := true; more; {
			page, ids, err := l.read(ctx, l.settings, w.next, limit)
			if err == nil {
				more, err = w.turn(part{w.next, limit, ids, page.Range})
				err = l.wrap(err)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(page, nil) {
				return
			}
		}
	}
}

// All ranges over the objects of the list, from Start of the parameters on. It reads Limit objects
// at a time, 100 by default; see [WithConcurrentPages] for reading several pages at a time.
//
// Each object that is in the list during the whole range is yielded exactly once, in the order of
// the list, or the range ends with an error. This is true even if other objects are created or
// deleted during the range. Those objects, and objects that begin or cease to match a filter, are
// yielded at most once. To detect changes, consecutive pages overlap by one object, so a Limit of 1
// reads two.
//
// This requires a total and stable order: by creation, in either direction, which is the default of
// every list. If more than (Limit-1)/2 objects are created per request, the range may end with an
// error. The ids of all objects are in memory until the range ends, about 100 bytes for each
// object.
//
// Nothing is sent before the range begins, and nothing more after it is left. Each range starts
// anew. An error is yielded once, with a nil object, and ends the range.
func (l *List[T]) All(ctx context.Context) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		if err := l.check(ctx); err != nil {
			yield(nil, err)
			return
		}
		l.all(ctx, yield)
	}
}

func (l *List[T]) all(ctx context.Context, yield func(*T, error) bool) {
	ahead := newReadAhead(ctx, l)
	defer ahead.stop()
	w := newWalk(l.start)
	for more := true; more; {
		r := ahead.take(w.next)
		var fresh []int
		err := r.err
		switch {
		case err != nil:
		case w.connects(r.part):
			fresh, more, err = w.accept(r.part)
			err = l.wrap(err)
		case r.retaken: // the page before it did not connect it
			continue
		case r.early:
			ahead.putBack(r)
			err = l.wrap(w.bridge(r.part))
		default:
			err = l.wrap(w.goBack(r.part))
		}
		if len(fresh) > 0 && more {
			ahead.learn(r.part)
			ahead.fill(w.next, ahead.window()-1)
		}
		if !l.yieldAll(ctx, r, fresh, err, yield) {
			break
		}
	}
	ahead.finish()
}

// yieldAll yields the objects of a page at the indexes, then the error if it is not nil. It reports
// whether the range goes on.
func (l *List[T]) yieldAll(ctx context.Context, r *pageRequest[T], fresh []int, err error,
	yield func(*T, error) bool,
) bool {
	if l.settings.response != nil {
		*l.settings.response = r.response
	}
	for _, i := range fresh {
		if err := ctx.Err(); err != nil {
			yield(nil, l.wrap(err))
			return false
		}
		if !yield(&r.page.Items[i], nil) {
			return false
		}
	}
	if err != nil {
		yield(nil, err)
	}
	return err == nil
}

// check returns an error if the list cannot be read.
func (l *List[T]) check(ctx context.Context) error {
	if ctx == nil {
		return l.wrap(errors.New("ctx is nil; use context.Background()"))
	}
	return l.err
}

// wrap adds the operation to an error, if there is one.
func (l *List[T]) wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("stancer: %s: %w", l.op.ID, err)
}

// newList returns the list of an operation with parameters.
func newList[T, L, P any](
	s *service, op api.Operation, params *P, options []Option,
	build func(ctx context.Context, server string, params *P) (*http.Request, error),
	open func(*L) (*Page[T], []string),
) *List[T] {
	withoutID := func(ctx context.Context, server, _ string, params *P) (*http.Request, error) {
		return build(ctx, server, params)
	}
	return newListBelow(s, op, "", params, options, withoutID, open)
}

// newListBelow returns the list of an operation with the id of an object and parameters.
func newListBelow[T, L, P any](
	s *service, op api.Operation, id string, params *P, options []Option,
	build func(ctx context.Context, server, id string, params *P) (*http.Request, error),
	open func(*L) (*Page[T], []string),
) *List[T] {
	if params != nil {
		params = Ptr(*params) // a copy, so that the list does not change with them
	}
	l := &List[T]{op: op}
	l.settings, l.err = s.with(options)
	if l.err == nil {
		l.err = l.wrap(checkIDs(params))
	}
	if l.err == nil {
		l.err = l.setStartAndLimit(build(context.Background(), "", id, params))
	}
	l.read = func(
		ctx context.Context, s *settings, start, limit int64,
	) (*Page[T], []string, error) {
		request := func(ctx context.Context, server string) (*http.Request, error) {
			req, err := build(ctx, server, id, params)
			if err == nil && limit > 0 {
				setRange(req.URL, start, limit)
			}
			return req, err
		}
		list, err := do[*L](ctx, &service{s}, op, id, nil, request)
		if err != nil {
			return nil, nil, err
		}
		page, ids := open(list)
		if page.Items == nil {
			return nil, nil, l.wrap(fmt.Errorf("%w: it has no array of objects", ErrUnexpected))
		}
		return page, ids, nil
	}
	return l
}

// setStartAndLimit sets start and limit from the request of the first page.
func (l *List[T]) setStartAndLimit(req *http.Request, err error) error {
	if err != nil {
		return l.wrap(err)
	}
	query := req.URL.Query()
	l.start, _ = strconv.ParseInt(query.Get("start"), 10, 64)
	if l.start < 0 {
		return l.wrap(fmt.Errorf("start is %d; want 0 or more", l.start))
	}
	if query.Has("limit") {
		l.limit, _ = strconv.ParseInt(query.Get("limit"), 10, 64)
		if l.limit < 1 || l.limit > maxLimit {
			return l.wrap(fmt.Errorf("limit is %d; want 1 to %d", l.limit, maxLimit))
		}
	}
	return nil
}

// setRange sets the query parameters start and limit.
func setRange(url *url.URL, start, limit int64) {
	query := url.Query()
	query.Set("start", strconv.FormatInt(start, 10))
	query.Set("limit", strconv.FormatInt(limit, 10))
	url.RawQuery = query.Encode()
}

// newWholeList returns the list of an operation that answers with an array, without pages.
func newWholeList[T any](s *service, op api.Operation, id string, options []Option,
	build func(ctx context.Context, server, id string) (*http.Request, error),
) *List[T] {
	l := &List[T]{op: op}
	l.settings, l.err = s.with(options)
	l.read = func(ctx context.Context, s *settings, _, _ int64) (*Page[T], []string, error) {
		items, err := item[[]T](ctx, &service{s}, op, id, nil, build)
		if err != nil {
			return nil, nil, err
		}
		n := int64(len(items))
		page := &Page[T]{items, Range{End: n, Limit: n, Count: &n}}
		return page, make([]string, n), nil // the ids do not matter: there is one page
	}
	return l
}

// newPage returns a page and the ids of its objects.
func newPage[T any](items []T, r Range, id func(*T) string) (*Page[T], []string) {
	ids := make([]string, len(items))
	for i := range items {
		ids[i] = id(&items[i])
	}
	return &Page[T]{items, r}, ids
}

// fromRangeV1 converts a range of version 1, whose End is the offset of its last object.
func fromRangeV1(r api.RangeV1) Range {
	return Range{Start: r.Start, End: r.End + 1, Limit: r.Limit, HasMore: r.HasMore}
}
