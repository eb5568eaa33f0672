package contract_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/openapi/contract"
)

// TestBodiesPassUnchanged sends and receives bodies of several sizes, which no check may change.
func TestBodiesPassUnchanged(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 1000, 10 << 20} {
		want := `"` + strings.Repeat("x", size) + `"`
		sum := digest(strings.NewReader(want))
		for _, replayable := range []bool{true, false} {
			p := newProbe(t)
			p.answer = func(w http.ResponseWriter, r *http.Request) {
				assert.Equal(t, int64(len(want)), r.ContentLength)
				assert.Equal(t, sum, digest(r.Body))
				gives(200, json, want)(w, r)
			}
			req := p.request("POST", "/v2/addresses/", want)
			if !replayable {
				req.GetBody = nil
			}
			resp, err := p.transport.RoundTrip(req)
			require.NoError(t, err)
			assert.Equal(t, sum, digest(resp.Body))
			resp.Body.Close()
			kind := "error invalid body"
			if len(want) > 10<<20 {
				kind = "info unchecked body"
			}
			for _, line := range lines(p.found) {
				assert.Contains(t, line, kind)
			}
			assert.Len(t, p.found, 2)
		}
	}
}

// digest returns the SHA-256 of a body, or the error of reading it.
func digest(body io.Reader) any {
	sum := sha256.New()
	if _, err := io.Copy(sum, body); err != nil {
		return err
	}
	return sum.Sum(nil)
}

// TestTruncatedResponseReachesCaller cuts an answer: what came before is there, and then the
// error.
func TestTruncatedResponseReachesCaller(t *testing.T) {
	t.Parallel()
	p := newProbe(t)
	p.answer = cut(address[:60])
	text, err := p.send(p.request("GET", mine, ""))
	assert.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.Equal(t, address[:60], text)
}

// TestPDFIsStreamed reads the start of a PDF before the server has sent the end.
func TestPDFIsStreamed(t *testing.T) {
	t.Parallel()
	p := newProbe(t)
	read := make(chan struct{})
	p.answer = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/pdf")
		_, _ = io.WriteString(w, "%PDF")
		w.(http.Flusher).Flush()
		<-read
		_, _ = w.Write(bytes.Repeat([]byte("x"), 11<<20))
	}
	resp, err := p.transport.RoundTrip(p.request("GET", "/v2/mandates/mndt_"+id24+".pdf", ""))
	require.NoError(t, err)
	defer resp.Body.Close()
	start := make([]byte, 4)
	_, err = io.ReadFull(resp.Body, start)
	require.NoError(t, err)
	close(read)
	rest, err := io.Copy(io.Discard, resp.Body)
	require.NoError(t, err)
	assert.Equal(t, int64(11<<20), rest)
	assert.Empty(t, p.found)
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func TestTransportErrorIsReturned(t *testing.T) {
	t.Parallel()
	var found []contract.Deviation
	gone := errors.New("gone")
	next := roundTripper(func(*http.Request) (*http.Response, error) { return nil, gone })
	transport, err := contract.New(next, func(d contract.Deviation) { found = append(found, d) })
	require.NoError(t, err)
	req, err := http.NewRequestWithContext(context.Background(), "GET", "https://api.stancer.com/v2/ping", nil)
	require.NoError(t, err)
	_, err = transport.RoundTrip(req)
	assert.ErrorIs(t, err, gone)
	assert.Equal(t, []string{"error authentication | ping | request header /Authorization | is missing"}, lines(found))
	assert.Empty(t, transport.Exercised())
}

func TestNewRequiresReport(t *testing.T) {
	t.Parallel()
	_, err := contract.New(nil, nil)
	assert.Error(t, err)
}

func TestExercised(t *testing.T) {
	t.Parallel()
	p := newProbe(t)
	for _, status := range []int{401, 200, 404, 200, 302} {
		p.answer = gives(status, json, `{}`)
		_, _ = p.send(p.request("GET", mine, ""))
	}
	_, _ = p.send(p.request("GET", "/v2/nonsense", ""))
	got := p.transport.Exercised()
	assert.Equal(t, map[string][]int{"getAddress": {200, 302, 401, 404}}, got)
	got["getAddress"][0] = 1
	assert.Equal(t, 200, p.transport.Exercised()["getAddress"][0])
}

// TestReportsRunOneAtATime counts the reports without a lock: only one runs at a time.
func TestReportsRunOneAtATime(t *testing.T) {
	t.Parallel()
	p := newProbe(t)
	p.answer = gives(200, json, address)
	var all sync.WaitGroup
	for range 20 {
		req := p.request("GET", mine+"?a=1", "")
		all.Go(func() {
			for range 5 {
				resp, err := p.transport.RoundTrip(req)
				if assert.NoError(t, err) {
					resp.Body.Close()
				}
			}
		})
	}
	all.Wait()
	assert.Len(t, p.found, 100)
}

func TestFailReportsErrorsAndLogsOthers(t *testing.T) {
	t.Parallel()
	p := newProbe(t)
	p.answer = gives(200, json, strings.Replace(address, "{", `{"po_box":1,`, 1))
	r := &recorder{TB: t}
	client := contract.Client(r, nil)
	resp, err := client.Do(p.request("GET", mine+"?a=1", ""))
	require.NoError(t, err)
	resp.Body.Close()
	assert.Equal(t, []string{"getAddress: request query /a: is not documented"}, r.errors)
	assert.Equal(t, []string{"getAddress: response 200 body /po_box: (info) is not documented"}, r.logs)

	r.end()
	resp, err = client.Do(p.request("GET", mine+"?a=1", ""))
	require.NoError(t, err)
	resp.Body.Close()
	assert.Len(t, r.errors, 1, "a report after the end of the test")
}

// TestAllowFaults lowers what faults cause, and nothing else.
func TestAllowFaults(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		answer func(http.ResponseWriter, *http.Request)
		want   []string // without the option
		level  contract.Level
	}{
		{"an undocumented status", gives(502, "text/html", "<html>"),
			[]string{"error undocumented status | getAddress | response 502 | this status is not documented for the operation"}, contract.LevelFault},
		{"another content type", gives(401, "text/html", "<html>"),
			[]string{"error content type | getAddress | response 401 header /Content-Type | must be application/json, is text/html"}, contract.LevelFault},
		{"a cut body", cut(address[:60]),
			[]string{"error invalid JSON | getAddress | response 200 body | ends too early"}, contract.LevelFault},
		{"half of the JSON", gives(200, json, address[:60]),
			[]string{"error invalid JSON | getAddress | response 200 body | incomplete JSON"}, contract.LevelFault},
		{"JSON that does not fit", gives(401, json, `{"error":1}`),
			[]string{"error invalid body | getAddress | response 401 body /error | must be of type string, is number"}, contract.LevelError},
		{"a new member", gives(200, json, strings.Replace(address, "{", `{"new":1,`, 1)),
			[]string{"info undocumented member | getAddress | response 200 body /new | is not documented"}, contract.LevelInfo},
	} {
		for _, allowed := range []bool{false, true} {
			p := newProbe(t)
			p.answer = test.answer
			want := test.want
			if allowed {
				p.allowFaults()
				_, rest, _ := strings.Cut(want[0], " ")
				want = []string{string(test.level) + " " + rest}
			}
			_, _ = p.send(p.request("GET", mine, ""))
			assert.Equal(t, want, lines(p.found), "%s, allowed: %t", test.name, allowed)
		}
	}
	p := newProbe(t)
	p.allowFaults()
	p.answer = gives(401, json, `{"error":"no"}`)
	_, _ = p.send(p.request("POST", "/v2/addresses/", "card=1"))
	assert.Equal(t, []string{"error invalid JSON | createAddress | request body | invalid JSON"}, lines(p.found), "a request is no fault")

	r := &recorder{TB: t}
	p.answer = gives(502, "text/html", "<html>")
	resp, err := contract.Client(r, nil, contract.AllowFaults()).Do(p.request("GET", mine, ""))
	require.NoError(t, err)
	resp.Body.Close()
	assert.Empty(t, r.errors)
	assert.Equal(t, []string{"getAddress: response 502: (fault) this status is not documented for the operation"}, r.logs)
}
