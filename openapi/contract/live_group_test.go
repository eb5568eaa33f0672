package contract_test

import (
	"context"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/api"
	"github.com/stancer-go/stancer/openapi/contract"
	stancer "github.com/stancer-go/stancer/wrapper"
)

// group is a group of calls, which a subtest makes.
type group struct {
	testing.TB
	*account
	*response
	ctx       context.Context // does not end with the test, so that cleanups can use it
	checked   http.RoundTripper
	client    *stancer.Client // validated against the document
	unchecked *stancer.Client // for requests that the document does not allow
	raw       *api.Client     // validated, for the deprecated routes
}

func (a *account) group(t testing.TB) *group {
	g := &group{TB: t, account: a, response: &response{}, ctx: context.WithoutCancel(t.Context())}
	g.unchecked = g.newClient(a.key, &observer{a.transport, g.response, a.observed})
	g.checked = &observer{g.validated(), g.response, a.observed}
	g.client = g.newClient(a.key, g.checked)
	authorize := func(_ context.Context, req *http.Request) error {
		req.SetBasicAuth(a.key, "")
		return nil
	}
	g.raw = api.NewClient(a.url, httpClient(g.checked), authorize)
	return g
}

// validated returns a transport that fails the test for each deviation. Stancer may add members at
// any time, the fake may not.
func (g *group) validated() http.RoundTripper {
	report := contract.Fail(g.TB)
	if g.fake != nil {
		report = func(d contract.Deviation) { g.Error(d) }
	}
	transport, err := contract.New(g.transport, report)
	require.NoError(g, err)
	g.Cleanup(func() {
		for id, statuses := range transport.Exercised() {
			merged := slices.Sorted(slices.Values(append(statuses, g.exercised[id]...)))
			g.exercised[id] = slices.Compact(merged)
		}
	})
	return transport
}

// newClient returns a client of test mode that never retries, so that no response is hidden.
func (g *group) newClient(
	key string, through http.RoundTripper, options ...stancer.Option,
) *stancer.Client {
	client, err := stancer.New(key, append(options,
		stancer.WithMode(stancer.ModeTest),
		stancer.WithMaxAttempts(1),
		stancer.WithBaseURL(g.url),
		stancer.WithHTTPClient(httpClient(through)),
	)...)
	require.NoError(g, err)
	return client
}

// httpClient returns a client that does not follow redirects.
func httpClient(through http.RoundTripper) *http.Client {
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &http.Client{Transport: through, Timeout: 30 * time.Second, CheckRedirect: stay}
}

// later calls f when the group ends, even if it fails before. The last f is called first.
func (g *group) later(f func()) { g.Cleanup(f) }

// ok fails the test if a call failed, and goes on.
func (g *group) ok(err error) { g.Helper(); assert.NoError(g, err) }

// must fails the test if a call failed, and ends the group.
func (g *group) must(err error) { g.Helper(); require.NoError(g, err) }

// answered accepts an error response: with a test key some calls may be refused. The response is
// still validated against the document.
func (g *group) answered(err error) {
	g.Helper()
	if g.fake != nil || g.status == 0 {
		assert.NoError(g, err)
	}
}

// equal compares with a member of a response, which may be optional.
func (g *group) equal(want, got any) {
	g.Helper()
	assert.EqualValues(g, want, value(got))
}

// value returns the value of an optional member, or the member itself.
func value(member any) any {
	if pointer := reflect.ValueOf(member); pointer.Kind() == reflect.Pointer && !pointer.IsNil() {
		return pointer.Elem().Interface()
	}
	return member
}

// unused returns an id that no object has.
func unused(prefix string) string { return prefix + "_" + strings.Repeat("0", 24) }
