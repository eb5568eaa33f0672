package stancer_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// webhookEvent receives a body as an event.
func webhookEvent(t *testing.T, body string) *stancer.Event {
	t.Helper()
	event, err := receiveWebhook(body)
	require.NoError(t, err)
	return event
}

func receiveWebhook(body string) (*stancer.Event, error) {
	header := webhookHeader(signWebhook(webhookSecret, body))
	return webhookReceiver().Verify(header, []byte(body))
}

func TestEventObjectHasTheTypeOfTheID(t *testing.T) {
	t.Parallel()
	for prefix, want := range map[string]any{
		"paym": &stancer.Payment{},
		"pi":   &stancer.PaymentIntent{},
		"refd": &stancer.Refund{},
		"dsbm": &stancer.Disbursement{},
		"dspt": &stancer.Dispute{},
		"pout": &stancer.Payout{},
		"cust": &stancer.Customer{},
		"addr": &stancer.Address{},
		"card": &stancer.Card{},
		"sepa": &stancer.SEPA{},
		"chck": &stancer.SEPACheck{},
		"mndt": &stancer.Mandate{},
		"sub":  &stancer.Subscription{},
		"we":   &stancer.WebhookEndpoint{},
	} {
		t.Run(prefix, func(t *testing.T) {
			t.Parallel()
			data := `{"id":"` + prefix + `_SKMLflt8NBATuiUzgvTYqsw5","unknown":[1]}`
			event := webhookEvent(t, `{"id":"evt_1","type":"unknown","data":`+data+`}`)
			object, err := event.Object()
			require.NoError(t, err)
			require.IsType(t, want, object)
			require.NoError(t, json.Unmarshal([]byte(data), want))
			assert.Equal(t, want, object)
		})
	}
}

func TestEventObjectKeepsMembers(t *testing.T) {
	t.Parallel()
	const data = `{"id":"paym_SKMLflt8NBATuiUzgvTYqsw5","amount":4200,"currency":"eur",
		"created":1721139663,"status":"brand_new"}`
	object, err := webhookEvent(t, `{"id":"evt_1","type":"x","data":`+data+`}`).Object()
	require.NoError(t, err)
	payment := object.(*stancer.Payment)
	assert.EqualValues(t, "paym_SKMLflt8NBATuiUzgvTYqsw5", payment.ID)
	assert.EqualValues(t, 4200, payment.Amount)
	assert.EqualValues(t, "brand_new", payment.Status)
	assert.EqualValues(t, 1721139663, payment.Created.Unix())
}

func TestEventObjectOfUnknownTypeIsNil(t *testing.T) {
	t.Parallel()
	for _, data := range []string{
		`{"id":"prod_SKMLflt8NBATuiUzgvTYqsw5"}`, `{"id":"_"}`, `{"id":""}`, `{"id":7}`,
		`{"id":null}`, `{}`, `null`, `"paym_1"`, `[1]`, `7`,
	} {
		event := webhookEvent(t, `{"id":"evt_1","type":"product.sold","data":`+data+`}`)
		object, err := event.Object()
		assert.NoError(t, err, data)
		assert.Nil(t, object, data)
		assert.Equal(t, data, string(event.Data))
	}
	object, err := webhookEvent(t, `{"id":"evt_1"}`).Object()
	assert.NoError(t, err)
	assert.Nil(t, object)
}

func TestEventObjectReturnsDecodingErrors(t *testing.T) {
	t.Parallel()
	const data = `{"id":"paym_SKMLflt8NBATuiUzgvTYqsw5","amount":4242424242424242424242}`
	event := webhookEvent(t, `{"id":"evt_1","type":"x","data":`+data+`}`)
	object, err := event.Object()
	require.ErrorContains(t, err, `"evt_1" "x" "paym_SKMLflt8NBATuiUzgvTYqsw5"`)
	assert.Nil(t, object)
	assert.Equal(t, data, string(event.Data))
}

func TestEventObjectErrorHidesSecrets(t *testing.T) {
	t.Parallel()
	const data = `{"id":"paym_SKMLflt8NBATuiUzgvTYqsw5","created":"4242424242424242, sprod_secret"}`
	_, err := webhookEvent(t, `{"id":"evt_1","data":`+data+`}`).Object()
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "4242424242424242")
	assert.NotContains(t, err.Error(), "sprod_secret")
}

func TestEventKeepsTheBody(t *testing.T) {
	t.Parallel()
	const data = `{ "id" : "x", "n":1.00 }`
	const body = ` {"type":"a.b", "livemode":true,` + "\n" +
		`"id":"evt_1", "data": ` + data + " }\n"
	event := webhookEvent(t, body)
	assert.Equal(t, stancer.Event{
		ID: "evt_1", Type: "a.b", Data: json.RawMessage(data), Raw: json.RawMessage(body),
	}, *event)
	encoded, err := json.Marshal(event)
	require.NoError(t, err)
	assert.JSONEq(t, `{"id":"evt_1","type":"a.b","data":{"id":"x","n":1.00}}`, string(encoded))
}

// TestEventSharesNoMemoryWithTheBody checks that a reused buffer does not change an event.
func TestEventSharesNoMemoryWithTheBody(t *testing.T) {
	t.Parallel()
	body := []byte(webhookBody)
	event, err := webhookReceiver().Verify(webhookHeader("t=1790000000,v1="+webhookTextV1), body)
	require.NoError(t, err)
	clear(body)
	assert.Equal(t, webhookBody, string(event.Raw))
	assert.JSONEq(t, `{"id":"paym_SKMLflt8NBATuiUzgvTYqsw5"}`, string(event.Data))
}

func TestInvalidEventsAreRejected(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		" ", "null", "[]", `"evt_1"`, "7", "{", "{}", `{"id":""}`, `{"id":null}`, `{"id":7}`,
		`{"id":"evt_1","type":7}`, `{"type":"a","data":{}}`, webhookBody + "x", "<html>",
		"id=evt_1&type=a",
	} {
		event, err := receiveWebhook(body)
		require.ErrorContains(t, err, "is not an event", body)
		assert.NotErrorIs(t, err, stancer.ErrSignature)
		assert.Nil(t, event)
	}
}
