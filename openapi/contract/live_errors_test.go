package contract_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/stretchr/testify/assert"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// ping comes first: if it fails, nothing else is called.
func (g *group) ping() {
	ping, err := g.client.Ping(g.ctx)
	g.must(err)
	g.equal("test", ping.Mode)
	assert.NotEmpty(g, ping.Company)
	assert.NotEmpty(g, ping.Account)
}

// errors provokes the errors that need no object.
func (g *group) errors() {
	wrong := g.newClient("stest_wrongwrongwrongwrongwro", g.checked)
	_, err := wrong.Payments.List(nil).Page(g.ctx)
	g.ask("What does version 2 answer to a wrong key?", "401 {error: string}", g.outcome(err))
	_, err = wrong.PayoutsV1.List(nil).Page(g.ctx)
	g.ask("What does version 1 answer to a wrong key?",
		"401 {error: {message: string, type: string}}", g.outcome(err))
	_, err = g.newClient(g.key, g.checked, stancer.WithBearer()).Ping(g.ctx)
	g.ask("Is the secret key a bearer token?", "200", g.outcome(err))
	_, err = g.client.Payments.Get(g.ctx, unused("paym"))
	g.ask("What does version 2 answer to an unknown id?", notFound, g.outcome(err))
	_, err = g.client.Mandates.Create(g.ctx, &stancer.MandateCreate{SEPA: unused("sepa")})
	g.ask("What if a request refers to an object that does not exist?", notFound, g.outcome(err))

	_, err = g.unchecked.PaymentIntents.Create(g.ctx, &stancer.PaymentIntentCreate{Amount: 1000},
		stancer.WithBodyMember("no_such_member", 1))
	g.ask("What if a request has an unknown member?", invalid, g.outcome(err))
	seen := g.withoutSlash("/v2/customers")
	g.ask("What does a collection answer without its slash?", "404", seen)
}

// The forms of errors of version 2.
const (
	notFound = "404 {error: string}"
	conflict = "409 {error: string}"
	invalid  = "422 {detail: [{loc: [string], msg: string, type: string}]}"
)

// withoutSlash sends a request that no client of this project can send.
func (g *group) withoutSlash(path string) string {
	req, err := http.NewRequestWithContext(g.ctx, http.MethodGet, g.url+path, nil)
	g.must(err)
	req.SetBasicAuth(g.key, "")
	resp, err := httpClient(g.transport).Do(req)
	if err != nil {
		return "no response"
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<20))
	g.ok(err)
	status := fmt.Sprint(resp.StatusCode)
	if to, err := resp.Location(); err == nil && strings.HasSuffix(to.Path, path+"/") {
		return status + " to " + word(to.Scheme) + " with the slash"
	}
	return status
}
