package stancertest

import "github.com/stancer-go/stancer/api"

// ping names the one company and the one account that a server has.
func (c *call) ping() (any, error) {
	return api.Ping{Mode: string(c.mode), Company: "stancertest", Account: "stancertest"}, nil
}
