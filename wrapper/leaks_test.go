package stancer_test

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// eventually waits until the condition holds.
func eventually(t *testing.T, holds func() bool) bool {
	t.Helper()
	for end := time.Now().Add(soon); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			return false
		}
	}
	return true
}

// counting counts the connections that it has accepted and that are open.
type counting struct {
	net.Listener
	accepted, open atomic.Int64
}

func (l *counting) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	l.accepted.Add(1)
	l.open.Add(1)
	return &counted{Conn: conn, listener: l}, nil
}

type counted struct {
	net.Conn
	listener *counting
	once     sync.Once
}

func (c *counted) Close() error {
	c.once.Do(func() { c.listener.open.Add(-1) })
	return c.Conn.Close()
}

// TestNothingIsLeft: whatever becomes of the calls, no connection is open and no goroutine runs once the idle connections are closed. It
// runs alone, so that the goroutines are its own.
func TestNothingIsLeft(t *testing.T) {
	for name, use := range map[string]func(t *testing.T, server *stancertest.Server, client *stancer.Client){
		"success":         leakSuccess,
		"cancelled calls": leakCancelled,
		"broken ranges":   leakRanges,
		"faults":          leakFaults,
		"waits":           leakWaits,
		"streams":         leakStreams,
	} {
		for _, http2 := range []bool{false, true} {
			t.Run(name+map[bool]string{false: " over HTTP/1", true: " over HTTP/2"}[http2], func(t *testing.T) {
				nothingLeft(t, http2, use)
			})
		}
	}
}

func nothingLeft(t *testing.T, http2 bool, use func(t *testing.T, server *stancertest.Server, client *stancer.Client)) {
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	// The server itself stays, and runs its goroutines until the end of the test.
	server, err := stancertest.Start()
	require.NoError(t, err)
	defer server.Close()
	front := httptest.NewUnstartedServer(server)
	front.Config.ErrorLog = log.New(io.Discard, "", 0)
	listener := &counting{Listener: front.Listener}
	front.Listener = listener
	if front.EnableHTTP2 = http2; http2 {
		front.StartTLS()
	} else {
		front.Start()
	}
	defer front.Close()
	transport := front.Client().Transport.(*http.Transport).Clone()
	client, err := stancer.New(server.TestKey, append(quick(front.URL, true), stancer.WithPoll(time.Millisecond, time.Millisecond),
		stancer.WithTimeout(300*time.Millisecond), stancer.WithHTTPClient(&http.Client{Transport: transport}))...)
	require.NoError(t, err)

	before := runtime.NumGoroutine()
	use(t, server, client)
	server.Calm()
	closed := func() bool {
		transport.CloseIdleConnections() // each time, since a call that was given up is not over at once
		return listener.open.Load() == 0
	}
	if !eventually(t, closed) {
		t.Errorf("%d of %d connections are open", listener.open.Load(), listener.accepted.Load())
	}
	if !eventually(t, func() bool { return runtime.NumGoroutine() <= before }) {
		stacks := make([]byte, 1<<20)
		t.Fatalf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(), stacks[:runtime.Stack(stacks, true)])
	}
}

// together does it from many goroutines.
func together(n int, do func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { do(i) })
	}
	all.Wait()
}

func leakSuccess(t *testing.T, _ *stancertest.Server, client *stancer.Client) {
	together(20, func(int) {
		_, err := client.PaymentIntents.Create(t.Context(), &stancer.PaymentIntentCreate{Amount: 1000})
		assert.NoError(t, err)
	})
}

// leakCancelled ends calls before, while and after their answers are on their way, and during their waits.
func leakCancelled(t *testing.T, server *stancertest.Server, client *stancer.Client) {
	held, release := make(chan struct{}), make(chan struct{})
	server.On("getPayment").Always().Inject(stancertest.DelayUntil(held))
	server.On("listPayments").Always().Inject(stancertest.RateLimit(time.Minute))
	together(20, func(i int) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go func() {
			if i%2 == 0 {
				<-release
			}
			cancel()
		}()
		var err error
		if i%4 < 2 {
			_, err = client.Payments.Get(ctx, paymentID)
		} else {
			_, err = client.Payments.List(ctx, nil)
		}
		assert.Error(t, err)
		if i == 1 {
			close(release)
		}
	})
	close(held)
}

// leakRanges breaks off ranges at each place, with pages read ahead and without, and with the context ended first.
func leakRanges(t *testing.T, server *stancertest.Server, client *stancer.Client) {
	for range 30 {
		require.NoError(t, server.Seed(stancertest.ModeTest, stancer.Customer{Email: stancer.Ptr("a@example.com")}))
	}
	together(20, func(i int) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		n := 0
		for _, err := range client.Customers.All(ctx, &stancer.ListCustomersParams{Limit: stancer.Ptr(int64(3))}, stancer.WithPrefetch(i%4)) {
			if i%5 == 0 && err != nil {
				return
			}
			assert.NoError(t, err)
			if n++; n == i {
				if i%5 != 0 {
					return
				}
				cancel()
			}
		}
	})
}

// leakFaults meets each fault, with and without a timeout.
func leakFaults(t *testing.T, server *stancertest.Server, client *stancer.Client) {
	server.Chaos(1, 0.8, chaosFaults()...)
	together(20, func(i int) {
		for range 3 {
			_, err := client.Payments.Create(t.Context(), &stancer.PaymentCreate{Amount: 1000}, stancer.WithAutoUniqueID(), stancer.WithTimeout(50*time.Millisecond))
			if err != nil {
				assert.NotErrorIs(t, err, stancer.ErrInvalid)
			}
		}
	})
}

// leakWaits ends waits for what does not come.
func leakWaits(t *testing.T, _ *stancertest.Server, client *stancer.Client) {
	intent, err := client.PaymentIntents.Create(t.Context(), &stancer.PaymentIntentCreate{Amount: 1000})
	require.NoError(t, err)
	together(20, func(int) {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		_, err := client.PaymentIntents.Wait(ctx, intent.ID, []stancer.PaymentIntentStatus{stancer.PaymentIntentStatusCaptured})
		assert.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

// leakStreams leaves bodies unread, and meets answers that are none.
func leakStreams(t *testing.T, server *stancertest.Server, client *stancer.Client) {
	const id = "mndt_" + id24
	pdf := stancertest.Answer(200, http.Header{"Content-Type": {"application/pdf"}}, "%PDF-1.7 and more")
	for i, fault := range []stancertest.Fault{pdf, stancertest.Status(404), stancertest.CutHead, stancertest.DelayUntil(nil)} {
		server.Calm()
		server.On("getMandatePdf").Always().Inject(fault)
		body, err := client.Mandates.PDF(t.Context(), id)
		if i > 0 {
			assert.Error(t, err)
			continue
		}
		if assert.NoError(t, err) {
			assert.NoError(t, body.Close())
		}
	}
}
