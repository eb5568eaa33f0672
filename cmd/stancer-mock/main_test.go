package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The bodies of requests, and the objects of seed files.
const (
	cardPayment = `{"amount": 100, "card": ` +
		`{"number": "4242424242424242", "exp_month": 12, "exp_year": 2098}}`
	debit = `{"amount": 100, "sepa": {"iban": "FR1420041010050500013M02606", ` +
		`"name": "David Coaster", "mandate": "MND-1", "date_mandate": "2024-12-25"}}`
	intents = `{"payment_intents": [{"id": "pi_kf7ok3Ss9GXMItJS3EYutCmx", "amount": 4200}]}`
	payouts = `{"payouts": [{"id": "pout_kf7ok3Ss9GXMItJS3EYutCmx", "amount": 4200}]}`
)

// asProgram is set in the environment of a test binary that is to be the program itself.
const asProgram = "STANCER_MOCK_AS_PROGRAM"

// TestMain makes the test binary the program, so that no test has to build it.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// mock is a running program.
type mock struct {
	t        *testing.T
	stop     func()
	ended    chan struct{} // closed after status is set
	status   int
	out      output
	greeting string
	url, key string
	client   *http.Client
}

// output keeps the output of a program. It closes greeted at the end of the greeting.
type output struct {
	mu      sync.Mutex
	text    string
	greeted chan struct{}
}

func (o *output) Write(text []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text += string(text)
	if strings.HasSuffix(o.text, "ends it.\n") {
		close(o.greeted)
	}
	return len(text), nil
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text
}

// launch runs the program in this process, where all tests share the OpenAPI document.
func launch(t *testing.T, args ...string) *mock {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	args = append([]string{"-addr", "127.0.0.1:0"}, args...)
	return newMock(t, stop, func(stdout io.Writer) int { return run(ctx, args, stdout, os.Stderr) })
}

// newMock starts a program and waits for its greeting. The program must end with the context of t.
func newMock(t *testing.T, stop func(), program func(stdout io.Writer) int) *mock {
	t.Helper()
	m := &mock{t: t, stop: stop, ended: make(chan struct{})}
	m.out.greeted = make(chan struct{})
	m.use(&http.Transport{})
	go func() {
		defer close(m.ended)
		m.status = program(&m.out)
	}()
	t.Cleanup(func() { <-m.ended })
	select {
	case <-m.out.greeted:
	case <-m.ended:
		require.Fail(t, "the program has ended", "exit status %d, %s", m.status, &m.out)
	}
	m.greeting = m.out.String()
	m.url, m.key = m.find(`listens on (\S+)`), m.find(`test key +(\S+)`)
	return m
}

// use sends the requests of the test through a transport.
func (m *mock) use(transport *http.Transport) {
	m.client = &http.Client{Transport: transport}
	m.t.Cleanup(transport.CloseIdleConnections)
}

func (m *mock) find(form string) string {
	m.t.Helper()
	found := regexp.MustCompile(form).FindStringSubmatch(m.greeting)
	require.NotNil(m.t, found, m.greeting)
	return found[1]
}

func (m *mock) do(method, path, body string) (int, map[string]any) {
	m.t.Helper()
	request, err := http.NewRequestWithContext(m.t.Context(), method, m.url+path,
		strings.NewReader(body))
	require.NoError(m.t, err)
	request.SetBasicAuth(m.key, "")
	response, err := m.client.Do(request)
	require.NoError(m.t, err)
	defer response.Body.Close()
	var object map[string]any
	require.NoError(m.t, json.NewDecoder(response.Body).Decode(&object))
	return response.StatusCode, object
}

// end ends the program and returns the output since the greeting.
func (m *mock) end() string {
	m.t.Helper()
	m.stop()
	select {
	case <-m.ended:
	case <-time.After(30 * time.Second):
		require.Fail(m.t, "the program does not end")
	}
	require.Zero(m.t, m.status)
	return strings.TrimPrefix(m.out.String(), m.greeting)
}

// process returns a command that runs the program in a process of its own.
func process(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	file, err := os.Executable()
	require.NoError(t, err)
	command := exec.CommandContext(t.Context(), file, args...)
	command.Env = append(os.Environ(), asProgram+"=yes")
	return command
}

// saved writes a file to a directory of its own, and returns its path.
func saved(t *testing.T, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}

func TestSignalsEndTheProcess(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("skipped: there are no signals")
	}
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			command := process(t, "-addr", "127.0.0.1:0")
			command.Stderr = os.Stderr
			stop := func() { assert.NoError(t, command.Process.Signal(signal)) }
			m := newMock(t, stop, func(stdout io.Writer) int {
				command.Stdout = stdout
				_ = command.Run() // an error gives another exit status
				return command.ProcessState.ExitCode()
			})
			require.Equal(t, "stancer-mock: stopped\n", m.end())
		})
	}
}

func TestExitStatusOfAProcessThatCannotStart(t *testing.T) {
	t.Parallel()
	stdout, err := process(t, "arguments").Output()
	var failure *exec.ExitError
	require.ErrorAs(t, err, &failure)
	require.Equal(t, 2, failure.ExitCode())
	require.Equal(t, "stancer-mock: it takes no arguments\n", string(failure.Stderr))
	require.Empty(t, stdout)
}

func TestProgram(t *testing.T) {
	t.Parallel()
	key, liveKey := "stest_"+strings.Repeat("a", 24), "sprod_"+strings.Repeat("b", 24)
	m := launch(t, "-log", "-settle", "20ms", "-test-key", key, "-live-key", liveKey,
		"-seed", saved(t, "intents.json", intents), "-seed-live", saved(t, "payouts.json", payouts))
	require.Equal(t, key, m.key)
	require.Equal(t, liveKey, m.find(`live key +(\S+)`))
	status, seeded := m.do("GET", "/v2/payment_intents/pi_kf7ok3Ss9GXMItJS3EYutCmx", "")
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, m.url+"/pay/test_pi_kf7ok3Ss9GXMItJS3EYutCmx", seeded["url"])

	m.key = liveKey
	status, payout := m.do("GET", "/v1/payouts/pout_kf7ok3Ss9GXMItJS3EYutCmx", "")
	require.Equal(t, http.StatusOK, status)
	require.EqualValues(t, 4200, payout["amount"])
	m.key = key

	response, err := m.client.Get(seeded["url"].(string))
	require.NoError(t, err)
	response.Body.Close()
	require.Equal(t, http.StatusOK, response.StatusCode)

	status, paid := m.do("POST", "/v2/payments/", cardPayment)
	require.Equal(t, http.StatusOK, status)
	require.Eventually(t, func() bool {
		_, settled := m.do("GET", "/v2/payments/"+paid["id"].(string), "")
		return settled["status"] == "captured"
	}, 30*time.Second, 10*time.Millisecond)

	rest := m.end()
	require.Contains(t, rest, " POST /v2/payments/ createPayment 200 ")
	require.True(t, strings.HasSuffix(rest, "stancer-mock: stopped\n"), rest)
	require.NotContains(t, rest, "4242")
	require.NotContains(t, rest, key)
}

func TestOtherKeysAreRefusedWithAGivenKey(t *testing.T) {
	t.Parallel()
	m := launch(t, "-test-key", "stest_"+strings.Repeat("a", 24))
	status, _ := m.do("GET", "/v2/customers/", "")
	require.Equal(t, http.StatusOK, status)
	m.key = m.find(`live key +(\S+)`)
	status, _ = m.do("GET", "/v2/customers/", "")
	require.Equal(t, http.StatusOK, status)
	m.key = "stest_" + strings.Repeat("b", 24)
	status, _ = m.do("GET", "/v2/customers/", "")
	require.Equal(t, http.StatusUnauthorized, status)
}

func TestUnknownQueryParametersAreIgnoredUnlessStrict(t *testing.T) {
	t.Parallel()
	m := launch(t)
	status, _ := m.do("GET", "/v2/customers/?mail=a", "")
	require.Equal(t, http.StatusOK, status)
	noted := "GET /v2/customers/: ignored the unknown query parameters mail"
	require.Contains(t, m.end(), noted)
	m = launch(t, "-strict")
	status, _ = m.do("GET", "/v2/customers/?mail=a", "")
	require.Equal(t, http.StatusUnprocessableEntity, status)
}

func TestProgramEndsDuringAnUploadThatHangs(t *testing.T) {
	t.Parallel()
	m := launch(t)
	conn, err := net.Dial("tcp", strings.TrimPrefix(m.url, "http://"))
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "POST /v2/payments/ HTTP/1.1\r\nHost: localhost\r\n"+
		"Content-Length: 10\r\nExpect: 100-continue\r\n\r\n")
	require.NoError(t, err)
	_, err = bufio.NewReader(conn).ReadString('\n') // 100 Continue: the body is being read
	require.NoError(t, err)
	require.Equal(t, "stancer-mock: stopped\n", m.end())
}

func TestSettlePaysOut(t *testing.T) {
	t.Parallel()
	m := launch(t, "-settle", "20ms")
	for _, key := range []string{m.key, m.find(`live key +(\S+)`)} {
		m.key = key
		m.do("POST", "/v2/payments/", cardPayment)
		require.Eventually(t, func() bool {
			_, list := m.do("GET", "/v2/payouts/", "")
			payouts := list["payouts"].([]any)
			return len(payouts) == 1 && payouts[0].(map[string]any)["status"] == "paid"
		}, 30*time.Second, 10*time.Millisecond)
	}
	m.end()
}

// control sends a request to the control API, for a host name, and returns the status.
func (m *mock) control(path, host, body string) int {
	m.t.Helper()
	request, err := http.NewRequestWithContext(m.t.Context(), "POST", m.url+"/_fake"+path,
		strings.NewReader(body))
	require.NoError(m.t, err)
	request.Header.Set("Content-Type", "application/json")
	request.Host = host
	response, err := m.client.Do(request)
	require.NoError(m.t, err)
	response.Body.Close()
	return response.StatusCode
}

func TestControl(t *testing.T) {
	t.Parallel()
	m := launch(t)
	_, intent := m.do("POST", "/v2/payment_intents/", `{"amount": 100}`)
	pay := "/payment_intents/" + intent["id"].(string) + "/complete"
	require.Equal(t, http.StatusForbidden, m.control(pay, "stancer-mock",
		`{"number": "4242424242424242"}`))
	require.Equal(t, http.StatusNoContent, m.control(pay, "", `{"number": "4242424242424242"}`))
	require.Equal(t, http.StatusNoContent, m.control("/settle", "", ""))
	_, intent = m.do("GET", "/v2/payment_intents/"+intent["id"].(string), "")
	require.Equal(t, "captured", intent["status"])
	m.end()

	m = launch(t, "-control-hosts", "stancer-mock, 10.0.0.7")
	for _, host := range []string{"stancer-mock", "10.0.0.7", ""} {
		require.Equal(t, http.StatusNoContent, m.control("/settle", host, ""), host)
	}
	require.Equal(t, http.StatusForbidden, m.control("/settle", "evil.example", ""))
	m.end()
}

func TestWebhookHosts(t *testing.T) {
	t.Parallel()
	for hosts, called := range map[string]bool{"receiver.invalid": true, "other.invalid": false} {
		m := launch(t, "-webhook-hosts", hosts)
		m.do("POST", "/v2/webhooks/", `{"url": "http://receiver.invalid/"}`)
		m.do("POST", "/v2/payments/", cardPayment)
		require.Eventually(t, func() bool {
			_, list := m.do("GET", "/_fake/deliveries", "")
			attempts, _ := list["deliveries"].([]any)[0].(map[string]any)["attempts"].([]any)
			if len(attempts) == 0 {
				return false
			}
			refused := strings.Contains(attempts[0].(map[string]any)["error"].(string),
				"-webhook-hosts")
			return assert.Equal(t, called, !refused)
		}, 30*time.Second, 10*time.Millisecond)
		m.end()
	}
}

func skipWithoutCurl(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("skipped: there is no shell")
	}
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("skipped: curl is not installed")
	}
}

func TestPrintedCurlCommandWorks(t *testing.T) {
	t.Parallel()
	skipWithoutCurl(t)
	ca := filepath.Join(t.TempDir(), "it's a ca.pem")
	for name, args := range map[string][]string{
		"http":                    nil,
		"https":                   {"-tls"},
		"https with a known root": {"-tls", "-ca", ca},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := launch(t, args...)
			output, err := exec.CommandContext(t.Context(), "sh", "-c",
				m.find(`(?m)^  (curl .*)$`)+" --silent --show-error").CombinedOutput()
			require.NoError(t, err, "%s", output)
			var intent map[string]any
			require.NoError(t, json.Unmarshal(output, &intent), "%s", output)
			require.Equal(t, "require_payment_method", intent["status"])
			require.True(t, strings.HasPrefix(intent["url"].(string), m.url+"/pay/test_pi_"),
				intent["url"])
			m.end()
		})
	}
}

// TestCurlCommandsOfREADMEWork replaces only the address and the ids, and makes curl silent.
func TestCurlCommandsOfREADMEWork(t *testing.T) {
	t.Parallel()
	skipWithoutCurl(t)
	m := launch(t)
	_, intent := m.do("POST", "/v2/payment_intents/", `{"amount": 100}`)
	_, payment := m.do("POST", "/v2/payments/", debit)
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, script, _ := strings.Cut(string(readme), "```sh\nfake=")
	script, _, found := strings.Cut("fake="+script, "```")
	require.True(t, found)
	script = strings.NewReplacer("http://127.0.0.1:8400", m.url, "curl ",
		"curl --silent --show-error --fail-with-body ",
		"pi_…", intent["id"].(string), "paym_…", payment["id"].(string)).Replace(script)
	output, err := exec.CommandContext(t.Context(), "sh", "-e", "-c", script).CombinedOutput()
	require.NoError(t, err, "%s", output)
	require.Contains(t, string(output), `"operation":"createPayment"`)
	m.end()
}

func TestTLS(t *testing.T) {
	t.Parallel()
	ca := filepath.Join(t.TempDir(), "ca.pem")
	m := launch(t, "-tls", "-ca", ca, "-url", "https://pay.example.test")
	require.True(t, strings.HasPrefix(m.url, "https://"))
	text, err := os.ReadFile(ca)
	require.NoError(t, err)
	trust := x509.NewCertPool()
	require.True(t, trust.AppendCertsFromPEM(text))
	m.use(&http.Transport{TLSClientConfig: &tls.Config{RootCAs: trust}, ForceAttemptHTTP2: true})
	status, intent := m.do("POST", "/v2/payment_intents/", `{"amount": 100}`)
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, intent["url"], "https://pay.example.test/pay/test_pi_")
	m.end() // with a connection that is still open
}

func TestProgramReportsWhyItCannotStart(t *testing.T) {
	t.Parallel()
	missing := filepath.Join(t.TempDir(), "none.json")
	broken := saved(t, "broken.json", `{"payments": [{"amount": 0.5}]}`)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	taken := listener.Addr().String()
	for name, test := range map[string]struct {
		args    []string
		message string
	}{
		"arguments":     {[]string{"stest_abc"}, "no arguments"},
		"flag":          {[]string{"-port", "80"}, "-port"},
		"address":       {[]string{"-addr", "nowhere"}, "nowhere"},
		"taken address": {[]string{"-addr", taken}, "choose another address with -addr"},
		"test key":      {[]string{"-test-key", "sprod_abc"}, "-test-key"},
		"live key":      {[]string{"-live-key", "stest_abc"}, "-live-key"},
		"cert":          {[]string{"-cert", "cert.pem"}, "go together"},
		"no cert":       {[]string{"-cert", "/no/cert.pem", "-key", "/no/key.pem"}, "cert.pem"},
		"ca":            {[]string{"-ca", "ca.pem"}, "-tls"},
		"ca in no dir":  {[]string{"-tls", "-ca", "/no/such/dir/ca.pem"}, "ca.pem"},
		"url":           {[]string{"-url", "localhost"}, "-url"},
		"url with path": {[]string{"-url", "http://localhost/mock"}, "-url"},
		"settle":        {[]string{"-settle", "-1s"}, "-settle"},
		"webhook hosts": {[]string{"-webhook-hosts", "receiver:8080"}, "-webhook-hosts"},
		"control hosts": {[]string{"-control-hosts", "a,,b"}, "-control-hosts"},
		"no seed":       {[]string{"-seed", missing}, "none.json"},
		"broken seed":   {[]string{"-seed", broken}, "broken.json: stancertest: payments[0]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := append([]string{"-addr", "127.0.0.1:0"}, test.args...)
			var stdout, stderr bytes.Buffer
			require.Equal(t, 2, run(t.Context(), args, &stdout, &stderr))
			assert.Contains(t, stderr.String(), test.message)
			assert.NotContains(t, stderr.String(), "_abc", "keys are not shown")
			assert.Empty(t, stdout.String())
		})
	}
}

func TestHelpListsTheFlags(t *testing.T) {
	t.Parallel()
	var stderr bytes.Buffer
	require.Zero(t, run(t.Context(), []string{"-h"}, io.Discard, &stderr))
	require.Contains(t, stderr.String(), "-settle")
}
