package stancer

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/stancer-go/stancer/api"
)

// fate is what a failed attempt means for the request.
type fate int

const (
	final   fate = iota // it was refused; sending it again changes nothing
	unsent              // nothing was sent
	limited             // it was sent too early, and not carried out
	unknown             // it may have been carried out
)

// fateOf tells it from the status of an answer.
func fateOf(status int) fate {
	switch {
	case status == http.StatusTooManyRequests:
		return limited
	case status == http.StatusRequestTimeout || status == http.StatusSeeOther: // which stands for "done, look there" after a write
		return unknown
	case status == http.StatusNotImplemented || status == http.StatusHTTPVersionNotSupported:
		return final
	case status >= 500:
		return unknown
	}
	return final
}

// fateWithout tells it from the error of a request that got no answer. Unless it is sure that there was no connection yet, or that the other
// end was not the one that was wanted, something may have been sent.
func fateWithout(err error) fate {
	for ; err != nil; err = errors.Unwrap(err) { // and no further: of errors that are joined, one may be about another attempt
		switch err := err.(type) {
		case *net.OpError:
			if err.Op == "dial" || err.Op == "proxyconnect" {
				return unsent
			}
			return unknown
		case *tls.CertificateVerificationError:
			return unsent
		case tls.RecordHeaderError:
			if err.Conn != nil { // there was no handshake yet
				return unsent
			}
		case *url.Error:
			if err.Err.Error() == "net/http: TLS handshake timeout" { // the whole text, as others quote what came
				return unsent
			}
		}
	}
	return unknown
}

// A resolver finds out whether an attempt whose outcome is unknown has done the work, and fills in the result if so.
type resolver func(ctx context.Context, c *caller, result any) (done bool, err error)

// send makes attempts of a request whose answer is decoded.
func (s *settings) send(req *http.Request, op api.Operation, result any) error {
	return s.persist(req, op, result, func(attempt int) *Error { return s.attempt(req, op, attempt, result) })
}

// persist makes attempts until one succeeds, or none may follow. What may follow is told by the fate of the attempt, by what the document says
// of the operation, and by the resolver: only what cannot be done twice, or was found not to be done, is sent again.
func (s *settings) persist(req *http.Request, op api.Operation, result any, try func(attempt int) *Error) error {
	doubt := false // whether an attempt may have done the work
	var failure *Error
	for attempt := 1; ; attempt++ {
		if err := req.Context().Err(); err != nil {
			if failure != nil {
				return failure.also(err)
			}
			return failed(req, op, err)
		}
		failure = try(attempt)
		if failure == nil {
			s.retries.budget.give()
			return nil
		}
		failure.Attempts = attempt
		doubt = doubt || failure.fate == unknown
		if doubt && op.Method != http.MethodGet {
			failure.doubted(req)
		}
		resolves := doubt && s.resolve != nil
		last := s.last(op, failure, attempt)
		if last && !resolves {
			return failure
		}
		if err := s.pause(req.Context(), failure, attempt); err != nil {
			return failure.also(err)
		}
		if resolves {
			done, err := s.resolve(req.Context(), s.forResolver(), result)
			switch conflict, ok := err.(*Error); {
			case ok && conflict.Operation == op.ID: // and not an error of the lookup
				conflict.Attempts = attempt
				return conflict
			case err != nil:
				return failure.also(err)
			case done:
				return nil
			}
		}
		if last {
			return failure
		}
	}
}

// last tells whether no other attempt may follow.
func (s *settings) last(op api.Operation, failure *Error, attempt int) bool {
	return failure.fate == final ||
		failure.fate == unknown && op.Retry != api.RetryAgain && s.resolve == nil ||
		attempt >= s.retries.attempts ||
		!s.retries.budget.take()
}

// forResolver is the caller that a resolver asks with: like the call, but for what belongs to the call alone.
func (s *settings) forResolver() *caller {
	own := *s
	own.resolve, own.response, own.rewrite, own.query = nil, nil, nil, ""
	return &caller{&own}
}

// retries is how often, and how fast, a request is sent again.
type retries struct {
	attempts    int
	least, most time.Duration
	budget      *budget
}

func defaultRetries() retries {
	return retries{attempts: 3, least: 500 * time.Millisecond, most: 8 * time.Second, budget: newBudget()}
}

// longestRetryAfter is the most that is waited because an answer asks for it. A caller who is asked for more gets the error.
const longestRetryAfter = time.Minute

// pause waits before the next attempt: as long as the answer asks for, and a random time on top that grows from attempt to attempt, so that
// clients which failed together do not come back together. A refusal is looked into at once.
func (s *settings) pause(ctx context.Context, failure *Error, attempt int) error {
	switch {
	case failure.fate == final:
		return nil
	case failure.RetryAfter > longestRetryAfter:
		return fmt.Errorf("asked to wait for %v, which is more than %v", failure.RetryAfter, longestRetryAfter)
	}
	ceiling := min(s.retries.least<<(attempt-1), s.retries.most)
	return sleep(ctx, failure.RetryAfter+rand.N(ceiling+1))
}

// budget limits the retries of all calls of a client together, so that a dead Stancer is not hammered: 100 at once, and then one for every
// five calls that succeed.
type budget struct{ tokens atomic.Int64 }

const (
	budgetSize = 500
	retryCost  = 5
)

func newBudget() *budget {
	b := &budget{}
	b.tokens.Store(budgetSize)
	return b
}

func (b *budget) take() bool {
	if b.tokens.Add(-retryCost) >= 0 {
		return true
	}
	b.tokens.Add(retryCost)
	return false
}

func (b *budget) give() {
	if b.tokens.Load() < budgetSize {
		b.tokens.Add(1)
	}
}

// WithMaxAttempts sets how often a request is sent at most, the first time included. The default is 3; 1 never sends anything again.
func WithMaxAttempts(n int) Option {
	return func(s *settings) error {
		if n < 1 || n > 10 {
			return fmt.Errorf("stancer: %d attempts are not between 1 and 10", n)
		}
		s.retries.attempts = n
		return nil
	}
}

// WithBackoff sets how long to wait before sending again: a random time up to least before the second attempt, up to twice that before the
// third, and so on, up to most, which is a day at most. The default is 500 milliseconds and 8 seconds. What Retry-After asks for comes on top.
func WithBackoff(least, most time.Duration) Option {
	return func(s *settings) error {
		if least <= 0 || most < least || most > 24*time.Hour {
			return fmt.Errorf("stancer: waiting up to %v, and then up to %v, is not between 0 and a day", least, most)
		}
		s.retries.least, s.retries.most = least, most
		return nil
	}
}

// resolving gives a call its resolver.
func resolving(resolve resolver) Option {
	return func(s *settings) error {
		s.resolve = resolve
		return nil
	}
}
