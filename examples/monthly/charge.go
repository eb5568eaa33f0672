package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// payments is the part of client.Payments that charges use, so that a unit test can replace it.
type payments interface {
	Create(context.Context, *stancer.PaymentCreate, ...stancer.Option) (*stancer.Payment, error)
	Get(context.Context, stancer.PaymentID, ...stancer.Option) (*stancer.Payment, error)
}

// invoice is an amount that a customer owes. A service stores it in its database.
type invoice struct {
	Number string // at most 34 characters, so that the unique_id has at most 36
	Amount int64  // in the currency's minor unit
	Card   stancer.CardID

	Attempt int // the number of the attempt, from 1
	State   state
	Due     time.Time // of the next attempt
	Note    string
}

type state string

const (
	open     state = "open"
	paid     state = "paid"
	newCard  state = "new card needed" // ask the customer for another card
	givenUp  state = "given up"        // no attempt is left
	manually state = "check by hand"   // the same unique_id was used otherwise
)

// waits are the times between the attempts.
var waits = []time.Duration{3 * 24 * time.Hour, 5 * 24 * time.Hour, 7 * 24 * time.Hour}

// uniqueID identifies the current attempt. It must not change when the attempt is repeated after a
// crash, and each attempt needs another one, because a declined payment uses its unique_id up.
func (i *invoice) uniqueID() string { return fmt.Sprintf("%s-%d", i.Number, i.Attempt) }

// charge makes the current attempt to charge an invoice. After an error the invoice has not
// changed: charge it again later, with the same unique_id.
func charge(ctx context.Context, payments payments, i *invoice, now time.Time) error {
	payment, err := payments.Create(ctx, &stancer.PaymentCreate{
		Amount:   i.Amount,
		Card:     stancer.CardByID(i.Card),
		OrderID:  &i.Number,
		UniqueID: stancer.Ptr(i.uniqueID()),
	})
	var failure *stancer.Error
	if errors.Is(err, stancer.ErrConflict) && errors.As(err, &failure) && failure.ExistingID != "" {
		payment, err = payments.Get(ctx, failure.ExistingID) // made before a crash
	}
	if err != nil {
		return fmt.Errorf("invoice %s, attempt %d: %w", i.Number, i.Attempt, err)
	}
	i.record(payment, now)
	return nil
}

// record decides what follows from a payment.
func (i *invoice) record(payment *stancer.Payment, now time.Time) {
	i.Note = payment.Response.Text()
	switch {
	case payment.Amount != i.Amount:
		i.State = manually
	case payment.Status.Paid():
		i.State = paid
	case !payment.Status.Declined():
		i.State = manually // authorized or disputed, for example
	case needsNewCard(payment.Response):
		i.State = newCard
	case i.Attempt > len(waits):
		i.State = givenUp
	default:
		i.Due = now.Add(waits[i.Attempt-1])
		i.Attempt++
	}
}

// needsNewCard reports whether another attempt with the same card is pointless, as far as the
// meaning of the response is published. Stancer does not publish which declines are final. An
// unknown response is tried again.
func needsNewCard(response stancer.ResponseCode) bool {
	switch response {
	case "04", "07", "41", "43", "54", "78", // pick up, lost, stolen, expired, blocked
		"14", "52", "53", // no such account
		"R0", "R1", "R3": // the customer has revoked the authorization
		return true
	}
	return false
}
