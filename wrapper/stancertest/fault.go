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

// Fault is something that goes wrong with a request, see [Server.On] and [Server.Chaos]. It wraps the handler that does the work and
// answers; a test can write its own. A panic with [http.ErrAbortHandler] ends the connection or, over HTTP/2, the stream.
type Fault func(next http.Handler) http.Handler

// DropBefore ends the connection before the work is done: nothing has changed, and there is no answer.
//
// A client of net/http sends a GET or DELETE again by itself when that happens on a connection that it has used before.
func DropBefore(http.Handler) http.Handler {
	return http.HandlerFunc(func(http.ResponseWriter,
		*http.Request) {
		panic(http.ErrAbortHandler)
	})
}

// DropAfter ends the connection once the work is done: what the request asked for has happened, and there is no answer.
func DropAfter(next http.Handler) http.Handler { return AfterWork(DropBefore)(next) }

// CutHead does the work and ends the connection within the header of the answer. Over HTTP/2, where a header comes whole or not at all, it
// does what [DropAfter] does.
func CutHead(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := perform(next, r)
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			fmt.Fprintf(conn, "HTTP/1.1 %d %s\r\nContent-Type: appl", a.status,
				http.StatusText(a.status))
			conn.Close()
			return
		}
		panic(http.ErrAbortHandler)
	})
}

// CutBody does the work and ends the connection after half of the answer's body.
func CutBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := perform(next, r)
		if half := len(a.body) / 2; half > 0 {
			maps.Copy(w.Header(), a.header)
			w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
			w.WriteHeader(a.status)
			w.Write(a.body[:half])                //nolint:errcheck // it ends in an error anyway
			http.NewResponseController(w).Flush() //nolint:errcheck // likewise
		}
		panic(http.ErrAbortHandler)
	})
}

// Delay does the work and holds the answer back for a time. When the server is closed before, there is none.
func Delay(d time.Duration) Fault {
	return delay(func(ctx context.Context) { hold(ctx, time.After(d)) })
}

// DelayUntil does the work and holds the answer back until the channel is closed. With nil the answer never comes: the request lasts until
// its client goes away or the server is closed.
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

// Answer answers without doing the work. Unless the header has a Content-Type, it is JSON or what net/http makes of the body. The header
// may be nil.
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

// Status answers with an error as the API writes it, without doing the work. Its words are a guess.
func Status(status int) Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			errorAnswer(r, fail(status, http.StatusText(status))).write(w)
		})
	}
}

// BadGateway answers with a 502 in HTML, as what stands in front of a server does when it cannot be reached. The work is not done.
func BadGateway(next http.Handler) http.Handler {
	const page = "<html>\n<head><title>502 Bad Gateway</title></head>\n<body><center><h1>502 Bad Gateway</h1></center></body>\n</html>\n"
	return Answer(http.StatusBadGateway, http.Header{"Content-Type": {"text/html"}}, page)(next)
}

// RateLimit answers with a 429 whose Retry-After is in seconds, rounded up. Below a second it is 0,
// after which a client waits as long as between other attempts. The work is not done. Whether
// Stancer limits rates, and how, is not published.
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

// GoAway answers as usual and asks the client to use another connection from then on: with a GOAWAY frame over HTTP/2, with Connection:
// close over HTTP/1.
func GoAway(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		next.ServeHTTP(w, r)
	})
}

// AfterWork does the work before the fault, which then meets its answer: AfterWork(Status(500)) makes the payment and answers with a 500.
func AfterWork(fault Fault) Fault {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			a := perform(next, r)
			fault(http.HandlerFunc(func(w http.ResponseWriter,
				_ *http.Request) {
				a.write(w)
			})).ServeHTTP(w, r)
		})
	}
}

// perform does the work and returns the answer without sending it.
func perform(next http.Handler, r *http.Request) *answer {
	sent := httptest.NewRecorder()
	next.ServeHTTP(sent, r)
	return &answer{status: sent.Code, header: sent.Header(), body: sent.Body.Bytes()}
}
