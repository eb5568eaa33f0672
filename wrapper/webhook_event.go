package stancer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// Event says that something happened to an object. Take one from a [WebhookReceiver], which knows that Stancer has sent it.
//
// An event can be delivered more than once, and events in another order than they happened. So remember the ID of each event that was
// handled, and read the object again, by its own id, before acting on it where money is concerned: Data is how it was then.
//
// Printed or logged, an event shows its id, its type and the id of its object. What Data holds is personal, and may be secret.
type Event struct {
	// ID identifies the event. It is never empty and, as far as is known, the same each time the event is delivered.
	ID string `json:"id"`
	// Type is what happened. Stancer does not publish the types, so take any: tell events apart by their [Event.Object].
	Type string `json:"type"`
	// Data is the object that it happened to.
	Data json.RawMessage `json:"data"`
	// Raw is the event as it was delivered, with members that are not known here.
	Raw json.RawMessage `json:"-"`
}

// decodeEvent keeps what json would say about a body that is no event to itself, because it quotes the body.
func decodeEvent(body []byte) (*Event, error) {
	event := Event{Raw: bytes.Clone(body)}
	if err := json.Unmarshal(body, &event); err != nil || event.ID == "" {
		return nil, errors.New("stancer: the webhook is signed, but it is no event: not a JSON object with an id and a type that are text")
	}
	return &event, nil
}

// Object decodes Data into the type that the prefix of its id stands for: *[Payment], *[PaymentIntent], *[Refund], *[Disbursement],
// *[Dispute], *[Payout], *[Customer], *[Address], *[Card], *[SEPA], *[SEPACheck], *[Mandate], *[Subscription] or *[WebhookEndpoint]. It is
// for a type switch.
//
// Data without an id, or with the id of a kind that is not known here, gives nil and no error: what Stancer adds one day must not make
// a handler fail. Data of a known kind that does not fit its type is an error.
func (e Event) Object() (any, error) {
	object := newObject(e.objectID())
	if object == nil {
		return nil, nil
	}
	if err := json.Unmarshal(e.Data, object); err != nil {
		return nil, fmt.Errorf("stancer: the data of %v: %s", e, redact(err.Error()))
	}
	return object, nil
}

// newObject makes an object of the kind that an id names, or nil if it names none.
func newObject(id string) any {
	switch prefix, _, _ := strings.Cut(id, "_"); prefix {
	case "paym":
		return new(Payment)
	case "pi":
		return new(PaymentIntent)
	case "refd":
		return new(Refund)
	case "dsbm":
		return new(Disbursement)
	case "dspt":
		return new(Dispute)
	case "pout":
		return new(Payout)
	case "cust":
		return new(Customer)
	case "addr":
		return new(Address)
	case "card":
		return new(Card)
	case "sepa":
		return new(SEPA)
	case "chck":
		return new(SEPACheck)
	case "mndt":
		return new(Mandate)
	case "sub":
		return new(Subscription)
	case "we":
		return new(WebhookEndpoint)
	}
	return nil
}

func (e Event) objectID() string {
	var object struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(e.Data, &object) != nil {
		return ""
	}
	return object.ID
}

// Format shows the ids and the type, whatever the verb.
func (e Event) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, e.text()) }

// LogValue groups the ids and the type.
func (e Event) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("id", redact(start(e.ID, 100))),
		slog.String("type", redact(start(e.Type, 100))),
		slog.String("object", redact(start(e.objectID(), 100))),
	)
}

func (e Event) text() string {
	return redact(fmt.Sprintf("stancer.Event(%.100q %.100q %.100q)", e.ID, e.Type, e.objectID()))
}
