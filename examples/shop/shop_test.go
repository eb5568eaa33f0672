package main

import (
	"context"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// customer is a browser that does not follow redirects.
type customer struct {
	t        *testing.T
	shop     string
	language string
}

func (c customer) send(method, path string) (*http.Response, string) {
	c.t.Helper()
	browser := &http.Transport{DisableKeepAlives: true}
	request, err := http.NewRequestWithContext(c.t.Context(), method, c.shop+path, nil)
	require.NoError(c.t, err)
	request.Header.Set("Accept-Language", c.language)
	response, err := browser.RoundTrip(request)
	require.NoError(c.t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(c.t, err)
	return response, string(body)
}

func (c customer) post(path string) *http.Response {
	c.t.Helper()
	response, _ := c.send(http.MethodPost, path)
	return response
}

func (c customer) read(path string) string {
	c.t.Helper()
	_, body := c.send(http.MethodGet, path)
	return body
}

// open opens a shop on a fake Stancer, with a webhook.
func open(t *testing.T) (*stancertest.Server, *shop, customer) {
	t.Helper()
	fake := stancertest.NewServer(t)
	client := fake.Client()
	server := httptest.NewUnstartedServer(nil)
	url := "http://" + server.Listener.Addr().String()
	webhook := &stancer.WebhookEndpointCreate{URL: url + "/webhook"}
	endpoint, err := client.Webhooks.Create(t.Context(), webhook)
	require.NoError(t, err)
	shop, err := newShop(client, url, endpoint.Secret)
	require.NoError(t, err)
	server.Config.Handler = shop
	server.Start()
	t.Cleanup(server.Close)
	return fake, shop, customer{t: t, shop: url}
}

// buy presses the button and returns the new order.
func buy(t *testing.T, shop *shop, c customer) order {
	t.Helper()
	response := c.post("/buy")
	require.Equal(t, http.StatusSeeOther, response.StatusCode)
	page := response.Header.Get("Location")
	require.Contains(t, page, "pi_")
	shop.orders.mu.Lock() // webhooks arrive meanwhile
	defer shop.orders.mu.Unlock()
	for _, o := range shop.orders.byID {
		if "test_"+o.Intent == path.Base(page) {
			return o
		}
	}
	require.Fail(t, "no order has the page "+page)
	return order{}
}

func TestACardPaymentIsPaidAndRefunded(t *testing.T) {
	fake, shop, c := open(t)
	o := buy(t, shop, c)
	require.NoError(t, fake.CompletePaymentIntent(o.Intent, stancertest.CardApproved))
	fake.Settle()
	assert.Contains(t, c.read("/orders/"+o.ID), "Your tickets are paid")

	for range 2 { // the button can be pressed twice
		require.Equal(t, http.StatusSeeOther, c.post("/orders/"+o.ID+"/refund").StatusCode)
		assert.Contains(t, c.read("/orders/"+o.ID), "on its way back")
	}
	assert.Equal(t, 1, refunds(t, shop))
}

func TestADirectDebitIsUnderWayUntilItIsSettled(t *testing.T) {
	fake, shop, c := open(t)
	o := buy(t, shop, c)
	require.NoError(t, fake.CompletePaymentIntent(o.Intent, stancertest.IBANFrance))
	page := c.read("/orders/" + o.ID)
	assert.Contains(t, page, "Your payment is under way")
	assert.NotContains(t, page, "/refund")
	fake.Settle()
	assert.Contains(t, c.read("/orders/"+o.ID), "Your tickets are paid")
}

func TestARefusedPaymentCanBeTriedAgain(t *testing.T) {
	fake, shop, c := open(t)
	o := buy(t, shop, c)
	require.Error(t, fake.CompletePaymentIntent(o.Intent, stancertest.CardInsufficientFunds))
	page := c.read("/orders/" + o.ID)
	assert.Contains(t, page, "not paid yet")
	assert.Contains(t, page, `href="`+o.PayAt+`"`)
}

func TestACanceledPaymentIsNotPaid(t *testing.T) {
	fake, shop, c := open(t)
	o := buy(t, shop, c)
	require.NoError(t, fake.AbandonPaymentIntent(o.Intent))
	assert.Contains(t, c.read("/orders/"+o.ID), "Nothing was paid")
	response, page := c.send(http.MethodPost, "/orders/"+o.ID+"/refund")
	assert.Equal(t, http.StatusBadGateway, response.StatusCode)
	assert.Contains(t, page, "That did not work")
	assert.Contains(t, c.read("/orders/"+o.ID), "Nothing was paid")
}

func TestTheWebhookUpdatesAnOrderWhenTheCustomerDoesNotComeBack(t *testing.T) {
	fake, shop, c := open(t)
	o := buy(t, shop, c)
	require.NoError(t, fake.CompletePaymentIntent(o.Intent, stancertest.CardApproved))
	fake.Settle()
	require.NoError(t, fake.WaitForDeliveries(t.Context()))
	o, err := shop.orders.get(o.ID)
	require.NoError(t, err)
	assert.Equal(t, "paid", o.State())
}

func TestARefundIsMadeWhenTheCustomerClosesTheBrowser(t *testing.T) {
	fake, shop, c := open(t)
	o := buy(t, shop, c)
	require.NoError(t, fake.CompletePaymentIntent(o.Intent, stancertest.CardApproved))
	fake.Settle()
	closed, closeBrowser := context.WithCancel(t.Context())
	closeBrowser()
	path := "/orders/" + o.ID + "/refund"
	request := httptest.NewRequestWithContext(closed, http.MethodPost, path, nil)
	shop.ServeHTTP(httptest.NewRecorder(), request)
	assert.Equal(t, 1, refunds(t, shop))
}

func TestARefundWithoutAnAnswerIsNotSentAgain(t *testing.T) {
	fake, shop, c := open(t)
	o := buy(t, shop, c)
	require.NoError(t, fake.CompletePaymentIntent(o.Intent, stancertest.CardApproved))
	fake.Settle()
	fake.On("refundPaymentIntent").Inject(stancertest.DropAfter)
	for range 2 {
		require.Equal(t, http.StatusSeeOther, c.post("/orders/"+o.ID+"/refund").StatusCode)
		assert.Contains(t, c.read("/orders/"+o.ID), "We are checking your refund")
	}
	assert.Equal(t, 1, refunds(t, shop))
}

func refunds(t *testing.T, shop *shop) int {
	t.Helper()
	list, err := shop.client.Refunds.List(nil).Page(t.Context())
	require.NoError(t, err)
	return len(list.Items)
}

func TestUnknownPagesAndOrdersAreNotFound(t *testing.T) {
	_, _, c := open(t)
	for _, path := range []string{"/nothing", "/orders/none", "/buy"} {
		response, page := c.send(http.MethodGet, path)
		assert.Equal(t, http.StatusNotFound, response.StatusCode, path)
		assert.Contains(t, page, "Page not found", path)
	}
}

func TestTheLanguageIsTheCustomersChoice(t *testing.T) {
	_, shop, c := open(t)
	assert.Contains(t, c.read("/"), "€42.00")
	c.language = "fr-FR, en;q=0.5"
	assert.Contains(t, c.read("/"), "42,00\u00a0€")
	response, page := c.send(http.MethodGet, "/?lang=en")
	assert.Contains(t, page, "Two tickets for tonight")
	require.Len(t, response.Cookies(), 1)

	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	request.Header.Set("Accept-Language", c.language)
	request.AddCookie(response.Cookies()[0])
	recorder := httptest.NewRecorder()
	shop.ServeHTTP(recorder, request)
	again := recorder.Body.String()
	assert.Contains(t, again, "Two tickets for tonight", "the shop keeps the choice")
}

func TestPagesLinkToTheFakeIfThereIsOne(t *testing.T) {
	_, shop, c := open(t)
	require.NotContains(t, c.read("/"), "webhooks of this shop")
	shop.fake = "http://127.0.0.1:8400/_fake/"
	link := `<a href="` + shop.fake + `">Requests and webhooks of this shop</a>`
	require.Contains(t, c.read("/"), link)
}

func TestAnotherSiteCannotBuy(t *testing.T) {
	_, shop, c := open(t)
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, c.shop+"/buy", nil)
	request.Header.Set("Origin", "https://elsewhere.example.com")
	response := httptest.NewRecorder()
	shop.ServeHTTP(response, request)
	assert.Equal(t, http.StatusForbidden, response.Code)
}

var callsOfT = regexp.MustCompile(`\.T "([^"]+)"`)

func TestEveryTextIsTranslated(t *testing.T) {
	used := map[string]bool{ // by the Go code
		"Two tickets for tonight": true,
		"Your order":              true,
		"Page not found":          true,
		"That did not work":       true,
		"This page or order does not exist. Check the address.":                   true,
		"The payment service could not do it. Please try again in a few minutes.": true,
	}
	templates, err := fs.Glob(files, "pages/*.html")
	require.NoError(t, err)
	for _, name := range templates {
		text, err := fs.ReadFile(files, name)
		require.NoError(t, err)
		for _, call := range callsOfT.FindAllStringSubmatch(string(text), -1) {
			used[call[1]] = true
		}
		assert.NotRegexp(t, `>[A-Z][a-z]+ [a-z]`, string(text), "%s has a text without T", name)
	}
	for text := range used {
		assert.Contains(t, french, text)
	}
	for text := range french {
		assert.Contains(t, used, text, "the pages do not use it")
	}
}
