package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// Addresses calls the operations on the postal addresses of customers, intents and payments. An
// address can be created and deleted, but not changed. Stancer documents them under addresses.
type Addresses service

// Create creates an address. Sending the same address twice creates two addresses (observed).
func (r *Addresses) Create(
	ctx context.Context, params *AddressCreate, options ...Option,
) (*Address, error) {
	return create[*Address](ctx, (*service)(r), api.OpCreateAddress, params, options,
		api.NewCreateAddressRequest)
}

// Get returns an address. A deleted address is still returned, with Deleted true (observed). The
// error is [ErrNotFound] if the address does not exist in the mode of the key.
func (r *Addresses) Get(ctx context.Context, id AddressID, options ...Option) (*Address, error) {
	return item[*Address](ctx, (*service)(r), api.OpGetAddress, id, options,
		api.NewGetAddressRequest)
}

// Delete deletes an address and returns it.
func (r *Addresses) Delete(ctx context.Context, id AddressID, options ...Option) (*Address, error) {
	return item[*Address](ctx, (*service)(r), api.OpDeleteAddress, id, options,
		api.NewDeleteAddressRequest)
}

// List returns the list of addresses. The params may be nil.
func (r *Addresses) List(params *ListAddressesParams, options ...Option) *List[Address] {
	return newList((*service)(r), api.OpListAddresses, params, options,
		api.NewListAddressesRequest, openAddressList)
}
