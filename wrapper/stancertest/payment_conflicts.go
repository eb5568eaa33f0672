package stancertest

// WithoutExistingID has the 409 on the unique_id of a payment leave out the payment that exists,
// and repeat the unique_id in a member of its own. Both forms were seen at Stancer; without this
// option the text ends with the identifier of the payment.
func WithoutExistingID() Option {
	return func(s *Server) {
		for _, d := range s.modes {
			d.noExisting = true
		}
	}
}
