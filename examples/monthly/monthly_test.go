package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func Example() {
	if err := run(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// day  0  2026-11-000001-1  paid (approved)
	// day  0  2026-11-000002-1  new card needed (stolen card)
	// day  0  2026-11-000003-1  open (insufficient funds)
	// day  3  2026-11-000003-2  open (insufficient funds)
	// day  8  2026-11-000003-3  open (insufficient funds)
	// day 15  2026-11-000003-4  given up (insufficient funds)
}

// stubPayments answers without a server, which is enough for a unit test of charge.
type stubPayments struct {
	payment *stancer.Payment
	err     error
	created []*stancer.PaymentCreate
}

func (s *stubPayments) Create(
	_ context.Context, params *stancer.PaymentCreate, _ ...stancer.Option,
) (*stancer.Payment, error) {
	s.created = append(s.created, params)
	if s.err != nil {
		return nil, s.err
	}
	return s.payment, nil
}

func (s *stubPayments) Get(
	_ context.Context, id stancer.PaymentID, _ ...stancer.Option,
) (*stancer.Payment, error) {
	if s.payment == nil || s.payment.ID != id {
		return nil, &stancer.Error{Status: http.StatusNotFound}
	}
	return s.payment, nil
}

const paymentID = "paym_yWYfCSzsUUhr9KwMv7vuLZHX"

func TestChargeOutcomes(t *testing.T) {
	now := time.Date(2026, time.November, 1, 8, 0, 0, 0, time.UTC)
	payment := func(status stancer.PaymentStatus, response stancer.ResponseCode) *stancer.Payment {
		return &stancer.Payment{ID: paymentID, Amount: 990, Status: status, Response: response}
	}
	toCapture := payment(stancer.PaymentStatusToCapture, "00")
	captured := payment(stancer.PaymentStatusCaptured, "00")
	declined := payment(stancer.PaymentStatusRefused, "51")
	stolen := payment(stancer.PaymentStatusRefused, "43")
	otherAmount := payment(stancer.PaymentStatusCaptured, "00")
	otherAmount.Amount = 1
	conflict := &stancer.Error{Status: http.StatusConflict, ExistingID: paymentID}
	for name, test := range map[string]struct {
		payment *stancer.Payment
		err     error
		attempt int
		state   state
		next    int
	}{
		"paid":                    {toCapture, nil, 1, paid, 1},
		"declined":                {declined, nil, 1, open, 2},
		"declined at last":        {declined, nil, 4, givenUp, 4},
		"stolen":                  {stolen, nil, 1, newCard, 1},
		"paid before a crash":     {captured, conflict, 1, paid, 1},
		"declined before a crash": {declined, conflict, 1, open, 2},
		"another amount":          {otherAmount, conflict, 1, manually, 1},
	} {
		t.Run(name, func(t *testing.T) {
			i := &invoice{Number: "n", Amount: 990, Attempt: test.attempt, State: open}
			stub := &stubPayments{payment: test.payment, err: test.err}
			require.NoError(t, charge(t.Context(), stub, i, now))
			assert.Equal(t, test.state, i.State)
			assert.Equal(t, test.next, i.Attempt)
			assert.Equal(t, test.next > test.attempt, i.Due.After(now))
		})
	}
}

func TestInvoiceIsUnchangedAfterAnError(t *testing.T) {
	for name, failure := range map[string]*stancer.Error{
		"unknown outcome":     {OutcomeUnknown: true},
		"rate limited":        {Status: http.StatusTooManyRequests},
		"conflict without id": {Status: http.StatusConflict},
	} {
		i := invoice{Number: "n", Amount: 990, Attempt: 2, State: open}
		before := i
		stub := &stubPayments{err: failure}
		assert.ErrorIs(t, charge(t.Context(), stub, &i, time.Time{}), failure, name)
		assert.Equal(t, before, i, name)
		assert.Equal(t, "n-2", *stub.created[0].UniqueID)
	}
}

// TestRepeatedAttemptChargesOnce charges the same attempt twice, as after a crash.
func TestRepeatedAttemptChargesOnce(t *testing.T) {
	server := stancertest.NewServer(t)
	client := server.Client()
	card, err := client.Cards.Create(t.Context(), &stancer.CardCreate{
		Number: stancertest.CardApproved, ExpMonth: 12, ExpYear: 2030,
	})
	require.NoError(t, err)
	for range 2 {
		i := &invoice{Number: "2026-11-000001", Amount: 990, Card: card.ID, Attempt: 1, State: open}
		require.NoError(t, charge(t.Context(), client.Payments, i, server.Now()))
		assert.Equal(t, paid, i.State)
	}
	made, err := client.Payments.List(nil).Page(t.Context())
	require.NoError(t, err)
	assert.Len(t, made.Items, 1)
}
