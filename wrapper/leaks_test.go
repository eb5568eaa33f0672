package stancer_test

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/internal/inmemory"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// counting counts the connections that it has accepted and those that are open.
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

// leakTest makes calls that end in one way.
type leakTest func(t *testing.T, server *stancertest.Server, client *stancer.Client)

// TestCallsLeakNothing checks that calls, however they end, leave no connection open once the idle
// connections are closed, and no goroutine: a bubble fails the test for each goroutine that
// remains.
func TestCallsLeakNothing(t *testing.T) {
	t.Parallel()
	for name, use := range map[string]leakTest{
		"success":        leakSuccess,
		"canceled calls": leakCanceled,
		"broken ranges":  leakRanges,
		"faults":         leakFaults,
		"waits":          leakWaits,
		"streams":        leakStreams,
	} {
		bubble(t, name+" over HTTP/1.1", func(t *testing.T) { noLeaks(t, false, use) })
		bubble(t, name+" over HTTP/2", func(t *testing.T) { noLeaks(t, true, use) })
	}
}

func noLeaks(t *testing.T, http2 bool, use leakTest) {
	server := stancertest.NewServer(t, stancertest.WithoutNetwork())
	front := newFront(server, http2)
	defer front.Close()
	client, err := stancer.New(server.TestKey, stancer.WithBaseURL(front.URL),
		stancer.WithHTTPClient(&http.Client{Transport: front.transport}))
	require.NoError(t, err)

	use(t, server, client)
	time.Sleep(time.Minute) // for handlers that outlive their requests, such as late
	front.transport.CloseIdleConnections()
	synctest.Wait()
	assert.NotZero(t, front.accepted.Load())
	assert.Zero(t, front.open.Load(), "of %d connections, these are open", front.accepted.Load())
}

// front is a server in memory that counts its connections.
type front struct {
	*httptest.Server
	transport *http.Transport // reaches the server
	*counting
}

func newFront(handler http.Handler, http2 bool) *front {
	memory := inmemory.Listen()
	f := &front{counting: &counting{Listener: memory}}
	f.Server = &httptest.Server{Listener: f.counting, EnableHTTP2: http2, Config: &http.Server{
		Handler:  handler,
		ErrorLog: log.New(io.Discard, "", 0), // it would log each connection that is cut
	}}
	if http2 {
		f.TLS = serverTLS()
		f.StartTLS()
	} else {
		f.Start()
	}
	f.transport = clientOf(f.Server).Transport.(*http.Transport).Clone()
	f.transport.DialContext = memory.DialContext
	return f
}

// Close closes the connections and waits, in the time of the bubble, for handlers, which may
// outlive their connection over HTTP/2.
func (f *front) Close() {
	f.Server.Close()
	time.Sleep(time.Minute)
}

// together calls do in n goroutines, and waits for them.
func together(n int, do func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { do(i) })
	}
	all.Wait()
}

func leakSuccess(t *testing.T, _ *stancertest.Server, client *stancer.Client) {
	together(5, func(int) {
		_, err := client.PaymentIntents.Create(t.Context(),
			&stancer.PaymentIntentCreate{Amount: 1000})
		assert.NoError(t, err)
	})
}

// leakCanceled cancels calls before they are sent, while the answer is delayed, and in the pauses
// between attempts.
func leakCanceled(t *testing.T, server *stancertest.Server, client *stancer.Client) {
	server.On("getPayment").Always().Inject(stancertest.Delay(time.Second))
	server.On("listPayments").Always().Inject(stancertest.RateLimit(time.Minute))
	together(20, func(i int) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*50*time.Millisecond)
		defer cancel()
		var err error
		if i%4 < 2 {
			_, err = client.Payments.Get(ctx, paymentID)
		} else {
			_, err = client.Payments.List(nil).Page(ctx)
		}
		assert.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

// leakRanges breaks out of ranges after different numbers of elements, with and without pages read
// ahead. Some contexts are canceled first.
func leakRanges(t *testing.T, server *stancertest.Server, client *stancer.Client) {
	customer := stancer.Customer{Email: "a@example.com"}
	for range 15 {
		require.NoError(t, server.Seed(stancertest.ModeTest, customer))
	}
	threePerPage := &stancer.ListCustomersParams{Limit: stancer.Ptr(int64(3))}
	together(15, func(i int) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		n := 0
		list := client.Customers.List(threePerPage, stancer.WithConcurrentPages(1+i%4))
		for _, err := range list.All(ctx) {
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

// leakFaults makes calls that meet the faults of TestChaos.
func leakFaults(t *testing.T, server *stancertest.Server, client *stancer.Client) {
	server.Chaos(1, 0.8, chaosFaults()...)
	together(20, func(int) {
		_, err := client.Payments.Create(t.Context(), &stancer.PaymentCreate{Amount: 1000},
			stancer.WithAutoUniqueID())
		if err != nil {
			assert.NotErrorIs(t, err, stancer.ErrInvalid)
		}
	})
}

// leakWaits ends waits for a status that is never reached.
func leakWaits(t *testing.T, _ *stancertest.Server, client *stancer.Client) {
	intent, err := client.PaymentIntents.Create(t.Context(),
		&stancer.PaymentIntentCreate{Amount: 1000})
	require.NoError(t, err)
	together(5, func(int) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		_, err := client.PaymentIntents.Wait(ctx, intent.ID,
			[]stancer.PaymentIntentStatus{stancer.PaymentIntentStatusCaptured})
		assert.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

// leakStreams closes a PDF that it has not read, and gets answers that are not a PDF.
func leakStreams(t *testing.T, server *stancertest.Server, client *stancer.Client) {
	const id = "mndt_" + id24
	pdf := stancertest.Answer(200, http.Header{"Content-Type": {"application/pdf"}},
		"%PDF-1.7 and more than is buffered"+strings.Repeat(" ", 1<<17))
	for i, fault := range []stancertest.Fault{
		pdf, stancertest.Status(404), stancertest.CutHead, stancertest.DelayUntil(nil),
	} {
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
