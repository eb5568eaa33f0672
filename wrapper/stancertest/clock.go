package stancertest

import (
	"time"

	"github.com/stancer-go/stancer/api"
)

// Time limits.
const (
	authorizationLife = 7 * 24 * time.Hour // documented
	threeDSLife       = 6 * time.Hour      // documented
	checkLife         = 24 * time.Hour     // documented without a duration: 24 hours are a guess
)

// clock is the system clock plus an offset that tests set.
type clock struct{ ahead time.Duration }

func (c *clock) now() time.Time { return time.Now().Add(c.ahead).UTC().Truncate(time.Second) }

func (c *clock) timestamp() api.Timestamp { return api.NewTimestamp(c.now()) }

// in returns the time after d.
func (c *clock) in(d time.Duration) time.Time { return c.now().Add(d) }

func (c *clock) today() api.Date    { return api.DateOf(c.now()) }
func (c *clock) tomorrow() api.Date { return dayAfter(c.now()) }

// dayAfter returns the next day, up to the last day of the year 9999: JSON has no later dates.
func dayAfter(at time.Time) api.Date {
	if next := api.DateOf(at.Add(24 * time.Hour)); next.Year <= 9999 {
		return next
	}
	return api.DateOf(at)
}

// Advance moves the clock of the server forward and expires everything that is due: authorizations
// after 7 days, 3-D Secure after 6 hours, SEPA checks after 24 hours (a guess). Webhooks that were
// not acknowledged and are due are delivered again, once. A negative duration moves the clock back
// and undoes nothing.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock.ahead += d
	for _, d := range s.modes {
		d.expire()
		s.publish(d)
	}
	s.retryDue()
}

// Now returns the time of the server's clock in whole seconds, as in its answers.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clock.now()
}

// expire expires all payments that are due. It runs before each request, so it does nothing until
// the first deadline.
func (d *data) expire() {
	now := d.now()
	if d.due.IsZero() || now.Before(d.due) {
		return
	}
	d.due = time.Time{}
	for _, p := range d.payments.items {
		switch {
		case p.deadline.IsZero():
		case now.Before(p.deadline):
			d.wake(p.deadline)
		default:
			d.expirePayment(p)
		}
	}
}

func (d *data) expirePayment(p *payment) {
	if p.is(api.PaymentStatusAuthorized) {
		d.setStatus(p, api.PaymentStatusExpired)
		return
	}
	p.Auth.Object.Status = api.AuthStatusExpired
	d.setStatus(p, api.PaymentStatusFailed)
}

// setDeadline sets when the payment expires.
func (d *data) setDeadline(p *payment, at time.Time) {
	p.deadline = at
	d.wake(at)
}

func (d *data) wake(at time.Time) {
	if d.due.IsZero() || at.Before(d.due) {
		d.due = at
	}
}
