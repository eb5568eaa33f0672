package stancer

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"
)

// The sentinels that an [Error] matches with errors.Is.
var (
	// ErrUnauthorized is an answer 401: the key is wrong, or was revoked.
	ErrUnauthorized = errors.New("unauthorized")
	// ErrForbidden is an answer 403: the key may not do this.
	ErrForbidden = errors.New("forbidden")
	// ErrNotFound is an answer 404: no such object exists in the mode of the key.
	ErrNotFound = errors.New("not found")
	// ErrConflict is an answer 409. If it is about an object that exists already,
	// [Error.ExistingID] is its id.
	ErrConflict = errors.New("conflict")
	// ErrGone is an answer 410: a SEPA check has expired.
	ErrGone = errors.New("gone")
	// ErrInvalid is an answer 400 or 422: the request is not valid. [Error.Details] has the
	// reasons.
	ErrInvalid = errors.New("invalid request")
	// ErrRateLimited is an answer 429. [Error.RetryAfter] is how long to wait, if Stancer says so.
	ErrRateLimited = errors.New("rate limited")
	// ErrLiveModeOnly is an answer 501 of a route of payouts to a test key. Stancer documents that
	// payouts of version 1 exist in live mode only, currently.
	ErrLiveModeOnly = errors.New("live mode only")
	// ErrServer is any other answer of 500 or above.
	ErrServer = errors.New("server error")
	// ErrUnexpected is an answer that cannot be used: a redirect, or a success without the JSON
	// that belongs to the request. It is also the error of a list whose pages contradict each
	// other.
	ErrUnexpected = errors.New("unexpected answer")
	// ErrNoAnswer is a call without an answer: no connection, a connection that broke, a timeout,
	// or a context that ended. The cause is wrapped, so that errors.Is finds
	// context.DeadlineExceeded for example.
	ErrNoAnswer = errors.New("no answer")
	// ErrUnknownOutcome is a call that may or may not have done its work: the connection broke or
	// timed out after the request was sent, or the answer broke off, cannot be used, or has status
	// 408 or 5xx, or is a redirect. Such a request is repeated only if nothing can happen twice.
	// [Error.Sent] is the request, and [Error.Check] names the method of this package that shows
	// whether it was carried out.
	ErrUnknownOutcome = errors.New("the outcome is unknown")
)

// Error is the error of every call that was sent and did not succeed. Match it with errors.Is and
// the sentinels above, and read its fields with errors.As. Neither its text nor its fields have a
// key, a card number, a CVC, an IBAN, a wallet token or a webhook secret in the forms in which they
// are sent.
//
// A test can make one: errors.Is(&Error{Status: 409}, ErrConflict) is true.
type Error struct {
	// Operation is the operation id, createPayment for example.
	Operation string
	// Method and Path are those of the request.
	Method, Path string
	// Status is the HTTP status, or 0 without an answer. The sentinel follows from it.
	Status int
	// Header are the headers of the answer.
	Header http.Header
	// Message is the text of the answer, at most 1 KiB.
	Message string
	// Details are the reasons of an answer 422. At most 100 are kept.
	Details []ValidationError
	// ExistingID is the id of the object that a conflict is about, or empty if it is unknown.
	ExistingID string
	// RetryAfter is how long Stancer asks to wait, or 0.
	RetryAfter time.Duration
	// Attempts is how many times the request was sent.
	Attempts int
	// Body is the start of the body of the answer, at most 1 KiB.
	Body string
	// LiveModeOnly makes the error an [ErrLiveModeOnly].
	LiveModeOnly bool
	// OutcomeUnknown makes the error an [ErrUnknownOutcome].
	OutcomeUnknown bool
	// Key is the unique_id or the external_id that was sent. A secret in it is redacted.
	Key string
	// Sent is the body of the request, at most 1 KiB and without secrets, if the outcome is
	// unknown.
	Sent string
	// Check is the call of this package that shows whether the work was done, if the outcome is
	// unknown.
	Check string
	// Err is the cause, if there is one. Its text has no secrets.
	Err error
}

// Error returns the operation, the status and the message, or the start of the body without a
// message.
func (e *Error) Error() string {
	text := "stancer: " + e.Operation + ": "
	status := http.StatusText(e.Status)
	if e.Status != 0 {
		text += strings.TrimSpace(fmt.Sprintf("%d %s", e.Status, status))
	} else {
		text += ErrNoAnswer.Error()
	}
	switch {
	case e.LiveModeOnly:
		text += ": payouts exist in live mode only, and the key is a test key"
	case e.Message != "" && strings.EqualFold(e.Message, status): // not twice
	case e.Message != "":
		text += ": " + e.Message
	case e.Body != "":
		text += fmt.Sprintf(": %q", start(e.Body, 200))
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	if e.OutcomeUnknown {
		text += "; the outcome is unknown"
		if e.Check != "" {
			text += ": check " + e.Check + " before you repeat it"
		}
	}
	return text
}

// Unwrap returns the sentinel that follows from the status, [ErrUnknownOutcome] if that applies,
// and the cause if there is one.
func (e *Error) Unwrap() []error {
	errs := []error{e.sentinel()}
	if e.OutcomeUnknown {
		errs = append(errs, ErrUnknownOutcome)
	}
	if e.Err != nil {
		errs = append(errs, e.Err)
	}
	return errs
}

func (e *Error) sentinel() error {
	switch {
	case e.LiveModeOnly:
		return ErrLiveModeOnly
	case e.Status == 0:
		return ErrNoAnswer
	case e.Status >= 500:
		return ErrServer
	}
	switch e.Status {
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
	return ErrUnexpected
}

// Format writes the text of the error, for every verb.
func (e *Error) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, e.Error()) }

// LogValue groups the fields that identify the error.
func (e *Error) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("operation", e.Operation),
		slog.String("method", e.Method),
		slog.String("path", e.Path),
		slog.Int("status", e.Status),
		slog.String("message", e.Error()),
		slog.Int("attempts", e.Attempts),
		slog.Bool("outcome_unknown", e.OutcomeUnknown),
	)
}

// failure is the error of an attempt.
func (c *call) failure(a *answer) *Error {
	hide := c.redactor()
	e := &Error{
		Operation: c.op.ID,
		Method:    c.req.Method,
		Path:      c.req.URL.Path,
		Attempts:  c.attempts,
		Key:       hide.identifier(cmp.Or(c.key(), textMember(c.body, "unique_id"))),
		Err:       hide.cause(a.err),
	}
	if a.resp == nil {
		return e
	}
	e.Status, e.Header = a.resp.StatusCode, hide.header(a.resp.Header)
	e.Body = hide.excerpt(string(a.body[:min(len(a.body), 2*maxText)]), maxText)
	if a.succeeded() {
		return e
	}
	says := readErrorBody(a.body)
	e.Message, e.Details = hide.excerpt(says.message, maxText), hide.details(says.details)
	if e.Status == http.StatusConflict {
		e.ExistingID = says.existingID
	}
	e.RetryAfter = retryAfter(a.resp.Header.Get("Retry-After"), time.Now())
	e.LiveModeOnly = e.Status == http.StatusNotImplemented && c.settings.mode == ModeTest &&
		strings.Contains(c.op.Path, "/payouts")
	if location := a.resp.Header.Get("Location"); location != "" && e.Status < 400 {
		e.Err = join(e.Err, fmt.Errorf("redirects are not followed; this one leads to %q",
			hide.excerpt(location, 200)))
	}
	return e
}

// with adds an error that ended the call after the failed attempt. Of a failed lookup it takes the
// text and the cause alone: the error is not ErrRateLimited because the lookup was.
func (e *Error) with(err error) *Error {
	if lookup, ok := err.(*Error); ok {
		err = &lookupError{lookup}
	}
	if e.Err == nil || !errors.Is(e.Err, err) {
		e.Err = join(e.Err, err)
	}
	return e
}

// lookupError is the error of a lookup without its sentinels.
type lookupError struct{ lookup *Error }

func (e *lookupError) Error() string { return "the lookup failed: " + e.lookup.Error() }

func (e *lookupError) Unwrap() error { return e.lookup.Err }

// join joins two errors on one line.
func join(first, second error) error {
	if first == nil {
		return second
	}
	return fmt.Errorf("%w; %w", first, second)
}

// markUnknown makes the error an ErrUnknownOutcome, with the request and the call to check it with.
func (c *call) markUnknown(e *Error) {
	e.OutcomeUnknown = true
	e.Sent = c.sentBody()
	e.Check = c.check(e.Key)
}

// sentBody is the body of the request without secrets. Identifiers that the caller chose are kept.
func (c *call) sentBody() string {
	hide := c.redactor()
	value, err := c.decodeBody()
	if err != nil {
		return hide.excerpt(string(c.body), maxText)
	}
	text, _ := json.Marshal(hide.value("", value))
	return hide.printable(start(string(text), maxText))
}

// resourceFields are the fields of [Client] by the second part of a path.
var resourceFields = map[string]string{
	"addresses": "Addresses", "cards": "Cards", "customers": "Customers",
	"disbursements": "Disbursements", "mandates": "Mandates", "payment_intents": "PaymentIntents",
	"payments": "Payments", "payouts": "Payouts", "refunds": "Refunds", "sepa": "SEPA",
	"webhooks": "Webhooks",
}

// check is the call that shows whether the work was done, or "" if no method does.
func (c *call) check(key string) string {
	parts := strings.Split(c.op.Path, "/") // "", v2, payments, {id}, refund
	resource := "client." + resourceFields[parts[2]]
	switch {
	case strings.HasPrefix(c.op.Path, "/v2/sepa/check"): // checks cannot be listed
		return ""
	case strings.HasSuffix(c.op.Path, "/refund"):
		return fmt.Sprintf("%s.Refunds(%q)", resource, c.id)
	case c.id != "":
		return fmt.Sprintf("%s.Get(%q)", resource, c.id)
	case c.op.RetryKey == "unique_id" && key != "":
		return fmt.Sprintf("%s.List with UniqueID %q", resource, key)
	case c.op.RetryKey == "external_id" && key != "":
		return fmt.Sprintf("%s.List with ExternalID %q", resource, key)
	}
	return resource + ".List"
}
