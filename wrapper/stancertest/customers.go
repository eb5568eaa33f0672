package stancertest

import "github.com/stancer-go/stancer/api"

func (c *call) listCustomers() (any, error) {
	return list(c, "customers", c.customers.items, customerCreated, filters[api.Customer]{
		"external_id": equal(func(it *api.Customer) string { return it.ExternalID }),
		"email":       equal(func(it *api.Customer) string { return it.Email }),
		"name":        equal(func(it *api.Customer) string { return it.Name }),
		"country":     equal(func(it *api.Customer) string { return it.Country }),
		"legal_id":    equal(func(it *api.Customer) string { return it.LegalID }),
	}, nil)
}

func (c *call) createCustomer() (any, error) {
	it, err := c.newCustomer(decode[api.CustomerCreate](c))
	if err != nil {
		return nil, err
	}
	return c.customers.add(it.ID, it), nil
}

func (c *call) getCustomer() (any, error) { return c.customers.get(c.id()) }

func (c *call) updateCustomer() (any, error) {
	it, err := c.customers.get(c.id())
	if err != nil {
		return nil, err
	}
	next := *it
	c.into(&next)
	if err := c.checkAddresses(next.BillingAddress, next.ShippingAddress); err != nil {
		return nil, err
	}
	*it = next
	return it, nil
}

func (c *call) deleteCustomer() (any, error) {
	it, err := c.customers.get(c.id())
	if err != nil {
		return nil, err
	}
	it.Deleted = ptr(true)
	c.customers.remove(it.ID)
	return it, nil
}

func (c *call) listCustomerPaymentIntents() (any, error) {
	if _, err := c.customers.get(c.id()); err != nil {
		return nil, err
	}
	mine := func(it *api.PaymentIntent) bool { return it.Customer == c.id() }
	return list(c, "payment_intents", c.intents.where(mine), intentCreated, nil, nil)
}

func (c *call) listCustomerSubscriptions() (any, error) {
	if _, err := c.customers.get(c.id()); err != nil {
		return nil, err
	}
	mine := func(it *api.Subscription) bool { return it.Customer == c.id() }
	return list(c, "subscriptions", c.subscriptions.where(mine), nil, nil, nil)
}

// newCustomer makes a customer without storing it. The external_id does not have to be unique.
func (d *data) newCustomer(in api.CustomerCreate) (*api.Customer, error) {
	it := &api.Customer{
		ID:       newID("cust"),
		Created:  d.timestamp(),
		Deleted:  ptr(false),
		LiveMode: d.liveMode(),
	}
	recast(in, it)
	return it, d.checkAddresses(it.BillingAddress, it.ShippingAddress)
}
