package contract_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/api"
	"github.com/stancer-go/stancer/openapi"
	"github.com/stancer-go/stancer/openapi/contract"
	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// TestLive calls every operation, validates requests and responses against the document, and logs
// the answers to questions that the published documents leave open.
//
// It calls the fake and, if STANCER_API_KEY holds a secret test key, Stancer; a live key is
// refused. STANCER_CONTRACT_URL names another server to call instead of Stancer, for example
// stancer-mock. What it creates it deletes, except what the API cannot delete: payments, refunds,
// disputes, disbursements, payouts and SEPA checks.
func TestLive(t *testing.T) {
	t.Parallel()
	t.Run("fake", func(t *testing.T) {
		t.Parallel()
		server := stancertest.NewServer(t)
		fake := newAccount(t, server.TestKey, server.URL, server)
		fake.transport = judged(t, fake.transport)
		fake.run(t)
	})
	t.Run("stancer", func(t *testing.T) {
		t.Parallel()
		key := os.Getenv("STANCER_API_KEY")
		if key == "" {
			t.Skip("set STANCER_API_KEY to a secret test key to call Stancer")
		}
		url := cmp.Or(os.Getenv("STANCER_CONTRACT_URL"), "https://api.stancer.com")
		newAccount(t, key, url, nil).run(t)
	})
}

// account is the account that a run calls, and everything that the run has seen of it.
type account struct {
	key, url  string
	fake      *stancertest.Server // nil for Stancer
	transport http.RoundTripper
	exercised map[string][]int           // the statuses of the responses, by operation id
	observed  map[string]map[string]bool // see observer
}

func newAccount(t *testing.T, key, url string, fake *stancertest.Server) *account {
	t.Helper()
	transport := http.DefaultTransport.(*http.Transport).Clone()
	t.Cleanup(transport.CloseIdleConnections)
	return &account{
		key: key, url: url, fake: fake, transport: transport,
		exercised: map[string][]int{}, observed: map[string]map[string]bool{},
	}
}

// run calls the operations, a group after the other, each in a subtest.
func (a *account) run(t *testing.T) {
	if !t.Run("ping", func(t *testing.T) { a.group(t).ping() }) {
		return
	}
	for _, one := range []struct {
		name string
		call func(*group)
	}{
		{"errors", (*group).errors},
		{"addresses", (*group).addresses},
		{"customers", (*group).customers},
		{"cards", (*group).cards},
		{"SEPA", (*group).sepa},
		{"mandates", (*group).mandates},
		{"SEPA checks", (*group).sepaChecks},
		{"webhooks", (*group).webhooks},
		{"payment intents", (*group).paymentIntents},
		{"open payment intents", (*group).openPaymentIntents},
		{"payments", (*group).payments},
		{"uncaptured payments", (*group).uncapturedPayments},
		{"lists", (*group).lists},
		{"refunds", (*group).refunds},
		{"disputes", (*group).disputes},
		{"disbursements", (*group).disbursements},
		{"payouts", (*group).payouts},
		{"payouts of version 1", (*group).payoutsV1},
		{"deprecated routes", (*group).checkout},
	} {
		t.Run(one.name, func(t *testing.T) { one.call(a.group(t)) })
	}
	t.Run("all responses", func(t *testing.T) { a.group(t).allResponses() })
	t.Run("coverage", a.coverage)
}

// coverage fails for each operation that was not called: on the fake, not called with success.
func (a *account) coverage(t *testing.T) {
	doc, err := openapi.Load()
	require.NoError(t, err)
	for _, path := range slices.Sorted(maps.Keys(doc.Paths.Map())) {
		for method, op := range doc.Paths.Value(path).Operations() {
			statuses := a.exercised[op.OperationID]
			var shown []string
			succeeded := false
			for _, status := range statuses {
				succeeded = succeeded || status < 300
				text := fmt.Sprint(status)
				if response := op.Responses.Value(text); response != nil {
					if evidence, ok := response.Value.Extensions["x-evidence"].(string); ok {
						text += " (" + evidence + ")"
					}
				}
				shown = append(shown, text)
			}
			t.Logf("%s, %s %s: %s", op.OperationID, method, path, strings.Join(shown, ", "))
			switch {
			case len(statuses) == 0:
				t.Errorf("%s was not called: add it to a group", op.OperationID)
			case a.fake != nil && !succeeded:
				t.Errorf("%s never succeeded", op.OperationID)
			}
		}
	}
}

// group is a group of calls, which a subtest makes.
type group struct {
	*testing.T
	*account
	*response
	ctx       context.Context // does not end with the test, so that cleanups can use it
	checked   http.RoundTripper
	client    *stancer.Client // validated against the document
	unchecked *stancer.Client // for requests that the document does not allow
	raw       *api.Client     // validated, for the deprecated routes
}

func (a *account) group(t *testing.T) *group {
	g := &group{T: t, account: a, response: &response{}, ctx: context.WithoutCancel(t.Context())}
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
	report := contract.Fail(g.T)
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

// value returns what an optional member points to.
func value(member any) any {
	if pointer := reflect.ValueOf(member); pointer.Kind() == reflect.Pointer && !pointer.IsNil() {
		return pointer.Elem().Interface()
	}
	return member
}

// unused returns an id that no object has.
func unused(prefix string) string { return prefix + "_" + strings.Repeat("0", 24) }
