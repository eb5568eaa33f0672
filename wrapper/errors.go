package stancer

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/stancer-go/stancer/api"
)

// What an [Error] is, for errors.Is.
var (
	// ErrUnauthorized is an answer 401: the key is wrong, or was revoked.
	ErrUnauthorized = errors.New("unauthorized")
	// ErrForbidden is an answer 403: the key may not do this.
	ErrForbidden = errors.New("forbidden")
	// ErrNotFound is an answer 404: there is no such object in the mode of the key.
	ErrNotFound = errors.New("not found")
	// ErrConflict is an answer 409. If it is about an object that exists already, [Error.ExistingID] is its id.
	ErrConflict = errors.New("conflict")
	// ErrGone is an answer 410: a SEPA check has expired.
	ErrGone = errors.New("gone")
	// ErrInvalid is an answer 400 or 422: the request is not valid. [Error.Details] says what is wrong, one by one.
	ErrInvalid = errors.New("invalid request")
	// ErrRateLimited is an answer 429. [Error.RetryAfter] is how long to wait, if Stancer says so.
	ErrRateLimited = errors.New("rate limited")
	// ErrLiveModeOnly is the answer 501 that routes of payouts give to a test key: currently, says Stancer, payouts exist in live mode only.
	ErrLiveModeOnly = errors.New("live mode only")
	// ErrServer is any other answer of 500 or above.
	ErrServer = errors.New("server error")
	// ErrUnexpected is an answer that is neither an error nor of use: a redirect, or a success without the JSON that belongs to it.
	ErrUnexpected = errors.New("unexpected answer")
	// ErrNoAnswer is a call that got no answer: no connection, a connection that broke, a timeout, or a context that ended. The cause is
	// wrapped too, so errors.Is finds context.DeadlineExceeded for example.
	ErrNoAnswer = errors.New("no answer")
)

// Error is the error of every call that was sent and did not succeed, whatever came back. Use errors.Is with ErrNotFound and its like to
// tell what it is, and errors.As to get at the details. Neither its text nor its fields hold a key, a card number, a CVC, an IBAN or a
// webhook secret.
type Error struct {
	// Operation is the operation id, createPayment for example; Method and Path are what was requested.
	Operation, Method, Path string
	// Status is the HTTP status, or 0 when there was no answer.
	Status int
	// Message is what the answer says, if it says something, at most 1 KiB.
	Message string
	// Details are what is wrong with the request, one by one, in an answer 422. At most 100 are kept.
	Details []ValidationError
	// ExistingID is the id of the object that a conflict is about.
	ExistingID string
	// RetryAfter is how long Stancer asks to wait, or 0.
	RetryAfter time.Duration
	// Attempts is how many times the request was sent.
	Attempts int
	// Body is the start of the answer's body, at most 1 KiB.
	Body string
	// Sent is the body of the request, at most 1 KiB and without secrets, when the outcome is unknown.
	Sent string

	kind   error
	causes []error
	reason string // what the causes say
	fate   fate   // what it means for the request
	doubt  bool   // whether an attempt may have done the work
	check  string // how to find out
}

// Error tells the operation, the status and the message, or the start of the body when there is no message.
func (e *Error) Error() string {
	text := "stancer: " + e.Operation + ": "
	if e.Status != 0 {
		text += strings.TrimSpace(fmt.Sprintf("%d %s", e.Status, http.StatusText(e.Status)))
	} else {
		text += ErrNoAnswer.Error()
	}
	switch {
	case e.kind == ErrLiveModeOnly:
		text += ": payouts exist in live mode only, and the key is a test key"
	case e.Message != "":
		text += ": " + e.Message
	case e.Body != "":
		text += fmt.Sprintf(": %q", start(e.Body, 200))
	}
	if e.reason != "" {
		text += ": " + e.reason
	}
	if e.doubt {
		text += "; whether it was done is unknown, look at " + e.check + " before doing it again"
	}
	return text
}

// Unwrap gives what the error is, ErrNotFound for example, ErrUnknownOutcome if that is so, and its causes if there are any.
func (e *Error) Unwrap() []error {
	errs := append([]error{e.kind}, e.causes...)
	if e.doubt {
		errs = append(errs, ErrUnknownOutcome)
	}
	return errs
}

// Format shows the text of the error, whatever the verb.
func (e *Error) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, e.Error()) }

// LogValue groups what the error tells.
func (e *Error) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("operation", e.Operation),
		slog.String("method", e.Method),
		slog.String("path", e.Path),
		slog.Int("status", e.Status),
		slog.String("message", e.Error()),
		slog.Int("attempts", e.Attempts),
	)
}

func newError(req *http.Request, op api.Operation) *Error {
	return &Error{Operation: op.ID, Method: req.Method, Path: req.URL.Path}
}

// failed is the error of a request without an answer.
func failed(req *http.Request, op api.Operation, cause error) *Error {
	e := newError(req, op)
	e.kind = ErrNoAnswer
	e.because(cause, hiding(req))
	return e
}

// refused is the error of an answer that is not a success. The cause is why its body could not be read, if so.
func (s *settings) refused(req *http.Request, op api.Operation, resp *http.Response, body []byte, cause error) *Error {
	e, hide := answered(req, op, resp, body)
	e.read(body)
	e.hide(hide)
	e.because(cause, hide)
	e.RetryAfter = retryAfter(resp.Header.Get("Retry-After"), time.Now())
	e.kind = kind(resp.StatusCode)
	if resp.StatusCode == http.StatusNotImplemented && s.mode == ModeTest && strings.Contains(op.Path, "/payouts") {
		e.kind = ErrLiveModeOnly
	}
	return e
}

// unusable is the error of a success that does not hold what it should.
func unusable(req *http.Request, op api.Operation, resp *http.Response, body []byte, cause error) *Error {
	e, hide := answered(req, op, resp, body)
	e.kind = ErrUnexpected
	e.hide(hide)
	e.because(cause, hide)
	return e
}

func answered(req *http.Request, op api.Operation, resp *http.Response, body []byte) (e *Error, hide func(string) string) {
	e = newError(req, op)
	e.Status = resp.StatusCode
	e.Body = string(body[:min(len(body), 2*maxText)])
	return e, hiding(req)
}

// because adds a cause of the failure.
func (e *Error) because(cause error, hide func(string) string) {
	if cause == nil {
		return
	}
	if e.reason != "" {
		e.reason += "; "
	}
	e.reason += excerpt(cause.Error(), maxText, hide)
	e.causes = append(e.causes, cause)
}

// also adds what ended the call after the attempt that failed. Of a lookup that failed it takes over the causes alone: the error is about
// the call, and is not ErrRateLimited because the lookup was.
func (e *Error) also(cause error) *Error {
	if lookup, ok := cause.(*Error); ok {
		e.because(errors.New(lookup.Error()), redact)
		e.causes = append(e.causes, lookup.causes...)
		return e
	}
	if !slices.ContainsFunc(e.causes, func(known error) bool { return errors.Is(known, cause) }) {
		e.because(cause, redact)
	}
	return e
}

func kind(status int) error {
	switch status {
	case http.StatusUnauthorized:
		return ErrUnauthorized
	case http.StatusForbidden:
		return ErrForbidden
	case http.StatusNotFound:
		return ErrNotFound
	case http.StatusConflict:
		return ErrConflict
	case http.StatusGone:
		return ErrGone
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return ErrInvalid
	case http.StatusTooManyRequests:
		return ErrRateLimited
	}
	if status >= 500 {
		return ErrServer
	}
	return ErrUnexpected
}
