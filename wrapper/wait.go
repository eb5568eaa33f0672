package stancer

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// ErrNotReached is the error of a Wait method if the object reaches a final status that is not one
// of those waited for.
var ErrNotReached = errors.New("another final status was reached")

// Wait polls a payment until its status is one of those given, or final if none is given, and
// returns it. If the payment reaches a final status that is not one of those given, Wait returns
// the payment together with [ErrNotReached]. If ctx ends during a pause, Wait returns the payment
// as last read, together with the error of ctx. The pauses grow, see [WithPoll].
//
// Stancer settles captured payments at the end of the day, so waiting for [PaymentStatusCaptured]
// can take that long. A webhook may be the better choice, see [WebhookReceiver].
func (r *Payments) Wait(
	ctx context.Context, id PaymentID, statuses []PaymentStatus, options ...Option,
) (*Payment, error) {
	return wait(ctx, (*service)(r), options,
		func() (*Payment, error) { return r.Get(ctx, id, options...) },
		func(payment *Payment) progress { return progressOf(payment.Status, statuses) })
}

// Wait polls an intent until its status is one of those given, or final if none is given, like
// [Payments.Wait].
func (r *PaymentIntents) Wait(
	ctx context.Context, id PaymentIntentID, statuses []PaymentIntentStatus, options ...Option,
) (*PaymentIntent, error) {
	return wait(ctx, (*service)(r), options,
		func() (*PaymentIntent, error) { return r.Get(ctx, id, options...) },
		func(intent *PaymentIntent) progress { return progressOf(intent.Status, statuses) })
}

// Wait polls a check until it has a result, and returns it. The pauses grow, see [WithPoll].
func (r *SEPAChecks) Wait(
	ctx context.Context, id SEPACheckID, options ...Option,
) (*SEPACheck, error) {
	return wait(ctx, (*service)(r), options,
		func() (*SEPACheck, error) { return r.Get(ctx, id, options...) },
		func(check *SEPACheck) progress {
			if check.Status == SEPACheckStatusPending || check.Status == "" {
				return pending
			}
			return reached
		})
}

// progress is the result of one poll.
type progress int

const (
	pending progress = iota
	reached
	missed // a final status was reached, but not one of those waited for
)

// progressOf compares a status with those that are waited for. The status captured is final, but
// can still become disputed.
func progressOf[S interface {
	~string
	Final() bool
}](status S, wanted []S) progress {
	switch {
	case slices.Contains(wanted, status), len(wanted) == 0 && status.Final():
		return reached
	case status == "captured" && slices.Contains(wanted, "disputed"):
		return pending
	case status.Final():
		return missed
	}
	return pending
}

// poll has the first and the longest pause between two polls.
type poll struct{ least, most time.Duration }

// wait reads an object until compare reports that its status was reached or missed.
func wait[T any](
	ctx context.Context, s *service, options []Option,
	read func() (*T, error), compare func(*T) progress,
) (*T, error) {
	settings, err := s.with(options)
	if err != nil {
		return nil, err
	}
	for pause := settings.poll.least; ; pause = min(pause+rand.N(pause+1), settings.poll.most) {
		object, err := read()
		if err != nil {
			return nil, err
		}
		switch compare(object) {
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

// sleep pauses for a duration. If ctx ends first, it returns the error of ctx.
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
