package stancertest

import (
	"io"
	"log"
	"net/http"
	"time"
)

// WithAccessLog makes the server write a line for each request when it ends: the time of day,
// method, path, operation id, status and duration. The operation is "-" for a hosted page and for
// an unknown route. The status is "-" when the connection was dropped without an answer. Queries,
// headers and bodies are not written. Text in the path that looks like a secret is redacted.
func WithAccessLog(to io.Writer) Option {
	return func(s *Server) { s.access = log.New(to, "", log.Ltime) }
}

func (s *Server) logged(next http.Handler) http.Handler {
	if s.access == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen, start := &statusWriter{ResponseWriter: w}, time.Now()
		operation := "-"
		if op, _, err := s.find(r); err == nil {
			operation = op.OperationID
		}
		defer func() {
			var status any = "-"
			if seen.status != 0 {
				status = seen.status
			}
			took := time.Since(start).Round(10 * time.Microsecond)
			path := redact(r.URL.EscapedPath())
			s.access.Printf("%s %s %s %v %v", r.Method, path, operation, status, took)
		}()
		next.ServeHTTP(seen, r)
	})
}
