package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// Customers are the people and companies that pay. Stancer: customers.
type Customers service

// Create creates a customer. An email address or a mobile number is enough. Each call creates a new
// customer (observed), also with an ExternalID that is in use; a refusal of it would be
// [ErrConflict]. The ExternalID makes a lost answer repeatable, see the package comment.
func (r *Customers) Create(ctx context.Context, params *CustomerCreate, options ...Option) (*Customer, error) {
	return create[*Customer](ctx, (*service)(r), api.OpCreateCustomer, params, options, api.NewCreateCustomerRequest)
}

// Get reads a customer. One that does not exist in the mode of the key, or was deleted, is [ErrNotFound].
func (r *Customers) Get(ctx context.Context, id CustomerID, options ...Option) (*Customer, error) {
	return item[*Customer](ctx, (*service)(r), api.OpGetCustomer, id, options, api.NewGetCustomerRequest)
}

// Update changes the members of a customer that are not nil.
func (r *Customers) Update(ctx context.Context, id CustomerID, params *CustomerUpdate, options ...Option) (*Customer, error) {
	return update[*Customer](ctx, (*service)(r), api.OpUpdateCustomer, id, params, options, api.NewUpdateCustomerRequest)
}

// Delete deletes a customer, and returns what it was. Afterwards Get is [ErrNotFound].
func (r *Customers) Delete(ctx context.Context, id CustomerID, options ...Option) (*Customer, error) {
	return item[*Customer](ctx, (*service)(r), api.OpDeleteCustomer, id, options, api.NewDeleteCustomerRequest)
}

// List lists the customers that params select, newest first. Params may be nil.
func (r *Customers) List(params *ListCustomersParams, options ...Option) *List[Customer] {
	return newList((*service)(r), api.OpListCustomers, params, options,
		api.NewListCustomersRequest, openCustomerList)
}

// PaymentIntents lists the payment intents of a customer, newest first. Params may be nil.
func (r *Customers) PaymentIntents(
	id CustomerID, params *PageParams, options ...Option,
) *List[PaymentIntent] {
	return newListBelow((*service)(r), api.OpListCustomerPaymentIntents, id, params, options,
		api.NewListCustomerPaymentIntentsRequest, openPaymentIntentList)
}

// Subscriptions lists the subscriptions of a customer. Nothing else is published about subscriptions.
// Params may be nil.
func (r *Customers) Subscriptions(
	id CustomerID, params *PageParams, options ...Option,
) *List[Subscription] {
	return newListBelow((*service)(r), api.OpListCustomerSubscriptions, id, params, options,
		api.NewListCustomerSubscriptionsRequest, openSubscriptionList)
}
