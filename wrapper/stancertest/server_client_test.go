package stancertest_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func TestClientsUseTheServerInTheirMode(t *testing.T) {
	t.Parallel()
	s := stancertest.NewServer(t)
	require.Equal(t, stancer.ModeTest, s.Client().Mode())
	require.Equal(t, stancer.ModeLive, s.LiveClient().Mode())
	params := &stancer.PaymentIntentCreate{Amount: 1000}
	made, err := s.Client().PaymentIntents.Create(t.Context(), params)
	require.NoError(t, err)
	require.NoError(t, s.CompletePaymentIntent(made.ID, stancertest.CardApproved))
	s.Settle()
	client := s.Client(stancer.WithBaseURL("http://127.0.0.1:1"))
	made, err = client.PaymentIntents.Get(t.Context(), made.ID)
	require.NoError(t, err, "no option changes the address of the server")
	require.Equal(t, stancer.PaymentIntentStatusCaptured, made.Status)
	require.Panics(t, func() { s.Client(stancer.WithMode(stancer.ModeLive)) })
}

func TestClientsWaitMillisecondsBetweenAttempts(t *testing.T) {
	for name, fault := range map[string]stancertest.Fault{
		"unavailable":          stancertest.Status(503),
		"rate limit of 900 ms": stancertest.RateLimit(900 * time.Millisecond),
	} {
		synctest.Test(t, func(t *testing.T) {
			server := stancertest.NewServer(t, stancertest.WithoutNetwork())
			server.On("ping").Times(2).Inject(fault)
			start := time.Now()
			_, err := server.Client().Ping(t.Context())
			require.NoError(t, err, name)
			require.Less(t, time.Since(start), 10*time.Millisecond, name)
		})
	}
}
