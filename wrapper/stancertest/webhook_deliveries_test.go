package stancertest_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// receiver is a webhook endpoint of the code under test. It verifies requests with the receiver of
// the client.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	secret stancer.WebhookSecret
	status int
	events []stancer.Event
	wrong  []error
}

func newReceiver(t testing.TB, start func(http.Handler) *httptest.Server) *receiver {
	r := &receiver{status: 204}
	r.Server = start(r)
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(request.Body)
	r.mu.Lock()
	defer r.mu.Unlock()
	verifier, unusable := stancer.NewWebhookReceiver(r.secret)
	if unusable != nil {
		verifier = &stancer.WebhookReceiver{}
	}
	event, wrong := verifier.Verify(request.Header, body)
	if err = errors.Join(err, unusable, wrong); err != nil {
		r.wrong = append(r.wrong, err)
	} else {
		r.events = append(r.events, *event)
	}
	if r.status/100 == 3 {
		w.Header().Set("Location", "/")
	}
	w.WriteHeader(r.status)
}

func (r *receiver) answer(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = status
}

// types returns the types of the events that were received, oldest first, and clears them.
func (r *receiver) types(c *caller) []string {
	c.t.Helper()
	require.NoError(c.t, c.s.WaitForDeliveries(c.t.Context()))
	r.mu.Lock()
	defer r.mu.Unlock()
	require.Empty(c.t, r.wrong)
	types := []string{}
	for _, event := range r.events {
		types = append(types, event.Type)
	}
	r.events = nil
	return types
}

func (c *caller) register(r *receiver) object {
	endpoint := c.post("/v2/webhooks/", object{"url": r.URL + "/hook"})
	r.mu.Lock()
	defer r.mu.Unlock()
	r.secret = stancer.WebhookSecret(endpoint["secret"].(string))
	return endpoint
}

func TestEachChangeOfStatusIsAnEvent(t *testing.T) {
	t.Parallel()
	c, r := newCaller(t), newReceiver(t, httptest.NewServer)
	intent := id(c.post("/v2/payment_intents/", object{"amount": 1000, "capture": false}))
	require.NoError(t, c.s.CompletePaymentIntent(intent, stancertest.CardApproved))
	paid := c.get("/v2/payment_intents/" + intent)["payment"].(string)
	endpoint := c.register(r)
	require.Empty(t, r.types(c), "an endpoint gets no events from before its registration")

	c.post("/v2/payment_intents/"+intent+"/capture", nil)
	require.Equal(t, []string{"payment.to_capture", "payment_intent.captured"}, r.types(c))
	c.s.Settle()
	require.Equal(t, []string{"payment.capture_sent", "payment.captured"}, r.types(c))
	c.patch("/v2/payments/"+paid, object{"order_id": "o1"})
	require.Empty(t, r.types(c), "the status does not change")

	refund := id(c.post("/v2/payments/"+paid+"/refund", object{"amount": 300}))
	require.NoError(t, c.s.FailRefund(refund, stancer.RefundStatusNotHonored))
	dispute, err := c.s.Dispute(paid)
	require.NoError(t, err)
	require.NoError(t, c.s.SetDisputeStatus(dispute.ID, stancer.DisputeStatusWon))
	c.s.PayOut(stancertest.ModeTest)
	require.Equal(t, []string{
		"refund.to_refund", "refund.not_honored", "payment.disputed",
		"dispute.open", "dispute.won", "payout.pending",
	}, r.types(c))
	c.s.SendToBank()
	made := id(c.post("/v2/cards/", card(stancertest.CardApproved)))
	c.post("/v2/disbursements/", object{"card": made, "amount": 1})
	waits := c.pay(stancertest.CardApproved, object{"capture": false})
	c.s.Advance(8 * 24 * time.Hour)
	require.Equal(t, []string{
		"payout.sent", "disbursement.to_disburse", "payment.authorized", "payment.expired",
	}, r.types(c))
	require.Equal(t, "expired", c.get("/v2/payments/" + id(waits))["status"])

	seeded := stancer.Payment{Amount: 1, Status: stancer.PaymentStatusToCapture}
	require.NoError(t, c.s.Seed(stancertest.ModeTest, seeded))
	c.get("/v2/payments/")
	require.Empty(t, r.types(c), "seeding causes no event")
	c.live().pay(stancertest.CardApproved)
	require.Empty(t, r.types(c), "the endpoint is of the other mode")
	c.patch("/v2/webhooks/"+id(endpoint), object{"enabled": false})
	c.pay(stancertest.CardApproved)
	c.patch("/v2/webhooks/"+id(endpoint), object{"enabled": true})
	c.pay(stancertest.CardCapturedAtOnce)
	require.Equal(t, []string{"payment.captured"}, r.types(c))
	c.delete204("/v2/webhooks/" + id(endpoint))
	c.pay(stancertest.CardApproved)
	c.register(r)
	c.pay(stancertest.CardStolen)
	require.Equal(t, []string{"payment.refused"}, r.types(c))
}

func (c *caller) delete204(path string) {
	c.t.Helper()
	status, _ := c.raw("DELETE", path, nil)
	require.Equal(c.t, 204, status)
}

func TestDeliveryHasTheSignedEvent(t *testing.T) {
	t.Parallel()
	c, r := newCaller(t), newReceiver(t, httptest.NewTLSServer)
	endpoint := c.register(r)
	require.Empty(t, c.s.Deliveries())
	start := c.s.Now()
	paid := c.pay(stancertest.CardApproved)
	require.NoError(t, c.s.WaitForDeliveries(t.Context()))

	sent := c.s.Deliveries()
	require.Len(t, sent, 1)
	require.Equal(t, id(endpoint), sent[0].Endpoint)
	require.Equal(t, r.URL+"/hook", sent[0].URL)
	require.True(t, sent[0].Acknowledged())
	require.Len(t, sent[0].Attempts, 1)
	require.Equal(t, 204, sent[0].Attempts[0].Status)
	c.within(start, float64(sent[0].Attempts[0].At.Unix()))

	require.Empty(t, r.wrong)
	require.Equal(t, sent[0].Event.ID, r.events[0].ID)
	require.Regexp(t, `^evt_\w{24}$`, r.events[0].ID)
	var members map[string]any
	require.NoError(t, json.Unmarshal(r.events[0].Raw, &members))
	want := object{"id": sent[0].Event.ID, "type": "payment.to_capture", "data": paid}
	require.Equal(t, want, members)
	got, err := r.events[0].Object()
	require.NoError(t, err)
	require.Equal(t, id(paid), got.(*stancer.Payment).ID)
}

// margin is the time before a retry is due at which the tests check that it is not made yet. The
// clock of the server also runs by itself, so a shorter margin fails on a slow machine.
const margin = 30 * time.Second

func TestDeliveryIsRetriedUntilItIsAcknowledged(t *testing.T) {
	t.Parallel()
	c, r := newCaller(t), newReceiver(t, httptest.NewServer)
	endpoint := c.register(r)
	r.answer(301)
	c.pay(stancertest.CardApproved)
	require.Len(t, r.types(c), 1)
	c.s.Advance(time.Minute - margin)
	require.Empty(t, r.types(c))
	r.answer(200)
	c.s.Advance(margin)
	require.Equal(t, []string{"payment.to_capture"}, r.types(c))
	sent := c.s.Deliveries()[0]
	require.Equal(t, []int{301, 200}, []int{sent.Attempts[0].Status, sent.Attempts[1].Status})
	require.True(t, sent.Acknowledged())
	c.s.Advance(24 * time.Hour)
	require.Empty(t, r.types(c))

	r.answer(500)
	c.s.Settle()
	require.Equal(t, []string{"payment.capture_sent", "payment.captured"}, r.types(c))
	for range 14 {
		c.s.Advance(12 * time.Hour)
		require.Equal(t, []string{"payment.capture_sent", "payment.captured"}, r.types(c))
	}
	c.s.Advance(12 * time.Hour)
	require.Empty(t, r.types(c), "15 attempts are the most")
	require.Len(t, c.s.Deliveries()[2].Attempts, 15)
	require.False(t, c.s.Deliveries()[2].Acknowledged())

	refused := c.pay(stancertest.CardApproved)
	require.Len(t, r.types(c), 1)
	r.answer(204)
	c.patch("/v2/payments/"+id(refused), object{"order_id": "new"})
	c.post("/v2/payments/"+id(refused)+"/refund", nil)
	require.Equal(t, []string{"payment.canceled", "refund.payment_canceled"}, r.types(c),
		"other events do not wait for the retry")
	c.delete204("/v2/webhooks/" + id(endpoint))
	c.s.Advance(12 * time.Hour)
	require.Empty(t, r.types(c), "the endpoint is gone")
}

func TestDelayBetweenRetriesDoublesUpToTwelveHours(t *testing.T) {
	t.Parallel()
	c, r := newCaller(t), newReceiver(t, httptest.NewServer)
	c.register(r)
	r.answer(500)
	c.pay(stancertest.CardApproved)
	require.Len(t, r.types(c), 1)
	for _, minutes := range []time.Duration{
		1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 720, 720, 720, 720,
	} {
		c.s.Advance(minutes*time.Minute - margin)
		require.Empty(t, r.types(c))
		c.s.Advance(margin)
		require.Len(t, r.types(c), 1)
	}
}

func TestUnreachableEndpointIsRetried(t *testing.T) {
	t.Parallel()
	c, r := newCaller(t), newReceiver(t, httptest.NewServer)
	c.register(r)
	r.Close()
	c.pay(stancertest.CardApproved)
	require.NoError(t, c.s.WaitForDeliveries(t.Context()))
	sent := c.s.Deliveries()[0]
	require.Zero(t, sent.Attempts[0].Status)
	require.Contains(t, sent.Attempts[0].Error, "refused")
}

func TestSlowReceiverDoesNotBlockTheServer(t *testing.T) {
	t.Parallel()
	c, calls, free := newCaller(t), make(chan string), make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		calls <- r.URL.Path
		<-free
	}))
	t.Cleanup(slow.Close)
	c.post("/v2/webhooks/", object{"url": slow.URL + "/a"})
	c.post("/v2/webhooks/", object{"url": slow.URL + "/b"})
	c.pay(stancertest.CardApproved)
	require.ElementsMatch(t, []string{"/a", "/b"}, []string{<-calls, <-calls},
		"endpoints do not wait for each other")
	c.pay(stancertest.CardApproved)
	require.Len(t, c.s.Deliveries(), 4)
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("too long"))
	err := c.s.WaitForDeliveries(ctx)
	close(free)
	require.ElementsMatch(t, []string{"/a", "/b"}, []string{<-calls, <-calls})
	require.EqualError(t, err, "stancertest: webhooks are still being delivered: too long")
	require.NoError(t, c.s.WaitForDeliveries(t.Context()))
}

func TestWebhooksToOtherHostsAreNotSent(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	for _, url := range []string{
		"https://example.invalid/hook", "http://203.0.113.1/",
		"http://localhost.example.invalid/", "http://127.0.0.1@203.0.113.1/",
	} {
		c.post("/v2/webhooks/", object{"url": url})
	}
	c.pay(stancertest.CardApproved)
	require.NoError(t, c.s.WaitForDeliveries(t.Context()))
	require.Len(t, c.s.Deliveries(), 4)
	for _, sent := range c.s.Deliveries() {
		require.Contains(t, sent.Attempts[0].Error,
			"is not a loopback host; allow it with WithWebhookHosts")
		require.False(t, sent.Acknowledged())
	}
	c.s.Advance(time.Hour)
	require.NoError(t, c.s.WaitForDeliveries(t.Context()))
	require.Len(t, c.s.Deliveries()[0].Attempts, 1)

	c.s = stancertest.NewServer(t, stancertest.WithWebhookHosts("other.invalid", "0.0.0.0"))
	c.key = c.s.TestKey
	c.post("/v2/webhooks/", object{"url": "http://0.0.0.0:1/hook"})
	c.pay(stancertest.CardApproved)
	require.NoError(t, c.s.WaitForDeliveries(t.Context()))
	require.Contains(t, c.s.Deliveries()[0].Attempts[0].Error, "dial", "it was tried")
	require.NotContains(t, c.s.Deliveries()[0].Attempts[0].Error, "WithWebhookHosts")
}

func TestNewWebhookRequestIsSigned(t *testing.T) {
	t.Parallel()
	var got *stancer.Event
	receiver, err := stancer.NewWebhookReceiver("abc")
	require.NoError(t, err)
	handler, err := receiver.Handler(func(_ context.Context, event *stancer.Event) error {
		got = event
		return nil
	})
	require.NoError(t, err)
	event := stancertest.NewEvent("payment.captured", stancer.Payment{ID: chosen("paym", 1)})
	serve := func(request *http.Request) int {
		response := httptest.NewRecorder()
		handler.ServeHTTP(response, request)
		return response.Code
	}
	require.Equal(t, 204, serve(stancertest.NewWebhookRequest("/hook", "abc", event)))
	require.Equal(t, event.ID, got.ID)
	require.Equal(t, "payment.captured", got.Type)
	require.JSONEq(t, string(event.Data), string(got.Data))
	require.Equal(t, 400, serve(stancertest.NewWebhookRequest("/hook", "abd", event)))

	server := httptest.NewServer(handler)
	defer server.Close()
	request := stancertest.NewWebhookRequest(server.URL+"/hook", "abc", event)
	response, err := server.Client().Do(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, 204, response.StatusCode)
	require.Panics(t, func() { stancertest.NewWebhookRequest(":", "abc", event) })
	require.Panics(t, func() { stancertest.NewEvent("payment.captured", func() {}) })
	require.False(t, strings.Contains(stancertest.NewEvent("a", nil).ID, event.ID))
}
