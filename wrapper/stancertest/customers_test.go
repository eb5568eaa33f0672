package stancertest_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCustomersAreStoredUntilTheyAreDeleted(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	made := c.post("/v2/customers/", object{
		"name": "Arthur Martin", "email": "arthur@example.com",
		"date_birth": "1953-01-19", "external_id": "e",
	})
	path := "/v2/customers/" + id(made)
	for name, want := range (object{
		"date_birth": "1953-01-19", "deleted": false, "live_mode": false,
		"mobile": nil, "billing_address": nil,
	}) {
		require.Contains(t, made, name)
		require.Equal(t, want, made[name], name)
	}
	require.IsType(t, 0., made["created"])
	require.Equal(t, made, c.get(path))

	arthur := object{"name": "Arthur Martin", "email": "arthur@example.com"}
	other := c.post("/v2/customers/", arthur)
	require.NotEqual(t, id(made), id(other), "names and addresses are not unique")
	second := id(c.post("/v2/customers/", object{"external_id": "e"}))
	require.NotEqual(t, id(made), second, "a customer with the same external_id is another one")
	require.Equal(t, []string{second, id(made)}, c.ids("/v2/customers/?external_id=e", "customers"))
	c.delete("/v2/customers/" + second)
	changed := c.patch(path, object{"external_id": "e", "country": "FR", "id": id(made)})
	require.Equal(t, "FR", changed["country"])
	require.Equal(t, "arthur@example.com", c.get(path)["email"], "members not sent do not change")
	changed = c.patch(path, object{"email": nil})
	require.Equal(t, "arthur@example.com", changed["email"], "null changes nothing")

	require.Equal(t, true, c.delete(path)["deleted"])
	for _, method := range []string{"GET", "DELETE"} {
		c.fails(404, "Customer `"+id(made)+"` not found", method, path, nil)
	}
	c.fails(404, "Customer `"+id(made)+"` not found", "PATCH", path, object{})
	c.fails(404, "Customer `"+id(made)+"` not found", "GET", path+"/payment_intents", nil)
	c.fails(404, "Customer `"+id(made)+"` not found", "GET", path+"/subscriptions", nil)
	require.Equal(t, []string{id(other)}, c.ids("/v2/customers/", "customers"))
	c.post("/v2/customers/", object{"external_id": "e"})
}

func TestDeletedAddressesCanBeRead(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	in := object{
		"zip_code": "75002", "city": "Paris", "country": "FR", "metadata": []any{1, "two", nil},
	}
	made := c.post("/v2/addresses/", in)
	require.NotEqual(t, id(made), id(c.post("/v2/addresses/", in)))
	require.Equal(t, []any{1., "two", nil}, made["metadata"])
	require.Equal(t, made["created_at"], made["created"])
	require.Nil(t, made["line1"])
	path := "/v2/addresses/" + id(made)
	for range 2 {
		require.Equal(t, true, c.delete(path)["deleted"])
		require.Equal(t, true, c.get(path)["deleted"], "a deleted address can still be read")
	}
	require.Len(t, c.ids("/v2/addresses/", "addresses"), 1)
	missing := "addr_aaaaaaaaaaaaaaaaaaaaaaaa"
	c.fails(404, "Address `"+missing+"` not found", "GET", "/v2/addresses/"+missing, nil)
	c.fails(404, "Address `"+missing+"` not found",
		"POST", "/v2/customers/", object{"shipping_address": missing})
	status, _ := c.send("PATCH", path, object{"city": "Lyon"})
	require.Equal(t, 405, status, "addresses do not change")
}
