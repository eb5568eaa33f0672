package tour

import (
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// ping is the first call, and tells whether the tour can be made at all.
func (t *tour) ping() error {
	var resp stancer.Response
	_, err := t.client.Ping(t.ctx, stancer.WithResponse(&resp))
	if err == nil {
		t.seen("ping", form(&resp))
	}
	return err
}

// errors provokes those that need no object.
func (t *tour) errors() {
	wrong, err := t.newClient("stest_wrong", t.witness)
	if t.ok(err) {
		t.seen("wrong key", ask(func(o stancer.Option) error { _, err := wrong.Payments.List(t.ctx, nil, o); return err }))
		t.seen("wrong key v1", ask(func(o stancer.Option) error { _, err := wrong.PayoutsV1.List(t.ctx, nil, o); return err }))
	}
	bearer, err := t.newClient(t.config.Key, t.witness, stancer.WithBearer())
	if t.ok(err) {
		t.seen("bearer", ask(func(o stancer.Option) error { _, err := bearer.Ping(t.ctx, o); return err }))
	}
	t.seen("unknown id", ask(func(o stancer.Option) error { _, err := t.client.Payments.Get(t.ctx, nobody("paym"), o); return err }))
	t.seen("unknown member", ask(func(o stancer.Option) error {
		_, err := t.probe.PaymentIntents.Create(t.ctx, &stancer.PaymentIntentCreate{Amount: 1000}, stancer.WithBodyMember("no_such_member", 1), o)
		return err
	}))
	t.seen("reference", ask(func(o stancer.Option) error {
		_, err := t.client.Mandates.Create(t.ctx, &stancer.MandateCreate{SEPA: nobody("sepa")}, o)
		return err
	}))
	t.seen("slash", t.withoutSlash("/v2/customers"))
}

// withoutSlash asks for a path that the document does not have, which no client of this project can.
func (t *tour) withoutSlash(path string) string {
	req, err := http.NewRequestWithContext(t.ctx, http.MethodGet, t.config.BaseURL+path, nil)
	if !t.ok(err) {
		return "no answer"
	}
	req.SetBasicAuth(t.config.Key, "")
	resp, err := unfollowing(t.config.HTTP).Do(req)
	if err != nil {
		t.report.fail("the collection without its slash gave no answer")
		return "no answer"
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<20))
	to, err := resp.Location()
	status := strconv.Itoa(resp.StatusCode)
	switch {
	case err != nil:
		return status
	case strings.HasSuffix(to.Path, path+"/"):
		return status + ", to " + word(to.Scheme) + " with the slash"
	}
	return status + ", to elsewhere"
}

func (t *tour) addresses() {
	address, err := t.client.Addresses.Create(t.ctx, &stancer.AddressCreate{
		Line1: stancer.Ptr("1 rue de la Paix"), ZipCode: "75002", City: "Paris", Country: "FR", Metadata: map[string]any{"floor": 3},
	})
	if !t.ok(err) {
		return
	}
	t.later(func() {
		_, err := t.client.Addresses.Delete(t.ctx, address.ID)
		t.ok(err)
		t.seen("deleted address", ask(func(o stancer.Option) error { _, err := t.client.Addresses.Get(t.ctx, address.ID, o); return err }))
	})
	_, err = t.client.Addresses.Get(t.ctx, address.ID)
	t.ok(err)
	_, err = t.client.Addresses.List(t.ctx, nil)
	t.ok(err)
}

func (t *tour) customers() {
	params := &stancer.CustomerCreate{
		Name: stancer.Ptr("Contract Tour"), Email: stancer.Ptr("contract.tour@example.com"), ExternalID: stancer.Ptr(rand.Text()),
	}
	customer, err := t.client.Customers.Create(t.ctx, params)
	if !t.ok(err) {
		return
	}
	t.later(func() {
		t.deleteCustomer(customer.ID)
		t.seen("deleted customer", ask(func(o stancer.Option) error { _, err := t.client.Customers.Get(t.ctx, customer.ID, o); return err }))
	})
	t.seen("external_id customer", t.anotherCustomer(params))
	params.ExternalID = nil
	t.seen("same customer", t.anotherCustomer(params))

	update := &stancer.CustomerUpdate{Country: stancer.Ptr("FR"), LegalID: stancer.Ptr("732829320")}
	_, err = t.client.Customers.Update(t.ctx, customer.ID, update)
	t.ok(err)
	t.clear(customer.ID)
	t.seen("id in patch", ask(func(o stancer.Option) error {
		_, err := t.probe.Customers.Update(t.ctx, customer.ID, &stancer.CustomerUpdate{}, stancer.WithBodyMember("id", customer.ID), o)
		return err
	}))
	_, err = t.client.Customers.List(t.ctx, &stancer.ListCustomersParams{Email: params.Email, Created: &customer.Created})
	t.ok(err)
	_, err = t.client.Customers.PaymentIntents(t.ctx, customer.ID, nil)
	t.ok(err)
	_, err = t.client.Customers.Subscriptions(t.ctx, customer.ID, nil)
	t.ok(err)
}

// clear sends an explicit null, which the document does not allow, and looks what became of the member.
func (t *tour) clear(customer stancer.CustomerID) {
	answer := ask(func(o stancer.Option) error {
		_, err := t.probe.Customers.Update(t.ctx, customer, &stancer.CustomerUpdate{}, stancer.WithBodyMember("legal_id", nil), o)
		return err
	})
	switch read, err := t.client.Customers.Get(t.ctx, customer); {
	case !t.ok(err):
	case read.LegalID == nil:
		answer += ", and the member is cleared"
	default:
		answer += ", and the member stays"
	}
	t.seen("null patch", answer)
}

func (t *tour) anotherCustomer(params *stancer.CustomerCreate) string {
	return ask(func(o stancer.Option) error {
		another, err := t.client.Customers.Create(t.ctx, params, o)
		if err == nil {
			t.later(func() { t.deleteCustomer(another.ID) })
		}
		return err
	})
}

// deleteCustomer accepts that it is gone: a second customer may have been the first one.
func (t *tour) deleteCustomer(id stancer.CustomerID) {
	if _, err := t.client.Customers.Delete(t.ctx, id); !errors.Is(err, stancer.ErrNotFound) {
		t.ok(err)
	}
}
