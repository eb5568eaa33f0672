package contract_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/internal/tour"
	"github.com/stancer-go/stancer/openapi"
	"github.com/stancer-go/stancer/openapi/contract"
	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// TestEveryOperation sends every operation of the document from the client to the fake, and holds both ways against the document. It fails
// on any deviation, an undocumented member included, and when an operation never succeeded.
func TestEveryOperation(t *testing.T) {
	t.Parallel()
	server := stancertest.NewServer(t)
	report, err := tour.Run(t.Context(), tour.Config{Key: server.TestKey, BaseURL: server.URL, Outside: server})
	require.NoError(t, err)
	assert.Empty(t, report.Deviations)
	assert.Empty(t, report.Failed)
	live := payoutsV1(t, server)

	doc, err := openapi.Load()
	require.NoError(t, err)
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			succeeded := func(status int) bool { return status < 300 }
			statuses := slices.Concat(report.Statuses[op.OperationID], live[op.OperationID])
			assert.True(t, slices.ContainsFunc(statuses, succeeded), "%s, %s %s, was never exercised: %v", op.OperationID, method, path, statuses)
		}
	}
}

// payoutsV1 exercises what exists in live mode only.
func payoutsV1(t *testing.T, server *stancertest.Server) map[string][]int {
	t.Helper()
	transport, err := contract.New(nil, func(d contract.Deviation) { t.Error(d) })
	require.NoError(t, err)
	client := server.LiveClient(stancer.WithHTTPClient(&http.Client{Transport: transport}))
	ctx := t.Context()

	card := stancer.CardCreate{Number: stancertest.CardDisputed, ExpMonth: 12, ExpYear: 2040}
	payment, err := client.Payments.Create(ctx, &stancer.PaymentCreate{Amount: 1000, Card: stancer.NewCard(card)})
	require.NoError(t, err)
	disputes, err := client.Payments.Disputes(ctx, payment.ID)
	require.NoError(t, err)
	require.Len(t, disputes, 1)
	_, err = client.Payouts.Create(ctx, &stancer.PayoutCreate{Payments: []string{payment.ID}, Disputes: []string{disputes[0].ID}})
	require.NoError(t, err)

	page, err := client.PayoutsV1.List(ctx, &stancer.ListPayoutsV1Params{Limit: stancer.Ptr[int64](100)})
	require.NoError(t, err)
	require.Len(t, page.Payouts, 1)
	id := page.Payouts[0].ID
	_, err = client.PayoutsV1.Get(ctx, id)
	require.NoError(t, err)
	payments, err := client.PayoutsV1.Payments(ctx, id, nil)
	require.NoError(t, err)
	assert.Len(t, payments.Payments, 1)
	_, err = client.PayoutsV1.Refunds(ctx, id, nil)
	require.NoError(t, err)
	contested, err := client.PayoutsV1.Disputes(ctx, id, nil)
	require.NoError(t, err)
	assert.Len(t, contested.Disputes, 1)
	_, err = client.PayoutsV1.Get(ctx, "pout_"+id24)
	require.ErrorIs(t, err, stancer.ErrNotFound)
	return transport.Exercised()
}
