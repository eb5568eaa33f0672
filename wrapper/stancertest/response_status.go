package stancertest

import "net/http"

// statusWriter records the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int       // 0 before the header is written
	begins func(int) // called with the status before the client can see it; may be nil
}

func (w *statusWriter) WriteHeader(status int) {
	w.begin(status)
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(text []byte) (int, error) {
	w.begin(http.StatusOK)
	return w.ResponseWriter.Write(text)
}

func (w *statusWriter) begin(status int) {
	if w.status != 0 {
		return
	}
	w.status = status
	if w.begins != nil {
		w.begins(status)
	}
}

// Unwrap is for http.ResponseController.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
