package stancer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"reflect"
	"sync"
	"sync/atomic"
	"time"
)

// answer is the result of an attempt.
type answer struct {
	started time.Time
	resp    *http.Response // nil without an answer
	body    []byte         // valid until the attempt ends
	err     error          // why there is no answer, or why it cannot be used

	dialed    atomic.Bool
	connected atomic.Bool
}

// trace observes whether the request reached a connection.
func (a *answer) trace(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { a.dialed.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { a.connected.Store(true) },
	})
}

// notSent reports whether it is certain that nothing was sent: the transport asked for a connection
// and never got one. With a transport that calls neither hook it is not certain.
func (a *answer) notSent() bool { return a.dialed.Load() && !a.connected.Load() }

func (a *answer) succeeded() bool {
	return a.resp.StatusCode >= 200 && a.resp.StatusCode <= 299
}

// The limits of an answer. The largest real answer is a page of 100 payments: a few hundred
// kilobytes, with about 100 members in each object.
const (
	maxBody      = 4 << 20
	maxErrorBody = 64 << 10
	baseParts    = 5000
	objectParts  = 300
)

var (
	errTooLarge = fmt.Errorf("the body is larger than %d MiB", maxBody>>20)
	errTooMany  = errors.New("the body has more members than the objects that were asked for")
	errEmpty    = errors.New("the body is empty")
)

// read reads the body into buffer and closes it. It reads only the beginning of the body of an
// error.
func (a *answer) read(buffer *bytes.Buffer) error {
	defer a.resp.Body.Close()
	if a.resp.StatusCode == http.StatusSwitchingProtocols {
		return nil // the body is the connection, and a read of it would not end with the context
	}
	limit := maxBody
	if !a.succeeded() {
		limit = maxErrorBody
	}
	if size := a.resp.ContentLength; size > 0 {
		buffer.Grow(int(min(size, 1<<20)) + bytes.MinRead)
	}
	n, err := buffer.ReadFrom(io.LimitReader(a.resp.Body, int64(limit)+1))
	a.body = buffer.Bytes()
	if n > int64(limit) {
		a.body = a.body[:limit]
		if a.succeeded() {
			return errTooLarge
		}
	}
	return err
}

// decodeAnswer decodes a success. It returns an error if the answer is not the object that was
// asked for.
func (c *call) decodeAnswer(a *answer, result any) error {
	value := reflect.ValueOf(result).Elem()
	body := bytes.TrimSpace(a.body)
	switch {
	case c.op.Method == http.MethodDelete && (a.resp.StatusCode == http.StatusNoContent ||
		len(body) == 0 && c.op.Answer == ""):
		return c.setDeleted(value)
	case len(body) == 0:
		return errEmpty
	case string(body) == "null":
		return errors.New("the body is null")
	case !c.fits(body):
		return errTooMany
	}
	if err := json.Unmarshal(body, result); err != nil {
		return errors.New(start(err.Error(), maxText)) // it can quote the whole body
	}
	return c.checkAnswer(body, reflect.Indirect(value))
}

// setDeleted sets the result of a DELETE that answers without a body: an object with only its id.
func (c *call) setDeleted(value reflect.Value) error {
	if value.Kind() != reflect.Pointer {
		return nil
	}
	value.Set(reflect.New(value.Type().Elem()))
	if id := value.Elem().FieldByName("ID"); id.IsValid() {
		id.SetString(c.id)
	}
	return nil
}

// fits reports whether a body has a plausible number of members. It bounds the memory for decoding:
// a body of 4 MiB can have millions of empty objects.
func (c *call) fits(body []byte) bool {
	limit := baseParts + objectParts
	if c.op.Answer == "" { // a list
		limit = baseParts + 100*objectParts
	}
	most := 0 // with those in strings; bytes.Count is faster than parts
	for _, part := range []byte("{[,") {
		most += bytes.Count(body, []byte{part})
	}
	return most <= limit || parts(body) <= limit
}

// parts counts the braces, brackets and commas of a JSON text that are not within strings.
func parts(body []byte) (n int) {
	for i := 0; i < len(body); i++ {
		switch body[i] {
		case '{', '[', ',':
			n++
		case '"':
			for i++; i < len(body) && body[i] != '"'; i++ {
				if body[i] == '\\' {
					i++
				}
			}
		}
	}
	return n
}

// checkAnswer reports an error if the answer does not belong to the request. An object has its id,
// a list its array, a payment and a refund also their amount. Other members may be missing: real
// answers lack some that are published as required.
func (c *call) checkAnswer(body []byte, value reflect.Value) error {
	if value.Kind() != reflect.Struct {
		return nil
	}
	if id := value.FieldByName("ID"); id.IsValid() && c.op.Answer != "" {
		if err := c.checkObject(id.String()); err != nil {
			return err
		}
		return c.checkAmount(body, value.FieldByName("Amount"))
	}
	if value.IsZero() || value.FieldByName("Range").IsValid() && !hasArray(value) {
		return errors.New("the body has none of the expected members")
	}
	return nil
}

// checkObject compares the id of the answer with the request.
func (c *call) checkObject(id string) error {
	switch {
	case id == "":
		return errors.New("the object in the body has no id")
	case c.op.Answer == c.op.Prefix && id != c.id:
		return errors.New("the object in the body has another id than the one in the path")
	case !hasPrefix(id, c.op.Answer):
		return fmt.Errorf("the id of the object in the body does not start with %s_", c.op.Answer)
	}
	return nil
}

// checkAmount refuses a payment or a refund without an amount, which would read as 0.
func (c *call) checkAmount(body []byte, amount reflect.Value) error {
	if c.op.Answer != "paym" && c.op.Answer != "refd" || !amount.IsZero() {
		return nil
	}
	var object struct{ Amount *json.Number }
	if json.Unmarshal(body, &object) != nil || object.Amount == nil {
		return errors.New("the object in the body has no amount")
	}
	return nil
}

func hasArray(list reflect.Value) bool {
	for i := range list.NumField() {
		if field := list.Field(i); field.Kind() == reflect.Slice && !field.IsNil() {
			return true
		}
	}
	return false
}

// buffers are for the bodies of answers. Decoded values do not share their memory.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// putBuffer returns a buffer to the pool unless a huge answer has made it too large to keep.
func putBuffer(buffer *bytes.Buffer) {
	if buffer.Cap() > 1<<20 {
		return
	}
	buffer.Reset()
	buffers.Put(buffer)
}
