package stancer

import (
	"bytes"
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
	ctx, cancel := context.WithCancel(req.Context())
	timer := time.AfterFunc(s.timeout, cancel)
	started := time.Now()
	resp, err := s.transport().Do(req.WithContext(ctx))
	s.log(ctx, op, resp, err, time.Since(started))
	if !timer.Stop() && err != nil && req.Context().Err() == nil {
		err = context.DeadlineExceeded
	}
	if err != nil {
		cancel()
		return nil, failed(req, op, err)
	}
	if resp.StatusCode >= 200 && resp.StatusCode <= 299 {
		return &streamed{resp.Body, cancel}, nil
	}
	defer cancel()
	var buffer bytes.Buffer
	_ = read(resp, &buffer)
	return nil, s.refused(req, op, resp, buffer.Bytes())
}

// streamed ends the request when it is closed.
type streamed struct {
	io.ReadCloser
	cancel context.CancelFunc
}

func (s *streamed) Close() error {
	defer s.cancel()
	return s.ReadCloser.Close()
}
