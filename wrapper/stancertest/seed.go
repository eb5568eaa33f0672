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

// TestCard is a stored card, for [Server.Seed], that does what the test card with its number does. The number is not kept.
type TestCard struct {
	Number string `json:"number,omitempty"`
	api.Card
}

// Seed stores objects as they are, with the ids that they have: types of package stancer, by value or pointer, or [TestCard]. Members that
// are zero get what they are created with; an object without an id gets one. A card without a number works like [CardApproved], a SEPA
// account like that of [IBANFrance]. A webhook endpoint is enabled. Refunds, disputes, disbursements, mandates and subscriptions must name
// what they are of; of the card, SEPA account and customer in a payment only the id counts. An object comes after those that it names,
// whatever the order here.
//
// It is an error if an object does not fit the OpenAPI document, has an id of another form than a
// prefix, an underscore and 24 letters or digits, has the id of another object, or names one that
// is not there. The error names the object: object 3 is the fourth argument. What comes before it
// is stored all the same. Seeding is no event.
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

// SeedJSON does what [Server.Seed] does with the objects of a JSON file, grouped as the API's lists are. An endpoint can be disabled here,
// and a card has the number of a test card:
//
//	{
//	  "customers": [{"id": "cust_kw4kwsJHmcWTPd2w5Y6XaT6Q", "name": "Arthur Martin"}],
//	  "cards": [{"number": "4000000000009979", "customer": "cust_kw4kwsJHmcWTPd2w5Y6XaT6Q"}]
//	}
//
// The groups are addresses, customers, cards, sepa, sepa_checks, mandates, subscriptions,
// payment_intents, payouts, payments, refunds, disbursements, disputes and webhook_endpoints. The
// card, the SEPA account and the customer of a payment may be objects, or only their ids. An error
// names the entry: payments[3] is the fourth payment.
func (s *Server) SeedJSON(mode Mode, file io.Reader) error {
	decoder := json.NewDecoder(file)
	var groups map[string][]json.RawMessage
	if err := decoder.Decode(&groups); err != nil {
		return fmt.Errorf("stancertest: the seed is not an object of lists: %w", err)
	}
	if decoder.Decode(new(any)) != io.EOF {
		return errors.New("stancertest: something comes after the seed")
	}
	var seeds []seed
	for key, group := range groups {
		kind := slices.IndexFunc(seedKinds, func(k seedKind) bool { return k.key == key })
		if kind < 0 {
			return fmt.Errorf("stancertest: nothing to seed is called %q; want %s", key,
				seedNames())
		}
		for i, text := range group {
			seeds = append(seeds, seed{kind, text, fmt.Sprintf("%s[%d]", key, i)})
		}
	}
	return s.plant(mode, seeds)
}

// seedNames are what SeedJSON knows.
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
	place string // where it is among the others, for errors
}

// newSeed leaves out what is zero, which in JSON could not be told from what is meant.
func newSeed(object any) (seed, error) {
	v := reflect.Indirect(reflect.ValueOf(object))
	kind := -1
	if v.IsValid() {
		kind = slices.IndexFunc(seedKinds, func(k seedKind) bool {
			return slices.Contains(k.types,
				v.Type())
		})
	}
	if kind < 0 {
		return seed{}, fmt.Errorf("a %T cannot be seeded", object)
	}
	members := map[string]json.RawMessage{}
	for _, field := range reflect.VisibleFields(v.Type()) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		value, err := v.FieldByIndexErr(field.Index)
		if err != nil || name == "" || value.IsZero() {
			continue
		}
		if members[name], err = json.Marshal(value.Interface()); err != nil {
			return seed{}, fmt.Errorf("%s of a %T: %w", name, object, err)
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
		return fmt.Errorf("stancertest: there is no mode %q", mode)
	}
	defer func() {
		d.published = nil // as if nobody had listened
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
	members, _ := json.Marshal(withoutNulls(value)) //nolint:errcheck // it was JSON before
	c := &call{data: d, body: members}
	if id := c.givenID(); id != "" && !regexp.MustCompile("^"+kind.prefix+"_[0-9A-Za-z]{24}$").MatchString(id) {
		return fmt.Errorf("the id %q is not %s_ and 24 letters or digits", id, kind.prefix)
	}
	item, id, keep, err := kind.grow(c)
	if err != nil {
		return err
	}
	for _, d := range s.modes {
		if kind.has(d, id) {
			return fmt.Errorf("there is a %s already", id)
		}
	}
	if err := s.fits(kind.schema, item); err != nil {
		return fmt.Errorf("%s: %w", id, err)
	}
	keep()
	return nil
}

// withObjects puts an object with an id in the place of an id, as answers show it.
func withObjects(text json.RawMessage, names ...string) json.RawMessage {
	var members map[string]json.RawMessage
	if json.Unmarshal(text, &members) != nil {
		return text // check says what is wrong
	}
	for _, name := range names {
		var id string
		if json.Unmarshal(members[name], &id) == nil && id != "" {
			members[name] = json.RawMessage(`{"id":` + string(members[name]) + `}`)
		}
	}
	changed, _ := json.Marshal(members) //nolint:errcheck // it was JSON before
	return changed
}

// check is strict about names, which a handler could be about only if it saw them.
func (k seedKind) check(text json.RawMessage) error {
	if string(text) == "null" {
		return errors.New("null is no object")
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	return decoder.Decode(reflect.New(k.types[0]).Interface())
}

// fits holds an object against the document.
func (s *Server) fits(schema string, item any) error {
	var value any
	recast(item, &value)
	var all []error
	found := s.api.Schema(s.api.Doc.Components.Schemas[schema])
	for _, wrong := range details(nil, found.Check(withoutNulls(value))) {
		all = append(all, fmt.Errorf("%v %s", wrong.Loc, wrong.Msg))
	}
	return errors.Join(all...)
}

// givenID is the id in the body.
func (c *call) givenID() string {
	return decode[struct {
		ID string `json:"id"`
	}](c).ID
}
