package stancer

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/stancer-go/stancer/api"
)

// attempt sends the request once and decodes the answer. It returns nil when that succeeds.
func (s *settings) attempt(req *http.Request, op api.Operation, attempt int, result any) *Error {
	ctx, cancel := context.WithTimeout(withAttempt(req.Context(), op, attempt), s.timeout)
	defer cancel()
	sending, sent := again(ctx, req), func() bool { return false }
	if s.watch != nil {
		sending, sent = s.watch(sending)
	}
	buffer := buffers.Get().(*bytes.Buffer)
	defer putBuffer(buffer)

	started := time.Now()
	resp, err := s.transport().Do(sending)
	if err == nil {
		err = read(resp, buffer)
	}
	s.log(req, op, attempt, resp, err, started)
	s.keep(resp, buffer.Bytes())
	if s.answered != nil && resp != nil {
		s.answered(resp.StatusCode)
	}

	failure := s.assess(req, op, resp, buffer.Bytes(), err, result)
	if failure != nil && failure.fate == unsent && sent() {
		return failure.withFate(unknown) // the error is about something else, which was tried afterwards
	}
	return failure
}

// watch tells whether a request was sent. Middleware, and an HTTP client that is not ours, may send it more often than they tell, and add
// to its headers, as http.Client adds the cookies of a jar; a program that uses neither does not link what this takes.
func watch(req *http.Request) (watched *http.Request, sent func() bool) {
	var wrote atomic.Bool
	trace := &httptrace.ClientTrace{WroteHeaders: func() { wrote.Store(true) }}
	watched = req.WithContext(httptrace.WithClientTrace(req.Context(), trace))
	watched.Header = req.Header.Clone()
	return watched, wrote.Load
}

// assess tells a success, which is nil, from what is none, and what that means for the request.
func (s *settings) assess(req *http.Request, op api.Operation, resp *http.Response, body []byte, err error, result any) *Error {
	reads := op.Method == http.MethodGet
	switch {
	case resp == nil:
		return failed(req, op, err).withFate(fateWithout(err))
	case !succeeded(resp):
		return s.refused(req, op, resp, body, err).withFate(fateOf(resp.StatusCode))
	case err != nil:
		failure := unusable(req, op, resp, body, err)
		if reads && (errors.Is(err, errTooLarge) || errors.Is(err, errEmpty)) {
			return failure.withFate(final)
		}
		return failure.withFate(unknown)
	}
	if err := decode(body, result); err != nil {
		// What json says quotes the body.
		failure := unusable(req, op, resp, body, errors.New(hiding(req)(err.Error())))
		if reads {
			return failure.withFate(final)
		}
		return failure.withFate(unknown) // it was done, and what it gave is lost
	}
	return nil
}

// again is the request with a body that was not read yet.
func again(ctx context.Context, req *http.Request) *http.Request {
	req = req.WithContext(ctx)
	if req.GetBody != nil {
		req.Body, _ = req.GetBody()
	}
	return req
}

type attemptKey struct{}

type attemptInfo struct {
	operation string
	number    int
}

func withAttempt(ctx context.Context, op api.Operation, number int) context.Context {
	return context.WithValue(ctx, attemptKey{}, attemptInfo{op.ID, number})
}

// OperationFromContext tells the operation that a request belongs to, createPayment for example, to middleware and transports. It is the
// empty string for a request that this package did not make.
func OperationFromContext(ctx context.Context) string {
	info, _ := ctx.Value(attemptKey{}).(attemptInfo)
	return info.operation
}

// AttemptFromContext tells how many times a request was sent, this time included. It is 0 for a request that this package did not make.
func AttemptFromContext(ctx context.Context) int {
	info, _ := ctx.Value(attemptKey{}).(attemptInfo)
	return info.number
}
