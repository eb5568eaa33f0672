package stancer

import (
	"bytes"
	"cmp"
	"context"
	"io"
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
	ctx, cancel := context.WithCancelCause(req.Context())
	timer := time.AfterFunc(s.timeout, func() { cancel(context.DeadlineExceeded) })
	started := time.Now()
	resp, err := s.transport().Do(req.WithContext(ctx))
	s.log(req, op, resp, err, time.Since(started))
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
	switch {
	case resp == nil:
		return nil, failed(req, op, err)
	case succeeded(resp):
		return nil, unusable(req, op, resp, buffer.Bytes(), cmp.Or(err, errEmpty))
	}
	return nil, s.refused(req, op, resp, buffer.Bytes(), err)
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
