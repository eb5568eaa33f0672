package stancertest_test

import (
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

const shopURL = "https://shop.example.com/thanks?order=7"

// customer is a browser without JavaScript and cookies. It does not follow redirects to other
// hosts.
type customer struct {
	t      *testing.T
	s      *stancertest.Server
	client *stancer.Client
	header http.Header
	intent *stancer.PaymentIntent

	at     string // the address of the page
	status int
	text   string
}

func newCustomer(t *testing.T, params stancer.PaymentIntentCreate) *customer {
	t.Helper()
	s := stancertest.NewServer(t, stancertest.WithHostedPages())
	c := &customer{t: t, s: s, client: s.Client(), header: http.Header{}}
	if params.Amount == 0 {
		params.Amount = 4200
	}
	intent, err := c.client.PaymentIntents.Create(t.Context(), &params)
	require.NoError(t, err)
	require.Equal(t, s.URL+"/pay/test_"+string(intent.ID), intent.URL)
	c.intent = intent
	c.open(intent.URL)
	return c
}

func (c *customer) open(address string) {
	c.t.Helper()
	request, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, address, nil)
	require.NoError(c.t, err)
	c.send(request)
}

var formAction = regexp.MustCompile(`<form method="post" action="([^"]+)"`)

// submit posts a form of the page that the customer is on.
func (c *customer) submit(fields ...string) {
	c.t.Helper()
	action := formAction.FindStringSubmatch(c.text)
	require.NotNil(c.t, action, c.text)
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	to := c.s.URL + html.UnescapeString(action[1])
	body := strings.NewReader(form.Encode())
	request, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, to, body)
	require.NoError(c.t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	c.send(request)
}

func (c *customer) send(request *http.Request) {
	c.t.Helper()
	for name, values := range c.header {
		request.Header[name] = values
	}
	response, err := c.s.HTTPClient().Do(request)
	require.NoError(c.t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(c.t, err)
	require.Contains(c.t, response.Header.Get("Content-Security-Policy"), "default-src 'none'")
	require.Equal(c.t, "no-store", response.Header.Get("Cache-Control"))
	c.at, c.status, c.text = request.URL.String(), response.StatusCode, string(text)
	if next := response.Header.Get("Location"); next != "" {
		require.Equal(c.t, http.StatusSeeOther, response.StatusCode)
		c.at, c.text = next, ""
		if strings.HasPrefix(next, "/") {
			c.open(c.s.URL + next)
		}
	}
}

func (c *customer) sees(texts ...string) {
	c.t.Helper()
	for _, text := range texts {
		require.Contains(c.t, html.UnescapeString(c.text), text)
	}
}

// hasPaid checks that the intent is paid with the method, and returns it.
func (c *customer) hasPaid(method stancer.PaymentMethod) *stancer.PaymentIntent {
	c.t.Helper()
	intent, err := c.client.PaymentIntents.Get(c.t.Context(), c.intent.ID)
	require.NoError(c.t, err)
	require.NotNil(c.t, intent.Payment)
	paid, err := c.client.Payments.Get(c.t.Context(), intent.Payment)
	require.NoError(c.t, err)
	require.Equal(c.t, stancer.PaymentStatusToCapture, paid.Status)
	require.Equal(c.t, method, paid.Method)
	return intent
}

func (c *customer) intentIs(status stancer.PaymentIntentStatus) *stancer.PaymentIntent {
	c.t.Helper()
	intent, err := c.client.PaymentIntents.Get(c.t.Context(), c.intent.ID)
	require.NoError(c.t, err)
	require.Equal(c.t, status, intent.Status)
	return intent
}

var without3DS = stancer.Ptr(stancer.ThreeDSModeNone)

func TestHostedPagePays(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, stancer.PaymentIntentCreate{
		Description: stancer.Ptr("Two tickets"),
		OrderID:     stancer.Ptr("order-7"),
		ThreeDS:     without3DS,
	})
	require.Equal(t, http.StatusOK, c.status)
	c.sees(`<html lang="en">`, "Stancer mock", "Two tickets", "Order order-7", "Pay €42.00",
		"4242 4242 4242 4242", "Refused: stolen card", "FR14 2004 1010 0505 0001 3M02 606",
		"Card number or IBAN")
	c.submit("choice", stancertest.CardApproved)
	c.sees("Payment accepted", "€42.00")
	require.NotEmpty(t, c.hasPaid(stancer.PaymentMethodCard).Card)

	c.open(c.intent.URL)
	c.sees("Payment accepted")
	require.NotContains(t, c.text, "<form", "the page accepts a second payment")
}

func TestHostedPageRedirectsToTheReturnURL(t *testing.T) {
	t.Parallel()
	for name, steps := range map[string]func(*customer){
		"paid": func(c *customer) {
			c.submit("choice", stancertest.CardApproved)
			c.submit("answer", "accept")
		},
		"refused": func(c *customer) {
			c.submit("choice", stancertest.CardApproved)
			c.submit("answer", "refuse")
		},
		"canceled": func(c *customer) {
			c.submit("choice", stancertest.CardApproved, "cancel", "yes")
			c.intentIs(stancer.PaymentIntentStatusUnpaid)
		},
		"account": func(c *customer) { c.submit("choice", stancertest.IBANFrance) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCustomer(t, stancer.PaymentIntentCreate{ReturnURL: stancer.Ptr(shopURL)})
			steps(c)
			require.Equal(t, shopURL, c.at)
			c.open(c.intent.URL)
			c.sees(`href="`+shopURL+`"`, "Back to the merchant")
		})
	}
}

func TestHostedPageAcceptsAnotherCardAfterARefusal(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, stancer.PaymentIntentCreate{
		ThreeDS: without3DS, ReturnURL: stancer.Ptr(shopURL),
	})
	for number, reason := range map[string]string{
		stancertest.CardDoNotHonor:        "without giving a reason",
		stancertest.CardInsufficientFunds: "There is not enough money",
		stancertest.CardStolen:            "reported stolen",
	} {
		c.submit("choice", number)
		c.sees(`role="alert"`, reason, "Try another way to pay.")
		require.Empty(t, c.intentIs(stancer.PaymentIntentStatusRequirePaymentMethod).Card)
	}
	// An entered number takes precedence over the choice.
	c.submit("choice", stancertest.CardStolen, "number", "4444 3333 2222 1111")
	require.Equal(t, shopURL, c.at)
	c.hasPaid(stancer.PaymentMethodCard)
}

func TestHostedPageAsksFor3DSecure(t *testing.T) {
	t.Parallel()
	t.Run("accepted", func(t *testing.T) {
		t.Parallel()
		c := newCustomer(t, stancer.PaymentIntentCreate{})
		c.submit("choice", stancertest.CardApproved)
		c.sees("3-D Secure", "Confirm the payment", "4242", "€42.00")
		require.NotEmpty(t, c.intentIs(stancer.PaymentIntentStatusRequireAuthentication).Card)
		c.submit("answer", "accept")
		c.sees("Payment accepted")
		c.hasPaid(stancer.PaymentMethodCard)
	})
	t.Run("refused", func(t *testing.T) {
		t.Parallel()
		c := newCustomer(t, stancer.PaymentIntentCreate{})
		c.submit("choice", stancertest.CardApproved)
		confirm := c.at
		c.submit("answer", "refuse")
		c.sees("Payment not made")
		c.intentIs(stancer.PaymentIntentStatusUnpaid)
		c.open(confirm)
		c.sees("Payment not confirmed")
	})
	t.Run("required by the card only", func(t *testing.T) {
		t.Parallel()
		c := newCustomer(t, stancer.PaymentIntentCreate{ThreeDS: without3DS})
		c.submit("choice", stancertest.Card3DSChallenge)
		c.sees("Confirm the payment")
	})
	t.Run("accepted, and the bank refuses", func(t *testing.T) {
		t.Parallel()
		c := newCustomer(t, stancer.PaymentIntentCreate{ReturnURL: stancer.Ptr(shopURL)})
		c.submit("choice", stancertest.CardStolen)
		c.submit("answer", "accept")
		c.sees("reported stolen", "Pay €42.00")
		c.submit("choice", stancertest.CardApproved)
		c.submit("answer", "accept")
		require.Equal(t, shopURL, c.at)
	})
	t.Run("an account is chosen instead", func(t *testing.T) {
		t.Parallel()
		c := newCustomer(t, stancer.PaymentIntentCreate{})
		c.submit("choice", stancertest.CardApproved)
		left := c.at
		c.open(c.intent.URL)
		c.submit("choice", stancertest.IBANFrance)
		c.sees("Payment under way")
		c.open(left)
		c.sees("Payment not confirmed")
		require.Empty(t, c.hasPaid(stancer.PaymentMethodSEPA).Card)
	})
	t.Run("the merchant cancels first", func(t *testing.T) {
		t.Parallel()
		c := newCustomer(t, stancer.PaymentIntentCreate{})
		c.submit("choice", stancertest.CardApproved)
		_, err := c.client.PaymentIntents.Cancel(t.Context(), c.intent.ID)
		require.NoError(t, err)
		c.submit("answer", "accept")
		c.sees("Payment canceled")
		c.intentIs(stancer.PaymentIntentStatusCanceled)
	})
}

func TestHostedPageConfirmsAPaymentOfTheAPI(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, stancer.PaymentIntentCreate{})
	for answer, want := range map[string]stancer.PaymentStatus{
		"accept": stancer.PaymentStatusToCapture,
		"refuse": stancer.PaymentStatusFailed,
	} {
		paid, err := c.client.Payments.Create(t.Context(), &stancer.PaymentCreate{
			Amount:    4200,
			Card:      approved(),
			Auth:      &stancer.PaymentAuthCreate{Bool: true},
			ReturnURL: stancer.Ptr(shopURL),
		})
		require.NoError(t, err)
		c.open(paid.Auth.Object.RedirectURL)
		c.sees("Confirm the payment", "€42.00", "4242")
		c.submit("answer", answer)
		require.Equal(t, shopURL, c.at)
		paid, err = c.client.Payments.Get(t.Context(), paid.ID)
		require.NoError(t, err)
		require.Equal(t, want, paid.Status)
	}
}

func TestHostedPageOffersTheAllowedMethods(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, stancer.PaymentIntentCreate{
		MethodsAllowed: []stancer.PaymentMethod{stancer.PaymentMethodSEPA},
	})
	require.NotContains(t, c.text, "4242 4242")
	c.submit("choice", stancertest.CardApproved)
	require.Equal(t, http.StatusUnprocessableEntity, c.status)
	c.sees("This number cannot be used for this payment.", `aria-invalid="true"`)
	c.submit("number", "de89 3704 0044 0532 0130 00")
	c.sees("Payment under way")
	require.NotEmpty(t, c.hasPaid(stancer.PaymentMethodSEPA).SEPA)

	c = newCustomer(t, stancer.PaymentIntentCreate{
		Currency: stancer.Ptr(stancer.CurrencyCHF), Amount: 123456789,
	})
	c.sees("CHF\u00a01,234,567.89", "4242 4242")
	require.NotContains(t, c.text, "IBAN")
}

func TestHostedPageWithoutMethodsOffersOnlyCancel(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, stancer.PaymentIntentCreate{})
	none := stancer.WithBodyMember("methods_allowed", []string{})
	params := &stancer.PaymentIntentCreate{Amount: 4200}
	intent, err := c.client.PaymentIntents.Create(t.Context(), params, none)
	require.NoError(t, err)
	c.open(intent.URL)
	c.sees("This payment cannot be made on this page.")
	require.NotContains(t, c.text, "Pay €42.00")
	c.submit("cancel", "yes")
	c.sees("Payment not made")
}

func TestHostedPageRefusesInvalidNumbers(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, stancer.PaymentIntentCreate{})
	for _, number := range []string{
		"", "0", "18", "4242424242424241", strings.Repeat("4", 5000),
		"FR", "FR1520041010050500013M02606", "stored", "<script>",
	} {
		c.submit("number", number)
		require.Equal(t, http.StatusUnprocessableEntity, c.status, number)
		c.sees(`role="alert"`)
		require.NotContains(t, c.text, " checked", "a method is chosen after an invalid number")
		if len(number) > 2 && number != "stored" {
			require.NotContains(t, c.text, number, "the page shows the number")
		}
	}
	c.submit("number", stancertest.CardVisa)
	c.submit("answer", "accept")
	require.NotContains(t, c.s.Held(), stancertest.CardVisa)
	for _, request := range c.s.Requests() {
		require.NotContains(t, request.Path, "/pay/", "a page is listed as a request of the API")
	}
}

func TestHostedPageOffersTheStoredCard(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, stancer.PaymentIntentCreate{})
	card, err := c.client.Cards.Create(t.Context(), &stancer.CardCreate{
		Number: stancertest.CardMastercard, ExpMonth: 12, ExpYear: 2098,
	})
	require.NoError(t, err)
	c.intent, err = c.client.PaymentIntents.Create(t.Context(), &stancer.PaymentIntentCreate{
		Amount: 100, Card: &card.ID,
	})
	require.NoError(t, err)
	c.open(c.intent.URL)
	c.sees("Ends in 4444")
	c.submit("choice", "stored")
	c.submit("answer", "accept")
	require.Equal(t, card.ID, c.hasPaid(stancer.PaymentMethodCard).Card)
}

func TestUnknownHostedPageIsNotFound(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, stancer.PaymentIntentCreate{})
	id := string(c.intent.ID)
	for _, path := range []string{
		"/pay/test_pi_unknown", "/pay/" + id, "/pay/test_test_" + id,
		"/pay/3ds/test_", "/pay/", "/pay/a/b",
	} {
		c.open(c.s.URL + path)
		assert.Equal(t, http.StatusNotFound, c.status, path)
		c.sees("This payment does not exist")
	}
	_, err := c.client.PaymentIntents.Cancel(t.Context(), c.intent.ID)
	require.NoError(t, err)
	c.open(c.intent.URL)
	require.Equal(t, http.StatusOK, c.status)
	c.sees("Payment canceled")
}

func TestHostedPageShowsLiveMode(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, stancer.PaymentIntentCreate{})
	params := &stancer.PaymentIntentCreate{Amount: 100}
	intent, err := c.s.LiveClient().PaymentIntents.Create(t.Context(), params)
	require.NoError(t, err)
	require.Equal(t, c.s.URL+"/pay/"+string(intent.ID), intent.URL)
	c.open(intent.URL)
	c.sees("Live mode", "€1.00")
}

func TestHostedPageEscapesTextsOfTheMerchant(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, stancer.PaymentIntentCreate{
		Description: stancer.Ptr(`</p><script>alert(1)</script>`),
		OrderID:     stancer.Ptr(`"><img src=x>`),
		ReturnURL:   stancer.Ptr(`https://shop.example.com/"><script>alert(1)</script>`),
		ThreeDS:     without3DS,
	})
	require.NotContains(t, c.text, "<script")
	require.NotContains(t, c.text, "<img")
	c.sees(`</p><script>alert(1)</script>`)
	c.submit("choice", stancertest.CardApproved)
	require.NotContains(t, c.at, "javascript:")
	require.NotContains(t, c.at, "<")
	c.open(c.intent.URL)
	require.NotContains(t, c.text, "<script")
	require.NotContains(t, c.text, `href="javascript:`)
}

func TestHostedPageRefusesFormsOfOtherSites(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, stancer.PaymentIntentCreate{})
	for name, value := range map[string]string{
		"Origin":         "https://elsewhere.example.com",
		"Sec-Fetch-Site": "cross-site",
	} {
		c.open(c.intent.URL)
		c.header = http.Header{name: {value}}
		c.submit("choice", stancertest.CardApproved, "cancel", "yes")
		require.Equal(t, http.StatusForbidden, c.status)
		c.header = nil
	}
	c.intentIs(stancer.PaymentIntentStatusRequirePaymentMethod)
}

func TestURLOfIntentDependsOnHostedPages(t *testing.T) {
	t.Parallel()
	params := &stancer.PaymentIntentCreate{Amount: 100}
	s := stancertest.NewServer(t)
	intent, err := s.Client().PaymentIntents.Create(t.Context(), params)
	require.NoError(t, err)
	require.Equal(t, "https://payment.stancer.com/test_"+string(intent.ID), intent.URL)

	s = stancertest.NewServer(t, stancertest.WithHostedPagesAt("http://localhost:8400/"))
	intent, err = s.Client().PaymentIntents.Create(t.Context(), params)
	require.NoError(t, err)
	require.Equal(t, "http://localhost:8400/pay/test_"+string(intent.ID), intent.URL)
}
