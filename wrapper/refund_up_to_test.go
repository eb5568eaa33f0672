package stancer_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// refunding is a server that keeps the refunds of one payment.
type refunding struct {
	*testServer
	refunds []string // JSON, newest first
	lost    int      // how many of the next refunds are made but answered with 502
}

func newRefunding(t *testing.T, refunds ...string) *refunding {
	t.Helper()
	s := &refunding{refunds: refunds}
	s.testServer = newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			list := "[" + strings.Join(s.refunds, ",") + "]"
			if strings.Contains(r.URL.Path, "payment_intents") {
				list = `{"range":{},"refunds":` + list + `}`
			}
			_, _ = io.WriteString(w, list)
			return
		}
		var request struct{ Amount int64 }
		assert.NoError(t, json.NewDecoder(r.Body).Decode(&request))
		made := refundJSON(len(s.refunds), request.Amount, "to_refund")
		s.refunds = append([]string{made}, s.refunds...)
		if s.lost > 0 {
			s.lost--
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		_, _ = io.WriteString(w, made)
	})
	return s
}

func refundJSON(number int, amount int64, status string) string {
	return fmt.Sprintf(`{"id":"refd_%024d","amount":%d,"status":%q}`, number, amount, status)
}

type refundUpTo func(ctx context.Context, total int64) ([]stancer.Refund, error)

// upTo returns calls of RefundUpTo of payments and of intents.
func upTo(client *stancer.Client) map[string]refundUpTo {
	return map[string]refundUpTo{
		"payment": func(ctx context.Context, total int64) ([]stancer.Refund, error) {
			return client.Payments.RefundUpTo(ctx, paymentID, total)
		},
		"intent": func(ctx context.Context, total int64) ([]stancer.Refund, error) {
			return client.PaymentIntents.RefundUpTo(ctx, "pi_"+id24, total)
		},
	}
}

func sum(refunds []stancer.Refund) (total int64) {
	for _, refund := range refunds {
		total += refund.Amount
	}
	return total
}

func TestRefundUpToRefundsTheDifference(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"payment", "intent"} {
		s := newRefunding(t,
			refundJSON(3, 700, "refunded"),
			refundJSON(2, 5000, "not_honored"),
			refundJSON(1, 5000, "failed"),
			refundJSON(0, 300, "awaiting_approval"))
		refund := upTo(s.client(t))[name]
		refunds, err := refund(t.Context(), 4200)
		require.NoError(t, err)
		assert.EqualValues(t, 4200, sum(refunds))
		assert.EqualValues(t, 3200, refunds[len(refunds)-1].Amount, "the new one is last")

		for _, total := range []int64{4200, 1} {
			refunds, err = refund(t.Context(), total)
			require.NoError(t, err)
			assert.EqualValues(t, 4200, sum(refunds), "nothing is left to refund")
		}
		assert.Len(t, s.refunds, 5)
	}
}

func TestRefundUpToCanBeRepeatedAfterALostAnswer(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"payment", "intent"} {
		s := newRefunding(t)
		s.lost = 1
		refund := upTo(s.client(t))[name]
		_, err := refund(t.Context(), 4200)
		require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
		refunds, err := refund(t.Context(), 4200)
		require.NoError(t, err)
		assert.EqualValues(t, 4200, sum(refunds))
		assert.Len(t, s.refunds, 1, "refunded once")
	}
}

func TestRefundUpToRejectsAnInvalidTotal(t *testing.T) {
	t.Parallel()
	s := newRefunding(t)
	for name, refund := range upTo(s.client(t)) {
		for _, total := range []int64{0, -1} {
			_, err := refund(t.Context(), total)
			assert.ErrorContains(t, err, "want an amount above 0", name)
		}
	}
	assert.Zero(t, s.requests.Load())
}

// TestRefundUpToFailsForARefundWithoutAmount checks that nothing is refunded if the sum of the
// refunds is not known.
func TestRefundUpToFailsForARefundWithoutAmount(t *testing.T) {
	t.Parallel()
	for _, refund := range []string{
		`{"id":"refd_1","status":"refunded"}`,
		`{"id":"refd_1","amount":null}`,
		refundJSON(1, 0, "to_refund"),
		refundJSON(1, -100, "to_refund"),
	} {
		s := newRefunding(t, refund, refundJSON(0, 300, "refunded"))
		for name, refund := range upTo(s.client(t)) {
			refunds, err := refund(t.Context(), 4200)
			assert.ErrorContains(t, err, "nothing was refunded: refund \"refd_", name)
			assert.Empty(t, refunds)
		}
		assert.Len(t, s.refunds, 2)
	}
	failed := newRefunding(t, `{"id":"refd_1","status":"failed"}`)
	refunds, err := upTo(failed.client(t))["payment"](t.Context(), 4200)
	require.NoError(t, err)
	assert.EqualValues(t, 4200, sum(refunds), "a failed refund does not count")
}

// TestRefundUpToFailsWithoutTheList checks that nothing is refunded if the refunds cannot be
// listed.
func TestRefundUpToFailsWithoutTheList(t *testing.T) {
	t.Parallel()
	s := newServer(t, says(http.StatusServiceUnavailable, "", ""))
	for name, refund := range upTo(s.client(t)) {
		before := s.requests.Load()
		_, err := refund(t.Context(), 1)
		assert.ErrorIs(t, err, stancer.ErrServer, name)
		assert.EqualValues(t, 1, s.requests.Load()-before)
	}
}
