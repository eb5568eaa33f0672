package stancertest_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func TestHostedPageHasTheLanguageOfTheBrowserOrQuery(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, stancer.PaymentIntentCreate{})
	for _, test := range []struct{ accept, query, want string }{
		{"", "", "en"},
		{"fr-FR,fr;q=0.9,en;q=0.8", "", "fr"},
		{"fr-FR,fr;q=0.9,en;q=0.8", "?lang=en", "en"},
		{"en-GB, fr;q=0.5", "", "en"},
		{"de, en;q=0.4, fr;q=0.7", "", "fr"},
		{"de", "", "en"},
		{"frr", "", "en"},
		{"fr;q=0", "", "en"},
		{"FR", "", "fr"},
		{"en", "?lang=fr-CA", "fr"},
		{"fr", `?lang="><script>`, "fr"},
		{"en;q=0, fr;q=0.1", "", "fr"},
	} {
		c.header = http.Header{"Accept-Language": {test.accept}}
		c.open(c.intent.URL + test.query)
		assert.Contains(t, c.text, `<html lang="`+test.want+`">`, test)
		assert.NotContains(t, c.text, "<script", test)
	}
}

func TestHostedPageIsInFrench(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, stancer.PaymentIntentCreate{Amount: 123450})
	c.open(c.intent.URL + "?lang=fr")
	c.sees("1\u202f234,50\u00a0€", "Payer", "Annuler", "Refusée", "Allemagne",
		`href="/pay/test_`+string(c.intent.ID)+`?lang=en"`)
	c.submit("choice", stancertest.CardApproved)
	c.sees("Confirmer le paiement", "Confirmer", "Refuser")
	c.submit("answer", "accept")
	c.sees("Paiement accepté") // the language stays after forms
}

// A text that is the same in both languages is a known name, a number, or not translated.
func TestHostedPageIsTranslated(t *testing.T) {
	t.Parallel()
	same := map[string]bool{}
	for _, text := range []string{
		"Stancer mock", "Two tickets", "order-7", "3-D Secure", "IBAN",
		"Canada", "France", "Luxembourg", "Portugal",
	} {
		same[text] = true
	}
	compare := func(c *customer) {
		t.Helper()
		english, french := texts(c, "en"), texts(c, "fr")
		for text := range english {
			if french[text] && !same[text] {
				t.Errorf("%q on %s is the same in French", text, c.at)
			}
		}
	}
	made := func() *customer {
		return newCustomer(t, stancer.PaymentIntentCreate{
			Description: stancer.Ptr("Two tickets"),
			OrderID:     stancer.Ptr("order-7"),
			ThreeDS:     without3DS,
		})
	}
	c := made()
	compare(c)
	for _, number := range []string{
		stancertest.CardDoNotHonor, stancertest.CardInsufficientFunds, stancertest.CardStolen,
	} {
		c.submit("choice", number)
		compare(c)
	}
	c.submit("choice", stancertest.Card3DSChallenge)
	compare(c)
	confirm := c.at
	c.open(c.intent.URL)
	compare(c) // with the stored card
	c.submit("cancel", "yes")
	compare(c)
	c.open(confirm)
	compare(c)
	c = made()
	c.submit("choice", stancertest.IBANFrance)
	compare(c)
	c = made()
	_, err := c.client.PaymentIntents.Cancel(t.Context(), c.intent.ID)
	require.NoError(t, err)
	compare(c)
	c.open(c.s.URL + "/pay/unknown")
	compare(c)
	compare(newCustomer(t, stancer.PaymentIntentCreate{Currency: stancer.Ptr(stancer.CurrencyCHF)}))
	c, _ = newPaymentCustomer(t, stancer.PaymentCreate{})
	compare(c)
	c.submit("choice", stancertest.CardStolen)
	compare(c)

	complaints := map[string]bool{}
	for _, language := range []string{"en", "fr"} {
		for _, number := range []string{"", "1"} {
			c := made()
			c.open(c.intent.URL + "?lang=" + language)
			c.submit("number", number)
			complaints[regexp.MustCompile(`id="complaint">(.*)</p>`).FindString(c.text)] = true
		}
	}
	require.Len(t, complaints, 4)
}

var (
	betweenTags = regexp.MustCompile(`>[^<]+<`)
	word        = regexp.MustCompile(`\p{Ll}{3}`)
)

// texts returns the visible texts of the page.
func texts(c *customer, language string) map[string]bool {
	c.t.Helper()
	address, _, _ := strings.Cut(c.at, "?")
	if strings.HasPrefix(address, "/") {
		address = c.s.URL + address
	}
	c.open(address + "?lang=" + language)
	found := map[string]bool{}
	for _, text := range betweenTags.FindAllString(c.text, -1) {
		text = strings.TrimSpace(html.UnescapeString(strings.Trim(text, "<>")))
		for part := range strings.SplitSeq(text, ", ") {
			if word.MatchString(part) {
				found[part] = true
			}
		}
	}
	require.NotEmpty(c.t, found)
	return found
}
