package stancer_test

import (
	"crypto/tls"
	"encoding/binary"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// The parts of HTTP/2 (RFC 9113) that the server of these tests uses.
const (
	frameData      = 0
	frameHeaders   = 1
	frameRST       = 3
	frameSettings  = 4
	frameGoAway    = 7
	flagEndStream  = 1
	flagEndHeaders = 4
	flagAck        = 1
)

// frame is a frame of HTTP/2.
func frame(kind, flags byte, stream uint32, payload []byte) []byte {
	head := binary.BigEndian.AppendUint32(nil, uint32(len(payload))<<8|uint32(kind))
	head = append(head, flags)
	return append(binary.BigEndian.AppendUint32(head, stream), payload...)
}

// informational is a HEADERS frame with a 1xx status, in a literal of HPACK (RFC 7541).
func informational(stream uint32, status string) []byte {
	field := append([]byte{8, byte(len(status))}, status...)
	return frame(frameHeaders, flagEndHeaders, stream, field)
}

func resetStream(code uint32) func(stream uint32) []byte {
	return func(stream uint32) []byte {
		return frame(frameRST, 0, stream, binary.BigEndian.AppendUint32(nil, code))
	}
}

func goAwayAfter(last, code uint32) func(stream uint32) []byte {
	return func(uint32) []byte {
		payload := binary.BigEndian.AppendUint32(nil, last)
		return frame(frameGoAway, 0, 0, binary.BigEndian.AppendUint32(payload, code))
	}
}

// abandoning is a server over HTTP/2 that answers each request with informational answers and then
// abandons it. It counts the requests that arrived.
type abandoning struct {
	statuses []string
	end      func(stream uint32) []byte
	arrived  atomic.Int64
}

func (s *abandoning) serve(listener net.Listener) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		go s.serveConn(conn)
	}
}

func (s *abandoning) serveConn(conn net.Conn) {
	defer conn.Close()
	preface := int64(len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
	if _, err := io.CopyN(io.Discard, conn, preface); err != nil {
		return
	}
	conn.Write(frame(frameSettings, 0, 0, nil))
	for head := make([]byte, 9); ; {
		if _, err := io.ReadFull(conn, head); err != nil {
			return
		}
		length := int64(binary.BigEndian.Uint32(head[:4]) >> 8)
		if _, err := io.CopyN(io.Discard, conn, length); err != nil {
			return
		}
		kind, flags, stream := head[3], head[4], binary.BigEndian.Uint32(head[5:])
		if kind == frameSettings && flags&flagAck == 0 {
			conn.Write(frame(frameSettings, flagAck, 0, nil))
		}
		if kind > frameHeaders || flags&flagEndStream == 0 {
			continue
		}
		s.arrived.Add(1)
		for _, status := range s.statuses {
			conn.Write(informational(stream, status))
		}
		last := s.end(stream)
		conn.Write(last)
		if len(last) > 3 && last[3] == frameGoAway {
			return
		}
	}
}

func TestWriteArrivesOnceOverHTTP2(t *testing.T) {
	t.Parallel()
	ends := map[string]func(stream uint32) []byte{
		"NO_ERROR":        resetStream(0),
		"PROTOCOL_ERROR":  resetStream(1),
		"INTERNAL_ERROR":  resetStream(2),
		"REFUSED_STREAM":  resetStream(7),
		"CANCEL":          resetStream(8),
		"GOAWAY 0":        goAwayAfter(0, 0),
		"GOAWAY 1":        goAwayAfter(1, 0),
		"GOAWAY 0, error": goAwayAfter(0, 2),
	}
	for _, statuses := range [][]string{
		nil, {"100"}, {"103"}, {"103", "100"}, {"103", "103", "103"},
	} {
		for name, end := range ends {
			for body, params := range map[string]*stancer.RefundRequest{
				"without body": nil, "with body": {Amount: stancer.Int(100)},
			} {
				t.Run(fmt.Sprintf("%v/%s/%s", statuses, name, body), func(t *testing.T) {
					t.Parallel()
					server := &abandoning{statuses: statuses, end: end}
					client := server.start(t)
					_, err := client.Payments.Refund(t.Context(), paymentID, params)
					require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
					assert.EqualValues(t, 1, server.arrived.Load())
				})
			}
		}
	}
}

func TestInformationalAnswersAreLimited(t *testing.T) {
	t.Parallel()
	statuses := make([]string, 100)
	for i := range statuses {
		statuses[i] = "103"
	}
	server := &abandoning{statuses: statuses, end: func(uint32) []byte { return nil }}
	_, err := server.start(t).Payments.Refund(t.Context(), paymentID, nil)
	require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
	assert.ErrorContains(t, err, "informational")
	assert.EqualValues(t, 1, server.arrived.Load())
}

// start returns a client whose own http.Client uses HTTP/2 with the server.
func (s *abandoning) start(t *testing.T) *stancer.Client {
	t.Helper()
	certified := httptest.NewUnstartedServer(http.NotFoundHandler())
	certified.EnableHTTP2 = true
	certified.TLS = serverTLS()
	certified.StartTLS()
	t.Cleanup(certified.Close)
	listener, err := tls.Listen("tcp", "127.0.0.1:0", certified.TLS)
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	go s.serve(listener)
	client, err := stancer.New(testKey,
		stancer.WithBaseURL("https://"+listener.Addr().String()),
		stancer.WithHTTPClient(clientOf(certified)))
	require.NoError(t, err)
	return client
}

// TestIdempotencyKeyHeaderCausesNoResend checks that a refund with an Idempotency-Key header is
// sent once. With that header, net/http resends a request that gets no answer on a reused
// connection.
func TestIdempotencyKeyHeaderCausesNoResend(t *testing.T) {
	t.Parallel()
	var refunds atomic.Int64
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			io.WriteString(w, made)
			return
		}
		refunds.Add(1)
		hijacked("", false)(w, r)
	})
	for _, name := range []string{"Idempotency-Key", "X-Idempotency-Key"} {
		refunds.Store(0)
		addHeader := func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(req *http.Request) (*http.Response, error) {
				req = req.Clone(req.Context())
				req.Header.Set(name, "1")
				return next.RoundTrip(req)
			})
		}
		client := s.client(t, defaultAttempts, stancer.WithMiddleware(addHeader))
		_, err := client.Payments.Get(t.Context(), paymentID) // leaves a connection to reuse
		require.NoError(t, err)
		_, err = client.Payments.Refund(t.Context(), paymentID, nil)
		require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
		assert.EqualValues(t, 1, refunds.Load(), name)
	}
}

// TestDefaultTransportDoesNotOfferHTTP2 checks that HTTP/2 is off: over HTTP/2, net/http resends a
// refund that the server resets with PROTOCOL_ERROR.
func TestDefaultTransportDoesNotOfferHTTP2(t *testing.T) {
	t.Parallel()
	offers := make(chan []string, 3)
	server := httptest.NewUnstartedServer(nil)
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // it would log the refused certificate
	server.TLS = &tls.Config{
		GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			offers <- hello.SupportedProtos
			return nil, nil
		},
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	client, err := stancer.New(testKey,
		stancer.WithBaseURL(server.URL), stancer.WithMaxAttempts(1))
	require.NoError(t, err)
	_, err = client.Payments.Refund(t.Context(), paymentID, nil)
	require.ErrorIs(t, err, stancer.ErrNoAnswer)
	assert.NotContains(t, <-offers, "h2")
}
