package contract

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// exchange is a request, its answer, and what is wrong with them.
type exchange struct {
	surface    *surface
	op         *operation
	deviations []Deviation
}

// deviate notes a deviation in the request, or in the answer if there is a status.
func (e *exchange) deviate(status int, in string, kind Kind, level Level, pointer, message string) {
	e.deviations = append(e.deviations, Deviation{
		Level: level, Kind: kind, Operation: e.op.id, Method: e.op.method, Path: e.op.path,
		Status: status, In: in, Pointer: pointer, Message: message,
	})
}

// request checks a request and returns one that sends the same.
func (e *exchange) request(req *http.Request) *http.Request {
	values := e.route(req)
	if e.op.answers == nil {
		return req
	}
	e.pathParameters(values)
	e.query(req.URL)
	e.authentication(req)
	return e.requestBody(req)
}

// route finds the operation. If there is none, what stands in its place has no answers.
func (e *exchange) route(req *http.Request) map[string]string {
	found, values := e.surface.find(req.URL.Path)
	e.op = &operation{method: hidden}
	if slices.Contains(methods, req.Method) {
		e.op.method = req.Method
	}
	if found == nil {
		e.unknownRoute(req)
		return nil
	}
	if op := found.operations[req.Method]; op != nil {
		e.op = op
	} else {
		e.op.path = found.template
		e.deviate(0, "", KindMethod, LevelError, "", "the document does not have this method here")
	}
	named := map[string]string{}
	for i, name := range found.form.SubexpNames() {
		named[name] = values[i]
	}
	return named
}

// unknownRoute names the operation that is meant if only a slash keeps the path from it.
func (e *exchange) unknownRoute(req *http.Request) {
	e.op.path = e.surface.shownPath(req.URL.Path)
	message := "the document does not have this path"
	trimmed, slashed := strings.CutSuffix(req.URL.Path, "/")
	if !slashed {
		trimmed += "/"
	}
	if meant, _ := e.surface.find(trimmed); meant != nil && meant.operations[req.Method] != nil {
		e.op.id, e.op.path = meant.operations[req.Method].id, meant.template
		message = "the document has this path with a slash at the end"
		if slashed {
			message = "the document has this path without a slash at the end"
		}
	}
	e.deviate(0, InPath, KindRoute, LevelError, "", message)
}

func (e *exchange) pathParameters(values map[string]string) {
	for name, parameter := range e.op.parameters[InPath] {
		for _, flaw := range checkParameter(parameter.schema, values[name]) {
			e.deviate(0, InPath, KindParameter, LevelError, pointer(name), flaw.message)
		}
	}
}

func (e *exchange) query(u *url.URL) {
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		e.deviate(0, InQuery, KindParameter, LevelError, "", "is malformed")
	}
	declared := e.op.parameters[InQuery]
	for name, values := range query {
		parameter := declared[name]
		if parameter == nil {
			e.deviate(0, InQuery, KindQuery, LevelError, pointer(shown(name)), "is not a parameter that the document knows")
			continue
		}
		if len(values) > 1 {
			e.deviate(0, InQuery, KindParameter, LevelError, pointer(name), "is given more than once")
		}
		for _, flaw := range checkParameter(parameter.schema, values[0]) {
			e.deviate(0, InQuery, KindParameter, LevelError, pointer(name), flaw.message)
		}
	}
	for name, parameter := range declared {
		if parameter.required && !query.Has(name) {
			e.deviate(0, InQuery, KindParameter, LevelError, pointer(name), "is missing")
		}
	}
}

// authentication wants a key in one of the two ways that the document has for all operations.
func (e *exchange) authentication(req *http.Request) {
	const at = "/Authorization"
	scheme, token, _ := strings.Cut(req.Header.Get("Authorization"), " ")
	user, password, basic := req.BasicAuth()
	switch {
	case scheme == "":
		e.deviate(0, InHeader, KindAuthentication, LevelError, at, "is missing")
	case strings.EqualFold(scheme, "Bearer"):
		if strings.TrimSpace(token) == "" {
			e.deviate(0, InHeader, KindAuthentication, LevelError, at, "holds no key")
		}
	case !basic:
		e.deviate(0, InHeader, KindAuthentication, LevelError, at, "is neither Basic nor Bearer authentication")
	case user == "":
		e.deviate(0, InHeader, KindAuthentication, LevelError, at, "holds no key")
	case password != "":
		e.deviate(0, InHeader, KindAuthentication, LevelError, at, "holds a password, and the key stands alone")
	}
}

// requestBody checks the body, and a copy of it where the request can give one.
func (e *exchange) requestBody(req *http.Request) *http.Request {
	if req.Body == nil || req.Body == http.NoBody {
		if e.op.bodyRequired {
			e.deviate(0, InBody, KindBody, LevelError, "", "is missing")
		}
		return req
	}
	if e.op.body == nil {
		e.deviate(0, InBody, KindBody, LevelError, "", "is one, and the document has none for this operation")
		return req
	}
	if !e.contentType(0, req.Header, e.op.body) {
		return req
	}
	text, sent, err := read(req)
	for _, flaw := range checkJSON(e.op.body.schema, req.Header, text, err) {
		e.deviate(0, InBody, flaw.kind, flaw.level, flaw.pointer, flaw.message)
	}
	return sent
}

// read returns the body of a request, and a request that sends it.
func read(req *http.Request) (text []byte, sent *http.Request, err error) {
	if req.GetBody != nil {
		if body, err := req.GetBody(); err == nil {
			defer body.Close()
			text, err := io.ReadAll(io.LimitReader(body, maxBody+1))
			return text, req, err
		}
	}
	clone := *req
	text, clone.Body, err = peek(req.Body)
	return text, &clone, err
}

// contentType tells whether there is JSON to check.
func (e *exchange) contentType(status int, header http.Header, want *content) bool {
	name, show := mediaType(header)
	if !slices.Contains(want.types, name) {
		message := fmt.Sprintf("is %s, want %s", show, strings.Join(want.types, " or "))
		e.deviate(status, InHeader, KindContentType, LevelError, "/Content-Type", message)
		return false
	}
	return name == jsonType
}
