package stancertest_test

import (
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// noGoroutineLeft runs use, which starts servers and closes them, and fails the test when it leaves
// goroutines. Its tests are not parallel, so no other test starts goroutines meanwhile.
func noGoroutineLeft(t *testing.T, use func()) {
	t.Helper()
	before := runtime.NumGoroutine()
	use()
	deadline := time.Now().Add(30 * time.Second)
	for ; runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(),
				stacks[:runtime.Stack(stacks, true)])
		}
	}
}

func TestManyServersLeaveNoGoroutine(t *testing.T) {
	noGoroutineLeft(t, func() {
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				s, err := stancertest.Start()
				if err != nil {
					t.Error(err)
					return
				}
				defer s.Close()
				made, err := s.Client().PaymentIntents.Create(t.Context(),
					&stancer.PaymentIntentCreate{Amount: 1000})
				if err != nil || s.CompletePaymentIntent(made.ID, stancertest.CardApproved) != nil {
					t.Error("the payment failed", err)
				}
			})
		}
		all.Wait()
	})
}

func TestCloseEndsRequestsAndDeliveries(t *testing.T) {
	noGoroutineLeft(t, func() {
		for _, options := range [][]stancertest.Option{nil, {stancertest.WithTLS()}} {
			called, stuck := make(chan struct{}), make(chan struct{})
			mux := http.NewServeMux() // it answers 404 to other paths
			mux.HandleFunc("/stuck", func(http.ResponseWriter, *http.Request) {
				close(called)
				<-stuck
			})
			receiver := httptest.NewServer(mux)
			s, err := stancertest.Start(options...)
			require.NoError(t, err)
			require.NoError(t, s.Seed(stancertest.ModeTest,
				stancer.WebhookEndpoint{URL: receiver.URL + "/stuck"},
				stancer.WebhookEndpoint{URL: receiver.URL + "/refuses"},
			))
			params := &stancer.PaymentCreate{Amount: 1000, Card: approved()}
			_, err = s.Client().Payments.Create(t.Context(), params)
			require.NoError(t, err)
			<-called
			s.On("ping").Inject(stancertest.DelayUntil(nil))
			delayed := make(chan error)
			go func() {
				_, err := s.Client(stancer.WithMaxAttempts(1)).Ping(t.Context())
				delayed <- err
			}()
			_, err = s.WaitForRequest(t.Context(), "createPayment")
			require.NoError(t, err)
			_, err = s.WaitForRequest(t.Context(), "ping")
			require.NoError(t, err)
			s.Close()
			require.Len(t, s.Deliveries()[0].Attempts, 1, "it waits for the deliveries")
			require.Contains(t, s.Deliveries()[0].Attempts[0].Error, "canceled")
			s.Close()
			require.Error(t, <-delayed)
			refused := len(s.Deliveries()[1].Attempts)
			s.Advance(time.Hour)
			require.NoError(t, s.WaitForDeliveries(t.Context()))
			require.Len(t, s.Deliveries()[1].Attempts, refused, "there is no retry")
			close(stuck)
			receiver.Close()
		}
	})
}

func approved() *stancer.PaymentCard {
	return stancer.NewCard(stancer.CardCreate{
		Number: stancertest.CardApproved, ExpMonth: 12, ExpYear: 2098,
	})
}
