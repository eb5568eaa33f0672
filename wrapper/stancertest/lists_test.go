package stancertest_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func TestListsHaveThePageOfTheQuery(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	var made []string
	for range 12 {
		made = append(made, id(c.post("/v2/payments/", object{"amount": 1})))
	}
	slices.Reverse(made) // newest first
	for _, test := range []struct {
		query             string
		start, end, limit int
		from, to          int
		more              bool
	}{
		{"", 0, 10, 10, 0, 10, true},
		{"?start=10", 10, 20, 10, 10, 12, false},
		{"?limit=12", 0, 12, 12, 0, 12, false},
		{"?limit=11", 0, 11, 11, 0, 11, true},
		{"?start=2&limit=3", 2, 5, 3, 2, 5, true},
		{"?start=9&limit=3", 9, 12, 3, 9, 12, false},
		{"?start=50&limit=100", 50, 150, 100, 12, 12, false},
	} {
		path := "/v2/payments/" + test.query
		require.Equal(t, made[test.from:test.to], c.ids(path, "payments"), test.query)
		require.Equal(t, object{
			"start": float64(test.start), "end": float64(test.end), "limit": float64(test.limit),
			"count": 12., "has_more": test.more,
		}, c.get(path)["range"], test.query)
	}
	require.Equal(t, object{
		"payments": []any{},
		"range":    object{"start": 0., "end": 10., "limit": 10., "count": 0., "has_more": false},
	}, c.live().get("/v2/payments/"))
}

func TestListOfPaymentsIsFilteredAndSorted(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	start := c.s.Now()
	a := id(c.pay(stancertest.CardApproved, object{
		"unique_id": "a", "order_id": "x", "capture": false,
	}))
	c.s.Advance(time.Hour)
	b := id(c.post("/v2/payments/", object{"amount": 1, "order_id": "x"}))
	c.s.Advance(time.Hour)
	account := c.account()
	d := id(c.post("/v2/payments/", object{"amount": 1, "sepa": account}))
	c.s.Advance(time.Hour)
	paid := c.patch("/v2/payments/"+b, object{"card": card(stancertest.CardCapturedAtOnce)})
	payout := c.s.PayOut(stancertest.ModeTest)[0].ID
	at := func(hours int) int64 { return start.Add(time.Duration(hours) * time.Hour).Unix() }
	text := start.Add(2 * time.Hour).Format("2006-01-02T15:04:05Z")
	for query, want := range map[string][]string{
		"":                                  {d, b, a},
		"order=desc":                        {d, b, a},
		"order=asc":                         {a, b, d},
		"field=created&order=asc":           {a, b, d},
		"field=paid":                        {b, d, a},
		"field=paid&order=asc":              {a, d, b},
		"unique_id=a":                       {a},
		"unique_id=nobody":                  {},
		"order_id=x":                        {b, a},
		"order_id=x&unique_id=a":            {a},
		"card=" + id(paid["card"].(object)): {b},
		"sepa=" + account:                   {d},
		"payout=" + payout:                  {b},
		fmt.Sprint("created=", at(1)):       {d, b},
		"created=" + text:                   {d},
		fmt.Sprint("created=", at(9)):       {},
		fmt.Sprint("paid=", at(1)):          {d, b},
		fmt.Sprint("paid=", at(3)):          {b},
	} {
		require.Equal(t, want, c.ids("/v2/payments/?"+query, "payments"), query)
		require.Equal(t, want, c.ids("/v2/checkout/?"+query, "payments"), query)
	}
	require.Equal(t, []string{payout}, c.ids("/v2/payouts/?payment="+b, "payouts"))
	require.Empty(t, c.ids("/v2/payouts/?payment="+a, "payouts"))
	require.Empty(t, c.ids(fmt.Sprint("/v2/payouts/?created=", at(9)), "payouts"))
}

func TestListOfCustomersIsFiltered(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	start := c.s.Now()
	a := id(c.post("/v2/customers/", object{
		"name": "Arthur", "email": "a@example.com", "country": "FR",
		"legal_id": "L1", "external_id": "e1",
	}))
	c.s.Advance(time.Hour)
	b := id(c.post("/v2/customers/", object{
		"name": "Arthur", "email": "b@example.com", "country": "BE",
	}))
	later := start.Add(time.Hour).Unix()
	for query, want := range map[string][]string{
		"name=Arthur":                 {b, a},
		"email=a@example.com":         {a},
		"country=BE":                  {b},
		"legal_id=L1":                 {a},
		"external_id=e1":              {a},
		"external_id=e2":              {},
		"name=Arthur&country=FR":      {a},
		fmt.Sprint("created=", later): {b},
	} {
		require.Equal(t, want, c.ids("/v2/customers/?"+query, "customers"), query)
	}
}

func TestListOfIntentsIsFilteredAndSorted(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	start := c.s.Now()
	known := id(c.post("/v2/cards/", card(stancertest.CardApproved)))
	account := c.account()
	a := id(c.post("/v2/payment_intents/", object{
		"amount": 1, "card": known, "date_settlement": "2098-01-01",
	}))
	c.s.Advance(time.Hour)
	b := id(c.post("/v2/payment_intents/", object{
		"amount": 1, "sepa": account, "order_id": "x", "date_settlement": "2097-01-01",
	}))
	later := start.Add(time.Hour).Unix()
	for query, want := range map[string][]string{
		"card=" + known:               {a},
		"sepa=" + account:             {b},
		"order_id=x":                  {b},
		"order=asc":                   {a, b},
		"field=due":                   {a, b},
		"field=due&order=asc":         {b, a},
		fmt.Sprint("created=", later): {b},
	} {
		require.Equal(t, want, c.ids("/v2/payment_intents/?"+query, "payment_intents"), query)
	}
}
