package stancertest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/openapi/contract"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

type object = map[string]any

// caller is a plain client: net/http, JSON, and a check of each response against the document.
type caller struct {
	t    testing.TB
	s    *stancertest.Server
	http *http.Client
	key  string
}

func newCaller(t testing.TB) *caller {
	t.Helper()
	s := stancertest.NewServer(t)
	transport := checked(t, s.HTTPClient().Transport)
	return &caller{t: t, s: s, http: &http.Client{Transport: transport}, key: s.TestKey}
}

func (c *caller) live() *caller {
	other := *c
	other.key = c.s.LiveKey
	return &other
}

// send sends a request and returns the status and the decoded body of the answer.
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

// ok sends a request and wants a success with an object.
func (c *caller) ok(method, path string, body any) object {
	c.t.Helper()
	status, value := c.send(method, path, body)
	require.Equal(c.t, http.StatusOK, status, "%s %s: %v", method, path, value)
	return value.(object)
}

func (c *caller) get(path string) object {
	c.t.Helper()
	return c.ok("GET", path, nil)
}

func (c *caller) post(path string, body any) object {
	c.t.Helper()
	return c.ok("POST", path, body)
}

func (c *caller) patch(path string, body any) object {
	c.t.Helper()
	return c.ok("PATCH", path, body)
}

func (c *caller) delete(path string) object {
	c.t.Helper()
	return c.ok("DELETE", path, nil)
}

// fails sends a request and wants an error of version 2 with these words.
func (c *caller) fails(status int, words, method, path string, body any) {
	c.t.Helper()
	got, value := c.send(method, path, body)
	require.Equal(c.t, status, got, "%s %s: %v", method, path, value)
	require.Equal(c.t, object{"error": words}, value)
}

// invalid sends a request and wants one complaint, "body.card.number: msg (type)".
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
		where := strings.Join(loc, ".")
		complaint := fmt.Sprintf("%s: %s (%s)", where, detail["msg"], detail["type"])
		complaints = append(complaints, complaint)
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

// account creates a French account with a mandate and returns its id.
func (c *caller) account() string {
	c.t.Helper()
	account := object{"iban": stancertest.IBANFrance, "name": "David", "mandate": "M1"}
	return id(c.post("/v2/sepa/", account))
}

// errorV1 is the body of an error of version 1.
func errorV1(words string) object {
	return object{"error": object{"type": "invalid_request_error", "message": words}}
}

// checked returns a transport that fails the test when a response is not as documented, which
// includes a member that the document does not have. Requests may be anything.
func checked(t testing.TB, next http.RoundTripper) http.RoundTripper {
	t.Helper()
	transport, err := contract.New(next, func(d contract.Deviation) {
		if d.Status != 0 {
			t.Error(d)
		}
	})
	require.NoError(t, err)
	return transport
}
