package stancertest

import (
	"encoding/json"

	"github.com/stancer-go/stancer/api"
)

func (c *call) listAddresses() (any, error) {
	return list(c, "addresses", c.addresses.items, addressCreated, nil, nil)
}

func (c *call) createAddress() (any, error) {
	it := c.newAddress()
	c.into(it)
	it.Metadata = unquoted(it.Metadata)
	return c.addresses.add(it.ID, it), nil
}

// newAddress sets the time of creation under both names that were observed.
func (d *data) newAddress() *api.Address {
	now := d.timestamp()
	return &api.Address{ID: newID("addr"), CreatedAt: now, Created: now}
}

func (c *call) getAddress() (any, error) { return c.addresses.get(c.id()) }

// deleteAddress leaves the address readable, as the API does.
func (c *call) deleteAddress() (any, error) {
	it, err := c.addresses.get(c.id())
	if err != nil {
		return nil, err
	}
	it.Deleted = true
	c.addresses.unlist(it)
	return it, nil
}

func (d *data) checkAddresses(billing, shipping api.AddressID) error {
	if err := d.addresses.check(billing); err != nil {
		return err
	}
	return d.addresses.check(shipping)
}

// unquoted returns metadata that is a JSON object inside a string, as official clients send it, as
// the object. It returns other metadata unchanged.
func unquoted(metadata api.Metadata) api.Metadata {
	var text string
	var object map[string]json.RawMessage
	if json.Unmarshal(metadata, &text) == nil &&
		json.Unmarshal([]byte(text), &object) == nil && object != nil {
		return api.Metadata(text)
	}
	return metadata
}
