package stancertest

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/stancer-go/stancer/openapi"
	"github.com/stancer-go/stancer/wrapper/stancertest/internal/hostedpage"
)

// WithControl makes the server serve its control API below /_fake/, for tests in other languages.
// Like the methods of [Server], it settles the day, disputes payments, injects faults and more. Its
// OpenAPI document is at /_fake/openapi.yaml. The page /_fake/ shows the newest requests,
// deliveries and objects.
//
// The control API needs no key. Without hosts it answers only requests from this machine. With
// hosts it also answers other machines that call the server by one of these host names or
// addresses. It refuses requests that a web page of another origin sends. [Server.Requests] does
// not return requests of the control API, and faults do not apply to them.
func WithControl(hosts ...string) Option {
	return func(s *Server) { s.control = &control{s, hosts} }
}

// control serves the control API. It is nil unless an option enables it.
type control struct {
	s     *Server
	hosts []string // the names by which other machines call the server
}

//go:embed control.yaml control.html control.css
var controlFiles embed.FS

// controlDocument is read once per process. The document is part of the package and is tested.
var controlDocument = sync.OnceValue(func() *openapi.Spec {
	text, err := controlFiles.ReadFile("control.yaml")
	if err != nil {
		panic("stancertest: " + err.Error())
	}
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		panic("stancertest: " + err.Error())
	}
	return openapi.New(doc)
})

type controlFile struct {
	from embed.FS
	name string
}

// controlPaths are the paths of the files of the control API.
var controlPaths = map[string]controlFile{
	"/_fake/openapi.yaml": {controlFiles, "control.yaml"},
	"/_fake/control.css":  {controlFiles, "control.css"},
	"/_fake/page.css":     {hostedpage.Files, "page.css"},
	"/_fake/icon.svg":     {hostedpage.Files, "icon.svg"},
}

// serves reports whether the request is one of the control API.
func (c *control) serves(r *http.Request) bool {
	return c != nil && strings.HasPrefix(r.URL.Path, "/_fake/")
}

func (c *control) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; "+
		"base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	a, err := (*answer)(nil), c.admit(r)
	file := controlPaths[r.URL.Path]
	switch {
	case err != nil:
	case file.name != "" && r.Method == http.MethodGet:
		if file.name == "control.yaml" {
			header.Set("Content-Type", "text/plain; charset=utf-8") // browsers show it
		}
		http.ServeFileFS(w, r, file.from, file.name)
		return
	case r.URL.Path == "/_fake/" && r.Method == http.MethodGet:
		c.page().write(w)
		return
	default:
		a, err = c.answer(r)
	}
	if err != nil {
		a = errorAnswer(r, err)
	}
	a.write(w)
}

// admit refuses requests that a web page may have sent: a request from another origin, a form that
// browsers send without a preflight request, and a request to a host name that may belong to the
// page (DNS rebinding).
func (c *control) admit(r *http.Request) error {
	from, _, _ := net.SplitHostPort(r.RemoteAddr)
	host := (&url.URL{Host: r.Host}).Hostname()
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case len(c.hosts) == 0 && !isLoopback(from):
		return fail(http.StatusForbidden, "the control API answers this machine only;"+
			" allow other host names with WithControl (stancer-mock: -control-hosts)")
	case !isLoopback(host) && !slices.Contains(c.hosts, host):
		return fail(http.StatusForbidden, fmt.Sprintf("the control API does not answer at the"+
			" host %q; allow it with WithControl (stancer-mock: -control-hosts)", host))
	case http.NewCrossOriginProtection().Check(r) != nil:
		return fail(http.StatusForbidden, "the control API refuses requests from web pages of"+
			" other origins")
	case r.Method == http.MethodPost && kind != openapi.JSON:
		return fail(http.StatusUnsupportedMediaType, "Content-Type must be "+openapi.JSON)
	}
	return nil
}

// answer runs an operation of the document.
func (c *control) answer(r *http.Request) (*answer, error) {
	path, op, vars := controlDocument().Find(r.Method, r.URL.Path)
	switch {
	case path == nil:
		return nil, fail(http.StatusNotFound, "unknown path; see /_fake/openapi.yaml")
	case op == nil:
		return nil, notAllowed(path)
	}
	body, err := controlBody(op, r)
	if err != nil {
		return nil, err
	}
	if err := flawed("", op.CheckParameters(vars, r.URL.Query())); err != nil {
		return nil, err
	}
	result, err := actions[op.OperationID](c.s, &call{vars: vars, query: r.URL.Query(), body: body})
	switch {
	case err != nil:
		text := strings.TrimPrefix(err.Error(), "stancertest: ")
		return nil, fail(http.StatusUnprocessableEntity, text)
	case result == nil:
		return &answer{status: http.StatusNoContent}, nil
	}
	return jsonAnswer(http.StatusOK, result), nil
}

// controlBody returns the body of a request, or an empty object if there is none.
func controlBody(op *openapi.Operation, r *http.Request) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	schema := op.Schema(op.Body())
	switch {
	case err != nil:
		return nil, fail(http.StatusBadRequest, "the body is incomplete")
	case schema == nil:
		return nil, nil
	case len(bytes.TrimSpace(text)) == 0 && op.NeedsBody():
		return nil, fail(http.StatusBadRequest, "a body is required")
	case len(bytes.TrimSpace(text)) == 0:
		return []byte("{}"), nil
	}
	value, err := openapi.Decode(text)
	if err != nil {
		return nil, fail(http.StatusBadRequest, "the body is "+err.Error())
	}
	flaws := schema.Check(value)
	if len(flaws) == 0 {
		flaws = schema.Normalize(value)
	}
	if err := flawed("body", flaws); err != nil {
		return nil, err
	}
	return json.Marshal(value)
}

// flawed returns an error if there are flaws. The error contains no values of the request.
func flawed(where string, flaws []openapi.Flaw) error {
	var all []string
	for _, flaw := range flaws {
		place := strings.TrimPrefix(where+openapi.Pointer(flaw.Path), "/")
		all = append(all, place+" "+flaw.Message)
	}
	if len(all) == 0 {
		return nil
	}
	return fail(http.StatusBadRequest, strings.Join(all, "; "))
}
