package stancertest_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// sell makes two card payments, one of them disputed, a SEPA payment and a refund.
func sell(c *caller) (payments, refunds, disputes []string) {
	c.t.Helper()
	account := id(c.post("/v2/sepa/", object{"iban": stancertest.IBANFrance, "name": "David",
		"mandate": "M1"}))
	a := id(c.post("/v2/payments/", object{"amount": 5000, "sepa": account}))
	b := id(c.pay(stancertest.CardApproved, object{"amount": 10000}))
	disputed := id(c.pay(stancertest.CardDisputed, object{"amount": 500}))
	c.pay(stancertest.CardApproved, object{"capture": false})
	c.pay(stancertest.CardStolen)
	c.s.Settle()
	refund := id(c.post("/v2/payments/"+b+"/refund", object{"amount": 2000}))
	c.s.Settle()
	return []string{disputed, b, a}, []string{refund}, c.ids("/v2/disputes/", "disputes")
}

func TestPayOut(t *testing.T) {
	t.Parallel()
	c := newCaller(t).live()
	payments, refunds, disputes := sell(c)
	dollars := id(c.pay(stancertest.CardCapturedAtOnce, object{"currency": "usd"}))
	made := c.s.PayOut(stancertest.ModeLive)
	require.Len(t, made, 2)
	require.Empty(t, c.s.PayOut(stancertest.ModeLive), "nothing is paid out twice")
	require.Empty(t, c.s.PayOut(stancertest.ModeTest))
	require.Equal(t, []string{dollars}, c.ids("/v2/payouts/"+made[1].ID+"/payments", "payments"))

	path := "/v2/payouts/" + made[0].ID
	payout := c.get(path)
	require.Equal(t, "pending", payout["status"])
	require.Nil(t, payout["date_bank"])
	cards, sepa := 8.+8.*10000/1000+8+8.*500/1000, 16.
	require.Equal(t, object{"amount": 15500., "method": object{
		"card": object{"amount": 10500., "count": 2., "fees": cards},
		"sepa": object{"amount": 5000., "count": 1., "fees": sepa},
	}}, payout["payments"])
	require.Equal(t, object{"amount": -2000., "method": object{"card": object{"amount": -2000.,
		"count": 1., "fees": 0.}, "sepa": nil}}, payout["refunds"])
	require.Equal(t, object{"amount": -500., "method": object{"card": object{"amount": -500.,
		"count": 1., "fees": 600.}, "sepa": nil}}, payout["disputes"])
	fees, vat := payout["fees"].(float64), payout["fees_vat"].(float64)
	require.Equal(t, cards+sepa+600, fees+vat)
	require.InDelta(t, fees*0.2, vat, 1)
	require.Equal(t, 15500-2000-500-fees-vat, payout["amount"])

	require.Equal(t, payments, c.ids(path+"/payments", "payments"))
	require.Equal(t, refunds, c.ids(path+"/refunds", "refunds"))
	require.Equal(t, disputes, c.ids(path+"/disputes", "disputes"))
	require.Equal(t, made[0].ID, c.get("/v2/payments/" + payments[0])["payout"])
	require.Equal(t, made[0].ID, c.get("/v2/refunds/" + refunds[0])["payout"])
	require.Equal(t, made[0].ID, c.get("/v2/disputes/" + disputes[0])["payout"])

	c.s.SendToBank()
	require.Equal(t, "sent", c.get(path)["status"])
	c.s.Settle()
	require.Equal(t, "paid", c.get(path)["status"])
	require.NotNil(t, c.get(path)["date_bank"])
}

func TestCreatePayout(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	paid := id(c.pay(stancertest.CardCapturedAtOnce))
	made := c.post("/v2/payouts/", object{"payments": []string{paid}, "date": "2026-03-20",
		"description": "March"})
	require.Equal(t, "paid", made["status"])
	require.EqualValues(t, time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC).Unix(), made["date"])
	require.Equal(t, "2026-03-21", made["date_bank"])
	c.invalid("body.payments.0: already paid out (value_error)", "POST", "/v2/payouts/",
		object{"payments": []string{paid}})
	c.fails(404, "Refund `refd_aaaaaaaaaaaaaaaaaaaaaaaa` not found", "POST", "/v2/payouts/",
		object{"refunds": []string{"refd_aaaaaaaaaaaaaaaaaaaaaaaa"}})
	c.fails(404, "Dispute `dspt_aaaaaaaaaaaaaaaaaaaaaaaa` not found", "POST", "/v2/payouts/",
		object{"disputes": []string{"dspt_aaaaaaaaaaaaaaaaaaaaaaaa"}})
	c.fails(404, "Payout `pout_aaaaaaaaaaaaaaaaaaaaaaaa` not found", "GET",
		"/v2/payouts/pout_aaaaaaaaaaaaaaaaaaaaaaaa/payments", nil)
	require.Equal(t, 0., c.post("/v2/payouts/", object{})["amount"])
}

func TestPayoutsV1(t *testing.T) {
	t.Parallel()
	c := newCaller(t).live()
	opened := c.s.Now()
	start := opened.Unix()
	_, refunds, disputes := sell(c)
	payout := c.s.PayOut(stancertest.ModeLive)[0]
	shown := c.get("/v1/payouts/" + payout.ID)
	created := shown["created"]
	c.within(opened, created)
	day := float64(time.Unix(int64(created.(float64)), 0).UTC().Truncate(24 * time.Hour).Unix())
	require.Equal(t, object{
		"id": payout.ID, "amount": float64(payout.Amount), "currency": "eur", "created": created, "date_paym": day, "date_bank": nil,
		"fees": float64(payout.Fees + payout.FeesVAT), "payments": object{"amount": 15500.}, "refunds": object{"amount": 2000.},
		"disputes": object{"amount": 500.}, "statement_description": nil, "status": "pending", "live_mode": true,
	}, shown)
	c.s.Settle()
	require.IsType(t, 0., c.get("/v1/payouts/" + payout.ID)["date_bank"])

	page := c.get("/v1/payouts/" + payout.ID + "/payments/")
	require.Equal(t, true, page["live_mode"])
	first := page["payments"].([]any)[0].(object)
	require.Equal(t, "sepa", first["method"], "oldest first")
	require.Equal(t, "captured", first["status"])
	require.IsType(t, 0., first["date_bank"])
	require.Equal(t, refunds, c.ids("/v1/payouts/"+payout.ID+"/refunds/", "refunds"))
	require.Equal(t, disputes, c.ids("/v1/payouts/"+payout.ID+"/disputes/", "disputes"))
	require.Equal(t, object{"start": 1., "end": 1., "limit": 1., "has_more": true, "created": nil,
		"order_id": nil, "unique_id": nil},
		c.get("/v1/payouts/" + payout.ID + "/payments/?start=1&limit=1")["range"])
	require.Empty(t, c.ids(fmt.Sprintf("/v1/payouts/%s/payments/?created=%d", payout.ID,
		start+1000), "payments"))

	c.s.Advance(time.Hour)
	c.pay(stancertest.CardCapturedAtOnce)
	c.pay(stancertest.CardCapturedAtOnce, object{"currency": "usd"})
	second := c.s.PayOut(stancertest.ModeLive)
	require.Equal(t, []string{payout.ID, second[0].ID}, c.ids("/v1/payouts/", "payouts"),
		"oldest first, in euros")
	require.Equal(t, []string{second[1].ID, second[0].ID, payout.ID},
		c.ids("/v2/payouts/", "payouts"), "newest first")
	later := c.get(fmt.Sprintf("/v1/payouts/?created=%d", start+3600))
	require.Len(t, later["payouts"], 1)
	require.Equal(t, object{"start": 0., "end": 0., "limit": 10., "has_more": false,
		"created": float64(start + 3600), "order_id": nil, "unique_id": nil},
		later["range"])

	unknown := func(path string) {
		status, body := c.send("GET", "/v1/payouts/"+path, nil)
		require.Equal(t, 404, status)
		require.Equal(t, object{"error": object{"type": "invalid_request_error",
			"message": "No such payout pout_aaaaaaaaaaaaaaaaaaaaaaaa"}}, body)
	}
	unknown("pout_aaaaaaaaaaaaaaaaaaaaaaaa")
	unknown("pout_aaaaaaaaaaaaaaaaaaaaaaaa/payments/")
	unknown("pout_aaaaaaaaaaaaaaaaaaaaaaaa/fees/")
	c.http = c.s.HTTPClient() // the document does not describe the answer to a wrong query
	status, body := c.send("GET", "/v1/payouts/?limit=0&what=1", nil)
	require.Equal(t, 400, status)
	require.Equal(t, object{"error": object{"type": "invalid_request_error",
		"message": "Invalid parameter: limit, what"}}, body)
}

func TestPayoutsV1WithATestKey(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	c.pay(stancertest.CardCapturedAtOnce)
	payout := c.s.PayOut(stancertest.ModeTest)[0].ID
	for _, path := range []string{"", payout, payout + "/payments/", payout + "/refunds/",
		payout + "/disputes/", "pout_aaaaaaaaaaaaaaaaaaaaaaaa"} {
		status, body := c.send("GET", "/v1/payouts/"+path, nil)
		require.Equal(t, 501, status, path)
		require.Equal(t, object{"error": object{"type": "invalid_request_error",
			"message": "Payouts are not implemented in test mode"}}, body)
	}
}
