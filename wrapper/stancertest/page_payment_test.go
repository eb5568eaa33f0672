package stancertest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

var (
	testPublicKey = "ptest_" + strings.Repeat("a", 24)
	livePublicKey = "pprod_" + strings.Repeat("a", 24)
)

// newPaymentCustomer opens the page of a payment that has no method yet.
func newPaymentCustomer(t *testing.T, params stancer.PaymentCreate) (*customer, stancer.PaymentID) {
	t.Helper()
	s := stancertest.NewServer(t, stancertest.WithHostedPages())
	c := &customer{t: t, s: s, client: s.Client()}
	params.Amount = 4200
	paid, err := c.client.Payments.Create(t.Context(), &params)
	require.NoError(t, err)
	c.open(s.URL + "/" + testPublicKey + "/" + string(paid.ID))
	require.Equal(t, http.StatusOK, c.status)
	return c, paid.ID
}

func (c *customer) payment(id stancer.PaymentID) *stancer.Payment {
	c.t.Helper()
	paid, err := c.client.Payments.Get(c.t.Context(), id)
	require.NoError(c.t, err)
	return paid
}

func TestPaymentPagePays(t *testing.T) {
	t.Parallel()
	for number, result := range map[string]string{
		stancertest.CardApproved: "Payment accepted",
		stancertest.IBANFrance:   "Payment under way",
	} {
		description := "Two tickets"
		c, id := newPaymentCustomer(t, stancer.PaymentCreate{Description: &description})
		page := c.at
		c.sees("Two tickets", "Pay €42.00")
		c.submit("choice", number)
		require.Equal(t, page, c.at)
		c.sees(result)
		require.NotContains(t, c.text, "<form")
		paid := c.payment(id)
		require.Equal(t, stancer.PaymentStatusToCapture, paid.Status)
		require.Equal(t, number[len(number)-4:], methodDigits(paid))
	}
}

func methodDigits(paid *stancer.Payment) string {
	if paid.SEPA != nil {
		return paid.SEPA.Last4
	}
	return paid.Card.Last4
}

func TestPaymentPageReturnsToTheMerchant(t *testing.T) {
	t.Parallel()
	c, id := newPaymentCustomer(t, stancer.PaymentCreate{ReturnURL: stancer.Ptr(shopURL)})
	page := c.at
	c.submit("cancel", "yes")
	require.Equal(t, shopURL, c.at)
	require.Empty(t, c.payment(id).Status, "the customer can still pay later")
	c.open(page)
	c.submit("choice", stancertest.CardStolen)
	require.Equal(t, shopURL, c.at)
	require.Equal(t, stancer.PaymentStatusRefused, c.payment(id).Status)
	c.open(page)
	c.sees("Payment refused", "The card was reported stolen.", "Back to the merchant")
}

func TestPaymentPageOffersCancelOnlyWithAReturnURL(t *testing.T) {
	t.Parallel()
	c, _ := newPaymentCustomer(t, stancer.PaymentCreate{})
	require.NotContains(t, c.text, "Cancel")
}

func TestPaymentPageAsksFor3DSecure(t *testing.T) {
	t.Parallel()
	required := &stancer.PaymentAuthCreate{Bool: true}
	for name, test := range map[string]struct {
		auth   *stancer.PaymentAuthCreate
		number string
	}{
		"required by the merchant": {required, stancertest.CardApproved},
		"required by the card":     {nil, stancertest.Card3DSChallenge},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, id := newPaymentCustomer(t, stancer.PaymentCreate{
				Auth: test.auth, ReturnURL: stancer.Ptr(shopURL),
			})
			page := c.at
			c.submit("choice", test.number)
			c.sees("Confirm the payment")
			c.open(page)
			c.sees("Confirm the payment")
			c.submit("answer", "accept")
			require.Equal(t, shopURL, c.at)
			paid := c.payment(id)
			require.Equal(t, stancer.PaymentStatusToCapture, paid.Status)
			require.Equal(t, stancer.AuthStatusSuccess, paid.Auth.Object.Status)
		})
	}
}

func TestPaymentPageRefusesInvalidNumbers(t *testing.T) {
	t.Parallel()
	c, id := newPaymentCustomer(t, stancer.PaymentCreate{
		MethodsAllowed: []stancer.PaymentMethod{stancer.PaymentMethodCard},
	})
	for _, number := range []string{"", "4242424242424241", stancertest.IBANFrance, "stored"} {
		c.submit("number", number)
		require.Equal(t, http.StatusUnprocessableEntity, c.status, number)
		c.sees(`role="alert"`)
	}
	require.Empty(t, c.payment(id).Status)
}

func TestPaymentPageIsFoundByModeAndPublicKey(t *testing.T) {
	t.Parallel()
	c, id := newPaymentCustomer(t, stancer.PaymentCreate{})
	for _, path := range []string{
		livePublicKey + "/" + string(id),
		testPublicKey + "/paym_unknown",
		testPublicKey + "/",
		testPublicKey,
		"ptest_short/" + string(id),
	} {
		c.open(c.s.URL + "/" + path)
		assert.Equal(t, http.StatusNotFound, c.status, path)
		c.sees("This payment does not exist")
	}
	c.open(c.s.URL + "/" + testPublicKey + "/" + string(id) + "?lang=fr")
	c.sees("Payer 42,00\u00a0€")
}
