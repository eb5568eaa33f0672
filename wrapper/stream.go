package stancer

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net/http"
	"time"

	"github.com/stancer-go/stancer/api"
)

// stream sends the request that build makes and hands out the body of a success as it comes.
func (c *caller) stream(ctx context.Context, op api.Operation, id string, options []Option, build builder) (io.ReadCloser, error) {
	s, req, err := c.prepare(ctx, op, id, options, build)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/pdf")
	var body io.ReadCloser
	if err := s.persist(req, op, nil, func(attempt int) (failure *Error) {
		body, failure = s.open(req, op, attempt)
		return failure
	}); err != nil {
		return nil, err
	}
	return body, nil
}

// open sends the request once, and gives the body of a success. The timeout lasts until it begins.
func (s *settings) open(req *http.Request, op api.Operation, attempt int) (io.ReadCloser, *Error) {
	ctx, cancel := context.WithCancelCause(withAttempt(req.Context(), op, attempt))
	timer := time.AfterFunc(s.timeout, func() { cancel(context.DeadlineExceeded) })
	started := time.Now()
	resp, err := s.transport().Do(again(ctx, req))
	s.log(req, op, attempt, resp, err, started)
	if err == nil && succeeded(resp) && resp.ContentLength != 0 && timer.Stop() {
		s.keep(resp, nil)
		return &streamed{resp.Body, func() { cancel(nil) }}, nil
	}
	defer cancel(nil)
	defer timer.Stop()
	var buffer bytes.Buffer
	if err == nil {
		err = read(resp, &buffer)
	}
	s.keep(resp, buffer.Bytes())
	if resp != nil && succeeded(resp) {
		err = cmp.Or(err, errEmpty)
	}
	return nil, s.assess(req, op, resp, buffer.Bytes(), err, nil)
}

// streamed ends the request when it is closed.
type streamed struct {
	io.ReadCloser
	cancel func()
}

func (s *streamed) Close() error {
	defer s.cancel()
	return s.ReadCloser.Close()
}
