package stancer

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	"github.com/stancer-go/stancer/api"
)

// PDF streams the document of a mandate. The caller must close it. The error is [ErrUnexpected] if
// the answer does not begin like a PDF, and [ErrNotFound] if the mandate does not exist in the mode
// of the key. The timeout of [WithTimeout] ends when the document begins; after that only ctx
// limits the call.
func (r *Mandates) PDF(
	ctx context.Context, id MandateID, options ...Option,
) (io.ReadCloser, error) {
	c, err := (*service)(r).newCall(ctx, api.OpGetMandatePDF, id, options,
		withID(id, api.NewGetMandatePDFRequest))
	if err != nil {
		return nil, err
	}
	c.req.Header.Set("Accept", "application/pdf")
	var document *stream
	err = c.run(func() (failure *Error, result outcome) {
		document, failure, result = c.open()
		return failure, result
	})
	if err != nil {
		return nil, err
	}
	return document, nil
}

var errNoPDF = errors.New("the body is not a PDF")

// open sends the request once and returns the body if it is a PDF.
func (c *call) open() (document *stream, failure *Error, result outcome) {
	ctx, cancel := context.WithCancelCause(c.attemptContext())
	timer := time.AfterFunc(c.settings.timeout, func() { cancel(context.DeadlineExceeded) })
	a := c.send(ctx)
	switch {
	case a.err != nil:
	case a.succeeded():
		document, a.err = openPDF(a)
	default:
		a.err = a.read(new(bytes.Buffer))
	}
	if document != nil && !timer.Stop() {
		document, a.err = nil, context.DeadlineExceeded
	}
	c.settings.log(c, a)
	c.settings.response.save(a)
	if document != nil {
		document.cancel = func() { cancel(nil) }
		return document, nil, 0
	}
	defer cancel(nil)
	failure, result = c.classify(a)
	return nil, failure, result
}

// openPDF returns the body of an answer, which must begin like a PDF.
func openPDF(a *answer) (*stream, error) {
	const magic = "%PDF-"
	reader := bufio.NewReader(a.resp.Body)
	begin, err := reader.Peek(len(magic))
	if string(begin) == magic {
		return &stream{Reader: reader, body: a.resp.Body}, nil
	}
	defer a.resp.Body.Close()
	switch {
	case err != nil && err != io.EOF:
		return nil, err
	case len(begin) == 0:
		return nil, errEmpty
	}
	a.body, _ = reader.Peek(reader.Buffered())
	return nil, errNoPDF
}

// stream ends the request when it is closed.
type stream struct {
	io.Reader
	body   io.Closer
	cancel func()
}

func (s *stream) Close() error {
	defer s.cancel()
	return s.body.Close()
}
