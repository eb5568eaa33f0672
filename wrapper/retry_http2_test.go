package stancer_test

import (
	"crypto/tls"
	"encoding/binary"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/routers"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// TestRetryTableHTTP2 is the table for what fails in ways of HTTP/2. A GOAWAY that says that a stream was not begun is the one failure after
// sending that leaves no doubt: net/http itself sends that request again.
func TestRetryTableHTTP2(t *testing.T) {
	t.Parallel()
	doc, router := rules(t)
	for _, failure := range []struct {
		name     string
		doubtful bool
		fail     http.HandlerFunc
		goAway   int // the last stream that the server has begun, when it goes away; negative if it does not
	}{
		{"429", false, status(429, "", nil), -1},
		{"503", true, status(503, "", nil), -1},
		{"RST_STREAM", true, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, -1},
		{"GOAWAY, not begun", false, nil, 0},
		{"GOAWAY, begun", true, nil, 1},
	} {
		for _, item := range doc.Paths.Map() {
			for _, op := range item.Operations() {
				t.Run(failure.name+"/"+op.OperationID, func(t *testing.T) {
					t.Parallel()
					sent := current(t, doc, op)
					u := newUnsureHTTP2(t, router, sent.OperationID, failure.fail, failure.goAway)
					assertRule(t, item, op, sent, failure.name, failure.doubtful, u, []stancer.Option{
						stancer.WithBaseURL(u.URL),
						stancer.WithBackoff(time.Millisecond, 2*time.Millisecond),
						stancer.WithHTTPClient(u.Client()),
					})
				})
			}
		}
	}
}

// newUnsureHTTP2 is an unsure over HTTP/2, that fails once: at the operation, or by going away from its first connection.
func newUnsureHTTP2(t *testing.T, router routers.Router, operation string, fail http.HandlerFunc, goAway int) *unsure {
	t.Helper()
	u := &unsure{router: router, operation: operation, fail: fail, times: 1}
	if goAway >= 0 {
		u.times = 0
	}
	u.Server = httptest.NewUnstartedServer(u)
	u.EnableHTTP2 = true
	u.Config.ErrorLog = log.New(io.Discard, "", 0) // it would tell of each connection that ends
	u.Listener = &leaving{Listener: u.Listener, u: u, last: goAway}
	u.StartTLS()
	t.Cleanup(u.Close)
	return u
}

// leaving is a listener that goes away from the first connection, if last is not negative.
type leaving struct {
	net.Listener
	u    *unsure
	last int
}

func (l *leaving) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil || l.last < 0 {
		return conn, err
	}
	last := uint32(l.last)
	l.last = -1
	go l.u.leave(tls.Server(conn, l.u.TLS.Clone()), last)
	return l.Accept()
}

// leave reads one request, notes its body, and says that the server goes away, in the frames of RFC 9113.
func (u *unsure) leave(conn net.Conn, last uint32) {
	defer conn.Close()
	const data, headers, settings, goAway, endStream = 0, 1, 4, 7, 1
	if _, err := io.CopyN(io.Discard, conn, int64(len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))); err != nil {
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
	frame := []byte{0, 0, 8, goAway, 0, 0, 0, 0, 0}
	frame = binary.BigEndian.AppendUint32(frame, last)
	conn.Write(binary.BigEndian.AppendUint32(frame, 0))
}
