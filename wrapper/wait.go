package stancer

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// ErrNotReached is what waiting ends with when the object has come to a status that is final, and not the one that was waited for.
var ErrNotReached = errors.New("the status cannot be reached any more")

// Wait reads a payment until its status is one of those given, and returns it. It looks less and less often, see [WithPoll]; ctx limits how
// long. A payment that comes to another final status is returned together with [ErrNotReached]; without statuses, any final one is. Stancer
// takes captured money at the end of the day, so to wait for [PaymentStatusCaptured] can take that long: a webhook may serve better.
func (r *Payments) Wait(ctx context.Context, id PaymentID, statuses []PaymentStatus, options ...Option) (*Payment, error) {
	return wait(ctx, (*service)(r), options, func() (*Payment, error) { return r.Get(ctx, id, options...) }, func(payment *Payment) verdict {
		return judge(payment.Status, statuses)
	})
}

// Wait reads an intent until its status is one of those given, and returns it, like [Payments.Wait].
func (r *PaymentIntents) Wait(ctx context.Context, id PaymentIntentID, statuses []PaymentIntentStatus, options ...Option) (*PaymentIntent, error) {
	return wait(ctx, (*service)(r), options, func() (*PaymentIntent, error) { return r.Get(ctx, id, options...) }, func(intent *PaymentIntent) verdict {
		return judge(intent.Status, statuses)
	})
}

// Wait reads a check until it has a result, and returns it, like [Payments.Wait].
func (r *SEPAChecks) Wait(ctx context.Context, id SEPACheckID, options ...Option) (*SEPACheck, error) {
	return wait(ctx, (*service)(r), options, func() (*SEPACheck, error) { return r.Get(ctx, id, options...) }, func(check *SEPACheck) verdict {
		if check.Status == SEPACheckStatusPending || check.Status == "" {
			return open
		}
		return reached
	})
}

// verdict is what a look at an object tells.
type verdict int

const (
	open verdict = iota
	reached
	missed
)

// judge compares a status with those that are waited for. Captured is final, but can still become disputed.
func judge[S interface {
	~string
	Final() bool
}](status S, wanted []S) verdict {
	switch {
	case slices.Contains(wanted, status):
		return reached
	case status == "captured" && slices.Contains(wanted, "disputed"):
		return open
	case status.Final():
		return missed
	}
	return open
}

// poll is how often to look.
type poll struct{ least, most time.Duration }

func wait[T any](ctx context.Context, s *service, options []Option, look func() (*T, error), judge func(*T) verdict) (*T, error) {
	settings, err := s.with(options)
	if err != nil {
		return nil, err
	}
	for pause := settings.poll.least; ; pause = min(pause+rand.N(pause+1), settings.poll.most) {
		object, err := look()
		if err != nil {
			return nil, err
		}
		switch judge(object) {
		case reached:
			return object, nil
		case missed:
			return object, fmt.Errorf("stancer: %w", ErrNotReached)
		}
		if err := sleep(ctx, pause); err != nil {
			return object, fmt.Errorf("stancer: waiting: %w", err)
		}
	}
}

// sleep waits, and no longer than ctx.
func sleep(ctx context.Context, duration time.Duration) error {
	timer := time.NewTimer(duration)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
