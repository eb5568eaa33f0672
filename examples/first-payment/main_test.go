package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func TestDemo(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), &out, ""))
	transcript := regexp.MustCompile(`[A-Za-z0-9]{24}`).ReplaceAllString(out.String(), "…")
	transcript = regexp.MustCompile(`127.0.0.1:\d+`).ReplaceAllString(transcript, "127.0.0.1")
	first, rest, _ := strings.Cut(transcript, "\n\n")
	assert.Equal(t, "Talking to a fake Stancer at http://127.0.0.1. "+
		"Set STANCER_API_KEY to a test key to talk to the real one.", first)
	assert.Equal(t, `1. A customer
   name      Arthur Martin
   id        cust_…

2. The customer's card, stored as a token
   card      visa, ends in 4242, expires 12/2030
   id        card_…

3. A payment intent, with a payment page
   amount    42.00 EUR
   status    require_authentication
   page      https://payment.stancer.com/test_pi_…
   id        pi_…

4. The customer pays on the page
   status    authorized
   payment   paym_…

5. The shop captures the payment
   status    captured

6. The shop refunds one ticket
   amount    21.00 EUR
   status    to_refund
   id        refd_…

7. The latest payments
   paym_… 42.00 EUR, captured

8. The payouts of version 1, in live mode only
   status    501
   error     stancer: listPayoutsV1: 501 Not Implemented: payouts exist in live mode only, and the key is a test key
   is        stancer.ErrLiveModeOnly
`, rest)
}

// TestWithoutTheFake runs the program as with a real test key, when no customer pays.
func TestWithoutTheFake(t *testing.T) {
	var out bytes.Buffer
	d := &demo{transcript: transcript{out: &out}, client: stancertest.NewServer(t).Client()}
	require.NoError(t, d.run(t.Context()))
	assert.Contains(t, out.String(), "open the page in a browser to pay")
	assert.Contains(t, out.String(), "nothing was paid yet")
	assert.Contains(t, out.String(), "stancer.ErrLiveModeOnly")
}

func TestLiveAndPublicKeysAreRefused(t *testing.T) {
	for key, want := range map[string]string{
		"sprod_aaaaaaaaaaaaaaaaaaaaaaaa": "the API key is a live key, but test mode is required",
		"ptest_aaaaaaaaaaaaaaaaaaaaaaaa": "the API key is public",
	} {
		assert.ErrorContains(t, run(t.Context(), &bytes.Buffer{}, key), want)
	}
}
