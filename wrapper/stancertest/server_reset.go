package stancertest

// Reset resets the server: it deletes all objects of both modes, also seeded ones, and all
// requests, deliveries and faults, and sets the clock to the system clock. The address, the keys
// and the options stay. A webhook that is being sent still arrives.
func (s *Server) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock, s.faults = clock{}, faults{}
	s.log.requests, s.log.gone, s.log.read = nil, 0, nil
	for mode, d := range s.modes {
		hosted := d.hosted
		*d = *newData(mode, &s.clock) // in place, so that waiting deliveries find no endpoint
		d.hosted = hosted
	}
	s.outbox.all = nil
}
