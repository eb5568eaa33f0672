package contract_test

import (
	"encoding/base64"
	"fmt"
	"io"
	"maps"
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

// fakeResponse is a response of the fake, which a test may change.
type fakeResponse struct {
	request *http.Request
	sent    string // the body of the request
	status  int
	header  http.Header
	body    string
}

// tampered starts a server that changes the responses of the fake, and returns its address.
func tampered(t *testing.T, fake *stancertest.Server, change func(*fakeResponse)) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		sent, _ := io.ReadAll(req.Body)
		req.Body = io.NopCloser(strings.NewReader(string(sent)))
		recorded := httptest.NewRecorder()
		fake.ServeHTTP(recorded, req)
		resp := &fakeResponse{
			req, string(sent), recorded.Code, recorded.Header(), recorded.Body.String(),
		}
		change(resp)
		maps.Copy(w.Header(), resp.header)
		w.Header().Del("Content-Length")
		w.WriteHeader(resp.status)
		_, _ = io.WriteString(w, resp.body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestLiveNeverRetries(t *testing.T) {
	t.Parallel()
	fake := stancertest.NewServer(t)
	url := tampered(t, fake, func(resp *fakeResponse) { resp.status, resp.body = 503, "" })
	_, passed := callStancer(t, url, fake.TestKey)
	assert.False(t, passed)
	assert.Len(t, fake.Requests(), 1, "it ends when the first call fails")
}

func TestLiveReportsDeviations(t *testing.T) {
	t.Parallel()
	fake := stancertest.NewServer(t)
	url := tampered(t, fake, func(resp *fakeResponse) {
		method, path := resp.request.Method, resp.request.URL.Path
		switch {
		case method == "POST" && path == "/v2/addresses/":
			resp.status = 201
		case resp.status == 409:
			resp.body = `{"error":{"message":"duplicate"}}`
		case strings.HasPrefix(path, "/v2/refunds/refd_"):
			resp.body = withMembers(resp.body, `"reason":"x"`)
		case method == "PATCH" && strings.HasPrefix(path, "/v2/cards/"):
			resp.body = strings.Replace(resp.body, `"exp_year":2041`, `"exp_year":2040`, 1)
		}
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

// TestLiveShowsNoSecret calls a server that repeats each request in all parts of the response.
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
			url := tampered(t, fake, func(resp *fakeResponse) {
				mu.Lock()
				defer mu.Unlock()
				for _, secret := range webhookSecret.FindAllStringSubmatch(resp.body, -1) {
					secrets = append(secrets, secret[1])
				}
				key, sent := fake.TestKey, resp.sent
				echo := resp.request.Header.Get("Authorization") + " " + key + " " + sent
				resp.header.Set("X-RateLimit-"+key, key)
				switch path := resp.request.URL.Path; {
				case strings.HasSuffix(path, "/ping"):
				case strings.HasSuffix(path, ".pdf"):
					resp.header.Set("Content-Type", "text/"+key)
				case status != 0:
					resp.status = status
					resp.body = fmt.Sprintf(`{"error":%q,%q:%q}`, echo, key, sent)
				case strings.HasPrefix(resp.body, "{"):
					resp.body = withMembers(resp.body, fmt.Sprintf(`%q:1,"echo":%q`, key, echo))
				}
			})
			output, _ := callStancer(t, url, fake.TestKey)
			assert.Contains(t, output, "a rate limit? …, which DIFFERS")
			for _, secret := range secrets {
				assert.NotContains(t, strings.ToLower(output), strings.ToLower(secret))
			}
		})
	}
}
