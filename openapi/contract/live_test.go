package contract_test

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/openapi"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// TestLive calls every operation, validates requests and responses against the document, and logs
// the answers to questions that the published documents leave open.
//
// It calls the fake and, if STANCER_API_KEY holds a secret test key, Stancer; a live key is
// refused. STANCER_CONTRACT_URL names another server to call instead of Stancer, for example
// stancer-mock. It deletes the objects that it creates, except those that the API cannot delete:
// payments, refunds, disputes, disbursements, payouts and SEPA checks.
func TestLive(t *testing.T) {
	t.Parallel()
	t.Run("fake", func(t *testing.T) {
		t.Parallel()
		server := stancertest.NewServer(t)
		fake := newAccount(t, server.TestKey, server.URL, server)
		fake.transport = comparedWithKin(t, fake.transport)
		fake.run(subtests(t))
	})
	t.Run("stancer", func(t *testing.T) {
		t.Parallel()
		key := os.Getenv("STANCER_API_KEY")
		if key == "" {
			t.Skip("set STANCER_API_KEY to a secret test key to call Stancer")
		}
		url := cmp.Or(os.Getenv("STANCER_CONTRACT_URL"), "https://api.stancer.com")
		newAccount(t, key, url, nil).run(subtests(t))
	})
}

// account is the account that a run calls, with the facts that the run has recorded.
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

// subtest runs a test and reports whether it passed.
type subtest func(name string, test func(testing.TB)) bool

// subtests runs each test as a subtest of t.
func subtests(t *testing.T) subtest {
	return func(name string, test func(testing.TB)) bool {
		return t.Run(name, func(t *testing.T) { test(t) })
	}
}

// run calls the operations, a group after the other, each in a subtest.
func (a *account) run(subtest subtest) {
	if !subtest("ping", func(t testing.TB) { a.group(t).ping() }) {
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
		subtest(one.name, func(t testing.TB) { one.call(a.group(t)) })
	}
	subtest("all responses", func(t testing.TB) { a.group(t).allResponses() })
	subtest("coverage", a.coverage)
}

// coverage fails for each operation that was not called: on the fake, not called with success.
func (a *account) coverage(t testing.TB) {
	spec, err := openapi.Read()
	require.NoError(t, err)
	paths := spec.Doc.Paths
	for _, path := range slices.Sorted(maps.Keys(paths.Map())) {
		for method, op := range paths.Value(path).Operations() {
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
