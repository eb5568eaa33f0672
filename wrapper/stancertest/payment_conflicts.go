package stancertest

// WithoutExistingID selects the other of two observed forms of the 409 for a duplicate unique_id of
// a payment: the text does not end with the id of the existing payment, and the member unique_id
// repeats the unique_id.
func WithoutExistingID() Option {
	return func(s *Server) {
		for _, d := range s.modes {
			d.noExisting = true
		}
	}
}
