package stancertest

import (
	"bytes"
	"encoding/json"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/stancer-go/stancer/api"
)

// data is all that the account has in one mode.
type data struct {
	*clock
	mode Mode
	due  time.Time // when the next payment runs out

	noExisting bool // a conflict on a unique_id does not name the payment

	hosted string // where the hosted pages are served, or empty for Stancer's

	customers     collection[api.Customer]
	subscriptions collection[api.Subscription]
	addresses     collection[api.Address]
	cards         collection[card]
	sepa          collection[api.SEPA]
	mandates      collection[api.Mandate]
	checks        collection[check]
	intents       collection[api.PaymentIntent]
	payments      collection[payment]
	refunds       collection[api.Refund]
	disbursements collection[api.Disbursement]
	disputes      collection[api.Dispute]
	payouts       collection[payout]
	webhooks      collection[api.WebhookEndpoint]

	failing   map[api.SEPAID]debit // the accounts whose debits fail
	generated map[fingerprint]api.SEPACheckGenerate
	published map[string]string // the status of each object when its last event was made; nil when nobody listens
}

// newData starts empty. The labels are those of the API's errors for customers, addresses, cards, SEPA accounts, intents and payments; the
// others are guesses of the same form.
func newData(mode Mode, clock *clock) *data {
	return &data{
		clock:         clock,
		mode:          mode,
		customers:     newCollection[api.Customer]("Customer"),
		subscriptions: newCollection[api.Subscription]("Subscription"),
		addresses:     newCollection[api.Address]("Address"),
		cards:         newCollection[card]("Card"),
		sepa:          newCollection[api.SEPA]("SEPA"),
		mandates:      newCollection[api.Mandate]("Mandate"),
		checks:        newCollection[check]("SEPA check"),
		intents:       newCollection[api.PaymentIntent]("Payment intent"),
		payments:      newCollection[payment]("Payment"),
		refunds:       newCollection[api.Refund]("Refund"),
		disbursements: newCollection[api.Disbursement]("Disbursement"),
		disputes:      newCollection[api.Dispute]("Dispute"),
		payouts:       newCollection[payout]("Payout"),
		webhooks:      newCollection[api.WebhookEndpoint]("Webhook endpoint"),
		failing:       map[api.SEPAID]debit{},
		generated:     map[fingerprint]api.SEPACheckGenerate{},
	}
}

// What is kept of each kind, for functions that are about any kind.
func addresses(d *data) *collection[api.Address]          { return &d.addresses }
func customers(d *data) *collection[api.Customer]         { return &d.customers }
func cards(d *data) *collection[card]                     { return &d.cards }
func accounts(d *data) *collection[api.SEPA]              { return &d.sepa }
func checks(d *data) *collection[check]                   { return &d.checks }
func mandates(d *data) *collection[api.Mandate]           { return &d.mandates }
func intents(d *data) *collection[api.PaymentIntent]      { return &d.intents }
func subscriptions(d *data) *collection[api.Subscription] { return &d.subscriptions }
func payouts(d *data) *collection[payout]                 { return &d.payouts }
func payments(d *data) *collection[payment]               { return &d.payments }
func refunds(d *data) *collection[api.Refund]             { return &d.refunds }
func disbursements(d *data) *collection[api.Disbursement] { return &d.disbursements }
func disputes(d *data) *collection[api.Dispute]           { return &d.disputes }
func webhooks(d *data) *collection[api.WebhookEndpoint]   { return &d.webhooks }

func (d *data) liveMode() *bool { return ptr(d.mode == ModeLive) }

// testPrefix is what addresses of the hosted pages put before an identifier in test mode.
func (d *data) testPrefix() string {
	if d.mode == ModeTest {
		return "test_"
	}
	return ""
}

// call is one request that was found valid, with the data of the mode of its key.
type call struct {
	*data
	vars  map[string]string
	query url.Values
	body  []byte
}

// id is the one in the path.
func (c *call) id() string { return c.vars["id"] }

// members are those of the body.
func (c *call) members() map[string]json.RawMessage { return decode[map[string]json.RawMessage](c) }

func (c *call) hasAny(names ...string) bool {
	members := c.members()
	return slices.ContainsFunc(names, func(name string) bool { return members[name] != nil })
}

// into sets the members of an object that the body has, which are named alike. It puts new values into place and never writes through a
// pointer, because a copy of the object may share it.
func (c *call) into(object any, except ...string) {
	members := c.members()
	to := reflect.ValueOf(object).Elem()
	next := reflect.New(to.Type()).Elem()
	next.Set(to)
	for _, field := range reflect.VisibleFields(to.Type()) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if text, ok := members[name]; ok && !slices.Contains(except, name) {
			value := reflect.New(field.Type)
			read(text, value.Interface(), "body", name)
			next.FieldByIndex(field.Index).Set(value.Elem())
		}
	}
	to.Set(next)
}

// read decodes a part of a request. What is valid for the document but not for package api, such as
// a day beyond the year 9999, is a 422 about the place.
func read(text json.RawMessage, to any, loc ...any) {
	if err := convert(text, to); err != nil {
		panic(invalid("value is not valid", "value_error", loc...))
	}
}

// recast reads the members that two types have in common from one into the other. What it is given was validated, so that an error is a
// fault of this package.
func recast(from, to any) {
	if err := convert(from, to); err != nil {
		panic("stancertest: " + err.Error())
	}
}

func convert(from, to any) error {
	text, err := json.Marshal(from)
	if err != nil {
		return err
	}
	numbers := json.NewDecoder(bytes.NewReader(text))
	numbers.UseNumber() // metadata comes back digit by digit
	return numbers.Decode(to)
}

func decode[T any](c *call) T {
	var in T
	read(c.body, &in, "body")
	return in
}

// optional is a value as a request has it: nil when it is absent.
func optional[T comparable](value T) *T {
	var zero T
	if value == zero {
		return nil
	}
	return &value
}

func or[T any](member *T, fallback T) T {
	if member == nil {
		return fallback
	}
	return *member
}

func ptr[T any](value T) *T { return &value }
