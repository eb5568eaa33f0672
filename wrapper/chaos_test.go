package stancer_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// These variables of the environment make a run of TestChaos longer, and repeat one.
const (
	chaosLength = "STANCER_CHAOS"      // a duration, such as 2m, or a number of orders
	chaosSeed   = "STANCER_CHAOS_SEED" // a seed, or "random"
)

// Requests meet a fault three times in ten, and one connection in ten is refused.
const (
	faultRate   = 0.3
	refusalRate = 0.1
)

func chaosFaults() []stancertest.Fault {
	faults := []stancertest.Fault{
		stancertest.DropBefore, stancertest.DropAfter, stancertest.CutHead, stancertest.CutBody,
		stancertest.BadGateway, stancertest.DelayUntil(nil), late,
		stancertest.RateLimit(0), stancertest.RateLimit(0),
		stancertest.RateLimit(0), stancertest.RateLimit(0),
	}
	for _, status := range []int{408, 500, 503, 504} {
		fault := stancertest.Status(status)
		faults = append(faults, fault, stancertest.AfterWork(fault))
	}
	return faults
}

// late handles a request after its client has closed the connection: before the client looks up the
// result, before the next attempt, or later.
func late(next http.Handler) http.Handler {
	return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
		time.Sleep(rand.N(2 * time.Second))
		next.ServeHTTP(httptest.NewRecorder(), r)
		panic(http.ErrAbortHandler)
	})
}

// outcome is the result of a call as its caller sees it.
type outcome int

const (
	notCalled outcome = iota
	done              // there was no error
	undone            // the error proves that nothing was done
	unknown           // ErrUnknownOutcome
	refused           // ErrConflict
)

// order is an order with the results of its calls.
type order struct {
	number   int
	amount   int64
	intent   bool
	capture  bool // with the payment, and not by a call of its own
	uniqueID string

	created    outcome
	id         string // of the payment or the intent, if it was learned
	captured   outcome
	refunds    []refund
	unexpected []error // results that no caller may get
}

type refund struct {
	amount  int64
	outcome outcome
	id      string
}

func (o *order) key() string { return "order-" + strconv.Itoa(o.number) }

// judge returns the outcome of an error. An error that no caller may get is recorded as unexpected.
func (o *order) judge(err error, conflicts bool) outcome {
	var failed *stancer.Error
	switch {
	case err == nil:
		return done
	case !errors.As(err, &failed) || failed.Attempts < 1 || failed.Attempts > 3:
	case errors.Is(err, stancer.ErrUnknownOutcome):
		return unknown
	case errors.Is(err, stancer.ErrRateLimited) && failed.Status == http.StatusTooManyRequests:
		return undone
	case errors.Is(err, stancer.ErrNoAnswer) && errors.Is(err, errRefusing):
		return undone
	case errors.Is(err, stancer.ErrConflict) && conflicts:
		return refused
	}
	o.unexpected = append(o.unexpected, fmt.Errorf("%s: %w", o.key(), err))
	return unknown
}

// tally counts the objects and outcomes of a run.
type tally struct {
	orders, created, captured, refunded, unknown, limited int
	lost, double                                          int
	taken, returned                                       int64
}

func (l *tally) String() string {
	return fmt.Sprintf("orders %d, created %d, captured %d, refunded %d, unknown %d, "+
		"rate limited or unsent %d, taken %d, given back %d, lost %d, double %d",
		l.orders, l.created, l.captured, l.refunded, l.unknown,
		l.limited, l.taken, l.returned, l.lost, l.double)
}

func (l *tally) add(o tally) {
	l.orders += o.orders
	l.created += o.created
	l.captured += o.captured
	l.refunded += o.refunded
	l.unknown += o.unknown
	l.limited += o.limited
	l.lost += o.lost
	l.double += o.double
	l.taken += o.taken
	l.returned += o.returned
}

func (l *tally) count(outcomes ...outcome) {
	for _, it := range outcomes {
		switch it {
		case unknown:
			l.unknown++
		case undone:
			l.limited++
		}
	}
}

// TestChaos pays, captures and refunds while three requests in ten meet a fault. Then it compares
// the objects of the server with the results that the callers got.
func TestChaos(t *testing.T) {
	t.Parallel()
	seed := uint64(1)
	switch text := os.Getenv(chaosSeed); text {
	case "":
	case "random":
		seed = rand.Uint64()
	default:
		given, err := strconv.ParseUint(text, 10, 64)
		require.NoError(t, err, chaosSeed)
		seed = given
	}
	length := os.Getenv(chaosLength)
	t.Logf("to repeat this run: %s=%d %s=%s", chaosSeed, seed, chaosLength, length)
	var total tally
	run := func(round, orders int) {
		synctest.Test(t, func(t *testing.T) { total.add(chaosRound(t, seed, round, orders)) })
	}
	switch number, err := strconv.Atoi(length); {
	case length == "":
		for round := range 2 {
			run(round, 40)
		}
	case err == nil:
		for round := 0; total.orders < number; round++ {
			run(round, min(600, number-total.orders))
		}
	default:
		duration, err := time.ParseDuration(length)
		require.NoError(t, err, chaosLength)
		for round, end := 0, time.Now().Add(duration); time.Now().Before(end); round++ {
			run(round, 600)
		}
	}
	t.Log(&total)
	assert.NotZero(t, total.created)
	assert.NotZero(t, total.captured)
	assert.NotZero(t, total.refunded)
	assert.Zero(t, total.lost)
	assert.Zero(t, total.double)
}

// chaosRound places n orders with a server of its own, which speaks HTTP/2 in every other round. In
// a bubble, a timeout passes only when everything waits, so that nothing but a fault makes a
// request late.
func chaosRound(t *testing.T, seed uint64, round, n int) tally {
	t.Helper()
	server := stancertest.NewServer(t, stancertest.WithoutNetwork())
	server.Chaos(seed+uint64(round), faultRate, chaosFaults()...)
	front := newFront(server, round%2 == 1)
	shop := newChaosShop(server, front, seed+uint64(round))
	orders := make([]*order, n)
	var workers sync.WaitGroup
	next := make(chan int)
	for range 16 {
		workers.Go(func() {
			for i := range next {
				orders[i] = shop.place(t.Context(), i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	workers.Wait()
	shop.transport.CloseIdleConnections()
	shop.off.CloseIdleConnections()
	front.Close()
	server.Calm()
	kept := &ledger{t: t, server: server, orders: orders}
	return kept.check(t.Context())
}

var errRefusing = errors.New("refusing")

// chaosShop places orders.
type chaosShop struct {
	server         *stancertest.Server
	url            string
	transport, off *http.Transport // with and without keep-alive
	seed           uint64
	shared         *stancer.Client // with a budget for retries that runs out at times
}

func newChaosShop(server *stancertest.Server, front *front, seed uint64) *chaosShop {
	transport, dial := front.transport, front.transport.DialContext
	transport.MaxIdleConnsPerHost = 32
	var mu sync.Mutex
	dice := rand.New(rand.NewPCG(seed, 1))
	refuses := func() bool {
		mu.Lock()
		defer mu.Unlock()
		return dice.Float64() < refusalRate
	}
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if refuses() {
			return nil, &net.OpError{Op: "dial", Net: network, Err: errRefusing}
		}
		return dial(ctx, network, address)
	}
	off := transport.Clone()
	off.DisableKeepAlives = true
	shop := &chaosShop{server: server, url: front.URL, transport: transport, off: off, seed: seed}
	shop.shared = shop.client(transport)
	return shop
}

func (s *chaosShop) client(transport *http.Transport, options ...stancer.Option) *stancer.Client {
	client, err := stancer.New(s.server.TestKey, append(options, stancer.WithBaseURL(s.url),
		stancer.WithHTTPClient(&http.Client{Transport: transport}))...)
	if err != nil {
		panic(err)
	}
	return client
}

// place pays one order. It captures and refunds only if the results so far permit it.
func (s *chaosShop) place(ctx context.Context, number int) *order {
	dice := rand.New(rand.NewPCG(s.seed, uint64(number)))
	o := &order{
		number:  number,
		amount:  1000 + int64(dice.IntN(100_000)),
		capture: dice.IntN(2) == 0,
	}
	client := s.shared
	if number%3 != 0 {
		transport := s.transport
		if dice.IntN(4) == 0 {
			transport = s.off
		}
		client = s.client(transport)
	}
	if o.intent = dice.IntN(4) == 0; o.intent {
		s.payIntent(ctx, client, o)
	} else {
		s.pay(ctx, client, o, dice.IntN(3))
	}
	if o.created != done || o.id == "" {
		return o
	}
	if !o.capture {
		var err error
		if o.intent {
			_, err = client.PaymentIntents.Capture(ctx, o.id)
		} else {
			_, err = client.Payments.Capture(ctx, o.id)
		}
		o.captured = o.judge(err, false)
	}
	if o.capture || o.captured == done {
		for i := range 1 + dice.IntN(2) {
			o.refund(ctx, client, int64(100+i))
		}
	}
	return o
}

// pay makes a payment: with a unique_id, without one, or with one that the package generates.
func (s *chaosShop) pay(ctx context.Context, client *stancer.Client, o *order, key int) {
	card := stancer.CardCreate{Number: stancertest.CardCapturedAtOnce, ExpMonth: 12, ExpYear: 2098}
	params := &stancer.PaymentCreate{
		Amount:  o.amount,
		OrderID: stancer.Ptr(o.key()),
		Capture: &o.capture,
		Card:    stancer.NewCard(card),
	}
	var options []stancer.Option
	switch key {
	case 0:
		o.uniqueID = "unique-" + strconv.Itoa(o.number)
		params.UniqueID = &o.uniqueID
	case 1:
		options = append(options, stancer.WithAutoUniqueID())
	}
	made, err := client.Payments.Create(ctx, params, options...)
	if o.created = o.judge(err, false); o.created == done {
		o.checkPayment(made)
	}
	if o.uniqueID == "" || o.number%2 == 0 {
		return
	}
	// With a unique_id a caller may repeat the call, whatever the outcome was.
	again, err := client.Payments.Create(ctx, params, options...)
	outcome := o.judge(err, o.created != undone)
	switch {
	case outcome == done && o.created == done && made.ID != again.ID:
		o.unexpected = append(o.unexpected,
			fmt.Errorf("%s is %s and %s", o.key(), made.ID, again.ID))
	case outcome == done && o.created != done:
		o.created = done
		o.checkPayment(again)
	case o.created == undone:
		o.created = outcome
	}
}

func (o *order) checkPayment(made *stancer.Payment) {
	status := stancer.PaymentStatusAuthorized
	if o.capture {
		status = stancer.PaymentStatusCaptured
	}
	if o.id = made.ID; made.Amount != o.amount || made.Status == "" || made.Status != status ||
		made.OrderID != o.key() {
		o.unexpected = append(o.unexpected, fmt.Errorf("%s is %v", o.key(), made))
	}
}

func (s *chaosShop) payIntent(ctx context.Context, client *stancer.Client, o *order) {
	o.capture = false
	params := &stancer.PaymentIntentCreate{
		Amount:  o.amount,
		OrderID: stancer.Ptr(o.key()),
		Capture: &o.capture,
	}
	made, err := client.PaymentIntents.Create(ctx, params)
	if o.created = o.judge(err, false); o.created != done {
		return
	}
	if o.id = made.ID; made.Amount != o.amount {
		o.unexpected = append(o.unexpected, fmt.Errorf("%s is %v", o.key(), made))
	}
	if err := s.server.CompletePaymentIntent(made.ID, stancertest.CardCapturedAtOnce); err != nil {
		o.unexpected = append(o.unexpected, err)
	}
}

// refund refunds an amount that is unique among the refunds of the order.
func (o *order) refund(ctx context.Context, client *stancer.Client, amount int64) {
	it := refund{amount: amount}
	params := &stancer.RefundRequest{Amount: &amount}
	var made *stancer.Refund
	var err error
	if o.intent {
		made, err = client.PaymentIntents.Refund(ctx, o.id, params)
	} else {
		made, err = client.Payments.Refund(ctx, o.id, params)
	}
	if it.outcome = o.judge(err, false); it.outcome == done {
		if it.id = made.ID; made.Amount != amount {
			o.unexpected = append(o.unexpected, fmt.Errorf("the refund of %s is %v", o.key(), made))
		}
	}
	o.refunds = append(o.refunds, it)
}

// ledger compares the objects of the server with the results that the callers got.
type ledger struct {
	t      *testing.T
	server *stancertest.Server
	orders []*order
	tally  tally

	payments map[string][]*stancer.Payment // by order, or by intent
	intents  map[string][]*stancer.PaymentIntent
	refunds  map[string][]*stancer.Refund // by payment, or by intent
}

func (b *ledger) check(ctx context.Context) tally {
	b.read(ctx)
	b.checkRequests()
	for _, o := range b.orders {
		b.tally.orders++
		for _, err := range o.unexpected {
			assert.NoError(b.t, err, "no caller may get this result")
		}
		b.tally.count(o.created, o.captured)
		if o.intent {
			b.checkIntent(o)
		} else {
			b.checkOrder(o, b.payments[o.key()], o.id)
			delete(b.payments, o.key())
		}
	}
	assert.Empty(b.t, b.payments, "payments that were not requested")
	assert.Empty(b.t, b.intents, "intents that were not requested")
	assert.Empty(b.t, b.refunds, "refunds that were not requested")
	return b.tally
}

func (b *ledger) read(ctx context.Context) {
	client := b.server.Client()
	b.payments = map[string][]*stancer.Payment{}
	b.intents = map[string][]*stancer.PaymentIntent{}
	b.refunds = map[string][]*stancer.Refund{}
	for payment, err := range client.Payments.List(nil).All(ctx) {
		require.NoError(b.t, err)
		key := ""
		if payment.PaymentIntent != "" {
			key = payment.PaymentIntent
		} else if payment.OrderID != "" {
			key = payment.OrderID
		}
		b.payments[key] = append(b.payments[key], payment)
	}
	for intent, err := range client.PaymentIntents.List(nil).All(ctx) {
		require.NoError(b.t, err)
		b.intents[intent.OrderID] = append(b.intents[intent.OrderID], intent)
	}
	for refund, err := range client.Refunds.List(nil).All(ctx) {
		require.NoError(b.t, err)
		b.refunds[refund.Payment] = append(b.refunds[refund.Payment], refund)
		b.tally.returned += refund.Amount
	}
}

// checkCount reports whether the number of objects agrees with the outcome, and counts lost and
// double ones.
func (b *ledger) checkCount(name string, found int, outcome outcome) bool {
	switch {
	case found > 1 || found == 1 && (outcome == undone || outcome == notCalled):
		b.tally.double++
	case found == 0 && outcome == done:
		b.tally.lost++
	default:
		return true
	}
	assert.Fail(b.t, "the number of objects does not agree with the outcome",
		"%s: %d objects, outcome %d", name, found, outcome)
	return false
}

func (b *ledger) checkIntent(o *order) {
	found := b.intents[o.key()]
	delete(b.intents, o.key())
	if !b.checkCount(o.key(), len(found), o.created) || o.id == "" {
		return
	}
	assert.Equal(b.t, o.id, found[0].ID)
	assert.Equal(b.t, o.amount, found[0].Amount)
	paid := b.payments[o.id]
	delete(b.payments, o.id)
	if assert.Len(b.t, paid, 1, "the payment of %s", o.key()) {
		b.checkOrder(o, paid, paid[0].ID)
	}
}

// checkOrder compares an order with the payments that the server has for it.
func (b *ledger) checkOrder(o *order, found []*stancer.Payment, id string) {
	if !b.checkCount(o.key(), len(found), o.created) || len(found) == 0 {
		return
	}
	b.tally.created++
	paid := found[0]
	assert.Equal(b.t, o.amount, paid.Amount, o.key())
	if id != "" {
		assert.Equal(b.t, id, paid.ID, o.key())
	}
	if o.uniqueID != "" {
		assert.Equal(b.t, o.uniqueID, paid.UniqueID, o.key())
	}
	captured := o.captured
	if o.capture {
		captured = done
	}
	switch paid.Status {
	case stancer.PaymentStatusCaptured:
		b.tally.captured++
		b.tally.taken += paid.Amount
		b.checkCount("the capture of "+o.key(), 1, captured)
	default:
		assert.Equal(b.t, stancer.PaymentStatusAuthorized, paid.Status, o.key())
		b.checkCount("the capture of "+o.key(), 0, captured)
	}
	b.checkRefunds(o, paid)
}

func (b *ledger) checkRefunds(o *order, paid *stancer.Payment) {
	rest := b.refunds[paid.ID]
	delete(b.refunds, paid.ID)
	for _, asked := range o.refunds {
		b.tally.count(asked.outcome)
		found, others := 0, []*stancer.Refund(nil)
		for _, it := range rest {
			if it.Amount != asked.amount {
				others = append(others, it)
				continue
			}
			found++
			b.tally.refunded++
			if asked.id != "" {
				assert.Equal(b.t, asked.id, it.ID, o.key())
			}
		}
		rest = others
		name := fmt.Sprintf("the refund of %d of %s", asked.amount, o.key())
		b.checkCount(name, found, asked.outcome)
	}
	assert.Empty(b.t, rest, "refunds of %s that were not requested", o.key())
}

// checkRequests checks the requests that arrived: a payment is captured at most once, and a request
// that must not be resent arrived once, unless it was rate limited.
func (b *ledger) checkRequests() {
	requests := b.server.Requests()
	require.Less(b.t, len(requests), 10_000, "the server keeps no more requests")
	keyed := map[string]bool{}
	for _, o := range b.orders {
		keyed[o.key()] = o.uniqueID != ""
	}
	accepted, sent := map[string]int{}, map[string]int{}
	for _, request := range requests {
		switch request.Operation {
		case "capturePayment", "capturePaymentIntent":
			if request.Status < 300 && request.Status > 0 {
				accepted[request.Path]++
			}
		case "refundPayment", "refundPaymentIntent", "createPaymentIntent", "createPayment":
			var body struct {
				OrderID  string  `json:"order_id"`
				UniqueID *string `json:"unique_id"`
			}
			if request.Body == "" { // the connection ended before the body did
				assert.GreaterOrEqual(b.t, request.Status, 400,
					"%s of half a body", request.Operation)
				continue
			}
			require.NoError(b.t, json.Unmarshal([]byte(request.Body), &body))
			if body.UniqueID == nil && request.Status != http.StatusTooManyRequests {
				sent[request.Operation+" "+request.Path+" "+request.Body]++
			}
			assert.False(b.t, keyed[body.OrderID] && body.UniqueID == nil,
				"%s has lost its unique_id", body.OrderID)
		}
	}
	for path, n := range accepted {
		if !assert.Equal(b.t, 1, n, "captured twice: %s", path) {
			b.tally.double++
		}
	}
	for request, n := range sent {
		if !assert.Equal(b.t, 1, n, "sent again: %s", request) {
			b.tally.double++
		}
	}
}
