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

// data holds the objects of one mode.
type data struct {
	*clock
	mode Mode
	due  time.Time // when the next payment expires

	noExisting bool // a conflict on a unique_id does not name the payment

	hosted string // base URL of the hosted pages, or empty for URLs of Stancer

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

	failing   map[api.SEPAID]debit // accounts whose debits fail
	generated map[fingerprint]api.SEPACheckGenerate
	published map[string]string // last published status by object id; nil without endpoints
}

// newData returns empty data. The labels of customers, addresses, cards, SEPA accounts, intents and
// payments are those of the API's errors. The other labels are guesses of the same form.
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

// Accessors of the collections, for functions that work on any kind of object.
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

// testPrefix returns the prefix of identifiers in the URLs of the hosted pages.
func (d *data) testPrefix() string {
	if d.mode == ModeTest {
		return "test_"
	}
	return ""
}

// call is a valid request, with the data of the mode of its key.
type call struct {
	*data
	vars  map[string]string
	query url.Values
	body  []byte
}

// id returns the id in the path.
func (c *call) id() string { return c.vars["id"] }

// members returns the members of the body.
func (c *call) members() map[string]json.RawMessage { return decode[map[string]json.RawMessage](c) }

func (c *call) hasAny(names ...string) bool {
	members := c.members()
	return slices.ContainsFunc(names, func(name string) bool { return members[name] != nil })
}

// into copies the members of the body into the fields of an object with the same JSON names. It
// replaces values and never writes through a pointer, because a copy of the object may share the
// pointer.
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

// read decodes a part of a request. A value that the document allows but package api does not, such
// as a day after the year 9999, is a 422 about its place.
func read(text json.RawMessage, to any, loc ...any) {
	if err := convert(text, to); err != nil {
		panic(invalid("value is not valid", "value_error", loc...))
	}
}

// recast copies the members that two types have in common. The input was validated, so an error is
// a bug in this package.
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
	numbers.UseNumber() // numbers in metadata keep all digits
	return numbers.Decode(to)
}

func decode[T any](c *call) T {
	var in T
	read(c.body, &in, "body")
	return in
}

// optional returns nil for a zero value, as requests leave out members without a value.
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
