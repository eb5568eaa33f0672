package stancer

// recent remembers the last ids, 5000 to 10000 of them: more than can arrive between two pages, and a limit to what a long list costs.
type recent struct{ new, old map[string]struct{} }

// add tells whether the id was not there yet. What has no id is always new.
func (r *recent) add(id string) bool {
	if id == "" {
		return true
	}
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

// addAll adds the ids of n objects, and tells the indexes of those that were not there yet.
func (r *recent) addAll(n int, id func(i int) string) []int {
	added := make([]int, 0, n)
	for i := range n {
		if r.add(id(i)) {
			added = append(added, i)
		}
	}
	return added
}
