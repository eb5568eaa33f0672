package stancer

import (
	"context"
	"encoding/json"

	"github.com/stancer-go/stancer/api"
)

// Webhooks calls the operations on webhook endpoints, the addresses to which Stancer delivers
// events. An endpoint receives every event (inferred). [WebhookReceiver] receives the deliveries.
// Stancer documents them under webhooks.
type Webhooks service

// Create registers an endpoint. Store its Secret: Stancer signs the deliveries to the endpoint with
// it (observed).
func (r *Webhooks) Create(
	ctx context.Context, params *WebhookEndpointCreate, options ...Option,
) (*WebhookEndpoint, error) {
	return create[*WebhookEndpoint](ctx, (*service)(r), api.OpCreateWebhook, params, options,
		api.NewCreateWebhookRequest)
}

// Get returns an endpoint. The error is [ErrNotFound] if the endpoint does not exist in the mode of
// the key.
func (r *Webhooks) Get(
	ctx context.Context, id WebhookEndpointID, options ...Option,
) (*WebhookEndpoint, error) {
	return item[*WebhookEndpoint](ctx, (*service)(r), api.OpGetWebhook, id, options,
		api.NewGetWebhookRequest)
}

// Update changes an endpoint and returns it. Only the members of params that are not nil are
// changed.
func (r *Webhooks) Update(
	ctx context.Context, id WebhookEndpointID, params *WebhookEndpointUpdate, options ...Option,
) (*WebhookEndpoint, error) {
	return update[*WebhookEndpoint](ctx, (*service)(r), api.OpUpdateWebhook, id, params, options,
		api.NewUpdateWebhookRequest)
}

// Delete deletes an endpoint. The answer has no body, so no endpoint is returned.
func (r *Webhooks) Delete(ctx context.Context, id WebhookEndpointID, options ...Option) error {
	_, err := item[json.RawMessage](ctx, (*service)(r), api.OpDeleteWebhook, id, options,
		api.NewDeleteWebhookRequest)
	return err
}

// List returns the list of endpoints. The params may be nil.
func (r *Webhooks) List(params *ListWebhooksParams, options ...Option) *List[WebhookEndpoint] {
	return newList((*service)(r), api.OpListWebhooks, params, options,
		api.NewListWebhooksRequest, openWebhookEndpointList)
}
