package stancertest

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/stancer-go/stancer/api"
)

// failure is an error answer.
type failure struct {
	status   int
	message  string
	detail   []detail // replaces the message
	allow    string   // the Allow header
	uniqueID string   // a member beside the message
}

// detail is one error of a 422. Unlike the type of package api it has indexes as numbers.
type detail struct {
	Loc  []any  `json:"loc"`
	Msg  string `json:"msg"`
	Type string `json:"type"`
}

func (f *failure) Error() string {
	if f.message == "" && len(f.detail) > 0 {
		return f.detail[0].Msg
	}
	return f.message
}

func fail(status int, message string) *failure { return &failure{status: status, message: message} }

// invalid returns a 422 about one place of the request: body, query or path, followed by member
// names and indexes.
func invalid(msg, kind string, loc ...any) *failure {
	details := []detail{{Loc: loc, Msg: msg, Type: kind}}
	return &failure{status: http.StatusUnprocessableEntity, detail: details}
}

// notReady returns a 422 about an object whose state does not allow the request.
func notReady(msg string) *failure { return invalid(msg, "value_error", "path", "id") }

// failureOf returns the error for a recovered panic: a *failure was intended, anything else is a
// bug in this package.
func failureOf(fault any) error {
	if f, ok := fault.(*failure); ok {
		return f
	}
	text := fmt.Sprintf("stancertest: bug in the fake: %v", fault)
	return fail(http.StatusInternalServerError, redact(text))
}

// answerPanic answers a request whose handler panicked. http.ErrAbortHandler still closes the
// connection.
func answerPanic(w http.ResponseWriter, r *http.Request) {
	switch fault := recover(); fault {
	case nil:
	case http.ErrAbortHandler:
		panic(fault)
	default:
		errorAnswer(r, failureOf(fault)).write(w)
	}
}

// errorAnswer returns an error in the format of the API version of the path.
func errorAnswer(r *http.Request, err error) *answer {
	f := &failure{status: http.StatusInternalServerError, message: "Internal Server Error"}
	errors.As(err, &f)
	var body any = api.ErrorBody{Error: f.message}
	switch {
	case f.uniqueID != "":
		body = map[string]string{"error": f.message, "unique_id": f.uniqueID}
	case f.detail != nil:
		body = map[string]any{"detail": f.detail}
	case isV1(r.URL.Path):
		details := map[string]any{"type": "invalid_request_error", "message": f.message}
		body = map[string]any{"error": details}
	}
	a := jsonAnswer(f.status, body)
	if f.allow != "" {
		a.header.Set("Allow", f.allow)
	}
	if f.status == http.StatusUnauthorized {
		a.header.Set("WWW-Authenticate", "Basic")
	}
	return a
}
