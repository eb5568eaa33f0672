package stancer

import (
	"cmp"
	"fmt"
	"slices"
)

// walk decides which page of a changing list [List.All] reads next, and which objects it yields.
//
// Offsets move when objects are created or deleted, so a page is accepted only if it is connected:
// it starts at 0, or one of its objects is known, that is, was accepted before. A page is a
// contiguous part of the list. Therefore each object that is in the list for the whole walk, and
// not behind the last object of a connected page, is in that page or was accepted before. Only the
// objects behind the last known one are yielded: those before it are known, or were created during
// the walk.
//
// Each page starts at the last object of the one before. A page that is not connected is a gap: the
// walk searches for the known objects, first back, in doubling steps, and then between the last
// page that held only known objects and the first one that held none.
type walk struct {
	origin int64          // where the walk starts
	next   int64          // where the next page starts
	known  map[string]int // the objects accepted, and how many were accepted before each
	begun  bool           // reports whether a page was accepted
	idle   int            // number of pages since the last progress

	// low is the start of a page of known objects only, and high that of a page without known
	// objects, if the walk has seen such pages since the last progress; -1 otherwise.
	low, high, step int64
}

// part is the position of a page, with the ids of its objects.
type part struct {
	start, limit int64 // as requested
	ids          []string
	given        Range
}

// maxIdle is the largest number of successive pages without progress.
const maxIdle = 50

// newWalk returns a walk from start on. The first page begins one object earlier, so that an object
// is known even if all those that are yielded first are deleted.
func newWalk(start int64) *walk {
	w := &walk{origin: start, next: max(0, start-1), known: map[string]int{}}
	w.found()
	return w
}

// connects reports whether p is connected.
func (w *walk) connects(p part) bool {
	return !w.begun || p.start == 0 || w.lastKnown(p.ids) >= 0
}

// accept takes a connected page into account. It returns the indexes of the objects to yield and
// reports whether the walk goes on, at next.
func (w *walk) accept(p part) (fresh []int, more bool, err error) {
	last := w.lastKnown(p.ids)
	switch {
	case !w.begun && w.origin > 0 && len(p.ids) > 0:
		last = 0 // the object before the origin is not yielded
		w.add(p.ids[0])
	case w.begun && w.origin > 0 && last < 0: // it is unknown on which side of the origin p is
		return nil, false, fmt.Errorf("%w: the objects read so far are not found any more, "+
			"because too many were created or deleted; read the list again", ErrUnexpected)
	}
	fresh = w.addAll(p.ids, last+1)
	// Without a known object in the page, fresh may be newly created objects.
	progress := len(fresh) > 0 && (!w.begun || last >= 0)
	w.begun = true
	w.next = p.start + max(0, int64(len(p.ids))-1)
	switch {
	case progress:
		w.idle = 0
		w.found()
	case len(fresh) > 0:
		w.idle++
		w.found()
	default:
		w.idle++
		w.goOn(p)
	}
	if p.ends(len(fresh)) {
		return fresh, false, nil
	}
	return fresh, true, w.check(p)
}

// goOn sets next after a page of known objects only. The position of the last of them among the
// known objects is an estimate of how many more follow.
func (w *walk) goOn(p part) {
	if len(p.ids) == 0 {
		return
	}
	w.low = p.start
	w.next += int64(len(w.known) - 1 - w.known[p.ids[len(p.ids)-1]])
	if w.high < 0 || w.next < w.high {
		return
	}
	if between := (w.low + w.high) / 2; between > w.low {
		w.next = between
	} else { // the list has changed during the search
		w.found()
	}
}

// goBack sets next after a page that is not connected.
func (w *walk) goBack(p part) error {
	w.idle++
	w.high = p.start
	if between := (w.low + w.high) / 2; w.low >= 0 && between > w.low {
		w.next = between
		return w.check(p)
	}
	w.low = -1
	w.step = max(2*w.step, p.half())
	w.next = max(0, w.high-w.step)
	return w.check(p)
}

// bridge sets next after a page that is not connected and was read before the one that was accepted
// last: to that of a page that is likely to have objects of both.
func (w *walk) bridge(p part) error {
	w.idle++
	w.next = max(0, p.start-p.half())
	return w.check(p)
}

// found ends a search.
func (w *walk) found() { w.low, w.high, w.step = -1, -1, 0 }

// check returns an error if the walk makes no progress.
func (w *walk) check(p part) error {
	switch {
	case slices.Contains(p.ids, ""):
		return fmt.Errorf("%w: an object has no id, so the pages cannot be connected",
			ErrUnexpected)
	case w.idle < maxIdle:
		return nil
	}
	return fmt.Errorf("%w: the last %d pages, up to start=%d, have no new objects, "+
		"but the list goes on", ErrUnexpected, w.idle, p.start)
}

// turn sets next to the start of the page that follows p, and reports whether there is one. It
// ignores changes of the list.
func (w *walk) turn(p part) (more bool, err error) {
	fresh := w.addAll(p.ids, 0)
	w.idle++
	if len(fresh) > 0 {
		w.idle = 0
	}
	w.next = p.start + int64(len(p.ids))
	if p.ends(len(fresh)) {
		return false, nil
	}
	return true, w.check(p)
}

// lastKnown returns the index of the last object that is known, or -1.
func (w *walk) lastKnown(ids []string) int {
	for i, id := range slices.Backward(ids) {
		if _, known := w.known[id]; known {
			return i
		}
	}
	return -1
}

// addAll adds the objects from the index on, and returns the indexes of those that were not known.
func (w *walk) addAll(ids []string, from int) (fresh []int) {
	for i, id := range ids[from:] {
		if w.add(id) {
			fresh = append(fresh, from+i)
		}
	}
	return fresh
}

// add adds an object and reports whether it is new. An object without an id is always new.
func (w *walk) add(id string) bool {
	if id == "" {
		return true
	}
	n := len(w.known)
	if _, known := w.known[id]; !known {
		w.known[id] = n
	}
	return len(w.known) > n
}

// count returns the number of objects in the list, or 0 if the server does not send it.
func (p part) count() int64 {
	if p.given.Count == nil {
		return 0
	}
	return *p.given.Count
}

// half returns half the number of objects in the page, at least 1.
func (p part) half() int64 { return max(1, cmp.Or(int64(len(p.ids)), p.limit)/2) }

// ends reports whether the page is the last one of the list; fresh is the number of its new
// objects. A page with new objects is not the last one if the count says that more follow, or if it
// is full and has no range.
func (p part) ends(fresh int) bool {
	end := p.start + int64(len(p.ids))
	full := int64(len(p.ids)) >= p.limit
	return !p.given.HasMore &&
		(fresh == 0 || p.count() <= end && (p.given != Range{} || !full))
}
