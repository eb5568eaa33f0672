package stancertest

import (
	"encoding/json"

	"github.com/stancer-go/stancer/api"
	stancer "github.com/stancer-go/stancer/wrapper"
)

// NewEvent returns an event with a new id about an object, usually a type of package stancer. It
// panics if the object cannot be encoded as JSON. Stancer does not publish its event types; this
// server uses "<resource>.<status>", for example "payment.captured".
func NewEvent(eventType string, object any) stancer.Event {
	data, err := json.Marshal(object)
	if err != nil {
		panic("stancertest: " + err.Error())
	}
	return stancer.Event{ID: newID("evt"), Type: eventType, Data: data}
}

// watch is a kind of object whose status changes are events.
type watch struct {
	resource string
	shown    string // the operation whose answer is the data of the event
	each     func(d *data, see func(id, status string, item any))
}

var watches = []watch{
	watching("payment", "getPayment", payments,
		func(it *payment) (string, api.PaymentStatus) { return it.ID, it.Status }),
	watching("payment_intent", "getPaymentIntent", intents,
		func(it *api.PaymentIntent) (string, api.PaymentIntentStatus) {
			return it.ID, it.Status
		}),
	watching("refund", "getRefund", refunds,
		func(it *api.Refund) (string, api.RefundStatus) { return it.ID, it.Status }),
	watching("disbursement", "getDisbursement", disbursements,
		func(it *api.Disbursement) (string, api.DisbursementStatus) {
			return it.ID, it.Status
		}),
	watching("dispute", "getDispute", disputes,
		func(it *api.Dispute) (string, api.DisputeStatus) { return it.ID, it.Status }),
	watching("payout", "getPayout", payouts,
		func(it *payout) (string, api.PayoutStatus) { return it.ID, it.Status }),
}

func watching[T any, S ~string](
	resource, shown string, of func(*data) *collection[T], status func(*T) (string, S),
) watch {
	return watch{resource, shown, func(d *data, see func(id, status string, item any)) {
		for _, it := range of(d).items {
			id, status := status(it)
			see(id, string(status), it)
		}
	}}
}

// publish makes an event for each status that has changed since the last call. It runs after each
// possible change, so code that changes a status does not need to know about events. Changes before
// the first endpoint was created are not events.
func (s *Server) publish(d *data) {
	if len(d.webhooks.items) == 0 {
		d.published = nil
		return
	}
	started := d.published != nil
	if !started {
		d.published = map[string]string{}
	}
	for _, w := range watches {
		w.each(d, func(id, status string, item any) {
			if d.published[id] == status {
				return
			}
			d.published[id] = status
			if started {
				s.send(d, NewEvent(w.resource+"."+status, s.show(w.shown, item)))
			}
		})
	}
}

// show returns the object as the operation answers with it.
func (s *Server) show(operation string, item any) json.RawMessage {
	a, err := answerOf(s.spec.Operations[operation], item)
	if err != nil {
		panic("stancertest: " + err.Error())
	}
	return a.body
}
