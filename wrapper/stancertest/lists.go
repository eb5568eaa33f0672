package stancertest

import (
	"errors"
	"math"
	"slices"
	"strconv"

	"github.com/stancer-go/stancer/api"
)

// filters say which objects a query parameter lets through. Each one that is given must match.
type filters[T any] map[string]func(item *T, want string) bool

// sorts give the time that a value of the parameter `field` sorts by. Without one, lists are in the
// order of creation.
type sorts[T any] map[string]func(item *T) api.Timestamp

// equal is a filter on a member that holds exactly the value.
func equal[T any, S ~string](member func(*T) S) func(*T, string) bool {
	return func(item *T, want string) bool { return member(item) != "" && member(item) == S(want) }
}

// since is a filter on a time that is the one given, or later.
func since[T any](member func(*T) api.Timestamp) func(*T, string) bool {
	return func(item *T, want string) bool {
		from, err := timeOf(want)
		at := member(item)
		return err == nil && !at.IsZero() && !at.Time().Before(from.Time())
	}
}

// list is a page of version 2, newest first unless `order` is asc. Created may be nil if the API
// shows no time of creation.
func list[T any](
	c *call, key string, items []*T, created func(*T) api.Timestamp, by filters[T], fields sorts[T],
) (any, error) {
	items = chosen(c, items, created, by)
	if at := fields[c.query.Get("field")]; at != nil {
		sortBy(items, at)
	}
	if c.query.Get("order") != string(api.OrderAsc) {
		slices.Reverse(items)
	}
	start, limit := c.page()
	page := cut(items, start, limit)
	return map[string]any{key: page, "range": api.Range{
		Start:   int64(start),
		End:     int64(start + min(limit, math.MaxInt-start)),
		Limit:   int64(limit),
		Count:   ptr(int64(len(items))),
		HasMore: start+len(page) < len(items),
	}}, nil
}

// listV1 is a page of version 1, oldest first. Its range ends with the index of the last object.
// View makes what version 1 shows, of the objects of the page only.
func listV1[T, V1 any](
	c *call, key string, items []*T, created func(*T) api.Timestamp, view func(*T) V1,
) (any, error) {
	items = chosen(c, items, created, nil)
	start, limit := c.page()
	page := []V1{} // JSON would show nil as null
	for _, item := range cut(items, start, limit) {
		page = append(page, view(item))
	}
	return map[string]any{"live_mode": c.liveMode(), key: page, "range": api.RangeV1{
		Start:   int64(start),
		End:     int64(start + max(len(page), 1) - 1),
		Limit:   int64(limit),
		HasMore: start+len(page) < len(items),
		Created: c.created(),
	}}, nil
}

// chosen returns the objects that all filters let through, oldest first.
func chosen[T any](
	c *call, items []*T, created func(*T) api.Timestamp, by filters[T],
) []*T {
	matches := func(item *T) bool { return by.match(c, item) }
	if created != nil && c.query.Has("created") {
		since, from := since(created), c.query.Get("created")
		matches = func(item *T) bool { return since(item, from) && by.match(c, item) }
	}
	items = slices.DeleteFunc(slices.Clone(items), func(item *T) bool { return !matches(item) })
	if created != nil {
		sortBy(items, created) // seeds come in any order
	}
	return items
}

func sortBy[T any](items []*T, at func(*T) api.Timestamp) {
	earlier := func(a, b *T) int { return at(a).Time().Compare(at(b).Time()) }
	if !slices.IsSortedFunc(items, earlier) {
		slices.SortStableFunc(items, earlier)
	}
}

func (by filters[T]) match(c *call, item *T) bool {
	for name, matches := range by {
		if c.query.Has(name) && !matches(item, c.query.Get(name)) {
			return false
		}
	}
	return true
}

// page returns the offset and the number of objects asked for.
func (c *call) page() (start, limit int) {
	return c.number("start", 0), c.number("limit", 10)
}

func (c *call) number(name string, fallback int) int {
	number, err := strconv.ParseInt(c.query.Get(name), 10, 0)
	if errors.Is(err, strconv.ErrSyntax) {
		return fallback
	}
	return int(number) // the greatest if it is out of range
}

// created returns the filter of that name, which lists of version 1 repeat.
func (c *call) created() api.Timestamp {
	at, err := timeOf(c.query.Get("created"))
	if err != nil {
		return api.Timestamp{}
	}
	return at
}

// timeOf reads a time in a query.
func timeOf(text string) (at api.Timestamp, err error) {
	err = at.UnmarshalText([]byte(text))
	return at, err
}

// cut never returns nil, which JSON would show as null.
func cut[T any](items []*T, start, limit int) []*T {
	start = min(start, len(items))
	return append([]*T{}, items[start:min(start+limit, len(items))]...)
}
