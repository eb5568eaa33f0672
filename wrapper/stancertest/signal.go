package stancertest

// signal wakes all goroutines that wait for an event.
type signal struct{ next chan struct{} }

func (s *signal) wait() <-chan struct{} {
	if s.next == nil {
		s.next = make(chan struct{})
	}
	return s.next
}

func (s *signal) send() {
	if s.next != nil {
		close(s.next)
		s.next = nil
	}
}
