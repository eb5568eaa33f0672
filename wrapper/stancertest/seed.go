package stancertest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/stancer-go/stancer/api"
)

// TestCard is a stored card, for [Server.Seed], that behaves like the test card with its number.
// The number is not stored.
type TestCard struct {
	Number string `json:"number,omitempty"`
	api.Card
}

// Seed stores objects with their ids: types of package stancer, by value or pointer, or [TestCard].
// Members that are zero get the default value of a new object; an object without an id gets one. A
// card without a number behaves like [CardApproved], and a SEPA account like the one of
// [IBANFrance]. A webhook endpoint is enabled. Refunds, disputes, disbursements, mandates and
// subscriptions must have the id of the object that they belong to. The card, the SEPA account and
// the customer of a payment are references: only their ids are read. The order of the arguments
// does not matter.
//
// Seed returns an error if an object does not match the OpenAPI document, if its id is malformed or
// taken, or if it references an unknown object. The error names the object by its index: object 3
// is the fourth argument. The objects before it are stored. Seeding does not send events.
func (s *Server) Seed(mode Mode, objects ...any) error {
	var seeds []seed
	for i, object := range objects {
		one, err := newSeed(object)
		if err != nil {
			return fmt.Errorf("stancertest: object %d: %w", i, err)
		}
		one.place = fmt.Sprintf("object %d: %s", i, seedKinds[one.kind].key)
		seeds = append(seeds, one)
	}
	return s.plant(mode, seeds)
}

// SeedJSON stores the objects of a JSON file as [Server.Seed] does. The objects are grouped as in
// the lists of the API. A card can have the number of a test card, and an endpoint can be disabled:
//
//	{
//	  "customers": [{"id": "cust_kw4kwsJHmcWTPd2w5Y6XaT6Q", "name": "Arthur Martin"}],
//	  "cards": [{"number": "4000000000009979", "customer": "cust_kw4kwsJHmcWTPd2w5Y6XaT6Q"}]
//	}
//
// The groups are addresses, customers, cards, sepa, sepa_checks, mandates, subscriptions,
// payment_intents, payouts, payments, refunds, disbursements, disputes and webhook_endpoints. The
// card, the SEPA account and the customer of a payment are objects or ids. An error names the
// entry: payments[3] is the fourth payment.
func (s *Server) SeedJSON(mode Mode, file io.Reader) error {
	decoder := json.NewDecoder(file)
	var groups map[string][]json.RawMessage
	if err := decoder.Decode(&groups); err != nil {
		return fmt.Errorf("stancertest: the seed must be a JSON object of lists: %w", err)
	}
	if decoder.Decode(new(any)) != io.EOF {
		return errors.New("stancertest: unexpected data after the seed")
	}
	var seeds []seed
	for key, group := range groups {
		kind := slices.IndexFunc(seedKinds, func(k seedKind) bool { return k.key == key })
		if kind < 0 {
			return fmt.Errorf("stancertest: unknown group %q; want %s", key, seedNames())
		}
		for i, text := range group {
			seeds = append(seeds, seed{kind, text, fmt.Sprintf("%s[%d]", key, i)})
		}
	}
	return s.plant(mode, seeds)
}

// seedNames returns the names of all groups.
func seedNames() string {
	var names []string
	for _, kind := range seedKinds {
		names = append(names, kind.key)
	}
	return strings.Join(names, ", ")
}

// seed is an object to store, as JSON.
type seed struct {
	kind  int
	text  json.RawMessage
	place string // its index, for errors
}

// newSeed returns the JSON of an object without its zero members, because JSON cannot distinguish
// them from values that were set.
func newSeed(object any) (seed, error) {
	v := reflect.Indirect(reflect.ValueOf(object))
	kind := -1
	if v.IsValid() {
		hasType := func(k seedKind) bool { return slices.Contains(k.types, v.Type()) }
		kind = slices.IndexFunc(seedKinds, hasType)
	}
	if kind < 0 {
		return seed{}, fmt.Errorf("%T cannot be seeded", object)
	}
	members := map[string]json.RawMessage{}
	for _, field := range reflect.VisibleFields(v.Type()) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		value, err := v.FieldByIndexErr(field.Index)
		if err != nil || name == "" || value.IsZero() {
			continue
		}
		if members[name], err = json.Marshal(value.Interface()); err != nil {
			return seed{}, fmt.Errorf("%s of %T: %w", name, object, err)
		}
	}
	text, err := json.Marshal(members)
	return seed{kind: kind, text: text}, err
}

func (s *Server) plant(mode Mode, seeds []seed) error {
	slices.SortStableFunc(seeds, func(a, b seed) int { return a.kind - b.kind })
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.modes[mode]
	if d == nil {
		return fmt.Errorf("stancertest: unknown mode %q", mode)
	}
	defer func() {
		d.published = nil // so that seeded objects are not events
		s.publish(d)
	}()
	for _, one := range seeds {
		if err := s.plantOne(d, seedKinds[one.kind], one.text); err != nil {
			return fmt.Errorf("stancertest: %s: %w", one.place, err)
		}
	}
	return nil
}

func (s *Server) plantOne(d *data, kind seedKind, text json.RawMessage) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = failureOf(fault)
		}
	}()
	if kind.key == "payments" {
		text = withObjects(text, "card", "sepa", "customer")
	}
	if err := kind.check(text); err != nil {
		return err
	}
	var value any
	recast(text, &value)
	members, _ := json.Marshal(withoutNulls(value)) //nolint:errcheck // it is valid JSON
	c := &call{data: d, body: members}
	form := regexp.MustCompile("^" + kind.prefix + "_[0-9A-Za-z]{24}$")
	if id := c.givenID(); id != "" && !form.MatchString(id) {
		return fmt.Errorf("invalid id %q: want %s_ and 24 letters or digits", id, kind.prefix)
	}
	item, id, keep, err := kind.grow(c)
	if err != nil {
		return err
	}
	for _, d := range s.modes {
		if kind.has(d, id) {
			return fmt.Errorf("%s already exists", id)
		}
	}
	if err := s.fits(kind.schema, item); err != nil {
		return fmt.Errorf("%s: %w", id, err)
	}
	keep()
	return nil
}

// withObjects replaces ids by objects with that id, as answers have them.
func withObjects(text json.RawMessage, names ...string) json.RawMessage {
	var members map[string]json.RawMessage
	if json.Unmarshal(text, &members) != nil {
		return text // check returns the error
	}
	for _, name := range names {
		var id string
		if json.Unmarshal(members[name], &id) == nil && id != "" {
			members[name] = json.RawMessage(`{"id":` + string(members[name]) + `}`)
		}
	}
	changed, _ := json.Marshal(members) //nolint:errcheck // it is valid JSON
	return changed
}

// check returns an error for unknown members, which the handlers would ignore.
func (k seedKind) check(text json.RawMessage) error {
	if string(text) == "null" {
		return errors.New("null is not an object")
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	return decoder.Decode(reflect.New(k.types[0]).Interface())
}

// fits validates an object against the document.
func (s *Server) fits(schema string, item any) error {
	var value any
	recast(item, &value)
	var all []error
	found := s.spec.Schema(s.spec.Doc.Components.Schemas[schema])
	for _, wrong := range details(nil, found.Check(withoutNulls(value))) {
		all = append(all, fmt.Errorf("%v %s", wrong.Loc, wrong.Msg))
	}
	return errors.Join(all...)
}

// givenID returns the id in the body.
func (c *call) givenID() string {
	return decode[struct {
		ID string `json:"id"`
	}](c).ID
}
