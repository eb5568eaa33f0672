package stancertest_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// sell makes two payments by card, one of them disputed, a SEPA payment and a refund.
func sell(c *caller) (payments, refunds, disputes []string) {
	c.t.Helper()
	a := id(c.post("/v2/payments/", object{"amount": 5000, "sepa": c.account()}))
	b := id(c.pay(stancertest.CardApproved, object{"amount": 10000}))
	disputed := id(c.pay(stancertest.CardDisputed, object{"amount": 500}))
	c.pay(stancertest.CardApproved, object{"capture": false})
	c.pay(stancertest.CardStolen)
	c.s.Settle()
	refund := id(c.post("/v2/payments/"+b+"/refund", object{"amount": 2000}))
	c.s.Settle()
	return []string{disputed, b, a}, []string{refund}, c.ids("/v2/disputes/", "disputes")
}

func TestPayOutSumsPaymentsRefundsAndDisputes(t *testing.T) {
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
	sum := func(amount, count, fees float64) object {
		return object{"amount": amount, "count": count, "fees": fees}
	}
	require.Equal(t, object{
		"amount": 15500.,
		"method": object{"card": sum(10500, 2, cards), "sepa": sum(5000, 1, sepa)},
	}, payout["payments"])
	require.Equal(t, object{
		"amount": -2000., "method": object{"card": sum(-2000, 1, 0), "sepa": nil},
	}, payout["refunds"])
	require.Equal(t, object{
		"amount": -500., "method": object{"card": sum(-500, 1, 600), "sepa": nil},
	}, payout["disputes"])
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

func TestCreatePayoutPaysOutOnce(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	paid := id(c.pay(stancertest.CardCapturedAtOnce))
	made := c.post("/v2/payouts/", object{
		"payments": []string{paid}, "date": "2026-03-20", "description": "March",
	})
	require.Equal(t, "paid", made["status"])
	require.EqualValues(t, time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC).Unix(), made["date"])
	require.Equal(t, "2026-03-21", made["date_bank"])
	c.invalid("body.payments.0: already paid out (value_error)",
		"POST", "/v2/payouts/", object{"payments": []string{paid}})
	refund, dispute, payout := chosen("refd", 1), chosen("dspt", 1), chosen("pout", 1)
	c.fails(404, "Refund `"+refund+"` not found",
		"POST", "/v2/payouts/", object{"refunds": []string{refund}})
	c.fails(404, "Dispute `"+dispute+"` not found",
		"POST", "/v2/payouts/", object{"disputes": []string{dispute}})
	c.fails(404, "Payout `"+payout+"` not found", "GET", "/v2/payouts/"+payout+"/payments", nil)
	require.Equal(t, 0., c.post("/v2/payouts/", object{})["amount"])
}

func TestPayoutsV1ShowThePayoutsInEuros(t *testing.T) {
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
		"id": payout.ID, "live_mode": true, "status": "pending", "statement_description": nil,
		"created": created, "date_paym": day, "date_bank": nil, "currency": "eur",
		"amount": float64(payout.Amount), "fees": float64(payout.Fees + payout.FeesVAT),
		"payments": object{"amount": 15500.}, "refunds": object{"amount": 2000.},
		"disputes": object{"amount": 500.},
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
	require.Equal(t, object{
		"start": 1., "end": 1., "limit": 1., "has_more": true,
		"created": nil, "order_id": nil, "unique_id": nil,
	}, c.get("/v1/payouts/" + payout.ID + "/payments/?start=1&limit=1")["range"])
	later := fmt.Sprintf("/v1/payouts/%s/payments/?created=%d", payout.ID, start+1000)
	require.Empty(t, c.ids(later, "payments"))

	c.s.Advance(time.Hour)
	c.pay(stancertest.CardCapturedAtOnce)
	c.pay(stancertest.CardCapturedAtOnce, object{"currency": "usd"})
	second := c.s.PayOut(stancertest.ModeLive)
	require.Equal(t, []string{payout.ID, second[0].ID}, c.ids("/v1/payouts/", "payouts"),
		"oldest first, in euros")
	require.Equal(t, []string{second[1].ID, second[0].ID, payout.ID},
		c.ids("/v2/payouts/", "payouts"), "newest first")
	listed := c.get(fmt.Sprintf("/v1/payouts/?created=%d", start+3600))
	require.Len(t, listed["payouts"], 1)
	require.Equal(t, object{
		"start": 0., "end": 0., "limit": 10., "has_more": false,
		"created": float64(start + 3600), "order_id": nil, "unique_id": nil,
	}, listed["range"])

	unknown := chosen("pout", 1)
	for _, part := range []string{"", "/payments/", "/fees/"} {
		status, body := c.send("GET", "/v1/payouts/"+unknown+part, nil)
		require.Equal(t, 404, status, part)
		require.Equal(t, errorV1("No such payout "+unknown), body, part)
	}
	c.http = c.s.HTTPClient() // the document does not describe the answer to a wrong query
	status, body := c.send("GET", "/v1/payouts/?limit=0&what=1", nil)
	require.Equal(t, 400, status)
	require.Equal(t, errorV1("Invalid parameter: limit, what"), body)
}

func TestPayoutsV1RefuseATestKey(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	c.pay(stancertest.CardCapturedAtOnce)
	payout := c.s.PayOut(stancertest.ModeTest)[0].ID
	for _, path := range []string{
		"", payout, payout + "/payments/", payout + "/refunds/", payout + "/disputes/",
		chosen("pout", 1),
	} {
		status, body := c.send("GET", "/v1/payouts/"+path, nil)
		require.Equal(t, 501, status, path)
		require.Equal(t, errorV1("Payouts are not implemented in test mode"), body)
	}
}
