package stancer

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
)

// Response is an answer as it came, see [WithResponse]. Printed or logged, it shows its status and the size of its body, which may hold a
// webhook secret.
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
