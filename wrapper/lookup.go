package stancer

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/stancer-go/stancer/api"
)

// NewUniqueID returns a random value for UniqueID, of 31 characters. Store it before the call, so
// that the payment can be found after any failure.
func NewUniqueID() string { return "auto-" + rand.Text() }

// WithAutoUniqueID sets a random UniqueID for each payment without one, so that the payment can be
// looked up after an unknown outcome. It protects a single call: a second call of Create creates
// another payment. To prevent that, set a UniqueID that belongs to the order. An error has the
// identifier in [Error.Key], a payment in UniqueID. Payment intents get none, because they cannot
// be listed by it.
func WithAutoUniqueID() Option {
	return func(s *settings) error {
		s.autoUniqueID = true
		return nil
	}
}

// canLook reports whether a lookup can determine the outcome of an attempt.
func (c *call) canLook() bool {
	return c.op.Retry == api.RetryRead || c.op.Retry == api.RetryLookup && c.key() != ""
}

// key is the value of the member by which the object can be listed.
func (c *call) key() string { return textMember(c.body, c.op.RetryKey) }

// textMember returns a member of a JSON object that is a text, or "".
func textMember(object []byte, name string) (text string) {
	var members map[string]json.RawMessage
	if name != "" && json.Unmarshal(object, &members) == nil {
		_ = json.Unmarshal(members[name], &text)
	}
	return text
}

// lookup finds out whether an attempt has done the work, and stores the object if so. It returns
// false without an error if the work was not done.
func (c *call) lookup(failure *Error) (done bool, err error) {
	if c.op.Retry == api.RetryRead {
		done, err = c.readObject()
	} else {
		done, err = c.findCreated(failure)
	}
	if err == nil {
		return done, nil
	}
	var found *conflict
	if errors.As(err, &found) {
		return false, c.conflictError(found)
	}
	return false, failure.with(err)
}

// readObject reads the object of a capture or a cancellation. Its status shows whether the work was
// done.
func (c *call) readObject() (bool, error) {
	path := strings.TrimSuffix(c.op.Path, "/capture")
	object, _, err := c.ask(path, c.id, "")
	if err != nil {
		return false, err
	}
	if !slices.Contains(c.op.RetryDone, textMember(object, "status")) {
		return false, nil
	}
	return true, c.accept(object)
}

// candidate is the part of a payment or a customer that shows whether this call created it.
type candidate struct {
	ID       string
	Created  api.Timestamp
	Amount   json.Number
	Currency string
	raw      json.RawMessage
}

// conflict is an object that has the key of this call and may not have been created by it.
type conflict struct {
	id      string
	unknown bool // whether this call may have created this object or another one
	reason  string
}

func (c *conflict) Error() string { return c.reason }

// findCreated looks for the object that an attempt may have created: the one whose id is in the
// conflict, or else the objects with the key of the call.
func (c *call) findCreated(failure *Error) (bool, error) {
	var found []candidate
	var now time.Time
	var err error
	if failure.Status == http.StatusConflict && failure.ExistingID != "" {
		found, now, err = c.findByID(failure.ExistingID)
	} else {
		found, now, err = c.findByKey()
	}
	if err != nil {
		return false, err
	}
	for _, each := range found { // newest first
		ours, err := c.created(each, now)
		if err != nil {
			return false, err
		}
		if ours {
			return true, c.accept(each.raw)
		}
	}
	return false, nil
}

// created reports whether an object was created by this call. The clock is that of the server: now
// is the time of the lookup's own answer. Two processes that use the same key within the same
// seconds cannot be told apart.
func (c *call) created(found candidate, now time.Time) (bool, error) {
	const tolerance = 2 * time.Second // both times have whole seconds
	name := c.op.RetryKey
	if now.IsZero() || found.Created.IsZero() {
		return false, &conflict{found.ID, true, "an object has this " + name +
			", and it is unknown when it was created"}
	}
	began := now.Add(-time.Since(c.started))
	if found.Created.Time().Before(began.Add(-tolerance)) {
		if !c.op.RetryKeyUnique {
			return false, nil
		}
		return false, &conflict{found.ID, false, "an older object has this " + name}
	}
	if !c.sameMoney(found) {
		return false, &conflict{found.ID, true,
			"an object with another amount or currency has this " + name}
	}
	return true, nil
}

// sameMoney compares amount and currency with those that were sent.
func (c *call) sameMoney(found candidate) bool {
	var sent candidate
	if json.Unmarshal(c.body, &sent) != nil {
		return false
	}
	if sent.Currency == "" && sent.Amount != "" {
		sent.Currency = string(CurrencyEUR) // the default
	}
	return sent.Amount == found.Amount && strings.EqualFold(sent.Currency, found.Currency)
}

// findByID reads the object whose id is in a conflict.
func (c *call) findByID(id string) ([]candidate, time.Time, error) {
	object, now, err := c.ask(c.op.Path+"{id}", id, "")
	if err != nil {
		return nil, now, err
	}
	found, err := c.decodeCandidate(object)
	return []candidate{found}, now, err
}

// findByKey lists the objects that have the key, newest first.
func (c *call) findByKey() ([]candidate, time.Time, error) {
	query := url.Values{c.op.RetryKey: {c.key()}}
	list, now, err := c.ask(c.op.Path, "", query.Encode())
	if err != nil {
		return nil, now, err
	}
	objects, err := listed(list)
	if err != nil {
		return nil, now, err
	}
	var found []candidate
	for _, object := range objects {
		if textMember(object, c.op.RetryKey) != c.key() {
			continue // the API may not know the filter
		}
		each, err := c.decodeCandidate(object)
		if err != nil {
			return nil, now, err
		}
		found = append(found, each)
	}
	slices.SortStableFunc(found, func(a, b candidate) int {
		return b.Created.Time().Compare(a.Created.Time())
	})
	return found, now, nil
}

// listed returns the objects of a list. The name of the array differs between resources.
func listed(list []byte) (objects []json.RawMessage, err error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(list, &members); err != nil {
		return nil, err
	}
	for _, member := range members {
		if json.Unmarshal(member, &objects) == nil && objects != nil {
			return objects, nil
		}
	}
	return nil, errors.New("the list has no array")
}

// decodeCandidate decodes an object. It returns an error if the object is of another resource.
func (c *call) decodeCandidate(object json.RawMessage) (found candidate, err error) {
	if err := json.Unmarshal(object, &found); err != nil {
		return found, err
	}
	found.raw = object
	return found, c.checkObject(found.ID)
}

// ask sends the GET of a lookup, with the settings of the call except those for one request only.
// It returns the body, and the time at which the server answered, if that is known.
func (c *call) ask(path, id, query string) ([]byte, time.Time, error) {
	i := slices.IndexFunc(api.Operations, func(op api.Operation) bool {
		return op.Method == http.MethodGet && op.Path == path
	})
	if i < 0 {
		return nil, time.Time{}, fmt.Errorf("no operation reads %s", path)
	}
	settings := *c.settings
	var answered Response
	settings.query, settings.members, settings.observer = c.service.settings.query, nil, nil
	settings.response = &answered
	lookups := &service{&settings}
	body, err := do[json.RawMessage](c.req.Context(), lookups, api.Operations[i], id, nil,
		func(ctx context.Context, server string) (*http.Request, error) {
			address := server + strings.Replace(path, "{id}", id, 1)
			if query != "" {
				address += "?" + query
			}
			return http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		})
	if err == nil && textMember(body, "id") != id {
		err = errors.New("the lookup was answered with another object")
	}
	now, _ := http.ParseTime(answered.Header.Get("Date"))
	return body, now, err
}

// accept stores an object that a lookup has found as the result of the call.
func (c *call) accept(object []byte) error {
	return c.decode(&answer{resp: &http.Response{StatusCode: http.StatusOK}, body: object})
}

// conflictError is the error of a call whose key belongs to another object.
func (c *call) conflictError(found *conflict) *Error {
	e := c.failure(&answer{})
	e.Status, e.ExistingID, e.Attempts = http.StatusConflict, found.id, c.attempts
	e.Message = fmt.Sprintf("%s (%s)", found.reason, found.id)
	if found.unknown {
		c.markUnknown(e)
	}
	return e
}

// identify completes a conflict whose answer has no id of the existing object: it looks for an
// object with the key of the call.
func (c *call) identify(failure *Error) error {
	if failure.Status == http.StatusConflict && failure.ExistingID == "" &&
		c.op.Retry == api.RetryLookup && c.key() != "" {
		if found, _, err := c.findByKey(); err == nil && len(found) > 0 {
			failure.ExistingID = found[0].ID
		}
	}
	return failure
}
