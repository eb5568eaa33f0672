package stancer

import (
	"errors"
	"io"
	"net/http"
	"strings"
)

// ErrUnknownOutcome is a call that may or may not have done its work: the connection broke or timed out after the request was sent, the
// answer broke off, or was 408, 500, 502, 503, 504 or the like. The package does not send such a request again unless it is sure that
// nothing happens twice. [Error.Sent] is what was sent, and the text of the error says where to look whether it was done.
var ErrUnknownOutcome = errors.New("the outcome is unknown")

// withFate notes what the failure means for the request.
func (e *Error) withFate(fate fate) *Error {
	e.fate = fate
	return e
}

// doubted makes it an ErrUnknownOutcome.
func (e *Error) doubted(req *http.Request) {
	e.doubt = true
	e.check = whereToLook(req)
	e.Sent = sentBody(req)
}

// whereToLook tells how to find out whether the work was done.
func whereToLook(req *http.Request) string {
	path := req.URL.Path
	switch {
	case strings.HasSuffix(path, "/refund"):
		return "GET " + path + "s"
	case strings.HasSuffix(path, "/capture"):
		return "GET " + strings.TrimSuffix(path, "/capture")
	}
	return "GET " + path
}

// sentBody is the body of a request without secrets.
func sentBody(req *http.Request) string {
	if req.GetBody == nil {
		return ""
	}
	body, err := req.GetBody()
	if err != nil {
		return ""
	}
	defer body.Close()
	var text strings.Builder
	_, _ = io.CopyN(&text, body, 2*maxText)
	return excerpt(text.String(), maxText, hiding(req))
}
