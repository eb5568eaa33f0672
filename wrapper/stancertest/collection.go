package stancertest

import (
	"fmt"
	"net/http"
	"slices"
)

// collection holds the objects of one kind, oldest first.
type collection[T any] struct {
	label string // the name of the kind in errors
	items []*T
	byID  map[string]*T
}

func newCollection[T any](label string) collection[T] {
	return collection[T]{label: label, byID: map[string]*T{}}
}

// add stores an object unless it is stored already.
func (c *collection[T]) add(id string, item *T) *T {
	if _, ok := c.byID[id]; !ok {
		c.items = append(c.items, item)
		c.byID[id] = item
	}
	return item
}

func (c *collection[T]) get(id string) (*T, error) {
	if item, ok := c.byID[id]; ok {
		return item, nil
	}
	return nil, fail(http.StatusNotFound, fmt.Sprintf("%s `%s` not found", c.label, id))
}

// check returns an error if the id is set and unknown.
func (c *collection[T]) check(id string) error {
	if id == "" {
		return nil
	}
	return c.require(id)
}

// require returns an error if the id is empty or unknown.
func (c *collection[T]) require(id string) error {
	_, err := c.get(id)
	return err
}

// unlist removes an object from lists. It can still be read.
func (c *collection[T]) unlist(item *T) {
	c.items = slices.DeleteFunc(c.items, func(other *T) bool { return other == item })
}

// remove deletes an object.
func (c *collection[T]) remove(id string) {
	c.unlist(c.byID[id])
	delete(c.byID, id)
}

// where returns the objects that match, oldest first.
func (c *collection[T]) where(matches func(*T) bool) []*T {
	var found []*T
	for _, item := range c.items {
		if matches(item) {
			found = append(found, item)
		}
	}
	return found
}

// unique returns an error if another object has the value, which must be unique. An empty value is
// not checked.
func unique[T any](
	c *collection[T], member string, want string, of func(*T) (id, value string), self *T,
) error {
	if want == "" {
		return nil
	}
	for _, item := range c.items {
		if id, value := of(item); item != self && value == want {
			msg := fmt.Sprintf("%s already exists, duplicate %s (%s)", c.label, member, id)
			return fail(http.StatusConflict, msg)
		}
	}
	return nil
}
