package stancertest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/openapi"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

type object = map[string]any

// caller is a client that nobody here wrote: net/http, JSON, and a check of each answer against the document.
type caller struct {
	t    testing.TB
	s    *stancertest.Server
	http *http.Client
	key  string
}

func newCaller(t testing.TB) *caller {
	t.Helper()
	s := stancertest.NewServer(t)
	checked := &checker{t: t, next: s.HTTPClient().Transport}
	return &caller{t: t, s: s, http: &http.Client{Transport: checked}, key: s.TestKey}
}

func (c *caller) live() *caller {
	other := *c
	other.key = c.s.LiveKey
	return &other
}

// send returns the status and the body, decoded.
func (c *caller) send(method, path string, body any) (int, any) {
	c.t.Helper()
	status, text := c.raw(method, path, body)
	var value any
	if len(text) > 0 {
		require.NoError(c.t, json.Unmarshal(text, &value), "%s", text)
	}
	return status, value
}

func (c *caller) raw(method, path string, body any) (int, []byte) {
	c.t.Helper()
	response := c.response(method, path, body)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(c.t, err)
	return response.StatusCode, text
}

func (c *caller) response(method, path string, body any) *http.Response {
	c.t.Helper()
	var reader io.Reader
	switch body := body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(body)
	default:
		text, err := json.Marshal(body)
		require.NoError(c.t, err)
		reader = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(c.t.Context(), method, c.s.URL+path, reader)
	require.NoError(c.t, err)
	request.SetBasicAuth(c.key, "")
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := c.http.Do(request)
	require.NoError(c.t, err)
	return response
}

// ok sends and wants a success with an object.
func (c *caller) ok(method, path string, body any) object {
	c.t.Helper()
	status, value := c.send(method, path, body)
	require.Equal(c.t, http.StatusOK, status, "%s %s: %v", method, path, value)
	return value.(object)
}

func (c *caller) get(path string) object             { c.t.Helper(); return c.ok("GET", path, nil) }
func (c *caller) post(path string, body any) object  { c.t.Helper(); return c.ok("POST", path, body) }
func (c *caller) patch(path string, body any) object { c.t.Helper(); return c.ok("PATCH", path, body) }
func (c *caller) delete(path string) object          { c.t.Helper(); return c.ok("DELETE", path, nil) }

// fails sends and wants an error of version 2 with these words.
func (c *caller) fails(status int, words, method, path string, body any) {
	c.t.Helper()
	got, value := c.send(method, path, body)
	require.Equal(c.t, status, got, "%s %s: %v", method, path, value)
	require.Equal(c.t, object{"error": words}, value)
}

// invalid sends and wants one complaint, "body.card.number: msg (type)".
func (c *caller) invalid(complaint, method, path string, body any) {
	c.t.Helper()
	require.Equal(c.t, []string{complaint}, c.complaints(method, path, body))
}

func (c *caller) complaints(method, path string, body any) []string {
	c.t.Helper()
	status, value := c.send(method, path, body)
	require.Equal(c.t, http.StatusUnprocessableEntity, status, "%v", value)
	var complaints []string
	for _, one := range value.(object)["detail"].([]any) {
		detail := one.(object)
		var loc []string
		for _, step := range detail["loc"].([]any) {
			loc = append(loc, fmt.Sprint(step))
		}
		complaints = append(complaints, fmt.Sprintf("%s: %s (%s)", strings.Join(loc, "."), detail["msg"], detail["type"]))
	}
	return complaints
}

func (c *caller) ids(path, key string) []string {
	c.t.Helper()
	ids := []string{}
	for _, item := range c.get(path)[key].([]any) {
		ids = append(ids, item.(object)["id"].(string))
	}
	return ids
}

// within asserts that a timestamp of an answer lies between start and now, on the server's clock.
func (c *caller) within(start time.Time, timestamp any) {
	c.t.Helper()
	require.GreaterOrEqual(c.t, timestamp, float64(start.Unix()))
	require.LessOrEqual(c.t, timestamp, float64(c.s.Now().Unix()))
}

func id(o object) string { return o["id"].(string) }

func card(number string, more ...object) object {
	o := object{"number": number, "exp_month": 12, "exp_year": 2098, "cvc": "123"}
	for _, members := range more {
		for name, value := range members {
			o[name] = value
		}
	}
	return o
}

func (c *caller) pay(number string, more ...object) object {
	c.t.Helper()
	o := object{"amount": 1000, "card": card(number)}
	for _, members := range more {
		for name, value := range members {
			o[name] = value
		}
	}
	return c.post("/v2/payments/", o)
}

// checker validates each answer against the document.
type checker struct {
	t    testing.TB
	next http.RoundTripper
}

var document = sync.OnceValue(func() *openapi3.T {
	doc, err := openapi.Load()
	if err != nil {
		panic(err)
	}
	return doc
})

var documentPaths = sync.OnceValue(func() map[*regexp.Regexp]string {
	forms := map[*regexp.Regexp]string{}
	for template := range document().Paths.Map() {
		form := regexp.MustCompile(`\{[a-z]+\}`).ReplaceAllString(strings.ReplaceAll(template, ".", `\.`), `[^/.]+`)
		forms[regexp.MustCompile("^"+form+"$")] = template
	}
	return forms
})

// route finds the path with the fewest variables.
func route(r *http.Request) *routers.Route {
	var found *routers.Route
	for form, template := range documentPaths() {
		if !form.MatchString(r.URL.Path) || found != nil && strings.Count(found.Path, "{") <= strings.Count(template, "{") {
			continue
		}
		item := document().Paths.Value(template)
		found = &routers.Route{Spec: document(), Path: template, PathItem: item, Method: r.Method, Operation: item.GetOperation(r.Method)}
	}
	return found
}

func (c *checker) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := c.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	response.Body.Close()
	response.Body = io.NopCloser(bytes.NewReader(body))
	if at := route(r); at != nil && at.Operation != nil {
		c.check(r, at, response, body)
	}
	return response, nil
}

func (c *checker) check(r *http.Request, at *routers.Route, response *http.Response, body []byte) {
	c.t.Helper()
	err := openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, Route: at},
		Status:                 response.StatusCode,
		Header:                 response.Header,
		Body:                   io.NopCloser(bytes.NewReader(body)),
		Options:                &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	})
	if err != nil {
		c.t.Errorf("%s %s: %d %s\n%v", r.Method, r.URL.Path, response.StatusCode, body, err)
	}
}
