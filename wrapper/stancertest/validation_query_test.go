package stancertest_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

func TestUnknownQueryParametersAreRefused(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	c.invalid("query.mail: extra fields not permitted (value_error.extra)",
		"GET", "/v2/customers/?mail=a", nil)
	c.invalid("query.created: extra fields not permitted (value_error.extra)",
		"GET", "/v2/cards/?created=yesterday", nil)
}

func TestUnknownQueryParametersAreIgnoredAndNotedOnRequest(t *testing.T) {
	t.Parallel()
	var noted bytes.Buffer
	c := newCaller(t)
	c.s = stancertest.NewServer(t, stancertest.WithUnknownQueries(&noted))
	made := id(c.post("/v2/customers/", object{"name": "Arthur"}))
	require.Equal(t, []string{made}, c.ids("/v2/customers/?mail=a&4242424242424242=1", "customers"))
	c.invalid("query.limit: ensure this value is less than or equal to 100 "+
		"(value_error.number.not_le)", "GET", "/v2/customers/?limit=101&mail=a", nil)
	c.s.Close() // it writes nothing from now on
	note := "GET /v2/customers/: ignored the unknown query parameters"
	require.Equal(t, 2, strings.Count(noted.String(), note))
	require.NotContains(t, noted.String(), "4242424242424242")
}

func TestGreatestStartGivesAnEmptyPage(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	for _, start := range []string{"9223372036854775807", "99999999999999999999"} {
		shown := c.get("/v2/payments/?limit=100&start=" + start)["range"].(object)
		require.Equal(t, float64(math.MaxInt64), shown["end"])
		require.Equal(t, false, shown["has_more"])
	}
	require.Empty(t, c.live().ids("/v1/payouts/?limit=100&start=9223372036854775807", "payouts"))
}
