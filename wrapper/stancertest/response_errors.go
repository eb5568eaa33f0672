package stancertest

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/stancer-go/stancer/api"
)

// failure is an answer that is not a success.
type failure struct {
	status  int
	message string
	detail  []detail // instead of the message
	allow   string   // the methods that a path has
	// uniqueID is shown beside the message.
	uniqueID string
}

// detail is one thing that is wrong with a request. Unlike the type of package api it keeps indexes as the numbers that they are.
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

// invalid is a 422 about one place in the request: body, query or path, then the names of members and indexes.
func invalid(msg, kind string, loc ...any) *failure {
	return &failure{status: http.StatusUnprocessableEntity,
		detail: []detail{{Loc: loc, Msg: msg, Type: kind}}}
}

// notReady is a 422 about an object that is not in the state which the request needs.
func notReady(msg string) *failure { return invalid(msg, "value_error", "path", "id") }

// failureOf is the answer to a request at which the code panicked: with a *failure on purpose, with
// anything else by a mistake in this package.
func failureOf(fault any) error {
	if f, ok := fault.(*failure); ok {
		return f
	}
	text := fmt.Sprintf("stancertest: a mistake in the fake: %v", fault)
	return fail(http.StatusInternalServerError, redact(text))
}

// answerPanic answers a request whose handling panicked, unless the connection is to end.
func answerPanic(w http.ResponseWriter, r *http.Request) {
	switch fault := recover(); fault {
	case nil:
	case http.ErrAbortHandler:
		panic(fault)
	default:
		errorAnswer(r, failureOf(fault)).write(w)
	}
}

// errorAnswer writes an error the way the version of the path does.
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
		body = map[string]any{"error": map[string]any{"type": "invalid_request_error",
			"message": f.message}}
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
