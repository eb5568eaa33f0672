package stancer

import (
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/stancer-go/stancer/api"
)

// A logLine notes one attempt.
type logLine func(req *http.Request, op api.Operation, attempt int, resp *http.Response, err error, duration time.Duration)

// WithLogger logs one line for each attempt, at debug level: operation, method, route, status, duration and attempt. Neither bodies nor
// headers are logged.
func WithLogger(logger *slog.Logger) Option {
	return func(s *settings) error {
		if logger == nil {
			return errors.New("stancer: the logger is nil; leave the option out to log nothing")
		}
		s.logLine = lines(logger) // a function, so that a program without a logger links none
		return nil
	}
}

func lines(logger *slog.Logger) logLine {
	return func(req *http.Request, op api.Operation, attempt int, resp *http.Response, err error, duration time.Duration) {
		ctx := req.Context()
		if !logger.Enabled(ctx, slog.LevelDebug) {
			return
		}
		attributes := []slog.Attr{
			slog.String("operation", op.ID),
			slog.String("method", op.Method),
			slog.String("route", op.Path),
			slog.Duration("duration", duration),
			slog.Int("attempt", attempt),
		}
		if resp != nil {
			attributes = append(attributes, slog.Int("status", resp.StatusCode))
		}
		if err != nil {
			attributes = append(attributes, slog.String("error", excerpt(err.Error(), maxText, hiding(req))))
		}
		logger.LogAttrs(ctx, slog.LevelDebug, "stancer", attributes...)
	}
}

// log notes an attempt that began at started.
func (s *settings) log(req *http.Request, op api.Operation, attempt int, resp *http.Response, err error, started time.Time) {
	if s.logLine != nil {
		s.logLine(req, op, attempt, resp, err, time.Since(started))
	}
}
