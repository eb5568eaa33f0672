package stancer_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// TestIDOrObject: what takes an id or an object sends either.
func TestIDOrObject(t *testing.T) {
	t.Parallel()
	for want, value := range map[string]any{
		`"card_1"`: stancer.CardByID("card_1"),
		`{"number":"4242424242424242","exp_month":1,"exp_year":2030}`: stancer.NewCard(stancer.CardCreate{
			Number: "4242424242424242", ExpMonth: 1, ExpYear: 2030,
		}),
		`"sepa_1"`: stancer.SEPAByID("sepa_1"),
		`{"iban":"FR1420041010050500013M02606","name":"Jean Dupont","mandate":"M-1","date_mandate":"2026-11-02"}`: stancer.NewSEPA(stancer.SEPAInline{
			IBAN: "FR1420041010050500013M02606", Name: "Jean Dupont", Mandate: "M-1", DateMandate: stancer.Date{Year: 2026, Month: 11, Day: 2},
		}),
		`"cust_1"`:               stancer.CustomerByID("cust_1"),
		`{"name":"Jean Dupont"}`: stancer.NewCustomer(stancer.CustomerCreate{Name: stancer.Ptr("Jean Dupont")}),
	} {
		got, err := json.Marshal(value)
		require.NoError(t, err)
		assert.JSONEq(t, want, string(got))
	}
}
