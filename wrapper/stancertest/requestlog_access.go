package stancertest

import (
	"io"
	"log"
	"net/http"
	"time"
)

// WithAccessLog has the server write a line for each request when it is over: the time of day, method, path, operation id, status and
// duration. The operation is "-" for a hosted page and where there is none, the status "-" when the connection was dropped without one.
// Queries, headers and bodies are not written, and what looks like a secret in a path is "[redacted]".
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
		if op, _, err := s.api.find(r); err == nil {
			operation = op.OperationID
		}
		defer func() {
			var status any = "-"
			if seen.status != 0 {
				status = seen.status
			}
			s.access.Printf("%s %s %s %v %v", r.Method, redact(r.URL.EscapedPath()), operation,
				status, time.Since(start).Round(10*time.Microsecond))
		}()
		next.ServeHTTP(seen, r)
	})
}
