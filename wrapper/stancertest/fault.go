package stancertest

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/http"
	"net/http/httptest"
	"strconv"
	"time"
)

// Fault is a failure of a request, see [Server.On] and [Server.Chaos]. It wraps the handler that
// does the work and answers. Tests can write their own. A panic with [http.ErrAbortHandler] closes
// the connection or, over HTTP/2, the stream.
type Fault func(next http.Handler) http.Handler

// DropBefore closes the connection before the work is done: nothing has changed, and there is no
// answer.
//
// The client of net/http retries a GET or DELETE by itself when this happens on a connection that
// it has used before.
func DropBefore(http.Handler) http.Handler {
	drop := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	return http.HandlerFunc(drop)
}

// DropAfter does the work and closes the connection without an answer.
func DropAfter(next http.Handler) http.Handler { return AfterWork(DropBefore)(next) }

// CutHead does the work and closes the connection within the header of the answer. Over HTTP/2 a
// header is sent whole or not at all, so CutHead does the same as [DropAfter].
func CutHead(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := perform(next, r)
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			const head = "HTTP/1.1 %d %s\r\nContent-Type: appl"
			fmt.Fprintf(conn, head, a.status, http.StatusText(a.status))
			conn.Close()
			return
		}
		panic(http.ErrAbortHandler)
	})
}

// CutBody does the work and closes the connection after half of the body of the answer.
func CutBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := perform(next, r)
		if half := len(a.body) / 2; half > 0 {
			maps.Copy(w.Header(), a.header)
			w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
			w.WriteHeader(a.status)
			w.Write(a.body[:half])                //nolint:errcheck // the connection is closed next
			http.NewResponseController(w).Flush() //nolint:errcheck // likewise
		}
		panic(http.ErrAbortHandler)
	})
}

// Delay does the work and sends the answer after the duration. If the server is closed first, there
// is no answer.
func Delay(d time.Duration) Fault {
	return delay(func(ctx context.Context) { hold(ctx, time.After(d)) })
}

// DelayUntil does the work and sends the answer when the channel is closed. If the channel is nil
// there is no answer: the request lasts until its client goes away or the server is closed.
func DelayUntil(released <-chan struct{}) Fault {
	return delay(func(ctx context.Context) { hold(ctx, released) })
}

func delay(wait func(context.Context)) Fault {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			a := perform(next, r)
			wait(r.Context())
			a.write(w)
		})
	}
}

func hold[T any](ctx context.Context, over <-chan T) {
	select {
	case <-over:
	case <-ctx.Done():
		panic(http.ErrAbortHandler)
	}
}

// Answer answers without doing the work. The default Content-Type is JSON if the body is JSON, and
// else the type that net/http detects. The header may be nil.
func Answer(status int, header http.Header, body string) Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			a := &answer{status: status, header: header.Clone(), body: []byte(body)}
			if header.Get("Content-Type") == "" && json.Valid(a.body) {
				w.Header().Set("Content-Type", "application/json")
			}
			a.write(w)
		})
	}
}

// Status answers with an error in the format of the API, without doing the work. Its text is a
// guess.
func Status(status int) Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			errorAnswer(r, fail(status, http.StatusText(status))).write(w)
		})
	}
}

// BadGateway answers with a 502 in HTML, as a proxy does when it cannot reach the API. The work is
// not done.
func BadGateway(next http.Handler) http.Handler {
	const page = "<html>\n<head><title>502 Bad Gateway</title></head>\n" +
		"<body><center><h1>502 Bad Gateway</h1></center></body>\n</html>\n"
	return Answer(http.StatusBadGateway, http.Header{"Content-Type": {"text/html"}}, page)(next)
}

// RateLimit answers with a 429 whose Retry-After is in seconds, rounded up. Below one second it is
// 0; a client then waits for its own backoff. The work is not done. Stancer does not publish
// whether it limits rates.
func RateLimit(wait time.Duration) Fault {
	seconds := 0
	if wait >= time.Second {
		seconds = int(math.Ceil(wait.Seconds()))
	}
	return rateLimit(strconv.Itoa(seconds))
}

// RateLimitUntil answers with a 429 whose Retry-After is a date. The work is not done.
func RateLimitUntil(at time.Time) Fault { return rateLimit(at.UTC().Format(http.TimeFormat)) }

func rateLimit(retryAfter string) Fault {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", retryAfter)
			Status(http.StatusTooManyRequests)(next).ServeHTTP(w, r)
		})
	}
}

// GoAway answers as usual and asks the client to open another connection: with a GOAWAY frame over
// HTTP/2, with Connection: close over HTTP/1.
func GoAway(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		next.ServeHTTP(w, r)
	})
}

// AfterWork does the work and applies the fault to its answer: AfterWork(Status(500)) makes the
// payment and answers with a 500.
func AfterWork(fault Fault) Fault {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			a := perform(next, r)
			send := func(w http.ResponseWriter, _ *http.Request) { a.write(w) }
			fault(http.HandlerFunc(send)).ServeHTTP(w, r)
		})
	}
}

// perform does the work and returns the answer without sending it.
func perform(next http.Handler, r *http.Request) *answer {
	sent := httptest.NewRecorder()
	next.ServeHTTP(sent, r)
	return &answer{status: sent.Code, header: sent.Header(), body: sent.Body.Bytes()}
}
