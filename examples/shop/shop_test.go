package main

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// customer is somebody with a browser, who does not follow links by himself.
type customer struct {
	t    *testing.T
	shop string
}

func (c customer) post(path string) *http.Response {
	c.t.Helper()
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := browser.Post(c.shop+path, "application/x-www-form-urlencoded", nil)
	require.NoError(c.t, err)
	resp.Body.Close()
	return resp
}

func (c customer) read(path string) string {
	c.t.Helper()
	resp, err := http.Get(c.shop + path)
	require.NoError(c.t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(c.t, err)
	return string(body)
}

// open opens a shop on a fake Stancer, with a webhook, and gives the customer who stands in it.
func open(t *testing.T) (*stancertest.Server, *shop, customer) {
	t.Helper()
	fake := stancertest.NewServer(t)
	client := fake.Client(stancer.WithBackoff(time.Millisecond, time.Millisecond))
	server := httptest.NewUnstartedServer(nil)
	url := "http://" + server.Listener.Addr().String()
	endpoint, err := client.Webhooks.Create(t.Context(), &stancer.WebhookEndpointCreate{URL: url + "/webhook"})
	require.NoError(t, err)
	shop, err := newShop(client, url, endpoint.Secret)
	require.NoError(t, err)
	server.Config.Handler = shop
	server.Start()
	t.Cleanup(server.Close)
	return fake, shop, customer{t, url}
}

// buy presses the button, and gives the order and its intent. The customer now stands at the hosted page.
func buy(t *testing.T, shop *shop, c customer) order {
	t.Helper()
	resp := c.post("/buy")
	require.Equal(t, http.StatusSeeOther, resp.StatusCode)
	page := resp.Header.Get("Location")
	require.Contains(t, page, "pi_")
	for _, o := range shop.orders.byID {
		if "test_"+o.Intent == path.Base(page) {
			return o
		}
	}
	require.Fail(t, "no order for "+page)
	return order{}
}

func TestPayAndRefund(t *testing.T) {
	fake, shop, c := open(t)
	assert.Contains(t, c.read("/"), "42.00 EUR")
	o := buy(t, shop, c)
	assert.Contains(t, c.read("/orders/"+o.ID), "not paid")

	require.NoError(t, fake.CompletePaymentIntent(o.Intent, stancertest.CardApproved))
	assert.Contains(t, c.read("/orders/"+o.ID), "Your tickets are paid")

	fake.Settle()
	require.Equal(t, http.StatusSeeOther, c.post("/orders/"+o.ID+"/refund").StatusCode)
	assert.Contains(t, c.read("/orders/"+o.ID), "on its way back")
	assert.Equal(t, http.StatusConflict, c.post("/orders/"+o.ID+"/refund").StatusCode, "the button is pressed twice")
}

func TestDeclinedAndGivenUp(t *testing.T) {
	fake, shop, c := open(t)
	o := buy(t, shop, c)
	require.Error(t, fake.CompletePaymentIntent(o.Intent, stancertest.CardInsufficientFunds))
	assert.Contains(t, c.read("/orders/"+o.ID), "not paid")
	require.NoError(t, fake.AbandonPaymentIntent(o.Intent))
	assert.Contains(t, c.read("/orders/"+o.ID), "not paid")
	assert.Equal(t, http.StatusBadGateway, c.post("/orders/"+o.ID+"/refund").StatusCode, "there is nothing to refund")
}

// TestWebhook: the customer pays and closes the browser. The shop learns of it all the same.
func TestWebhook(t *testing.T) {
	fake, shop, c := open(t)
	o := buy(t, shop, c)
	require.NoError(t, fake.CompletePaymentIntent(o.Intent, stancertest.CardApproved))
	require.NoError(t, fake.WaitForDeliveries(t.Context()))
	paid, err := shop.orders.get(o.ID)
	require.NoError(t, err)
	assert.True(t, paid.Paid())
}

// TestRefundWithoutAnswer: nobody knows whether the refund was made, so the shop does not make another one.
func TestRefundWithoutAnswer(t *testing.T) {
	fake, shop, c := open(t)
	o := buy(t, shop, c)
	require.NoError(t, fake.CompletePaymentIntent(o.Intent, stancertest.CardApproved))
	fake.Settle()
	fake.On("refundPaymentIntent").Inject(stancertest.DropAfter)
	assert.Equal(t, http.StatusBadGateway, c.post("/orders/"+o.ID+"/refund").StatusCode)
	assert.Equal(t, http.StatusConflict, c.post("/orders/"+o.ID+"/refund").StatusCode)
	refunds, err := shop.client.Refunds.List(t.Context(), nil)
	require.NoError(t, err)
	assert.Len(t, refunds.Refunds, 1)
}

func TestUnknownOrder(t *testing.T) {
	_, shop, c := open(t)
	assert.Contains(t, c.read("/orders/none"), "no such order")
	_, err := shop.refresh(t.Context(), "none")
	assert.True(t, errors.Is(err, errNoOrder))
}
