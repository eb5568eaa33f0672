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

// Event is a change of an object, reported by Stancer. A [WebhookReceiver] returns only events that
// Stancer has signed.
//
// Stancer can deliver an event more than once, and events in another order than they occurred.
// Store the ID of each handled event, to ignore it the next time. Data is the object at the time of
// the event: where money is concerned, read the object again by its id before acting on it.
//
// Printed or logged, an event shows its id, its type and the id of its object. Data has personal
// data and may have secrets.
type Event struct {
	// ID identifies the event. It is never empty. It is the same in each delivery of the event
	// (inferred).
	ID string `json:"id"`
	// Type names the change. Stancer does not publish the types, so use [Event.Object] to
	// distinguish events, and accept any Type.
	Type string `json:"type"`
	// Data is the object that changed.
	Data json.RawMessage `json:"data"`
	// Raw is the body of the delivery, with all its members.
	Raw json.RawMessage `json:"-"`
}

// decodeEvent decodes a signed body. It does not return the error of package json, which quotes the
// body.
func decodeEvent(body []byte) (*Event, error) {
	event := Event{Raw: bytes.Clone(body)}
	if err := json.Unmarshal(body, &event); err != nil || event.ID == "" {
		return nil, errors.New("stancer: the signed webhook is not an event; " +
			"want a JSON object with the texts id and type")
	}
	return &event, nil
}

// Object decodes Data, for a type switch. The prefix of the id in Data selects the type:
// *[Payment], *[PaymentIntent], *[Refund], *[Disbursement], *[Dispute], *[Payout], *[Customer],
// *[Address], *[Card], *[SEPA], *[SEPACheck], *[Mandate], *[Subscription] or *[WebhookEndpoint].
//
// It returns nil and no error if Data has no id or an id with an unknown prefix, so that handlers
// do not fail when Stancer adds a resource. It returns an error if Data does not fit the type.
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

// newObject returns a new object of the type that the prefix of an id selects, or nil if the prefix
// is unknown.
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

// Format writes the ids and the type, for every verb.
func (e Event) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, e.text()) }

// LogValue returns the ids and the type as a group.
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
