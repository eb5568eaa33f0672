package stancer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"sync"

	"github.com/stancer-go/stancer/api"
)

// maxBody is how much of an answer is read. The largest real one, a page of 100 payments, is some hundred kilobytes.
const maxBody = 10 << 20

// caller makes calls for all resources of a client.
type caller struct{ settings *settings }

// A builder makes the request of a call.
type builder func(ctx context.Context, server string) (*http.Request, error)

// call sends the request that build makes and decodes the answer. The id, if the operation has one, is checked first. T is a pointer for
// most operations: what is generic is then compiled once for all of them.
func call[T any](ctx context.Context, c *caller, op api.Operation, id string, options []Option, build builder) (T, error) {
	var result, none T
	if err := c.do(ctx, op, id, options, build, &result); err != nil {
		return none, err
	}
	return result, nil
}

// item is a call about one object that sends no body.
func item[T any](ctx context.Context, c *caller, op api.Operation, id string, options []Option,
	build func(ctx context.Context, server, id string) (*http.Request, error)) (T, error) {
	return call[T](ctx, c, op, id, options, about(id, build))
}

// about makes of a builder with an id in its path one without.
func about(id string, build func(ctx context.Context, server, id string) (*http.Request, error)) builder {
	return func(ctx context.Context, server string) (*http.Request, error) { return build(ctx, server, id) }
}

// create is a call that sends the parameters of a new object.
func create[T, B any](ctx context.Context, c *caller, op api.Operation, params B, options []Option,
	build func(ctx context.Context, server string, body B) (*http.Request, error)) (T, error) {
	return call[T](ctx, c, op, "", options, func(ctx context.Context, server string) (*http.Request, error) {
		if err := checkIDs(params); err != nil {
			return nil, err
		}
		return build(ctx, server, params)
	})
}

// update is a call that sends parameters to one object.
func update[T, B any](ctx context.Context, c *caller, op api.Operation, id string, params B, options []Option,
	build func(ctx context.Context, server, id string, body B) (*http.Request, error)) (T, error) {
	return call[T](ctx, c, op, id, options, func(ctx context.Context, server string) (*http.Request, error) {
		if err := checkIDs(params); err != nil {
			return nil, err
		}
		return build(ctx, server, id, params)
	})
}

// do is call without the type of the result, so that little of it is compiled for each. A nil result is for answers without a body.
func (c *caller) do(ctx context.Context, op api.Operation, id string, options []Option, build builder, result any) error {
	s, req, err := c.prepare(ctx, op, id, options, build)
	if err != nil {
		return err
	}
	return s.send(req, op, result)
}

// prepare makes the request of a call, and refuses what must not be sent.
func (c *caller) prepare(ctx context.Context, op api.Operation, id string, options []Option, build builder) (*settings, *http.Request, error) {
	if err := checkID(op, id); err != nil {
		return nil, nil, err
	}
	s, err := c.settings.with(options)
	if err != nil {
		return nil, nil, err
	}
	req, err := build(ctx, s.baseURL)
	if err != nil {
		return nil, nil, fmt.Errorf("stancer: %s: %w", op.ID, err)
	}
	if s.rewrite != nil {
		if err := s.rewrite(s, req); err != nil {
			return nil, nil, fmt.Errorf("stancer: %s: %w", op.ID, err)
		}
	}
	req.URL.RawQuery = strings.TrimPrefix(req.URL.RawQuery+s.query, "&")
	s.authorize(req, s.bearer)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", s.userAgent)
	return s, req, nil
}

func succeeded(resp *http.Response) bool { return resp.StatusCode >= 200 && resp.StatusCode <= 299 }

var errTooLarge = fmt.Errorf("the body is larger than %d MiB", maxBody>>20)

// read fills the buffer with the body, and closes it.
func read(resp *http.Response, buffer *bytes.Buffer) error {
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusSwitchingProtocols {
		return nil // the body is the bare connection, which no context ends
	}
	if size := resp.ContentLength; size > 0 {
		buffer.Grow(int(min(size, 1<<20)) + bytes.MinRead)
	}
	n, err := buffer.ReadFrom(io.LimitReader(resp.Body, maxBody+1))
	if n > maxBody {
		buffer.Truncate(maxBody)
		return errTooLarge
	}
	return err
}

var errEmpty = errors.New("the body is empty")

// decode reads the JSON of a success. Nothing, null and JSON of another shape are not one. With a nil result nothing is wanted, and what
// comes is at least JSON.
func decode(body []byte, result any) error {
	body = bytes.TrimSpace(body)
	switch {
	case result == nil && (len(body) == 0 || json.Valid(body)):
		return nil
	case result == nil:
		return errors.New("the body is not JSON")
	case len(body) == 0:
		return errEmpty
	case string(body) == "null":
		return errors.New("the body is null")
	}
	value := reflect.ValueOf(result).Elem()
	value.SetZero() // an attempt before may have left something
	if err := json.Unmarshal(body, result); err != nil {
		return err
	}
	if hollow(reflect.Indirect(value)) {
		return errors.New("the body has nothing of what it should")
	}
	return nil
}

// hollow tells what JSON of another shape was decoded to, in which no member was found: an object without its id, which is its first
// member, or anything but a slice that is zero.
func hollow(result reflect.Value) bool {
	switch {
	case result.Kind() == reflect.Slice:
		return false
	case result.Kind() == reflect.Struct && result.Field(0).Kind() == reflect.String:
		return result.Field(0).IsZero()
	}
	return result.IsZero()
}

// buffers holds what answers are read into. What is decoded from one does not share its memory.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// putBuffer gives a buffer back, unless a huge answer has made it one that is not worth keeping.
func putBuffer(buffer *bytes.Buffer) {
	if buffer.Cap() > 1<<20 {
		return
	}
	buffer.Reset()
	buffers.Put(buffer)
}
