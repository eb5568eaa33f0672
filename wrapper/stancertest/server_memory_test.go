package stancertest_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// The package comment shows this test. An Example function has no *testing.T, which a bubble needs.
func TestNightlyReport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := stancertest.NewServer(t, stancertest.WithoutNetwork())
		client := server.Client()
		card := stancer.CardCreate{Number: stancertest.CardApproved, ExpMonth: 12, ExpYear: 2030}
		payment, err := client.Payments.Create(t.Context(), &stancer.PaymentCreate{
			Amount: 1000,
			Card:   stancer.NewCard(card),
		})
		require.NoError(t, err)

		time.AfterFunc(8*time.Hour, server.Settle) // at the end of the day
		start := time.Now()
		captured := []stancer.PaymentStatus{stancer.PaymentStatusCaptured}
		_, err = client.Payments.Wait(t.Context(), payment.ID, captured)
		require.NoError(t, err)
		require.WithinRange(t, time.Now(), start.Add(8*time.Hour),
			start.Add(8*time.Hour+time.Minute))
	})
}

// eachProtocol runs a test in a bubble, over HTTP/1.1 and over HTTP/2.
func eachProtocol(t *testing.T, test func(t *testing.T, server *stancertest.Server)) {
	t.Helper()
	for name, options := range map[string][]stancertest.Option{
		"HTTP/1.1": {stancertest.WithoutNetwork()},
		"HTTP/2":   {stancertest.WithoutNetwork(), stancertest.WithTLS()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { test(t, stancertest.NewServer(t, options...)) })
		})
	}
}

func TestWithoutNetworkOnlyTheClientsOfTheServerReachIt(t *testing.T) {
	t.Parallel()
	eachProtocol(t, func(t *testing.T, server *stancertest.Server) {
		req, err := http.NewRequestWithContext(t.Context(), "GET", server.URL+"/v2/ping", nil)
		require.NoError(t, err)
		req.SetBasicAuth(server.TestKey, "")
		resp, err := server.HTTPClient().Transport.RoundTrip(req)
		require.NoError(t, err)
		defer resp.Body.Close()
		assert.Equal(t, 200, resp.StatusCode)
		assert.Equal(t, server.Certificate() != nil, resp.ProtoMajor == 2)

		client, err := stancer.New(server.TestKey, stancer.WithBaseURL(server.URL),
			stancer.WithHTTPClient(&http.Client{Transport: &http.Transport{}}))
		require.NoError(t, err)
		_, err = client.Ping(t.Context())
		require.ErrorIs(t, err, stancer.ErrNoAnswer, "the network does not lead to the server")
	})
}

func TestWithoutNetworkContextEndsRequest(t *testing.T) {
	t.Parallel()
	eachProtocol(t, func(t *testing.T, server *stancertest.Server) {
		client := server.Client()
		server.On("ping").Always().Inject(stancertest.DelayUntil(nil))
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		_, err := client.Ping(ctx, stancer.WithTimeout(2*time.Hour))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, time.Hour, time.Since(start))

		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err = client.Ping(ctx)
		require.ErrorIs(t, err, context.Canceled)
		assert.Equal(t, time.Hour+time.Second, time.Since(start))
	})
}

func TestWithoutNetworkStreamsAnswers(t *testing.T) {
	t.Parallel()
	eachProtocol(t, func(t *testing.T, server *stancertest.Server) {
		server.On("getMandatePdf").Inject(func(http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				for range 3 {
					io.WriteString(w, "%PDF-")            //nolint:errcheck // the client checks it
					http.NewResponseController(w).Flush() //nolint:errcheck // likewise
					time.Sleep(time.Hour)
				}
			})
		})
		start := time.Now()
		stream, err := server.Client().Mandates.PDF(t.Context(), "mndt_000000000000000000000001")
		require.NoError(t, err)
		defer stream.Close()
		for part := range 3 {
			text := make([]byte, 5)
			_, err = io.ReadFull(stream, text)
			require.NoError(t, err)
			assert.Equal(t, "%PDF-", string(text))
			assert.Equal(t, time.Duration(part)*time.Hour, time.Since(start))
		}
		_, err = stream.Read(make([]byte, 1))
		assert.Equal(t, io.EOF, err)
	})
}

func TestWithoutNetworkFaultsHappen(t *testing.T) {
	t.Parallel()
	eachProtocol(t, func(t *testing.T, server *stancertest.Server) {
		client := server.Client()
		for _, fault := range []stancertest.Fault{
			stancertest.DropBefore,
			stancertest.DropAfter,
			stancertest.CutHead,
			stancertest.CutBody,
			stancertest.AfterWork(stancertest.Status(503)),
		} {
			server.On("createPayment").Inject(fault)
			_, err := client.Payments.Create(t.Context(), &stancer.PaymentCreate{Amount: 1000})
			require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
		}
		start := time.Now()
		server.On("createPayment").Inject(stancertest.RateLimit(40 * time.Second))
		_, err := client.Payments.Create(t.Context(), &stancer.PaymentCreate{Amount: 1000})
		require.NoError(t, err)
		assert.GreaterOrEqual(t, time.Since(start), 40*time.Second)

		server.On("ping").Inject(stancertest.Delay(20 * time.Second))
		start = time.Now()
		_, err = client.Ping(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 20*time.Second, time.Since(start))
	})
}

func TestWithoutNetworkRedeliversWebhooks(t *testing.T) {
	t.Parallel()
	calls := 0
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if calls++; calls < 4 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer receiver.Close()
	synctest.Test(t, func(t *testing.T) {
		server := stancertest.NewServer(t, stancertest.WithoutNetwork())
		endpoint := stancer.WebhookEndpoint{URL: receiver.URL}
		require.NoError(t, server.Seed(stancertest.ModeTest, endpoint))
		params := &stancer.PaymentCreate{Amount: 1000, Card: approved()}
		_, err := server.Client().Payments.Create(t.Context(), params)
		require.NoError(t, err)
		time.Sleep(24 * time.Hour)
		require.NoError(t, server.WaitForDeliveries(t.Context()))
		all := server.Deliveries()
		require.Len(t, all, 1)
		require.True(t, all[0].Acknowledged())
		var waits []time.Duration
		for i, attempt := range all[0].Attempts[1:] {
			waits = append(waits, attempt.At.Sub(all[0].Attempts[i].At))
		}
		assert.Equal(t, []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute}, waits)
	})
}

// The bubble fails the test for each goroutine that is left.
func TestWithoutNetworkCloseEndsEverything(t *testing.T) {
	t.Parallel()
	eachProtocol(t, func(t *testing.T, server *stancertest.Server) {
		client := server.Client()
		_, err := client.Ping(t.Context())
		require.NoError(t, err)
		server.On("ping").Inject(stancertest.DelayUntil(nil))
		ended := make(chan error)
		go func() {
			_, err := client.Ping(t.Context(), stancer.WithMaxAttempts(1))
			ended <- err
		}()
		synctest.Wait()
		server.Close()
		require.ErrorIs(t, <-ended, stancer.ErrNoAnswer)
		_, err = client.Payments.Refund(t.Context(), "paym_000000000000000000000001", nil)
		require.ErrorIs(t, err, stancer.ErrNoAnswer)
		require.NotErrorIs(t, err, stancer.ErrUnknownOutcome, "nothing was sent")
	})
}

func TestWithoutNetworkHasNoAddress(t *testing.T) {
	t.Parallel()
	address := stancertest.WithAddress("127.0.0.1:0")
	_, err := stancertest.Start(stancertest.WithoutNetwork(), address)
	require.ErrorContains(t, err, "cannot be combined")
	server := stancertest.NewServer(t, stancertest.WithoutNetwork(), stancertest.WithHostedPages())
	params := &stancer.PaymentIntentCreate{Amount: 1000}
	intent, err := server.Client().PaymentIntents.Create(t.Context(), params)
	require.NoError(t, err)
	resp, err := server.HTTPClient().Get(intent.URL) //nolint:noctx // it is in memory
	require.NoError(t, err)
	resp.Body.Close()
	assert.Equal(t, http.StatusOK, resp.StatusCode)
}
