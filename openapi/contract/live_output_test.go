package contract_test

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// TestLiveReadsEnvironment runs TestLive in a process of its own, as `make contract` does.
func TestLiveReadsEnvironment(t *testing.T) {
	t.Parallel()
	server := stancertest.NewServer(t)
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestLive$/^stancer$/^ping$")
	cmd.Env = append(os.Environ(),
		"STANCER_API_KEY="+server.TestKey, "STANCER_CONTRACT_URL="+server.URL)
	output, err := cmd.CombinedOutput()
	assert.NoError(t, err, "%s", output)
	assert.Len(t, server.Requests(), 1)
}

// callStancer calls a server as TestLive calls Stancer. It returns the output, and whether the test
// passed. If groups are given, the others are left out.
func callStancer(t *testing.T, url, key string, groups ...string) (output string, passed bool) {
	t.Helper()
	r := &recorder{TB: t}
	newAccount(t, key, url, nil).run(func(name string, test func(testing.TB)) bool {
		return len(groups) > 0 && !slices.Contains(groups, name) || r.run(name, test)
	})
	return strings.Join(append(r.logs, r.errors...), "\n"), len(r.errors) == 0
}

// TestLiveWithoutFake calls the fake as it calls Stancer: no customer pays on the hosted page.
func TestLiveWithoutFake(t *testing.T) {
	t.Parallel()
	server := stancertest.NewServer(t)
	output, passed := callStancer(t, server.URL, server.TestKey)
	assert.True(t, passed, output)
	assert.NotContains(t, output, "DIFFERS")
	assert.Contains(t, output, "listPayoutsV1, GET /v1/payouts/: 401 (observed), 501 (inferred)")

	client := server.Client()
	for customer, err := range client.Customers.List(nil).All(t.Context()) {
		require.NoError(t, err)
		assert.Fail(t, "not deleted: "+customer.ID)
	}
	for account, err := range client.SEPA.List(nil).All(t.Context()) {
		require.NoError(t, err)
		assert.Fail(t, "not deleted: "+account.ID)
	}
	for endpoint, err := range client.Webhooks.List(nil).All(t.Context()) {
		require.NoError(t, err)
		assert.Fail(t, "not deleted: "+endpoint.ID)
	}
}

func TestLiveRefusesLiveKey(t *testing.T) {
	t.Parallel()
	server := stancertest.NewServer(t)
	output, passed := callStancer(t, server.URL, server.LiveKey)
	assert.False(t, passed)
	assert.Contains(t, output, "live key")
	assert.NotContains(t, output, server.LiveKey)
	assert.Empty(t, server.Requests())
}

func TestLiveNamesMissingOperations(t *testing.T) {
	t.Parallel()
	server := stancertest.NewServer(t)
	output, passed := callStancer(t, server.URL, server.TestKey, "disbursements", "coverage")
	assert.False(t, passed)
	assert.Contains(t, output, "createPayout was not called: add it to a group")
	assert.NotContains(t, output, "createDisbursement was not called")
}

// change changes a response to a request with the body sent, and returns its new body.
type change func(
	req *http.Request, sent string, resp *httptest.ResponseRecorder, body string,
) string

// tampered starts a server that changes the responses of the fake.
func tampered(t *testing.T, fake *stancertest.Server, change change) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		sent, _ := io.ReadAll(req.Body)
		req.Body = io.NopCloser(strings.NewReader(string(sent)))
		resp := httptest.NewRecorder()
		fake.ServeHTTP(resp, req)
		body := change(req, string(sent), resp, resp.Body.String())
		for name, values := range resp.Header() {
			w.Header()[name] = values
		}
		w.Header().Del("Content-Length")
		w.WriteHeader(resp.Code)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestLiveNeverRetries(t *testing.T) {
	t.Parallel()
	fake := stancertest.NewServer(t)
	url := tampered(t, fake, func(
		_ *http.Request, _ string, resp *httptest.ResponseRecorder, _ string,
	) string {
		resp.Code = 503
		return ""
	})
	_, passed := callStancer(t, url, fake.TestKey)
	assert.False(t, passed)
	assert.Len(t, fake.Requests(), 1, "it ends when the first call fails")
}

func TestLiveReportsDeviations(t *testing.T) {
	t.Parallel()
	fake := stancertest.NewServer(t)
	url := tampered(t, fake, func(
		req *http.Request, _ string, resp *httptest.ResponseRecorder, body string,
	) string {
		switch {
		case req.Method == "POST" && req.URL.Path == "/v2/addresses/":
			resp.Code = 201
		case resp.Code == 409:
			return `{"error":{"message":"duplicate"}}`
		case strings.HasPrefix(req.URL.Path, "/v2/refunds/refd_"):
			return strings.Replace(body, "{", `{"reason":"x",`, 1)
		case req.Method == "PATCH" && strings.HasPrefix(req.URL.Path, "/v2/cards/"):
			return strings.Replace(body, `"exp_year":2041`, `"exp_year":2040`, 1)
		}
		return body
	})
	output, passed := callStancer(t, url, fake.TestKey)
	assert.False(t, passed)
	for _, line := range []string{
		`createAddress: response 201: `,
		`createPayment: response 409 body /error: `,
		`getRefund: response 200 body /reason: `,
		`409 {error: {message: string}} "duplicate", which DIFFERS from 409 {error: string}`,
		`expected: int(2041)`,
	} {
		assert.Contains(t, output, line)
	}
}

// TestLiveShowsNoSecret calls a server that repeats everything it receives, wherever a response has
// room for it.
func TestLiveShowsNoSecret(t *testing.T) {
	t.Parallel()
	fake := stancertest.NewServer(t)
	webhookSecret := regexp.MustCompile(`"secret":"([^"]+)"`)
	for _, status := range []int{0, 400, 500} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			secrets := []string{
				fake.TestKey, fake.TestKey[6:], `"123"`,
				base64.StdEncoding.EncodeToString([]byte(fake.TestKey + ":")),
				stancertest.CardApproved, stancertest.CardMastercard, stancertest.CardDisputed,
				stancertest.IBANFrance, stancertest.IBANGermany,
			}
			var mu sync.Mutex
			url := tampered(t, fake, func(
				req *http.Request, sent string, resp *httptest.ResponseRecorder, body string,
			) string {
				mu.Lock()
				defer mu.Unlock()
				for _, secret := range webhookSecret.FindAllStringSubmatch(body, -1) {
					secrets = append(secrets, secret[1])
				}
				echo := req.Header.Get("Authorization") + " " + fake.TestKey + " " + sent
				resp.Header().Set("X-RateLimit-"+fake.TestKey, fake.TestKey)
				switch {
				case strings.HasSuffix(req.URL.Path, "/ping"):
				case strings.HasSuffix(req.URL.Path, ".pdf"):
					resp.Header().Set("Content-Type", "text/"+fake.TestKey)
				case status != 0:
					resp.Code = status
					return fmt.Sprintf(`{"error":%q,%q:%q}`, echo, fake.TestKey, sent)
				case strings.HasPrefix(body, "{"):
					more := fmt.Sprintf(`{%q:1,"echo":%q,`, fake.TestKey, echo)
					return strings.Replace(body, "{", more, 1)
				}
				return body
			})
			output, _ := callStancer(t, url, fake.TestKey)
			assert.Contains(t, output, "a rate limit? …, which DIFFERS")
			for _, secret := range secrets {
				assert.NotContains(t, strings.ToLower(output), strings.ToLower(secret))
			}
		})
	}
}
