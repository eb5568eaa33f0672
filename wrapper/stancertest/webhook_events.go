package stancertest

import (
	"encoding/json"

	"github.com/stancer-go/stancer/api"
	stancer "github.com/stancer-go/stancer/wrapper"
)

// NewEvent makes an event with an id of its own about an object, of package stancer for example. It panics when the object is no JSON. The
// types of Stancer's events are not published; this server makes "<resource>.<status>" of them, "payment.captured" for example.
func NewEvent(eventType string, object any) stancer.Event {
	data, err := json.Marshal(object)
	if err != nil {
		panic("stancertest: " + err.Error())
	}
	return stancer.Event{ID: newID("evt"), Type: eventType, Data: data}
}

// watch is a kind of object whose changes of status are events.
type watch struct {
	resource string
	shown    string // the operation whose answer the event repeats
	each     func(d *data, see func(id, status string, item any))
}

var watches = []watch{
	watching("payment", "getPayment", payments, func(it *payment) (string,
		api.PaymentStatus) {
		return it.ID, it.Status
	}),
	watching("payment_intent", "getPaymentIntent", intents,
		func(it *api.PaymentIntent) (string, api.PaymentIntentStatus) {
			return it.ID, it.Status
		}),
	watching("refund", "getRefund", refunds, func(it *api.Refund) (string,
		api.RefundStatus) {
		return it.ID, it.Status
	}),
	watching("disbursement", "getDisbursement", disbursements,
		func(it *api.Disbursement) (string, api.DisbursementStatus) {
			return it.ID, it.Status
		}),
	watching("dispute", "getDispute", disputes, func(it *api.Dispute) (string,
		api.DisputeStatus) {
		return it.ID, it.Status
	}),
	watching("payout", "getPayout", payouts, func(it *payout) (string,
		api.PayoutStatus) {
		return it.ID, it.Status
	}),
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

// publish makes an event of each status that is not what it was. It runs whenever something may have changed, so that nothing that changes
// a status has to think of it. What happened before anybody listened is no event.
func (s *Server) publish(d *data) {
	if len(d.webhooks.items) == 0 {
		d.published = nil
		return
	}
	heard := d.published != nil
	if !heard {
		d.published = map[string]string{}
	}
	for _, w := range watches {
		w.each(d, func(id, status string, item any) {
			if d.published[id] == status {
				return
			}
			d.published[id] = status
			if heard {
				s.send(d, NewEvent(w.resource+"."+status, s.show(w.shown, item)))
			}
		})
	}
}

// show returns the object as the operation answers with it.
func (s *Server) show(operation string, item any) json.RawMessage {
	a, err := s.api.operations[operation].answer(item)
	if err != nil {
		panic("stancertest: " + err.Error())
	}
	return a.body
}
