package stancer_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

const mandateID = "mndt_" + id24

// TestPDFIsStreamed checks that the caller can read the first half before the server sends the
// second.
func TestPDFIsStreamed(t *testing.T) {
	t.Parallel()
	firstIsRead := make(chan struct{})
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "application/pdf", r.Header.Get("Accept"))
		assert.Equal(t, "/v2/mandates/"+mandateID+".pdf", r.URL.Path)
		w.Header().Set("Content-Type", "application/pdf")
		_, _ = io.WriteString(w, "%PDF-1.4 ")
		w.(http.Flusher).Flush()
		select {
		case <-firstIsRead:
			_, _ = io.WriteString(w, "%%EOF")
		case <-time.After(soon):
		}
	})
	stream, err := s.client(t).Mandates.PDF(t.Context(), mandateID)
	require.NoError(t, err)
	defer stream.Close()
	first := make([]byte, 9)
	_, err = io.ReadFull(stream, first)
	require.NoError(t, err)
	close(firstIsRead)
	second, err := io.ReadAll(stream)
	require.NoError(t, err)
	assert.Equal(t, "%PDF-1.4 %%EOF", string(first)+string(second))
}

func TestPDFHasNoSizeLimit(t *testing.T) {
	t.Parallel()
	const size = 10 << 20
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "%PDF-"+strings.Repeat("x", size-5))
	})
	stream, err := s.client(t).Mandates.PDF(t.Context(), mandateID)
	require.NoError(t, err)
	defer stream.Close()
	n, err := io.Copy(io.Discard, stream)
	require.NoError(t, err)
	assert.EqualValues(t, size, n)
}

func TestPDFReturnsErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		status  int
		kind    error
		shown   string
	}{
		"404":        {says(404, jsonType, `{"error":"none"}`), 404, stancer.ErrNotFound, "none"},
		"HTML":       {says(502, "text/html", "<p>Bad"), 502, stancer.ErrServer, "<p>Bad"},
		"empty":      {says(200, "application/pdf", ""), 200, stancer.ErrUnexpected, "empty"},
		"no content": {says(204, "", ""), 204, stancer.ErrUnexpected, "empty"},
		"101":        {raw(t, switchingProtocols, false), 101, stancer.ErrUnexpected, "101"},
		"hangs up":   {raw(t, "", true), 0, stancer.ErrNoAnswer, "EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stream, err := newServer(t, test.handler).client(t).Mandates.PDF(t.Context(), mandateID)
			assert.Nil(t, stream)
			asError(t, err, "getMandatePdf", test.status)
			require.ErrorIs(t, err, test.kind)
			assert.ErrorContains(t, err, test.shown)
		})
	}
}

// TestPDFTimeoutEndsWithTheHeader checks that the timeout covers the header of a PDF and all of an
// error, but not the PDF itself.
func TestPDFTimeoutEndsWithTheHeader(t *testing.T) {
	t.Parallel()
	bubble(t, "silent", func(t *testing.T) {
		start := time.Now()
		client := newServer(t, silent).client(t)
		_, err := client.Mandates.PDF(t.Context(), mandateID, stancer.WithTimeout(time.Minute))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorIs(t, err, stancer.ErrNoAnswer)
		assert.Equal(t, time.Minute, time.Since(start))
	})
	bubble(t, "stalled error", func(t *testing.T) {
		start := time.Now()
		client := newServer(t, stalls(404, "half")).client(t)
		_, err := client.Mandates.PDF(t.Context(), mandateID, stancer.WithTimeout(time.Minute))
		require.ErrorIs(t, err, stancer.ErrNotFound)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, time.Minute, time.Since(start))
	})
	bubble(t, "slow document", func(t *testing.T) {
		client := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "%PDF-first ")
			_ = http.NewResponseController(w).Flush()
			time.Sleep(time.Hour)
			_, _ = io.WriteString(w, "last")
		}).client(t)
		stream, err := client.Mandates.PDF(t.Context(), mandateID, stancer.WithTimeout(time.Second))
		require.NoError(t, err)
		defer stream.Close()
		text, err := io.ReadAll(stream)
		require.NoError(t, err)
		assert.Equal(t, "%PDF-first last", string(text))
	})
}

// TestPDFEndsWithCloseOrContext checks that closing the stream, or canceling its context, ends the
// request.
func TestPDFEndsWithCloseOrContext(t *testing.T) {
	t.Parallel()
	ended := make(chan struct{}, 2)
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "%PDF-")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
		ended <- struct{}{}
	})
	var sent context.Context
	client := s.client(t, stancer.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			sent = req.Context()
			return next.RoundTrip(req)
		})
	}))
	stream, err := client.Mandates.PDF(t.Context(), mandateID)
	require.NoError(t, err)
	require.NoError(t, sent.Err())
	require.NoError(t, stream.Close())
	require.ErrorIs(t, sent.Err(), context.Canceled)
	select {
	case <-ended:
	case <-time.After(soon):
		require.Fail(t, "the request does not end")
	}

	ctx, cancel := context.WithCancel(t.Context())
	stream, err = client.Mandates.PDF(ctx, mandateID)
	require.NoError(t, err)
	defer stream.Close()
	cancel()
	_, err = io.ReadAll(stream)
	require.ErrorIs(t, err, context.Canceled)
}

func TestPDFMustBeAPDF(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "%PDF", "<html>no</html>", `{"error":"no"}`} {
		s := newServer(t, says(http.StatusOK, "application/pdf", body))
		client := s.client(t, stancer.WithTimeout(30*time.Second))
		_, err := client.Mandates.PDF(t.Context(), mandateID)
		require.ErrorIs(t, err, stancer.ErrUnexpected, body)
		assert.NotErrorIs(t, err, stancer.ErrUnknownOutcome)
	}
}
