package contract_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"net/http"
	"slices"
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
			level, kind := contract.LevelError, contract.KindBody
			if len(want) > 10<<20 {
				level, kind = contract.LevelInfo, contract.KindUnchecked
			}
			for _, d := range p.found {
				assert.Equal(t, level, d.Level, d)
				assert.Equal(t, kind, d.Kind, d)
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

func TestTruncatedResponseIsPassedOnWithItsError(t *testing.T) {
	t.Parallel()
	p := newProbe(t)
	p.answer = cut(address[:60])
	text, err := p.send(p.request("GET", addressPath, ""))
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
	const ping = "https://api.stancer.com/v2/ping"
	req, err := http.NewRequestWithContext(t.Context(), "GET", ping, nil)
	require.NoError(t, err)
	_, err = transport.RoundTrip(req)
	assert.ErrorIs(t, err, gone)
	const missing = "ping: request header /Authorization: is missing"
	assertFound(t, found, contract.KindAuthentication, missing)
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
		_, _ = p.send(p.request("GET", addressPath, ""))
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
		req := p.request("GET", addressPath+"?a=1", "")
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
	p.answer = gives(200, json, withMembers(address, `"po_box":1`))
	r := &recorder{TB: t}
	client := contract.Client(r, nil)
	resp, err := client.Do(p.request("GET", addressPath+"?a=1", ""))
	require.NoError(t, err)
	resp.Body.Close()
	assert.Equal(t, []string{"getAddress: request query /a: is not documented"}, r.errors)
	assert.Equal(t, []string{
		"getAddress: response 200 body /po_box: (info) is not documented",
	}, r.logs)

	r.end()
	resp, err = client.Do(p.request("GET", addressPath+"?a=1", ""))
	require.NoError(t, err)
	resp.Body.Close()
	assert.Len(t, r.errors, 1, "a report after the end of the test")
}

// TestAllowFaults asserts that the option lowers the level of deviations that faults cause, and of
// no others.
func TestAllowFaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer func(http.ResponseWriter, *http.Request)
		kind   contract.Kind
		want   string         // without the option
		level  contract.Level // with it
	}{
		"an undocumented status": {
			answer: gives(502, "text/html", "<html>"),
			kind:   contract.KindStatus,
			want:   "getAddress: response 502: this status is not documented for the operation",
			level:  contract.LevelFault,
		},
		"another content type": {
			answer: gives(401, "text/html", "<html>"),
			kind:   contract.KindContentType,
			want: "getAddress: response 401 header /Content-Type: " +
				"must be application/json, is text/html",
			level: contract.LevelFault,
		},
		"a body shorter than announced": {
			answer: cut(address[:60]),
			kind:   contract.KindSyntax,
			want:   "getAddress: response 200 body: ends too early",
			level:  contract.LevelFault,
		},
		"half of the JSON": {
			answer: gives(200, json, address[:60]),
			kind:   contract.KindSyntax,
			want:   "getAddress: response 200 body: incomplete JSON",
			level:  contract.LevelFault,
		},
		"JSON of another type": {
			answer: gives(401, json, `{"error":1}`),
			kind:   contract.KindBody,
			want:   "getAddress: response 401 body /error: must be of type string, is number",
			level:  contract.LevelError,
		},
		"a new member": {
			answer: gives(200, json, withMembers(address, `"new":1`)),
			kind:   contract.KindMember,
			want:   "getAddress: response 200 body /new: (info) is not documented",
			level:  contract.LevelInfo,
		},
	} {
		p := newProbe(t)
		p.answer = test.answer
		_, _ = p.send(p.request("GET", addressPath, ""))
		assertFound(t, p.found, test.kind, test.want)
		want := slices.Clone(p.found)
		for i := range want {
			want[i].Level = test.level
		}
		p.found = nil
		p.allowFaults()
		_, _ = p.send(p.request("GET", addressPath, ""))
		assert.Equal(t, want, p.found, name)
	}
}

func TestAllowFaultsDoesNotConcernRequests(t *testing.T) {
	t.Parallel()
	p := newProbe(t)
	p.allowFaults()
	p.answer = gives(401, json, `{"error":"no"}`)
	_, _ = p.send(p.request("POST", "/v2/addresses/", "card=1"))
	assertFound(t, p.found, contract.KindSyntax, "createAddress: request body: invalid JSON")
}

func TestFailLogsAllowedFaults(t *testing.T) {
	t.Parallel()
	p := newProbe(t)
	r := &recorder{TB: t}
	p.answer = gives(502, "text/html", "<html>")
	client := contract.Client(r, nil, contract.AllowFaults())
	resp, err := client.Do(p.request("GET", addressPath, ""))
	require.NoError(t, err)
	resp.Body.Close()
	assert.Empty(t, r.errors)
	assert.Equal(t, []string{
		"getAddress: response 502: (fault) this status is not documented for the operation",
	}, r.logs)
}
