package stancer

import (
	"context"
	"encoding/json"
	"iter"

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
	_, err := item[json.RawMessage](ctx, (*service)(r), api.OpDeleteWebhook, id, options, api.NewDeleteWebhookRequest)
	return err
}

// List reads a page of the endpoints. Params may be nil.
func (r *Webhooks) List(ctx context.Context, params *ListWebhooksParams, options ...Option) (*WebhookEndpointList, error) {
	return r.list(params, options).get(ctx)
}

// Pages ranges over the pages of the endpoints, 100 objects at a time unless params say otherwise. Params may be nil.
func (r *Webhooks) Pages(ctx context.Context, params *ListWebhooksParams, options ...Option) iter.Seq2[*WebhookEndpointList, error] {
	return r.list(params, options).pages(ctx)
}

// All ranges over the endpoints, page by page. Params may be nil.
func (r *Webhooks) All(ctx context.Context, params *ListWebhooksParams, options ...Option) iter.Seq2[*WebhookEndpoint, error] {
	return all(ctx, r.list(params, options))
}

func (r *Webhooks) list(params *ListWebhooksParams, options []Option) *list[*WebhookEndpointList] {
	return listOf[*WebhookEndpointList]((*service)(r), api.OpListWebhooks, "", params, options, api.NewListWebhooksRequest)
}
