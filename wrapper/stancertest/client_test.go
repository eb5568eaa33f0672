package stancertest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func TestClients(t *testing.T) {
	t.Parallel()
	s := stancertest.NewServer(t)
	require.Equal(t, stancer.ModeTest, s.Client().Mode())
	require.Equal(t, stancer.ModeLive, s.LiveClient().Mode())
	made, err := s.Client().PaymentIntents.Create(t.Context(), &stancer.PaymentIntentCreate{Amount: 1000})
	require.NoError(t, err)
	require.NoError(t, s.CompletePaymentIntent(made.ID, stancertest.CardApproved))
	s.Settle()
	made, err = s.Client(stancer.WithBaseURL("http://127.0.0.1:1")).PaymentIntents.Get(t.Context(), made.ID)
	require.NoError(t, err, "it always talks to the server")
	require.Equal(t, stancer.PaymentIntentStatusCaptured, made.Status)
	require.Panics(t, func() { s.Client(stancer.WithMode(stancer.ModeLive)) })
}
