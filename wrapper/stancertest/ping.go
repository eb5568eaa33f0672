package stancertest

import "github.com/stancer-go/stancer/api"

// ping returns the company and the account of the server.
func (c *call) ping() (any, error) {
	return api.Ping{Mode: string(c.mode), Company: "stancertest", Account: "stancertest"}, nil
}
