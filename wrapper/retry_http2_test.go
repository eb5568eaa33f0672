package stancer_test

import (
	"crypto/tls"
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/stancer-go/stancer/openapi"
	stancer "github.com/stancer-go/stancer/wrapper"
)

// TestRetriesOverHTTP2FollowTheDocument checks the rules of the document after failures of HTTP/2,
// with one operation for each method and rule. A GOAWAY for a stream that was not begun would prove
// that nothing was done, but net/http reports it like a PROTOCOL_ERROR.
func TestRetriesOverHTTP2FollowTheDocument(t *testing.T) {
	t.Parallel()
	doc, router := readDocument(t)
	abort := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	for _, test := range []struct {
		failure
		last []byte // the frame after which the server closes the first connection, or nil
	}{
		{failure{"429", false, status(429, "", nil)}, nil},
		{failure{"503", true, status(503, "", nil)}, nil},
		{failure{"RST_STREAM", true, abort}, nil},
		{failure{"PROTOCOL_ERROR", true, nil}, []byte{0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 1}},
		{failure{"GOAWAY, not begun", true, nil}, goAway(0)},
		{failure{"GOAWAY, begun", true, nil}, goAway(1)},
	} {
		for item, op := range representatives(doc) {
			t.Run(test.name+"/"+op.OperationID, func(t *testing.T) {
				t.Parallel()
				sent := current(t, doc, op)
				u := newFlakyHTTP2Server(t, router, sent.OperationID, test.fail, test.last)
				assertRule(t, item, op, sent, test.failure, u, []stancer.Option{
					stancer.WithBaseURL(u.URL),
					stancer.WithBackoff(time.Millisecond, 2*time.Millisecond),
					stancer.WithHTTPClient(clientOf(u.Server)),
				})
			})
		}
	}
}

// representatives returns one operation for each method and rule for retries.
func representatives(doc *openapi3.T) iter.Seq2[*openapi3.PathItem, *openapi3.Operation] {
	first := map[string]*openapi3.Operation{}
	items := map[string]*openapi3.PathItem{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			kind := fmt.Sprint(method, op.Extensions["x-retry"])
			known := first[kind]
			if strings.Contains(path, "checkout") ||
				known != nil && known.OperationID < op.OperationID {
				continue
			}
			first[kind], items[kind] = op, item
		}
	}
	return func(yield func(*openapi3.PathItem, *openapi3.Operation) bool) {
		for kind, op := range first {
			if !yield(items[kind], op) {
				return
			}
		}
	}
}

// goAway returns a GOAWAY frame (RFC 9113) with the last stream that was begun.
func goAway(begun byte) []byte {
	return []byte{0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, begun, 0, 0, 0, 0}
}

// newFlakyHTTP2Server returns a flakyServer over HTTP/2 that fails once: at the operation, or by
// closing its first connection with a last frame.
func newFlakyHTTP2Server(
	t *testing.T, router *openapi.Spec, operation string, fail http.HandlerFunc, last []byte,
) *flakyServer {
	t.Helper()
	u := &flakyServer{router: router, operation: operation, fail: fail, times: 1}
	if last != nil {
		u.times = 0
	}
	u.Server = httptest.NewUnstartedServer(u)
	u.EnableHTTP2 = true
	u.Config.ErrorLog = log.New(io.Discard, "", 0) // it would log each connection that ends
	u.Listener = &abandoningListener{Listener: u.Listener, u: u, last: last}
	u.TLS = serverTLS()
	u.StartTLS()
	t.Cleanup(u.Close)
	return u
}

// abandoningListener is a listener whose first connection is abandoned, if there is a last frame.
type abandoningListener struct {
	net.Listener
	u    *flakyServer
	last []byte
}

func (l *abandoningListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil || l.last == nil {
		return conn, err
	}
	last := l.last
	l.last = nil
	go l.u.leave(tls.Server(conn, l.u.TLS.Clone()), last)
	return l.Accept()
}

// leave reads one request, notes its body, and sends a last frame.
func (u *flakyServer) leave(conn net.Conn, last []byte) {
	defer conn.Close()
	const data, headers, settings, endStream = 0, 1, 4, 1
	preface := int64(len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
	if _, err := io.CopyN(io.Discard, conn, preface); err != nil {
		return
	}
	conn.Write([]byte{0, 0, 0, settings, 0, 0, 0, 0, 0})
	body := ""
	for head := make([]byte, 9); ; {
		if _, err := io.ReadFull(conn, head); err != nil {
			return
		}
		payload := make([]byte, binary.BigEndian.Uint32(append([]byte{0}, head[:3]...)))
		if _, err := io.ReadFull(conn, payload); err != nil {
			return
		}
		if head[3] == data {
			body += string(payload)
		}
		if (head[3] == data || head[3] == headers) && head[4]&endStream != 0 {
			break
		}
	}
	u.mu.Lock()
	u.bodies = append(u.bodies, body)
	u.mu.Unlock()
	conn.Write(last)
}
