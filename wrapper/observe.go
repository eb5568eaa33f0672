package stancer

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// WithLogger logs one line for each attempt, at debug level: operation, method, route, status,
// duration and attempt. Bodies and headers are not logged. Package net/http also logs: it prints
// the bytes that a server sends after its answer through package log.
func WithLogger(logger *slog.Logger) Option {
	return func(s *settings) error {
		if logger == nil {
			return errors.New("stancer: the logger is nil; leave the option out to log nothing")
		}
		s.logger = logger
		return nil
	}
}

func (s *settings) log(c *call, a *answer) {
	ctx := c.req.Context()
	if s.logger == nil || !s.logger.Enabled(ctx, slog.LevelDebug) {
		return
	}
	attributes := []slog.Attr{
		slog.String("operation", c.op.ID),
		slog.String("method", c.op.Method),
		slog.String("route", c.op.Path),
		slog.Duration("duration", time.Since(a.started)),
		slog.Int("attempt", c.attempts),
	}
	if a.resp != nil {
		attributes = append(attributes, slog.Int("status", a.resp.StatusCode))
	}
	if a.err != nil {
		text := c.redactor().excerpt(a.err.Error(), maxText)
		attributes = append(attributes, slog.String("error", text))
	}
	s.logger.LogAttrs(ctx, slog.LevelDebug, "stancer", attributes...)
}

// Call is the report of a call, see [WithObserver].
type Call struct {
	// Operation is the operation id, createPayment for example.
	Operation string
	// Method is the HTTP method, and Route the route template, /v2/payments/{id} for example.
	Method, Route string
	// Attempts is the number of times the request was sent. Lookups are not counted.
	Attempts int
	// Duration is the duration of the call, with all pauses and lookups.
	Duration time.Duration
	// Err is the error that the call returns, or nil.
	Err error
	// OutcomeUnknown reports whether Err is an [ErrUnknownOutcome].
	OutcomeUnknown bool
}

// WithObserver reports each call once, when it ends. Use it for metrics. Each page of a list is a
// call. A call that fails before anything is sent, because of its parameters, is not reported. The
// function runs in the goroutine of the call and must be safe for concurrent use. The context is
// that of the call.
func WithObserver(observe func(ctx context.Context, call Call)) Option {
	return func(s *settings) error {
		if observe == nil {
			return errors.New("stancer: the observer is nil; " +
				"leave the option out to observe nothing")
		}
		s.observer = observe
		return nil
	}
}

func (s *settings) observe(c *call, err error) {
	if s.observer == nil {
		return
	}
	s.observer(c.req.Context(), Call{
		Operation:      c.op.ID,
		Method:         c.op.Method,
		Route:          c.op.Path,
		Attempts:       c.attempts,
		Duration:       time.Since(c.started),
		Err:            err,
		OutcomeUnknown: errors.Is(err, ErrUnknownOutcome),
	})
}

type attemptKey struct{}

type attemptInfo struct {
	operation, route string
	number           int
}

func (c *call) attemptContext() context.Context {
	info := attemptInfo{c.op.ID, c.op.Path, c.attempts}
	return context.WithValue(c.req.Context(), attemptKey{}, info)
}

func infoFrom(ctx context.Context) attemptInfo {
	info, _ := ctx.Value(attemptKey{}).(attemptInfo)
	return info
}

// OperationFromContext returns the operation that a request belongs to, createPayment for example,
// to middleware and transports. It is empty for a request that this package did not make.
func OperationFromContext(ctx context.Context) string { return infoFrom(ctx).operation }

// RouteFromContext returns the route template of a request, /v2/payments/{id} for example, to
// middleware and transports. It is empty for a request that this package did not make.
func RouteFromContext(ctx context.Context) string { return infoFrom(ctx).route }

// AttemptFromContext returns how many times a request was sent, this time included. It is 0 for a
// request that this package did not make.
func AttemptFromContext(ctx context.Context) int { return infoFrom(ctx).number }
