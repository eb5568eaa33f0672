package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// Addresses are postal addresses of customers, intents and payments. They cannot be changed, only created and deleted. Stancer: addresses.
type Addresses service

// Create creates an address. The same address sent twice makes two (observed).
func (r *Addresses) Create(ctx context.Context, params *AddressCreate, options ...Option) (*Address, error) {
	return create[*Address](ctx, (*service)(r), api.OpCreateAddress, params, options, api.NewCreateAddressRequest)
}

// Get reads an address. One that was deleted is still there, with Deleted true (observed). One that does not exist in the mode of the key
// is [ErrNotFound].
func (r *Addresses) Get(ctx context.Context, id AddressID, options ...Option) (*Address, error) {
	return item[*Address](ctx, (*service)(r), api.OpGetAddress, id, options, api.NewGetAddressRequest)
}

// Delete deletes an address, and returns it.
func (r *Addresses) Delete(ctx context.Context, id AddressID, options ...Option) (*Address, error) {
	return item[*Address](ctx, (*service)(r), api.OpDeleteAddress, id, options, api.NewDeleteAddressRequest)
}

// List lists the addresses. Params may be nil.
func (r *Addresses) List(params *ListAddressesParams, options ...Option) *List[Address] {
	return newList((*service)(r), api.OpListAddresses, params, options,
		api.NewListAddressesRequest, openAddressList)
}
