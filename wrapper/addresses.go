package stancer

import (
	"context"
	"iter"

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

// List reads a page of the addresses. Params may be nil.
func (r *Addresses) List(ctx context.Context, params *ListAddressesParams, options ...Option) (*AddressList, error) {
	return r.list(params, options).get(ctx)
}

// Pages ranges over the pages of the addresses, 100 objects at a time unless params say otherwise. Params may be nil.
func (r *Addresses) Pages(ctx context.Context, params *ListAddressesParams, options ...Option) iter.Seq2[*AddressList, error] {
	return r.list(params, options).pages(ctx)
}

// All ranges over the addresses, page by page. Params may be nil.
func (r *Addresses) All(ctx context.Context, params *ListAddressesParams, options ...Option) iter.Seq2[*Address, error] {
	return all(ctx, r.list(params, options))
}

func (r *Addresses) list(params *ListAddressesParams, options []Option) *list[*AddressList] {
	return listOf[*AddressList]((*service)(r), api.OpListAddresses, "", params, options, api.NewListAddressesRequest)
}
