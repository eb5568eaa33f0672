package stancer

import (
	"context"
	"iter"

	"github.com/stancer-go/stancer/api"
)

// Customers are the people and companies that pay. Stancer: customers.
type Customers struct{ caller *caller }

// Create creates a customer. Stancer wants an email address or a mobile number, and makes a new customer each time, unless ExternalID is
// one that exists: that is [ErrConflict], as far as is known.
func (r *Customers) Create(ctx context.Context, params *CustomerCreate, options ...Option) (*Customer, error) {
	return create[Customer](ctx, r.caller, api.OpCreateCustomer, params, options, api.NewCreateCustomerRequest)
}

// Get reads a customer. One that does not exist or was deleted is [ErrNotFound].
func (r *Customers) Get(ctx context.Context, id CustomerID, options ...Option) (*Customer, error) {
	return item[Customer](ctx, r.caller, api.OpGetCustomer, id, options, api.NewGetCustomerRequest)
}

// List reads a page of the customers that the filters of params select, newest first. Params may be nil.
func (r *Customers) List(ctx context.Context, params *ListCustomersParams, options ...Option) (*CustomerList, error) {
	return r.list(params, options).get(ctx)
}

// Pages ranges over the pages of the customers that the filters of params select.
func (r *Customers) Pages(ctx context.Context, params *ListCustomersParams, options ...Option) iter.Seq2[*CustomerList, error] {
	return r.list(params, options).pages(ctx)
}

// All ranges over the customers that the filters of params select.
func (r *Customers) All(ctx context.Context, params *ListCustomersParams, options ...Option) iter.Seq2[*Customer, error] {
	return all(ctx, r.list(params, options))
}

func (r *Customers) list(params *ListCustomersParams, options []Option) list[CustomerList, *CustomerList, *ListCustomersParams] {
	return list[CustomerList, *CustomerList, *ListCustomersParams]{r.caller, api.OpListCustomers, "", params, options, api.NewListCustomersRequest}
}
