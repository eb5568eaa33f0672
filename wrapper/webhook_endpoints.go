package stancer

import (
	"context"

	"github.com/stancer-go/stancer/api"
)

// Webhooks are the endpoints that Stancer calls when something happens. An endpoint gets every event. Stancer: webhooks.
type Webhooks struct{ caller *caller }

// Create registers an endpoint. Keep its Secret: it is the key with which deliveries to it are signed.
func (r *Webhooks) Create(ctx context.Context, params *WebhookEndpointCreate, options ...Option) (*WebhookEndpoint, error) {
	return create[*WebhookEndpoint](ctx, r.caller, api.OpCreateWebhook, params, options, api.NewCreateWebhookRequest)
}

// Get reads an endpoint. One that does not exist in the mode of the key is [ErrNotFound].
func (r *Webhooks) Get(ctx context.Context, id WebhookEndpointID, options ...Option) (*WebhookEndpoint, error) {
	return item[*WebhookEndpoint](ctx, r.caller, api.OpGetWebhook, id, options, api.NewGetWebhookRequest)
}

// Update changes the members of an endpoint that are not nil.
func (r *Webhooks) Update(ctx context.Context, id WebhookEndpointID, params *WebhookEndpointUpdate, options ...Option) (*WebhookEndpoint, error) {
	return update[*WebhookEndpoint](ctx, r.caller, api.OpUpdateWebhook, id, params, options, api.NewUpdateWebhookRequest)
}

// Delete deletes an endpoint. Stancer no longer calls it.
func (r *Webhooks) Delete(ctx context.Context, id WebhookEndpointID, options ...Option) error {
	return r.caller.do(ctx, api.OpDeleteWebhook, id, options, about(id, api.NewDeleteWebhookRequest), nil)
}

// List lists the endpoints. Params may be nil.
func (r *Webhooks) List(params *ListWebhooksParams, options ...Option) *List[WebhookEndpoint] {
	return newList(r.caller, api.OpListWebhooks, params, options,
		api.NewListWebhooksRequest, openWebhookEndpointList)
}
