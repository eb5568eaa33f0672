package stancertest

import (
	"errors"
	"math"
	"slices"
	"strconv"

	"github.com/stancer-go/stancer/api"
)

// filters decide which objects match a query parameter. An object must match all parameters of the
// query.
type filters[T any] map[string]func(item *T, want string) bool

// sorts map values of the query parameter `field` to the time to sort by. The default order is the
// order of creation.
type sorts[T any] map[string]func(item *T) api.Timestamp

// equal returns a filter for a member that must equal the value.
func equal[T any, S ~string](member func(*T) S) func(*T, string) bool {
	return func(item *T, want string) bool { return member(item) != "" && member(item) == S(want) }
}

// since returns a filter for a time that must not be before the value.
func since[T any](member func(*T) api.Timestamp) func(*T, string) bool {
	return func(item *T, want string) bool {
		from, err := timeOf(want)
		at := member(item)
		return err == nil && !at.IsZero() && !at.Time().Before(from.Time())
	}
}

// list returns a page of version 2, newest first unless `order` is asc. Created is nil if the API
// does not show the time of creation.
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

// listV1 returns a page of version 1, oldest first. Its range ends with the index of the last
// object. View converts the objects of the page to version 1.
func listV1[T, V1 any](
	c *call, key string, items []*T, created func(*T) api.Timestamp, view func(*T) V1,
) (any, error) {
	items = chosen(c, items, created, nil)
	start, limit := c.page()
	page := []V1{} // JSON would encode nil as null
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

// chosen returns the objects that match all filters, oldest first.
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
		sortBy(items, created) // seeded objects are in any order
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

// page returns the requested offset and number of objects.
func (c *call) page() (start, limit int) {
	return c.number("start", 0), c.number("limit", 10)
}

func (c *call) number(name string, fallback int) int {
	number, err := strconv.ParseInt(c.query.Get(name), 10, 0)
	if errors.Is(err, strconv.ErrSyntax) {
		return fallback
	}
	return int(number) // the largest int if the number is out of range
}

// created returns the filter `created`, which lists of version 1 repeat.
func (c *call) created() api.Timestamp {
	at, err := timeOf(c.query.Get("created"))
	if err != nil {
		return api.Timestamp{}
	}
	return at
}

// timeOf parses a time of a query.
func timeOf(text string) (at api.Timestamp, err error) {
	err = at.UnmarshalText([]byte(text))
	return at, err
}

// cut returns the objects of a page. It never returns nil, which JSON would encode as null.
func cut[T any](items []*T, start, limit int) []*T {
	start = min(start, len(items))
	return append([]*T{}, items[start:min(start+limit, len(items))]...)
}
