package stancer_test

import (
	"context"
	"fmt"
	"net/http"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// TestInvalidIDsAreRejected checks that every method with an id rejects an id that cannot belong to
// its resource, with the reason, and sends nothing.
func TestInvalidIDsAreRejected(t *testing.T) {
	t.Parallel()
	s := newServer(t, saysJSON(`{}`))
	for _, m := range methods(t, s.client(t)) {
		if m.id == "" {
			continue
		}
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			prefix, rest, _ := strings.Cut(m.id, "_")
			upper := strings.ToUpper(prefix)
			for id, want := range map[string]string{
				"":                             "is empty",
				".":                            "is not an identifier",
				"..":                           "is not an identifier",
				"../" + m.id:                   "is not an identifier",
				m.id + "/..":                   "is not an identifier",
				"a/b":                          "is not an identifier",
				"%2e%2e":                       "is not an identifier",
				"%2e%2e%2f":                    "is not an identifier",
				m.id + "?limit=1":              "is not an identifier",
				m.id + "#":                     "is not an identifier",
				m.id + "\n":                    "is not an identifier",
				m.id + "\x00":                  "is not an identifier",
				" " + m.id:                     "is not an identifier",
				prefix + "_" + rest[:23] + "é": "is not an identifier",
				prefix + "_" + rest[:23] + "_": "is not an identifier",
				rest:                           "is not an identifier",
				prefix:                         "has 0 characters",
				prefix + "_":                   "has 0 characters",
				prefix + "_" + rest[:23]:       "has 23 characters",
				m.id + "a":                     "has 25 characters",
				upper + "_" + rest:             "starts with " + upper + "_",
				"evt_" + rest:                  "starts with evt_",
			} {
				_, err := m.call(t.Context(), id)
				if assert.ErrorContains(t, err, want, "%q", id) {
					assert.Contains(t, err.Error(), prefix+"_ and 24 letters or digits")
					assert.ErrorIs(t, err, stancer.ErrInvalidID)
					assert.Less(t, len(err.Error()), 250)
				}
			}
			for _, other := range prefixes {
				if other != prefix {
					_, err := m.call(t.Context(), other+"_"+id24)
					assert.ErrorContains(t, err, "starts with "+other+"_")
				}
			}
		})
	}
	t.Cleanup(func() { assert.Zero(t, s.requests.Load()) })
}

// TestInvalidIDsInParamsAreRejected checks that ids in parameters are validated like ids in a path,
// and that the error names the member.
func TestInvalidIDsInParamsAreRejected(t *testing.T) {
	t.Parallel()
	s := newServer(t, saysJSON(`{}`))
	client, ctx := s.client(t), t.Context()
	pay := func(params stancer.PaymentCreate) error {
		_, err := client.Payments.Create(ctx, &params)
		return err
	}
	wrong := "evt_" + id24
	addressed := stancer.CustomerCreate{BillingAddress: &wrong}
	for want, call := range map[string]func() error{
		`card: invalid id: the id "" is empty; want card_`: func() error {
			return pay(stancer.PaymentCreate{Card: stancer.CardByID("")})
		},
		`card: invalid id: the id "cust_`: func() error {
			return pay(stancer.PaymentCreate{Card: stancer.CardByID("cust_" + id24)})
		},
		"sepa: invalid id: ": func() error {
			return pay(stancer.PaymentCreate{SEPA: stancer.SEPAByID("card_" + id24)})
		},
		"customer: invalid id: ": func() error {
			return pay(stancer.PaymentCreate{Customer: stancer.CustomerByID("")})
		},
		"customer.billing_address: invalid id: ": func() error {
			return pay(stancer.PaymentCreate{Customer: stancer.NewCustomer(addressed)})
		},
		"updatePayment: sepa: invalid id: ": func() error {
			params := &stancer.PaymentUpdate{SEPA: &stancer.PaymentUpdateSEPA{}}
			_, err := client.Payments.Update(ctx, paymentID, params)
			return err
		},
		"createPaymentIntent: card: invalid id: ": func() error {
			_, err := client.PaymentIntents.Create(ctx, &stancer.PaymentIntentCreate{Card: &wrong})
			return err
		},
		"createRefund: payment: invalid id: ": func() error {
			_, err := client.Refunds.Create(ctx, &stancer.RefundCreate{Payment: wrong})
			return err
		},
		"payments[1]: invalid id: ": func() error {
			params := &stancer.PayoutCreate{Payments: []string{paymentID, wrong}}
			_, err := client.Payouts.Create(ctx, params)
			return err
		},
		"listCards: customer: invalid id: ": func() error {
			params := &stancer.ListCardsParams{Customer: stancer.Ptr("")}
			for _, err := range client.Cards.List(params).All(ctx) {
				return err
			}
			return nil
		},
	} {
		err := call()
		assert.ErrorContains(t, err, want)
		assert.ErrorIs(t, err, stancer.ErrInvalidID, want)
	}
	err := pay(stancer.PaymentCreate{Card: stancer.CardByID(testKey)})
	assert.ErrorContains(t, err, "card: invalid id")
	assert.NotContains(t, err.Error(), testKey)
	assert.Zero(t, s.requests.Load())
}

// TestErrorOfAnInvalidIDHidesSecrets checks that a secret passed as an id by mistake does not
// appear in the error.
func TestErrorOfAnInvalidIDHidesSecrets(t *testing.T) {
	t.Parallel()
	client := newServer(t, nil).client(t)
	for _, secret := range []string{
		testKey, liveKey, "ptest_" + id24, "stest_" + id24 + strings.Repeat("x", 100),
		"4242424242424242", "4242 4242 4242 4242",
		"FR1420041010050500013M02606", "fr1420041010050500013m02606",
		strings.Repeat("0123456789abcdef", 4),
	} {
		for _, id := range []string{secret, " " + secret, strings.Repeat("a ", 17) + secret} {
			_, err := client.Payments.Get(t.Context(), id)
			require.Error(t, err)
			assert.NotContains(t, err.Error(), secret[:7], "%q", id)
		}
	}
	_, err := client.Payments.Get(t.Context(), testKey)
	assert.ErrorContains(t, err, "is an API key")
}

func TestValidIDsAreAccepted(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `{"id":%q,"amount":1}`, path.Base(r.URL.Path))
	})
	_, err := s.client(t).Payments.Get(t.Context(), paymentID)
	require.NoError(t, err)
	_, err = s.client(t).PaymentIntents.Get(t.Context(), "pi_"+id24)
	require.NoError(t, err)
}

// TestNilParamsAreAnError checks that nil for required parameters is an error and not a panic.
func TestNilParamsAreAnError(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	client := s.client(t)
	_, created := client.Payments.Create(t.Context(), nil)
	_, updated := client.Payments.Update(t.Context(), paymentID, nil)
	for _, err := range []error{created, updated} {
		assert.ErrorContains(t, err, "the parameters are nil")
	}
	assert.Zero(t, s.requests.Load())
	assert.NotPanics(t, func() { _, _ = client.Payments.Refund(context.Background(), "", nil) })
}
