package stancer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/stancer-go/stancer/api"
)

// service is shared by all resources of a client.
type service struct{ settings *settings }

// builder makes the request of an operation.
type builder func(ctx context.Context, server string) (*http.Request, error)

// call is one call of an operation, with all its attempts.
type call struct {
	service  *service
	settings *settings // of the client, changed by the options of the call
	op       api.Operation
	id       string        // in the path, or empty
	req      *http.Request // each attempt sends a copy
	body     []byte        // of the request
	started  time.Time
	decode   func(*answer) error // stores the result

	attempts  int
	uncertain bool // an attempt may have done the work
}

// do calls an operation and returns its decoded answer. A call has these steps, in this order:
//
//	newCall   options, check of the id, request
//	run       attempts, with a pause and a lookup between them
//	attempt     log, save the response
//	chain         middleware, no resend, no redirects, the HTTP client
//	attempt     read, decode, classify
//	observe   one report of the call
func do[T any](ctx context.Context, s *service, op api.Operation, id string, options []Option,
	build builder) (result T, err error) {
	c, err := s.newCall(ctx, op, id, options, build)
	if err != nil {
		return result, err
	}
	c.decode = func(a *answer) error {
		var decoded T // without members of an earlier attempt
		err := c.decodeAnswer(a, &decoded)
		if err == nil {
			result = decoded
		}
		return err
	}
	err = c.run(c.attempt)
	return result, err
}

// item calls an operation on one object without a body.
func item[T any](ctx context.Context, s *service, op api.Operation, id string, options []Option,
	build func(ctx context.Context, server, id string) (*http.Request, error)) (T, error) {
	return do[T](ctx, s, op, id, options, withID(id, build))
}

// withID binds the id in the path to a builder.
func withID(id string,
	build func(ctx context.Context, server, id string) (*http.Request, error)) builder {
	return func(ctx context.Context, server string) (*http.Request, error) {
		return build(ctx, server, id)
	}
}

// create calls an operation with a body.
func create[T, B any](ctx context.Context, s *service, op api.Operation, params B, options []Option,
	build func(ctx context.Context, server string, body B) (*http.Request, error)) (T, error) {
	return do[T](ctx, s, op, "", options,
		func(ctx context.Context, server string) (*http.Request, error) {
			if err := checkIDs(params); err != nil {
				return nil, err
			}
			return build(ctx, server, params)
		})
}

// update calls an operation on one object with a body.
func update[T, B any](ctx context.Context, s *service, op api.Operation, id string, params B,
	options []Option,
	build func(ctx context.Context, server, id string, body B) (*http.Request, error)) (T, error) {
	return do[T](ctx, s, op, id, options,
		func(ctx context.Context, server string) (*http.Request, error) {
			if err := checkIDs(params); err != nil {
				return nil, err
			}
			return build(ctx, server, id, params)
		})
}

var errNoClient = errors.New("stancer: this client was not made by New; use stancer.New")

// with returns the settings of the client, changed by options.
func (s *service) with(options []Option) (*settings, error) {
	if s == nil || s.settings == nil {
		return nil, errNoClient
	}
	return s.settings.with(options)
}

// newCall returns a call with its request. It returns an error if the options or the parameters are
// not valid.
func (s *service) newCall(ctx context.Context, op api.Operation, id string, options []Option,
	build builder) (*call, error) {
	settings, err := s.with(options)
	if err != nil {
		return nil, err
	}
	if err := checkID(op, id); err != nil {
		return nil, err
	}
	c := &call{service: s, settings: settings, op: op, id: id, started: time.Now()}
	if err := c.build(ctx, build); err != nil {
		return nil, fmt.Errorf("stancer: %s: %w", op.ID, err)
	}
	return c, nil
}

// build makes the request. Its body is read once, so that every attempt sends the same bytes.
func (c *call) build(ctx context.Context, build builder) error {
	req, err := build(ctx, c.settings.baseURL)
	if err != nil {
		return err
	}
	if req.Body != nil {
		if c.body, err = io.ReadAll(req.Body); err != nil {
			return err
		}
	}
	if err := c.addMembers(); err != nil {
		return err
	}
	req.URL.RawQuery = strings.TrimPrefix(req.URL.RawQuery+c.settings.query, "&")
	for name, values := range c.settings.header {
		req.Header[name] = values
	}
	c.settings.authorize(req, c.settings.bearer)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.settings.userAgent)
	c.req = req
	return nil
}

// writes reports whether the operation changes something.
func (c *call) writes() bool { return c.op.Method != http.MethodGet }

// attempt sends the request once. It returns nil on success.
func (c *call) attempt() (*Error, outcome) {
	ctx, cancel := context.WithTimeout(c.attemptContext(), c.settings.timeout)
	defer cancel()
	buffer := buffers.Get().(*bytes.Buffer)
	defer putBuffer(buffer)
	a := c.send(ctx)
	if a.err == nil {
		a.err = a.read(buffer)
	}
	c.settings.log(c, a)
	c.settings.response.save(a)
	if c.settings.answered != nil && a.resp != nil {
		c.settings.answered(a.resp.StatusCode)
	}
	return c.classify(a)
}

// send sends a copy of the request through the chain.
func (c *call) send(ctx context.Context) *answer {
	a := &answer{started: time.Now()}
	if c.writes() {
		ctx = a.trace(ctx)
	}
	req := c.req.Clone(ctx)
	if c.body != nil {
		req.ContentLength = int64(len(c.body))
		req.GetBody = func() (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(c.body)), nil
		}
		req.Body, _ = req.GetBody()
	}
	a.resp, a.err = c.settings.chain.Do(req)
	return a
}

// classify returns nil for a success. Otherwise it returns the error and the outcome of the
// request.
func (c *call) classify(a *answer) (*Error, outcome) {
	switch {
	case a.resp == nil && a.notSent():
		return c.failure(a), notSent
	case a.resp == nil:
		return c.failure(a), unknown
	case !a.succeeded():
		return c.failure(a), outcomeOf(a.resp.StatusCode, c.writes())
	}
	if a.err == nil {
		a.err = c.decode(a)
	}
	switch {
	case a.err == nil:
		return nil, 0
	case !c.writes() && (a.err == errTooLarge || a.err == errTooMany):
		return c.failure(a), refused // the next answer would be as large
	}
	return c.failure(a), unusable
}
