package stancertest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func TestAccountsHaveAValidIBAN(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	for _, iban := range []string{
		stancertest.IBANAustria, stancertest.IBANBelgium, stancertest.IBANSwitzerland,
		stancertest.IBANGermany, stancertest.IBANEstonia, stancertest.IBANSpain,
		stancertest.IBANFinland, stancertest.IBANFrance, stancertest.IBANUnitedKingdom,
		stancertest.IBANIreland, stancertest.IBANLithuania, stancertest.IBANLuxembourg,
		stancertest.IBANItaly, stancertest.IBANNetherlands, stancertest.IBANNorway,
		stancertest.IBANPortugal, stancertest.IBANSweden, "fr14 2004 1010 0505 0001 3m02 606",
	} {
		made := c.post("/v2/sepa/", object{"iban": iban, "name": "David Coaster"})
		require.Equal(t, iban[len(iban)-3:], made["last4"].(string)[1:])
		require.NotContains(t, made, "iban")
		require.Nil(t, made["mandate"])
	}
	for _, iban := range []string{
		"FR1420041010050500013M02607", "FR14_0041010050500013M02606", "            ",
	} {
		c.invalid("body.iban: invalid IBAN (value_error)", "POST", "/v2/sepa/",
			object{"iban": iban, "name": "David Coaster"})
	}
	made := c.post("/v2/sepa/", object{
		"iban": stancertest.IBANFrance, "name": "David", "bic": "MINEFRPP",
	})
	require.Equal(t, "MINEFRPP", made["bic"])
}

func TestDebitsNeedASignedMandate(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	customer := id(c.post("/v2/customers/", object{"mobile": "+33639980102"}))
	account := id(c.post("/v2/sepa/", object{
		"iban": stancertest.IBANFrance, "name": "David", "customer": customer,
	}))
	made := c.post("/v2/mandates/", object{"sepa": account})
	path := "/v2/mandates/" + id(made)
	for _, name := range []string{"rum", "signed_at", "deleted_at"} {
		require.Contains(t, made, name)
		require.Nil(t, made[name])
	}
	require.Contains(t, made["sign_url"], "https://payment.stancer.com/test_mndt_")
	require.Equal(t, customer, made["customer"])
	require.Equal(t, []string{id(made)}, c.ids("/v2/mandates/?customer="+customer, "mandates"))

	pay := func() int {
		status, _ := c.send("POST", "/v2/payments/", object{"amount": 1, "sepa": account})
		return status
	}
	require.Equal(t, 422, pay(), "it is not signed yet")
	start := c.s.Now()
	require.NoError(t, c.s.SignMandate(id(made)))
	signed := c.get(path)
	require.Len(t, signed["rum"], 24)
	c.within(start, signed["signed_at"])
	require.Equal(t, 200, pay())

	c.within(start, c.delete(path)["deleted_at"])
	require.NotNil(t, c.get(path)["deleted_at"])
	require.Empty(t, c.ids("/v2/mandates/", "mandates"))
	require.Error(t, c.s.SignMandate(id(made)))
	require.Equal(t, 422, pay(), "it is deleted")

	paper := c.post("/v2/mandates/", object{
		"sepa": account, "rum": "R1", "signed_at": "2026-01-02T03:04:05Z",
	})
	require.Equal(t, "R1", paper["rum"])
	require.EqualValues(t, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC).Unix(), paper["signed_at"])
	require.Equal(t, 200, pay())
	c.fails(404, "SEPA `sepa_aaaaaaaaaaaaaaaaaaaaaaaa` not found",
		"POST", "/v2/mandates/", object{"sepa": "sepa_aaaaaaaaaaaaaaaaaaaaaaaa"})
	c.fails(404, "Mandate `mndt_aaaaaaaaaaaaaaaaaaaaaaaa` not found",
		"GET", "/v2/mandates/mndt_aaaaaaaaaaaaaaaaaaaaaaaa.pdf", nil)
}

func TestSEPAChecksHaveTheWantedResult(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	person := object{"first_name": "David", "last_name": "Coaster", "date_birth": "1980-01-01"}
	company := object{"identifier": "123456789", "country_code": "FR"}
	check := func(c *caller, wanted, in object) object {
		t.Helper()
		status, iban := c.send("POST", "/v2/sepa/check/generate", wanted)
		require.Equal(t, 200, status)
		in["iban"] = iban
		created := c.post("/v2/sepa/check/", in)
		require.Len(t, created, 1)
		return c.get("/v2/sepa/check/" + id(created))
	}
	scores := object{"score": 55, "score_name": 80, "birth_date_valid": false}
	wanted := object{"status": "succeeded", "person": scores}
	result := check(c, wanted, object{"person": person})
	require.Equal(t, "person", result["check_type"])
	require.Equal(t, "succeeded", result["status"])
	require.Nil(t, result["company"])
	require.Equal(t, object{
		"score": 55., "score_name": 80., "birth_date_valid": false,
		"existing_account": true, "correct_account_holder_type": true, "classification": "MEDIUM",
	}, result["person"])
	for score, class := range map[int]string{100: "HIGH", 74: "MEDIUM", 49: "LOW", 24: "NO"} {
		wanted := object{"status": "succeeded", "company": object{"score": score}}
		result = check(c, wanted, object{"company": company})
		require.Equal(t, class, result["company"].(object)["classification"])
		require.Equal(t, "company", result["check_type"])
	}
	wanted = object{"status": "pending", "company": object{"score": 1}}
	pending := check(c, wanted, object{"company": company})
	require.Equal(t, "pending", pending["status"])
	require.Nil(t, pending["company"])

	c.invalid("body.iban: in test mode the IBAN must be generated (value_error)",
		"POST", "/v2/sepa/check/", object{"iban": stancertest.IBANFrance, "company": company})
	c.invalid("body: either person or company is required (value_error)",
		"POST", "/v2/sepa/check/", object{"iban": stancertest.IBANFrance})
	live := c.live()
	live.invalid("body: IBANs are generated in test mode only (value_error)",
		"POST", "/v2/sepa/check/generate", wanted)
	in := object{"iban": stancertest.IBANFrance, "person": person}
	made := id(live.post("/v2/sepa/check/", in))
	require.Equal(t, 100., live.get("/v2/sepa/check/" + made)["person"].(object)["score"])

	c.s.Advance(24 * time.Hour)
	c.fails(410, "SEPA check `"+id(pending)+"` has expired",
		"GET", "/v2/sepa/check/"+id(pending), nil)
}
