package stancertest

import "github.com/stancer-go/stancer/api"

func (c *call) listWebhooks() (any, error) {
	return list(c, "webhook_endpoints", c.webhooks.items, nil, nil, nil)
}

func (c *call) createWebhook() (any, error) {
	it := newWebhook()
	c.into(it)
	return c.webhooks.add(it.ID, it), nil
}

func newWebhook() *api.WebhookEndpoint {
	return &api.WebhookEndpoint{ID: newID("we"), Enabled: true,
		Secret: api.WebhookSecret(randomText(64, "0123456789abcdef"))}
}

func (c *call) getWebhook() (any, error) { return c.webhooks.get(c.id()) }

func (c *call) updateWebhook() (any, error) {
	it, err := c.webhooks.get(c.id())
	if err == nil {
		c.into(it)
	}
	return it, err
}

func (c *call) deleteWebhook() (any, error) {
	it, err := c.webhooks.get(c.id())
	if err == nil {
		c.webhooks.remove(it.ID)
	}
	return it, err
}
