package contract

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/stancer-go/stancer/openapi"
)

// exchange is a request, its response, and the deviations of both.
type exchange struct {
	spec       *openapi.Spec
	faults     bool               // whether AllowFaults is set
	found      Deviation          // the members that all deviations of the exchange share
	op         *openapi.Operation // nil if the request is not documented
	status     int                // 0 before the response
	deviations []Deviation
}

// deviate adds a deviation with the level of its kind.
func (e *exchange) deviate(in string, kind Kind, pointer, message string) {
	level := LevelError
	switch kind {
	case KindUnchecked:
		level = LevelInfo
	case KindStatus, KindContentType, KindSyntax:
		if e.faults && e.status != 0 {
			level = LevelFault
		}
	}
	e.deviateAt(level, in, kind, pointer, message)
}

func (e *exchange) deviateAt(level Level, in string, kind Kind, pointer, message string) {
	d := e.found
	d.Level, d.Kind, d.Status = level, kind, e.status
	d.In, d.Pointer, d.Message = in, pointer, message
	e.deviations = append(e.deviations, d)
}

// request checks a request and returns a request with the same content, to be sent.
func (e *exchange) request(req *http.Request) *http.Request {
	vars := e.route(req)
	if e.op == nil {
		return req
	}
	e.parameters(vars, req.URL)
	e.authentication(req)
	return e.requestBody(req)
}

var methods = []string{"GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS"}

// route finds the operation and returns the variables of the path.
func (e *exchange) route(req *http.Request) map[string]string {
	path, op, vars := e.spec.Find(req.Method, req.URL.Path)
	e.found.Method = hidden
	if slices.Contains(methods, req.Method) {
		e.found.Method = req.Method
	}
	switch {
	case op != nil:
		e.op, e.found.Operation, e.found.Path = op, op.OperationID, op.Path
	case path != nil:
		e.found.Path = path.Template
		e.deviate("", KindMethod, "", "this method is not documented for the path")
	default:
		e.unknownRoute(req)
	}
	return vars
}

// unknownRoute reports a path that is not documented. It names the operation if the path differs
// only by a slash at the end.
func (e *exchange) unknownRoute(req *http.Request) {
	e.found.Path = shownPath(req.URL.Path)
	message := "this path is not documented"
	meant, slashed := strings.CutSuffix(req.URL.Path, "/")
	with := "without"
	if !slashed {
		meant, with = meant+"/", "with"
	}
	if _, op, _ := e.spec.Find(req.Method, meant); op != nil {
		e.found.Operation, e.found.Path = op.OperationID, op.Path
		message = "this path is documented " + with + " a slash at the end"
	}
	e.deviate(InPath, KindRoute, "", message)
}

func (e *exchange) parameters(vars map[string]string, u *url.URL) {
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		e.deviate(InQuery, KindParameter, "", "is malformed")
	}
	for name, values := range query {
		if len(values) > 1 {
			e.deviate(InQuery, KindParameter, pointer([]any{name}), "must not be repeated")
		}
	}
	for _, flaw := range e.op.CheckParameters(vars, query) {
		kind := KindParameter
		if flaw.Keyword == "additionalProperties" {
			kind = KindQuery
		}
		e.deviate(flaw.Path[0].(string), kind, pointer(flaw.Path[1:]), flaw.Message)
	}
}

// authentication checks that the request has a key, as Basic or Bearer authentication.
func (e *exchange) authentication(req *http.Request) {
	var message string
	scheme, token, _ := strings.Cut(req.Header.Get("Authorization"), " ")
	user, password, basic := req.BasicAuth()
	switch {
	case scheme == "":
		message = "is missing"
	case !basic && !strings.EqualFold(scheme, "Bearer"):
		message = "must be Basic or Bearer authentication"
	case user == "" && strings.TrimSpace(token) == "", basic && user == "":
		message = "has no key"
	case password != "":
		message = "has a password; want an empty one"
	default:
		return
	}
	e.deviate(InHeader, KindAuthentication, "/Authorization", message)
}

// requestBody checks the body, and returns a request with the same body.
func (e *exchange) requestBody(req *http.Request) *http.Request {
	none := req.Body == nil || req.Body == http.NoBody
	switch {
	case none && e.op.NeedsBody():
		e.deviate(InBody, KindBody, "", "is missing")
	case none:
	case e.op.Body() == nil:
		e.deviate(InBody, KindBody, "", "unexpected body: the operation declares none")
	case e.isJSON(req.Header, e.op.Body()):
		text, sent, err := read(req)
		e.body(e.op.Body(), req.Header, text, err)
		return sent
	}
	return req
}

// read returns the body of a request, and a request that still has it. It reads a copy of the body
// if the request can make one.
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
