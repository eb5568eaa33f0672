package stancer_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// TestMemoryOfAnAnswerIsBounded: 10 KB on the wire can be megabytes of JSON. All that the call
// allocates, and so its peak heap, stays below 64 MiB.
func TestMemoryOfAnAnswerIsBounded(t *testing.T) {
	for name, answer := range map[string]struct {
		status           int
		begin, part, end string
	}{
		"empty objects":       {200, `{"range":{},"payments":[{}`, `,{}`, `]}`},
		"arrays in an object": {200, `{"payments":[{"id":"x","methods_allowed":[""`, `,""`, `]}]}`},
		"members":             {200, `{"payments":[],"a":1`, `,"a":1`, `}`},
		"nested arrays":       {200, ``, `[`, ``},
		"nested objects":      {200, ``, `{"payments":`, ``},
		"a text":              {200, `{"payments":[{"id":"`, `x`, `"}]}`},
		"escapes":             {200, `{"payments":[{"id":"`, `\u20ac`, `"}]}`},
		"a number":            {200, `{"payments":[{"amount":`, `1`, `}]}`},
		"space":               {200, `{"payments":`, ` `, `[]}`},
		"details":             {422, `{"detail":[{}`, `,{}`, `]}`},
		"parentheses":         {409, `{"error":"`, `(`, `"}`},
		"an error text":       {500, `{"error":"`, `4`, `"}`},
		"no JSON":             {502, `<p>`, `x`, ``},
	} {
		// As many bytes as are read, and as many objects as are decoded.
		for _, size := range []int{4<<20 - 1<<10, 17_000 * 3} {
			t.Run(fmt.Sprint(name, " ", size), func(t *testing.T) {
				body := answer.begin + strings.Repeat(answer.part, size/len(answer.part)) + answer.end
				client := answeringWith(t, answer.status, body)
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				_, _ = client.Payments.List(nil).Page(t.Context())
				runtime.ReadMemStats(&after)
				assert.LessOrEqual(t, after.TotalAlloc-before.TotalAlloc, uint64(64<<20))
			})
		}
	}
}

// answeringWith returns a client whose transport answers with a body, as if it had been decompressed.
func answeringWith(t *testing.T, status int, body string) *stancer.Client {
	t.Helper()
	transport := roundTripper(func(req *http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: status, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1, Request: req,
		}, nil
	})
	client, err := stancer.New(testKey, stancer.WithMaxAttempts(1),
		stancer.WithHTTPClient(&http.Client{Transport: transport}))
	require.NoError(t, err)
	return client
}

// TestCompressedAnswerIsBounded: net/http decompresses a few KB to many megabytes.
func TestCompressedAnswerIsBounded(t *testing.T) {
	t.Parallel()
	var wire bytes.Buffer
	writer := gzip.NewWriter(&wire)
	_, err := writer.Write(make([]byte, 5<<20))
	require.NoError(t, err)
	require.NoError(t, writer.Close())
	require.Less(t, wire.Len(), 10<<10)
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(wire.Bytes())
	})
	var response stancer.Response
	client := s.client(t, quickRetries()...)
	_, err = client.Payments.Get(t.Context(), paymentID, stancer.WithResponse(&response))
	assert.ErrorContains(t, err, "larger than 4 MiB")
	assert.Equal(t, 1, failureOf(t, err).Attempts, "it would be as large again")
	assert.Len(t, response.Body, 4<<20)
}
