package main

import (
	"encoding/csv"
	"io"
	"iter"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// payOut makes a payout of two payments, of which one is disputed, and of a refund.
func payOut(t *testing.T, server *stancertest.Server) {
	t.Helper()
	client := server.LiveClient()
	var first *stancer.Payment
	for _, number := range []stancer.CardNumber{
		stancertest.CardApproved, stancertest.CardDisputed,
	} {
		card := stancer.CardCreate{Number: number, ExpMonth: 12, ExpYear: 2030}
		payment, err := client.Payments.Create(t.Context(), &stancer.PaymentCreate{
			Amount: 4200, Card: stancer.NewCard(card),
		})
		require.NoError(t, err)
		if first == nil {
			first = payment
		}
	}
	server.Settle()
	part := &stancer.RefundRequest{Amount: stancer.Int(1500)}
	_, err := client.Payments.Refund(t.Context(), first.ID, part)
	require.NoError(t, err)
	server.Settle()
	require.Len(t, server.PayOut(stancertest.ModeLive), 1)
}

func TestExport(t *testing.T) {
	server := stancertest.NewServer(t)
	payOut(t, server)
	client := server.LiveClient()
	for version, payouts := range map[string]iter.Seq2[statement, error]{
		"1": statementsV1(t.Context(), client),
		"2": statements(t.Context(), client),
	} {
		var file strings.Builder
		require.NoError(t, export(&file, payouts), "version %s", version)
		lines, err := csv.NewReader(strings.NewReader(file.String())).ReadAll()
		require.NoError(t, err)
		var amounts []string
		for _, line := range lines {
			amounts = append(amounts, line[0]+" "+line[2])
		}
		assert.ElementsMatch(t, []string{
			"payment 4200", "payment 4200", "refund -1500", "dispute -4200", "fees -682",
		}, amounts, "version %s", version)
	}
}

func TestExportReportsDifferences(t *testing.T) {
	server := stancertest.NewServer(t)
	payOut(t, server)
	for change, test := range map[string]struct {
		change func(*statement)
		want   string
	}{
		"amount": {
			func(it *statement) { it.Amount-- },
			"the lines add up to 2018, and the transfer is 2017",
		},
		"fees": {
			func(it *statement) { it.Amount--; it.Fees++ },
			"the fees of the entries add up to 682, and those of the payout are 683",
		},
	} {
		err := export(io.Discard, func(yield func(statement, error) bool) {
			for it, err := range statements(t.Context(), server.LiveClient()) {
				test.change(&it)
				yield(it, err)
			}
		})
		assert.ErrorContains(t, err, test.want, change)
	}
}

func TestExportFailsIfAListCannotBeRead(t *testing.T) {
	server := stancertest.NewServer(t)
	payOut(t, server)
	for _, operation := range []string{"listPayouts", "listPayoutPayments", "listPayoutDisputes"} {
		server.On(operation).Inject(stancertest.Status(http.StatusForbidden))
		err := export(io.Discard, statements(t.Context(), server.LiveClient()))
		assert.ErrorIs(t, err, stancer.ErrForbidden, operation)
	}
	server.On("getDispute").Inject(stancertest.Status(http.StatusForbidden))
	err := export(io.Discard, statementsV1(t.Context(), server.LiveClient()))
	assert.ErrorIs(t, err, stancer.ErrForbidden)
}
