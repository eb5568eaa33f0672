package stancer

import (
	"context"
	"net/http"

	"github.com/stancer-go/stancer/api"
)

// PaymentIntents are what a merchant wants to be paid, each with a hosted page on which the customer pays it. Stancer: payment_intents.
type PaymentIntents struct{ caller *caller }

// Create creates an intent. Send the customer to its URL; whatever happens there, the customer comes back to ReturnURL, and Get tells the
// outcome. Amounts are in the currency's minor unit.
func (r *PaymentIntents) Create(ctx context.Context, params *PaymentIntentCreate, options ...Option) (*PaymentIntent, error) {
	return create[PaymentIntent](ctx, r.caller, api.OpCreatePaymentIntent, params, options, api.NewCreatePaymentIntentRequest)
}

// Get reads an intent. One that does not exist is [ErrNotFound].
func (r *PaymentIntents) Get(ctx context.Context, id PaymentIntentID, options ...Option) (*PaymentIntent, error) {
	return item[PaymentIntent](ctx, r.caller, api.OpGetPaymentIntent, id, options, api.NewGetPaymentIntentRequest)
}

// Capture takes the money of an intent that was created with Capture false and is authorized.
func (r *PaymentIntents) Capture(ctx context.Context, id PaymentIntentID, options ...Option) (*PaymentIntent, error) {
	return item[PaymentIntent](ctx, r.caller, api.OpCapturePaymentIntent, id, options, api.NewCapturePaymentIntentRequest)
}

// Refund refunds the payment of an intent: the amount of params, in the currency's minor unit, or all that is left when params is nil. A
// payment that is not captured yet can only be refunded whole, which cancels it.
func (r *PaymentIntents) Refund(ctx context.Context, id PaymentIntentID, params *RefundRequest, options ...Option) (*Refund, error) {
	return call[Refund](ctx, r.caller, api.OpRefundPaymentIntent, id, options, func(ctx context.Context, server string) (*http.Request, error) {
		return api.NewRefundPaymentIntentRequest(ctx, server, id, params)
	})
}
