package stancertest

// Reset takes the server back to its start: it forgets all objects of both modes, also seeded ones,
// and all requests, deliveries and faults, and the clock is the machine's again. Its address, its
// keys and its options stay. A webhook that is being sent while the server is reset still arrives.
func (s *Server) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock, s.faults = clock{}, faults{}
	s.log.requests, s.log.gone, s.log.read = nil, 0, nil
	for mode, d := range s.modes {
		hosted := d.hosted
		*d = *newData(mode, &s.clock) // in place: deliveries that wait find no endpoint
		d.hosted = hosted
	}
	s.outbox.all = nil
}
