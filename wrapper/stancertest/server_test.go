package stancertest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// recorder keeps the headers and bodies of all answers.
type recorder struct {
	strings.Builder
	next http.RoundTripper
}

func (r *recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := r.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(r, "%v\n%s\n", response.Header, text)
	response.Body = io.NopCloser(strings.NewReader(string(text)))
	return response, nil
}

func TestSecretsAreNotStoredOrAnswered(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	all := &recorder{next: c.s.HTTPClient().Transport}
	c.http.Transport = all
	number, cvc, iban := "4929119935365021", "9137", stancertest.IBANLuxembourg
	made := object{"number": number, "exp_month": 12, "exp_year": 2098, "cvc": cvc}
	account := object{"iban": iban, "name": "David", "mandate": "M1", "date_mandate": "2026-01-01"}
	for _, in := range []object{
		{"card": made},
		{"card": made, "auth": true},
		{"card": made, "sepa": account},
		{"card": made, "unknown": 1},
		{"card": number},
		{"card": object{"number": number + "0000", "cvc": cvc + "0"}},
		{"card": object{"number": []any{number}, "cvc": object{"cvc": cvc}}},
		{"sepa": account},
		{"sepa": iban},
		{"sepa": object{"iban": object{"is": iban}}},
		{"wallet": object{"apple_pay": number}},
		{"amount": number},
		{"currency": number},
		{"description": []any{iban}},
		{"methods_allowed": []any{iban}},
		{"order_id": object{"number": number}},
		{"return_url": iban},
		{"metadata": object{number: object{iban: json.Number(number)}, "key": c.s.LiveKey}},
		{number: iban, iban: object{}},
	} {
		if in["amount"] == nil {
			in["amount"] = 1
		}
		c.send("POST", "/v2/payments/", in)
	}
	c.send("POST", "/v2/payments/", `{"card": "`+number+`", "iban": "`+iban)
	c.send("POST", "/v2/cards/", made)
	c.send("POST", "/v2/sepa/", account)
	c.send("POST", "/v2/sepa/check/", object{"iban": iban, "company": object{"identifier": "1"}})
	c.send("GET", "/v2/cards/?customer="+number, nil)
	c.send("GET", "/v2/cards/"+number, nil)
	c.send("GET", "/v2/cards/?"+number+"="+iban[:8]+"+"+iban[8:]+"&key="+c.s.TestKey, nil)
	c.send("GET", "/v2/payments/?created="+number+"x&unique_id="+strings.Repeat(iban, 3), nil)
	intent := id(c.post("/v2/payment_intents/", object{"amount": 1}))
	require.NoError(t, c.s.CompletePaymentIntent(intent, number))
	other := id(c.post("/v2/payment_intents/", object{"amount": 1}))
	require.NoError(t, c.s.CompletePaymentIntent(other, iban))
	for _, err := range []error{
		c.s.CompletePaymentIntent(intent, number),
		c.s.CompletePaymentIntent(other, number+"1"),
		c.s.CompletePaymentIntent(other, iban),
	} {
		require.Error(t, err)
		all.WriteString(err.Error())
	}
	for _, path := range []string{
		"payments/?limit=100", "cards/", "sepa/", "payment_intents/", "mandates/",
	} {
		c.send("GET", "/v2/"+path, nil)
	}
	fmt.Fprint(all, c.s.Requests())
	held := c.s.Held()
	require.Contains(t, held, number[12:], "Held finds the last digits of the card")
	for _, secret := range []string{
		number, cvc, iban, number[:15], iban[4:], c.s.TestKey, c.s.LiveKey,
	} {
		require.NotContains(t, all.String(), secret)
		require.NotContains(t, held, secret)
	}
}

func TestEachWebhookEndpointHasItsSecret(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	a := c.post("/v2/webhooks/", object{"url": "https://example.com/a"})
	b := c.post("/v2/webhooks/", object{"url": "https://example.com/b", "enabled": false})
	require.Equal(t, true, a["enabled"])
	require.Equal(t, false, b["enabled"])
	require.Len(t, a["secret"], 64)
	require.NotEqual(t, a["secret"], b["secret"])
	require.Equal(t, []string{id(b), id(a)}, c.ids("/v2/webhooks/", "webhook_endpoints"))
	changed := c.patch("/v2/webhooks/"+id(a), object{"url": "https://example.com/c"})
	require.Equal(t, a["secret"], changed["secret"])
	require.Equal(t, "https://example.com/c", c.get("/v2/webhooks/" + id(a))["url"])
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	c.http.Transport = &http.Transport{MaxIdleConnsPerHost: 8}
	defer c.http.CloseIdleConnections()
	known := id(c.post("/v2/cards/", card(stancertest.CardApproved)))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 20 {
				paid := id(c.post("/v2/payments/", object{"amount": 1, "card": known}))
				c.patch("/v2/cards/"+known, object{"zip_code": "75002"})
				c.get("/v2/payments/" + paid)
				c.get("/v2/payments/")
				c.s.Settle()
				c.s.Requests()
				c.s.PayOut(stancertest.ModeTest)
				c.s.Advance(time.Second)
			}
		})
	}
	all.Wait()
	require.Equal(t, 160., c.get("/v2/payments/")["range"].(object)["count"])
}

func BenchmarkStart(b *testing.B) {
	stancertest.NewServer(b)
	for b.Loop() {
		s, err := stancertest.Start()
		require.NoError(b, err)
		s.Close()
	}
}

func BenchmarkGet(b *testing.B) {
	s := stancertest.NewServer(b)
	c := &caller{t: b, s: s, http: s.HTTPClient(), key: s.TestKey}
	path := "/v2/payments/" + id(c.pay(stancertest.CardApproved))
	for b.Loop() {
		response := c.response("GET", path, nil)
		_, err := io.Copy(io.Discard, response.Body)
		require.NoError(b, err)
		require.NoError(b, response.Body.Close())
	}
}

func BenchmarkCreate(b *testing.B) {
	s := stancertest.NewServer(b)
	c := &caller{t: b, s: s, http: s.HTTPClient(), key: s.TestKey}
	for b.Loop() {
		c.pay(stancertest.CardApproved)
	}
}
