package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// Customers calls the operations on customers: the people and companies that pay. Stancer documents
// them under customers.
type Customers service

// Create creates a customer. An email address or a mobile number is enough (observed). Each call
// creates another customer, also with an ExternalID that is in use (observed). A customer with an
// ExternalID is looked up by it after an unknown outcome, see the package comment. Without one the
// error is [ErrUnknownOutcome].
func (r *Customers) Create(
	ctx context.Context, params *CustomerCreate, options ...Option,
) (*Customer, error) {
	return create[*Customer](ctx, (*service)(r), api.OpCreateCustomer, params, options,
		api.NewCreateCustomerRequest)
}

// Get returns a customer. The error is [ErrNotFound] if the customer does not exist in the mode of
// the key, or was deleted (observed).
func (r *Customers) Get(ctx context.Context, id CustomerID, options ...Option) (*Customer, error) {
	return item[*Customer](ctx, (*service)(r), api.OpGetCustomer, id, options,
		api.NewGetCustomerRequest)
}

// Update changes a customer and returns it. Only the members of params that are not nil are
// changed.
func (r *Customers) Update(
	ctx context.Context, id CustomerID, params *CustomerUpdate, options ...Option,
) (*Customer, error) {
	return update[*Customer](ctx, (*service)(r), api.OpUpdateCustomer, id, params, options,
		api.NewUpdateCustomerRequest)
}

// Delete deletes a customer and returns it. Afterwards Get returns [ErrNotFound] (observed).
func (r *Customers) Delete(
	ctx context.Context, id CustomerID, options ...Option,
) (*Customer, error) {
	return item[*Customer](ctx, (*service)(r), api.OpDeleteCustomer, id, options,
		api.NewDeleteCustomerRequest)
}

// List returns the list of the customers that match params, newest first (inferred). The params may
// be nil.
func (r *Customers) List(params *ListCustomersParams, options ...Option) *List[Customer] {
	return newList((*service)(r), api.OpListCustomers, params, options,
		api.NewListCustomersRequest, openCustomerList)
}

// PaymentIntents returns the list of the payment intents of a customer, newest first (inferred).
// The params may be nil.
func (r *Customers) PaymentIntents(
	id CustomerID, params *PageParams, options ...Option,
) *List[PaymentIntent] {
	return newListBelow((*service)(r), api.OpListCustomerPaymentIntents, id, params, options,
		api.NewListCustomerPaymentIntentsRequest, openPaymentIntentList)
}

// Subscriptions returns the list of the subscriptions of a customer. Stancer publishes no other
// operation on subscriptions. The params may be nil.
func (r *Customers) Subscriptions(
	id CustomerID, params *PageParams, options ...Option,
) *List[Subscription] {
	return newListBelow((*service)(r), api.OpListCustomerSubscriptions, id, params, options,
		api.NewListCustomerSubscriptionsRequest, openSubscriptionList)
}
