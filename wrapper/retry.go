package stancer

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/stancer-go/stancer/api"
)

// outcome is the effect of the request of a failed attempt, as far as it is known.
type outcome int

const (
	refused  outcome = iota // the answer is an error, and the request was not carried out
	notSent                 // nothing was sent
	tooEarly                // the request was sent too early or too often, and not carried out
	unknown                 // the request may have been carried out
	unusable                // the answer is a success that cannot be used
)

// The statuses of proxies for a client or a backend that closed the connection. net/http has no
// names for them.
const (
	statusClientClosedRequest = 499
	statusLoadBalancerClosed  = 460
)

// outcomeOf classifies an answer that is not a success by its status.
func outcomeOf(status int, writes bool) outcome {
	switch status {
	case http.StatusTooManyRequests, http.StatusTooEarly:
		return tooEarly
	case http.StatusRequestTimeout, statusClientClosedRequest, statusLoadBalancerClosed:
		return unknown
	case http.StatusNotImplemented, http.StatusHTTPVersionNotSupported:
		return refused
	}
	if status >= 500 || writes && status < 400 { // a redirect may follow work that was done
		return unknown
	}
	return refused
}

// run makes attempts until one succeeds or no other may follow. It repeats a request only if that
// cannot carry it out twice, or if a lookup shows that it was not carried out.
func (c *call) run(try func() (*Error, outcome)) error {
	err := c.retry(try)
	if err == nil {
		c.settings.retries.budget.give()
	}
	c.settings.observe(c, err)
	return err
}

func (c *call) retry(try func() (*Error, outcome)) error {
	sentBefore := false
	var failure *Error
	for {
		if err := c.req.Context().Err(); err != nil {
			if failure == nil {
				failure = c.failure(&answer{})
			}
			return failure.with(err)
		}
		c.attempts++
		var result outcome
		failure, result = try()
		if failure == nil || c.isDeleted(failure) {
			return nil
		}
		c.uncertain = c.uncertain || c.writes() && (result == unknown || result == unusable)
		if c.uncertain {
			c.markUnknown(failure)
		}
		again, look := c.mayRepeat(result), c.mustLook(result, sentBefore)
		if !again && !look {
			return c.identify(failure)
		}
		if err := c.pause(failure); err != nil {
			return failure.with(err)
		}
		if look {
			if done, err := c.lookup(failure); done || err != nil {
				return err
			}
		}
		if !again {
			return failure
		}
		sentBefore = sentBefore || result != notSent
	}
}

// mayRepeat reports whether another attempt may follow, at the latest after a lookup.
func (c *call) mayRepeat(result outcome) bool {
	switch result {
	case refused:
		return false
	case unknown:
		if c.op.Retry != api.RetryAgain && !c.canLook() {
			return false
		}
	case unusable: // a write was carried out
		if c.writes() {
			return false
		}
	}
	return c.attempts < c.settings.retries.attempts && c.settings.retries.budget.take()
}

// mustLook reports whether the object has to be looked up: after an attempt that may have done the
// work, and after a refusal whose cause may be an earlier attempt of this call.
func (c *call) mustLook(result outcome, sentBefore bool) bool {
	return c.canLook() && (c.uncertain || result == refused && sentBefore)
}

// isDeleted reports whether a DELETE found nothing because an earlier attempt deleted the object.
func (c *call) isDeleted(failure *Error) bool {
	if !c.uncertain || c.op.Method != http.MethodDelete || failure.Status != http.StatusNotFound ||
		c.op.Retry != api.RetryAgain {
		return false
	}
	deleted := &answer{resp: &http.Response{StatusCode: http.StatusNoContent}}
	return c.decode(deleted) == nil
}

// retries are the settings of the retry loop.
type retries struct {
	attempts    int
	least, most time.Duration
	budget      *budget
}

func defaultRetries() retries {
	return retries{
		attempts: 3,
		least:    500 * time.Millisecond,
		most:     8 * time.Second,
		budget:   newBudget(),
	}
}

// longestRetryAfter is the longest wait that an answer can ask for. A longer one is an error.
const longestRetryAfter = time.Minute

// pause waits before a lookup or the next attempt: for as long as the answer asks, and a random
// time on top that grows from attempt to attempt. The random time is at least half of the first
// one, because lists may not have a new object at once.
func (c *call) pause(failure *Error) error {
	if failure.RetryAfter > longestRetryAfter {
		return fmt.Errorf("not retried: the answer asks for a wait of %v, "+
			"longer than the limit of %v", failure.RetryAfter, longestRetryAfter)
	}
	r := c.settings.retries
	floor, ceiling := r.least/2, min(r.least<<(c.attempts-1), r.most)
	return sleep(c.req.Context(), failure.RetryAfter+floor+rand.N(ceiling-floor+1))
}

// budget limits the retries of all calls of a client together, so that an outage does not cause a
// retry storm: 100 at once, and then one for every five calls that succeed.
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

// WithMaxAttempts sets how often a request is sent at most, 1 to 10, the first time included. The
// default is 3. With 1 no request is repeated, but after an unknown outcome a payment with a
// UniqueID, for example, is still looked up.
func WithMaxAttempts(n int) Option {
	return func(s *settings) error {
		if n < 1 || n > 10 {
			return fmt.Errorf("stancer: %d attempts; want 1 to 10", n)
		}
		s.retries.attempts = n
		return nil
	}
}

// WithBackoff sets the wait before a retry: a random time between least/2 and least before the
// second attempt, between least/2 and 2*least before the third, and so on, up to most, which is at
// most a day. The default is 500 milliseconds and 8 seconds. The time of a Retry-After header is
// added.
func WithBackoff(least, most time.Duration) Option {
	return func(s *settings) error {
		if least <= 0 || most < least || most > 24*time.Hour {
			return fmt.Errorf("stancer: backoff from %v to %v; want 0 < least <= most <= 24h",
				least, most)
		}
		s.retries.least, s.retries.most = least, most
		return nil
	}
}
