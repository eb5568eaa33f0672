package stancer_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestIDs: every method that takes an id refuses one that cannot be one of its own, says why, and sends nothing.
func TestIDs(t *testing.T) {
	t.Parallel()
	s := newSite(t, saysJSON(`{}`))
	for _, m := range methods(t, s.client(t)) {
		if m.id == "" {
			continue
		}
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			prefix, rest, _ := strings.Cut(m.id, "_")
			for id, want := range map[string]string{
				"":                                   "is empty",
				".":                                  "is not an identifier",
				"..":                                 "is not an identifier",
				"../" + m.id:                         "is not an identifier",
				m.id + "/..":                         "is not an identifier",
				"a/b":                                "is not an identifier",
				"%2e%2e":                             "is not an identifier",
				"%2e%2e%2f":                          "is not an identifier",
				m.id + "?limit=1":                    "is not an identifier",
				m.id + "#":                           "is not an identifier",
				m.id + "\n":                          "is not an identifier",
				m.id + "\x00":                        "is not an identifier",
				" " + m.id:                           "is not an identifier",
				prefix + "_" + rest[:23] + "é":       "is not an identifier",
				prefix + "_" + rest[:23] + "_":       "is not an identifier",
				rest:                                 "is not an identifier",
				prefix:                               "has 0 characters",
				prefix + "_":                         "has 0 characters",
				prefix + "_" + rest[:23]:             "has 23 characters",
				m.id + "a":                           "has 25 characters",
				strings.ToUpper(prefix) + "_" + rest: "starts with " + strings.ToUpper(prefix) + "_",
				"evt_" + rest:                        "starts with evt_",
			} {
				_, err := m.call(t.Context(), id)
				if assert.ErrorContains(t, err, want, "%q", id) {
					assert.Contains(t, err.Error(), prefix+"_ and 24 letters or digits")
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

// TestIDThatIsASecret: what was passed for an id by mistake is not shown.
func TestIDThatIsASecret(t *testing.T) {
	t.Parallel()
	client := newSite(t, nil).client(t)
	for _, secret := range []string{
		testKey, liveKey, "ptest_" + id24, "4242424242424242", "4242 4242 4242 4242", "FR1420041010050500013M02606", "fr1420041010050500013m02606",
		strings.Repeat("0123456789abcdef", 4), "stest_" + id24 + strings.Repeat("x", 100),
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

func TestIDsThatAreFine(t *testing.T) {
	t.Parallel()
	s := newSite(t, saysJSON(`{"id":"x"}`))
	_, err := s.client(t).Payments.Get(t.Context(), paymentID)
	require.NoError(t, err)
	_, err = s.client(t).PaymentIntents.Get(t.Context(), "pi_"+id24)
	require.NoError(t, err)
}

// TestMissingParameters: nil instead of what must be sent is an error, not a panic.
func TestMissingParameters(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	client := s.client(t)
	_, created := client.Payments.Create(t.Context(), nil)
	_, updated := client.Payments.Update(t.Context(), paymentID, nil)
	for _, err := range []error{created, updated} {
		assert.ErrorContains(t, err, "the parameters are nil")
	}
	assert.Zero(t, s.requests.Load())
	assert.NotPanics(t, func() { _, _ = client.Payments.Refund(context.Background(), "", nil) })
}
