package contract_test

import (
	"crypto/rand"
	"errors"

	"github.com/stretchr/testify/assert"

	stancer "github.com/stancer-go/stancer/wrapper"
)

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
	page, err := g.client.Addresses.List(nil).Page(g.ctx)
	g.must(err)
	assert.NotEmpty(g, page.Items)
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
	g.ask("A second customer with the same external_id?", "200", g.anotherCustomer(params))
	params.ExternalID = nil
	g.ask("A second customer with the same name and email?", "200", g.anotherCustomer(params))

	update := &stancer.CustomerUpdate{Country: stancer.Ptr("FR"), LegalID: stancer.Ptr("732829320")}
	updated, err := g.client.Customers.Update(g.ctx, customer.ID, update)
	g.must(err)
	g.equal("FR", updated.Country)
	g.equal("Contract Test", updated.Name)
	g.nullInPatch(customer.ID)

	page, err := g.client.Customers.List(&stancer.ListCustomersParams{
		Email: params.Email, Created: &customer.Created,
	}).Page(g.ctx)
	g.must(err)
	for _, found := range page.Items {
		g.equal("contract.test@example.com", found.Email)
	}
	intents, err := g.client.Customers.PaymentIntents(customer.ID, nil).Page(g.ctx)
	g.must(err)
	assert.Empty(g, intents.Items)
	subscriptions, err := g.client.Customers.Subscriptions(customer.ID, nil).Page(g.ctx)
	g.must(err)
	assert.Empty(g, subscriptions.Items)
}

// nullInPatch sends members that the document does not allow: an explicit null, and the id.
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

// deleteCustomer accepts a missing customer, since two calls may have created the same one.
func (g *group) deleteCustomer(id stancer.CustomerID) {
	if _, err := g.client.Customers.Delete(g.ctx, id); !errors.Is(err, stancer.ErrNotFound) {
		g.ok(err)
	}
}
