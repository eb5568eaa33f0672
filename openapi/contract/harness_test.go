package contract_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/openapi/contract"
)

const (
	id24 = "yWYfCSzsUUhr9KwMv7vuLZHX"
	key  = "stest_SZN9TyUFcsO7pMtXlSvGFqXa"
	card = "4242424242424242"
	cvc  = "987"
	iban = "FR1420041010050500013M02606"
)

// probe sends requests through a transport to a server, whose answer the test sets.
type probe struct {
	t         *testing.T
	url       string
	transport *contract.Transport
	found     []contract.Deviation
	answer    func(http.ResponseWriter, *http.Request)
}

func newProbe(t *testing.T) *probe {
	t.Helper()
	p := &probe{t: t}
	handler := func(w http.ResponseWriter, r *http.Request) { p.answer(w, r) }
	server := httptest.NewServer(http.HandlerFunc(handler))
	t.Cleanup(server.Close)
	p.url = server.URL
	p.check()
	return p
}

func (p *probe) allowFaults() { p.check(contract.AllowFaults()) }

func (p *probe) check(options ...contract.Option) {
	p.t.Helper()
	report := func(d contract.Deviation) { p.found = append(p.found, d) }
	transport, err := contract.New(nil, report, options...)
	require.NoError(p.t, err)
	p.transport = transport
}

// request makes a request with a key, and with a JSON body if there is a body.
func (p *probe) request(method, path, body string) *http.Request {
	p.t.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.url+path, reader)
	require.NoError(p.t, err)
	req.SetBasicAuth(key, "")
	if body != "" {
		req.Header.Set("Content-Type", "application/json; charset=utf-8")
	}
	return req
}

// send returns the body as far as the client can read it, and the error of reading it.
func (p *probe) send(req *http.Request) (string, error) {
	p.t.Helper()
	resp, err := (&http.Client{Transport: p.transport}).Do(req)
	require.NoError(p.t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return string(text), err
}

// gives returns a handler that answers with a status and a body.
func gives(status int, contentType, body string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = nil
		if contentType != "" {
			w.Header().Set("Content-Type", contentType)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// cut returns a handler that announces a longer body than it sends.
func cut(body string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "1000")
		_, _ = io.WriteString(w, body)
	}
}

// withMembers adds members to a JSON object.
func withMembers(object, members string) string {
	return strings.Replace(object, "{", "{"+members+",", 1)
}

// recorder is the testing.TB of a test that may fail. It keeps the logs and the errors.
type recorder struct {
	testing.TB
	logs, errors []string
	cleanups     []func()
}

func (r *recorder) Helper()           {}
func (r *recorder) Cleanup(f func())  { r.cleanups = append(r.cleanups, f) }
func (r *recorder) Log(args ...any)   { r.logs = append(r.logs, fmt.Sprint(args...)) }
func (r *recorder) Error(args ...any) { r.errors = append(r.errors, fmt.Sprint(args...)) }
func (r *recorder) Fatal(args ...any) { r.Error(args...); r.FailNow() }
func (r *recorder) FailNow()          { runtime.Goexit() }

func (r *recorder) Logf(format string, args ...any)   { r.Log(fmt.Sprintf(format, args...)) }
func (r *recorder) Errorf(format string, args ...any) { r.Error(fmt.Sprintf(format, args...)) }
func (r *recorder) Fatalf(format string, args ...any) { r.Fatal(fmt.Sprintf(format, args...)) }

// end calls the cleanups, the last first, even if one of them ends the test.
func (r *recorder) end() {
	for _, cleanup := range r.cleanups {
		defer cleanup()
	}
	r.cleanups = nil
}

// run runs a subtest in a goroutine, which FailNow can end, and reports whether it passed.
func (r *recorder) run(_ string, test func(testing.TB)) bool {
	errors, done := len(r.errors), make(chan struct{})
	go func() {
		defer close(done)
		defer r.end()
		test(r)
	}()
	<-done
	return len(r.errors) == errors
}
