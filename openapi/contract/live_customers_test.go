package contract_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/stretchr/testify/assert"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// ping comes first: if it fails, nothing else is called.
func (g *group) ping() {
	ping, err := g.client.Ping(g.ctx)
	g.must(err)
	g.equal("test", ping.Mode)
	assert.NotEmpty(g, ping.Company)
	assert.NotEmpty(g, ping.Account)
}

// errors provokes the errors that need no object.
func (g *group) errors() {
	wrong := g.newClient("stest_wrongwrongwrongwrongwro", g.checked)
	_, err := wrong.Payments.List(g.ctx, nil)
	g.ask("What does version 2 answer to a wrong key?", "401 {error: string}", g.outcome(err))
	_, err = wrong.PayoutsV1.List(g.ctx, nil)
	g.ask("What does version 1 answer to a wrong key?",
		"401 {error: {message: string, type: string}}", g.outcome(err))
	_, err = g.newClient(g.key, g.checked, stancer.WithBearer()).Ping(g.ctx)
	g.ask("Is the secret key a bearer token?", "200", g.outcome(err))
	_, err = g.client.Payments.Get(g.ctx, unused("paym"))
	g.ask("What does version 2 answer to an unknown id?", notFound, g.outcome(err))
	_, err = g.client.Mandates.Create(g.ctx, &stancer.MandateCreate{SEPA: unused("sepa")})
	g.ask("What if a request refers to an object that does not exist?", notFound, g.outcome(err))

	_, err = g.unchecked.PaymentIntents.Create(g.ctx, &stancer.PaymentIntentCreate{Amount: 1000},
		stancer.WithBodyMember("no_such_member", 1))
	g.ask("What if a request has an unknown member?", invalid, g.outcome(err))
	seen := g.withoutSlash("/v2/customers")
	g.ask("What does a collection answer without its slash?", "404", seen)
}

// The forms of errors of version 2.
const (
	notFound = "404 {error: string}"
	conflict = "409 {error: string}"
	invalid  = "422 {detail: [{loc: [string], msg: string, type: string}]}"
)

// withoutSlash sends a request that no client of this project can send.
func (g *group) withoutSlash(path string) string {
	req, err := http.NewRequestWithContext(g.ctx, http.MethodGet, g.url+path, nil)
	g.must(err)
	req.SetBasicAuth(g.key, "")
	resp, err := httpClient(g.transport).Do(req)
	if err != nil {
		return "no response"
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<20))
	g.ok(err)
	status := fmt.Sprint(resp.StatusCode)
	if to, err := resp.Location(); err == nil && strings.HasSuffix(to.Path, path+"/") {
		return status + " to " + word(to.Scheme) + " with the slash"
	}
	return status
}

func (g *group) addresses() {
	address, err := g.client.Addresses.Create(g.ctx, &stancer.AddressCreate{
		Line1: stancer.Ptr("1 rue de la Paix"), ZipCode: "75002", City: "Paris", Country: "FR",
		Metadata: map[string]any{"floor": 3},
	})
	g.must(err)
	g.later(func() {
		deleted, err := g.client.Addresses.Delete(g.ctx, address.ID)
		g.must(err)
		g.equal(address.ID, deleted.ID)
		_, err = g.client.Addresses.Get(g.ctx, address.ID)
		g.ask("Can a deleted address be read?", "200", g.outcome(err))
	})
	g.equal("Paris", address.City)
	read, err := g.client.Addresses.Get(g.ctx, address.ID)
	g.must(err)
	g.equal("1 rue de la Paix", read.Line1)
	assert.JSONEq(g, `{"floor":3}`, read.Metadata.String())
	page, err := g.client.Addresses.List(g.ctx, nil)
	g.must(err)
	assert.NotEmpty(g, page.Addresses)
}

func (g *group) customers() {
	params := &stancer.CustomerCreate{
		Name: stancer.Ptr("Contract Test"), Email: stancer.Ptr("contract.test@example.com"),
		ExternalID: stancer.Ptr(rand.Text()),
	}
	customer, err := g.client.Customers.Create(g.ctx, params)
	g.must(err)
	g.later(func() {
		g.deleteCustomer(customer.ID)
		_, err := g.client.Customers.Get(g.ctx, customer.ID)
		g.ask("Can a deleted customer be read?", notFound, g.outcome(err))
	})
	g.equal("Contract Test", customer.Name)
	g.ask("A second customer with the same external_id?", conflict, g.anotherCustomer(params))
	params.ExternalID = nil
	g.ask("A second customer with the same name and email?", "200", g.anotherCustomer(params))

	update := &stancer.CustomerUpdate{Country: stancer.Ptr("FR"), LegalID: stancer.Ptr("732829320")}
	updated, err := g.client.Customers.Update(g.ctx, customer.ID, update)
	g.must(err)
	g.equal("FR", updated.Country)
	g.equal("Contract Test", updated.Name)
	g.nullInPatch(customer.ID)

	page, err := g.client.Customers.List(g.ctx, &stancer.ListCustomersParams{
		Email: params.Email, Created: &customer.Created,
	})
	g.must(err)
	for _, found := range page.Customers {
		g.equal("contract.test@example.com", found.Email)
	}
	intents, err := g.client.Customers.PaymentIntents(g.ctx, customer.ID, nil)
	g.must(err)
	assert.Empty(g, intents.PaymentIntents)
	subscriptions, err := g.client.Customers.Subscriptions(g.ctx, customer.ID, nil)
	g.must(err)
	assert.Empty(g, subscriptions.Subscriptions)
}

// nullInPatch sends what the document does not allow: an explicit null, and the id.
func (g *group) nullInPatch(id stancer.CustomerID) {
	update := g.unchecked.Customers.Update
	_, err := update(g.ctx, id, &stancer.CustomerUpdate{}, stancer.WithBodyMember("legal_id", nil))
	seen := g.outcome(err)
	read, err := g.client.Customers.Get(g.ctx, id)
	g.must(err)
	if value(read.LegalID) == "732829320" {
		seen += ", the member stays"
	}
	g.ask("What does an explicit null in a PATCH do?", "200, the member stays", seen)
	_, err = update(g.ctx, id, &stancer.CustomerUpdate{}, stancer.WithBodyMember("id", id))
	g.ask("May a PATCH repeat the id of the object?", "200", g.outcome(err))
}

func (g *group) anotherCustomer(params *stancer.CustomerCreate) string {
	another, err := g.client.Customers.Create(g.ctx, params)
	if err == nil {
		g.later(func() { g.deleteCustomer(another.ID) })
	}
	return g.outcome(err)
}

// deleteCustomer accepts a missing customer: a second one may have been the first one.
func (g *group) deleteCustomer(id stancer.CustomerID) {
	if _, err := g.client.Customers.Delete(g.ctx, id); !errors.Is(err, stancer.ErrNotFound) {
		g.ok(err)
	}
}
