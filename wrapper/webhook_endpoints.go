package stancer

import (
	"context"
	"encoding/json"

	"github.com/stancer-go/stancer/api"
)

// Webhooks are the endpoints that Stancer calls when something happens. An endpoint gets every event. Stancer: webhooks.
type Webhooks service

// Create registers an endpoint. Keep its Secret: it is the key with which deliveries to it are signed.
func (r *Webhooks) Create(ctx context.Context, params *WebhookEndpointCreate, options ...Option) (*WebhookEndpoint, error) {
	return create[*WebhookEndpoint](ctx, (*service)(r), api.OpCreateWebhook, params, options, api.NewCreateWebhookRequest)
}

// Get reads an endpoint. One that does not exist in the mode of the key is [ErrNotFound].
func (r *Webhooks) Get(ctx context.Context, id WebhookEndpointID, options ...Option) (*WebhookEndpoint, error) {
	return item[*WebhookEndpoint](ctx, (*service)(r), api.OpGetWebhook, id, options, api.NewGetWebhookRequest)
}

// Update changes the members of an endpoint that are not nil.
func (r *Webhooks) Update(ctx context.Context, id WebhookEndpointID, params *WebhookEndpointUpdate, options ...Option) (*WebhookEndpoint, error) {
	return update[*WebhookEndpoint](ctx, (*service)(r), api.OpUpdateWebhook, id, params, options, api.NewUpdateWebhookRequest)
}

// Delete deletes an endpoint. Stancer no longer calls it.
func (r *Webhooks) Delete(ctx context.Context, id WebhookEndpointID, options ...Option) error {
	_, err := item[json.RawMessage](ctx, (*service)(r), api.OpDeleteWebhook, id, options,
		api.NewDeleteWebhookRequest)
	return err
}

// List lists the endpoints. Params may be nil.
func (r *Webhooks) List(params *ListWebhooksParams, options ...Option) *List[WebhookEndpoint] {
	return newList((*service)(r), api.OpListWebhooks, params, options,
		api.NewListWebhooksRequest, openWebhookEndpointList)
}
