package stancer_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// TestIDOrObjectMarshalsEither checks the JSON of members that are an id or an object.
func TestIDOrObjectMarshalsEither(t *testing.T) {
	t.Parallel()
	card := stancer.CardCreate{Number: "4242424242424242", ExpMonth: 1, ExpYear: 2030}
	account := stancer.SEPAInline{
		IBAN: "FR1420041010050500013M02606", Name: "Jean Dupont",
		Mandate: "M-1", DateMandate: stancer.NewDate(2026, time.November, 2),
	}
	customer := stancer.CustomerCreate{Name: stancer.Ptr("Jean Dupont")}
	for _, test := range []struct {
		value any
		want  string
	}{
		{stancer.CardByID("card_1"), `"card_1"`},
		{stancer.NewCard(card), `{"number":"4242424242424242","exp_month":1,"exp_year":2030}`},
		{stancer.SEPAByID("sepa_1"), `"sepa_1"`},
		{stancer.NewSEPA(account), `{"iban":"FR1420041010050500013M02606","name":"Jean Dupont",` +
			`"mandate":"M-1","date_mandate":"2026-11-02"}`},
		{stancer.CustomerByID("cust_1"), `"cust_1"`},
		{stancer.NewCustomer(customer), `{"name":"Jean Dupont"}`},
	} {
		got, err := json.Marshal(test.value)
		require.NoError(t, err)
		assert.JSONEq(t, test.want, string(got))
	}
}

func TestValIsTheInverseOfPtr(t *testing.T) {
	t.Parallel()
	assert.EqualValues(t, 100, *stancer.Int(100))
	assert.EqualValues(t, 100, stancer.Val(stancer.Int(100)))
	assert.Zero(t, stancer.Val(stancer.Payment{}.Fee))
	assert.False(t, stancer.Val(stancer.Payment{}.Capture))
}

func TestTimestampsAndDatesConvertTimes(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 26, 23, 30, 0, 5, time.FixedZone("", 2*60*60))
	assert.Equal(t, stancer.NewTimestamp(at), *stancer.At(at))
	assert.Equal(t, stancer.NewTimestamp(at), stancer.NewTimestamp(at.Truncate(time.Second)))
	assert.True(t, stancer.NewTimestamp(time.Time{}).IsZero())
	assert.Equal(t, stancer.NewDate(2026, time.March, 26), stancer.DateOf(at))
	day, err := stancer.ParseDate("2026-03-26")
	require.NoError(t, err)
	assert.Equal(t, stancer.DateOf(at), day)
	_, err = stancer.ParseDate("2026-02-30")
	assert.Error(t, err)
}

func ExampleFormatAmount() {
	fmt.Println(stancer.FormatAmount(4200, stancer.CurrencyEUR))
	fmt.Println(stancer.FormatAmount(-50, stancer.CurrencyUSD))
	// Output:
	// 42.00 EUR
	// -0.50 USD
}
