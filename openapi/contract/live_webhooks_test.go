package contract_test

import (
	"github.com/stretchr/testify/assert"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// webhooks creates an endpoint that receives nothing.
func (g *group) webhooks() {
	endpoint, err := g.client.Webhooks.Create(g.ctx, &stancer.WebhookEndpointCreate{
		URL: "https://example.com/contract-test", Enabled: stancer.Ptr(false),
	})
	g.must(err)
	g.later(func() {
		g.ok(g.client.Webhooks.Delete(g.ctx, endpoint.ID))
		_, err := g.client.Webhooks.Get(g.ctx, endpoint.ID)
		g.ask("Can a deleted webhook endpoint be read?", notFound, g.outcome(err))
	})
	update := &stancer.WebhookEndpointUpdate{URL: stancer.Ptr("https://example.com/changed")}
	updated, err := g.client.Webhooks.Update(g.ctx, endpoint.ID, update)
	g.must(err)
	g.equal("https://example.com/changed", updated.URL)
	g.equal(false, updated.Enabled)
	page, err := g.client.Webhooks.List(nil).Page(g.ctx)
	g.must(err)
	assert.NotEmpty(g, page.Items)
	read, err := g.client.Webhooks.Get(g.ctx, endpoint.ID)
	g.must(err)
	seen := "another one"
	switch read.Secret {
	case endpoint.Secret:
		seen = "yes"
	case "":
		seen = "no"
	}
	g.ask("Is the secret of a webhook endpoint repeated?", "yes", seen)
}
