package stancer_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// TestMemoryOfAnAnswerIsBounded checks that a call allocates at most 64 MiB, which bounds its peak
// heap, too. Compressed answers of a few KB can be megabytes of JSON.
func TestMemoryOfAnAnswerIsBounded(t *testing.T) {
	// A quarter of these answers takes a quarter of the memory, and of the time of the test.
	linear := []string{"a text", "escapes", "a number", "space"}
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
		// The most bytes that are read, and the most objects that are decoded.
		for _, size := range []int{4<<20 - 1<<10, 17_000 * 3} {
			limit := uint64(64 << 20)
			if slices.Contains(linear, name) {
				size, limit = size/4, limit/4
			}
			t.Run(fmt.Sprint(name, " ", size), func(t *testing.T) {
				parts := strings.Repeat(answer.part, size/len(answer.part))
				body := answer.begin + parts + answer.end
				client := clientOver(t, func(req *http.Request) (*http.Response, error) {
					return &http.Response{
						StatusCode:    answer.status,
						ContentLength: -1,
						Body:          io.NopCloser(strings.NewReader(body)),
						Request:       req,
					}, nil
				})
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				_, _ = client.Payments.List(nil).Page(t.Context())
				runtime.ReadMemStats(&after)
				assert.LessOrEqual(t, after.TotalAlloc-before.TotalAlloc, limit)
			})
		}
	}
}

// TestCompressedAnswerIsBounded checks that the limit of a body counts decompressed bytes.
func TestCompressedAnswerIsBounded(t *testing.T) {
	t.Parallel()
	var wire bytes.Buffer
	writer, err := gzip.NewWriterLevel(&wire, gzip.BestSpeed)
	require.NoError(t, err)
	_, err = writer.Write(make([]byte, 5<<20))
	require.NoError(t, err)
	require.NoError(t, writer.Close())
	require.Less(t, wire.Len(), 10<<10)
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(wire.Bytes())
	})
	var response stancer.Response
	client := s.client(t, quickRetries()...)
	_, err = client.Payments.Get(t.Context(), paymentID, stancer.WithResponse(&response))
	assert.ErrorContains(t, err, "larger than 4 MiB")
	assert.Equal(t, 1, failureOf(t, err).Attempts, "a second answer would be as large")
	assert.Len(t, response.Body, 4<<20)
}
