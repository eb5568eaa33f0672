package stancer

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
)

// Response is a raw answer, see [WithResponse]. Printed or logged, it shows its status and the size
// of its body. The body itself may contain a webhook secret.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// Format writes the status and the size of the body, for every verb.
func (r Response) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, r.text()) }

// LogValue returns the status and the size of the body.
func (r Response) LogValue() slog.Value { return slog.StringValue(r.text()) }

func (r Response) text() string { return fmt.Sprintf("status %d, %d bytes", r.Status, len(r.Body)) }

// WithResponse stores the raw answer of a call in response, whether the call succeeds or fails.
// After retries it is the answer of the last attempt. It is the zero Response if there was no
// answer, and has no body if the body is streamed. Use it on a single call: calls that share a
// Response overwrite it. While a list is ranged over, it is the answer of the current page.
func WithResponse(response *Response) Option {
	return func(s *settings) error {
		s.response = response
		return nil
	}
}

// save stores the answer of an attempt. On a nil Response it does nothing.
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
