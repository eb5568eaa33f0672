package stancer

import (
	"context"
	"iter"

	"github.com/stancer-go/stancer/api"
)

// Customers are the people and companies that pay. Stancer: customers.
type Customers service

// Create creates a customer. Give an email address or a mobile number, one of the two is enough. Each call makes a new customer, unless
// ExternalID is one that was used before: that is [ErrConflict], as far as is known.
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

// List reads a page of the customers that the filters of params select. Newest first. Params may be nil.
func (r *Customers) List(ctx context.Context, params *ListCustomersParams, options ...Option) (*CustomerList, error) {
	return r.list(params, options).get(ctx)
}

// Pages ranges over the pages of the customers that the filters of params select, 100 objects at a time unless params say otherwise. Params may be nil.
func (r *Customers) Pages(ctx context.Context, params *ListCustomersParams, options ...Option) iter.Seq2[*CustomerList, error] {
	return r.list(params, options).pages(ctx)
}

// All ranges over the customers that the filters of params select, page by page. Params may be nil.
func (r *Customers) All(ctx context.Context, params *ListCustomersParams, options ...Option) iter.Seq2[*Customer, error] {
	return all(ctx, r.list(params, options))
}

func (r *Customers) list(params *ListCustomersParams, options []Option) *list[*CustomerList] {
	return listOf[*CustomerList]((*service)(r), api.OpListCustomers, "", params, options, api.NewListCustomersRequest)
}

// PaymentIntents reads a page of the payment intents of a customer. Newest first. Params may be nil.
func (r *Customers) PaymentIntents(ctx context.Context, id CustomerID, params *ListCustomerPaymentIntentsParams, options ...Option) (*PaymentIntentList, error) {
	return r.listPaymentIntents(id, params, options).get(ctx)
}

// PaymentIntentPages ranges over the pages of the payment intents of a customer, 100 objects at a time unless params say otherwise. Params may be nil.
func (r *Customers) PaymentIntentPages(ctx context.Context, id CustomerID, params *ListCustomerPaymentIntentsParams, options ...Option) iter.Seq2[*PaymentIntentList, error] {
	return r.listPaymentIntents(id, params, options).pages(ctx)
}

// AllPaymentIntents ranges over the payment intents of a customer, page by page. Params may be nil.
func (r *Customers) AllPaymentIntents(ctx context.Context, id CustomerID, params *ListCustomerPaymentIntentsParams, options ...Option) iter.Seq2[*PaymentIntent, error] {
	return all(ctx, r.listPaymentIntents(id, params, options))
}

func (r *Customers) listPaymentIntents(id CustomerID, params *ListCustomerPaymentIntentsParams, options []Option) *list[*PaymentIntentList] {
	return listOf[*PaymentIntentList]((*service)(r), api.OpListCustomerPaymentIntents, id, params, options, below(id, api.NewListCustomerPaymentIntentsRequest))
}

// Subscriptions reads a page of the subscriptions of a customer. Nothing else is published about subscriptions. Params may be nil.
func (r *Customers) Subscriptions(ctx context.Context, id CustomerID, params *ListCustomerSubscriptionsParams, options ...Option) (*SubscriptionList, error) {
	return r.listSubscriptions(id, params, options).get(ctx)
}

// SubscriptionPages ranges over the pages of the subscriptions of a customer, 100 objects at a time unless params say otherwise. Params may be nil.
func (r *Customers) SubscriptionPages(ctx context.Context, id CustomerID, params *ListCustomerSubscriptionsParams, options ...Option) iter.Seq2[*SubscriptionList, error] {
	return r.listSubscriptions(id, params, options).pages(ctx)
}

// AllSubscriptions ranges over the subscriptions of a customer, page by page. Params may be nil.
func (r *Customers) AllSubscriptions(ctx context.Context, id CustomerID, params *ListCustomerSubscriptionsParams, options ...Option) iter.Seq2[*Subscription, error] {
	return all(ctx, r.listSubscriptions(id, params, options))
}

func (r *Customers) listSubscriptions(id CustomerID, params *ListCustomerSubscriptionsParams, options []Option) *list[*SubscriptionList] {
	return listOf[*SubscriptionList]((*service)(r), api.OpListCustomerSubscriptions, id, params, options, below(id, api.NewListCustomerSubscriptionsRequest))
}
