package stancer

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
)

// Response is an answer as it came, see [WithResponse]. Printed or logged, it shows its status and
// the size of its body, which may hold a webhook secret.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// Format shows the status and the size of the body, whatever the verb.
func (r Response) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, r.text()) }

// LogValue shows the status and the size of the body.
func (r Response) LogValue() slog.Value { return slog.StringValue(r.text()) }

func (r Response) text() string { return fmt.Sprintf("status %d, %d bytes", r.Status, len(r.Body)) }

// WithResponse keeps the answer as it came: status, headers and body, whether the call succeeds or
// not. It is zero without an answer, and has no body if the body is streamed. Give it to a single
// call; on a list that is ranged over it holds the page in use.
func WithResponse(response *Response) Option {
	return func(s *settings) error {
		s.response = response
		return nil
	}
}

// save keeps the answer of an attempt. A nil Response keeps nothing.
func (r *Response) save(a *answer) {
	if r == nil {
		return
	}
	*r = Response{}
	if a.resp != nil {
		*r = Response{
			Status: a.resp.StatusCode,
			Header: a.resp.Header.Clone(),
			Body:   bytes.Clone(a.body),
		}
	}
}
