package tour_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/internal/tour"
	"github.com/stancer-go/stancer/openapi"
	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// tamper changes answers on their way.
type tamper func(req *http.Request, sent string, resp *http.Response, body string) string

func (change tamper) RoundTrip(req *http.Request) (*http.Response, error) {
	var sent []byte
	if req.GetBody != nil {
		copied, _ := req.GetBody()
		sent, _ = io.ReadAll(copied)
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	resp.Body.Close()
	changed := change(req, string(sent), resp, string(body))
	resp.Body, resp.ContentLength = io.NopCloser(strings.NewReader(changed)), int64(len(changed))
	return resp, nil
}

func visit(t *testing.T, server *stancertest.Server, transport http.RoundTripper) (*tour.Report, string) {
	t.Helper()
	report, err := tour.Run(t.Context(), tour.Config{Key: server.TestKey, BaseURL: server.URL, Outside: server, HTTP: transport})
	require.NoError(t, err)
	return report, written(report)
}

func written(report *tour.Report) string {
	var text bytes.Buffer
	report.Write(&text)
	return text.String()
}

func TestTheFakeSettlesNothing(t *testing.T) {
	t.Parallel()
	server := stancertest.NewServer(t)
	report, text := visit(t, server, nil)
	assert.True(t, report.Clean())
	assert.Contains(t, text, "settle nothing about Stancer")
	assert.Empty(t, regexp.MustCompile(`(?m)^.*\bnot (asked|tried)\b.*$`).FindAllString(text, -1))
	n := operations(t)
	assert.Contains(t, report.Summary(), fmt.Sprintf("%d of %d operations answered, 0 deviations from the document, 0 calls failed", n, n))
}

// operations is how many the document has.
func operations(t *testing.T) (n int) {
	t.Helper()
	doc, err := openapi.Load()
	require.NoError(t, err)
	for _, item := range doc.Paths.Map() {
		n += len(item.Operations())
	}
	return n
}

// TestWithoutAnOutside is how Stancer itself is visited: nobody pays on the page, and the day does not end.
func TestWithoutAnOutside(t *testing.T) {
	t.Parallel()
	server := stancertest.NewServer(t)
	report, err := tour.Run(t.Context(), tour.Config{Key: server.TestKey, BaseURL: server.URL})
	require.NoError(t, err)
	text := written(report)
	assert.True(t, report.Clean(), text)
	assert.NotContains(t, text, "fake")
	assert.Empty(t, regexp.MustCompile(`(?m)^.*\bnot (asked|tried)\b.*$`).FindAllString(text, -1))
}

func TestItTidiesUp(t *testing.T) {
	t.Parallel()
	server := stancertest.NewServer(t)
	client := server.Client()
	for name, ctx := range map[string]context.Context{"whole": t.Context(), "interrupted": interrupted(t.Context(), 60)} {
		config := tour.Config{Key: server.TestKey, BaseURL: server.URL, Outside: server, HTTP: counting{ctx}}
		report, err := tour.Run(ctx, config)
		require.NoError(t, err)
		assert.Equal(t, name == "whole", report.Clean())
		assert.Equal(t, name == "interrupted", strings.Contains(written(report), "interrupted: context canceled"))
		for customer, err := range client.Customers.All(t.Context(), nil) {
			require.NoError(t, err)
			assert.Fail(t, "left behind: "+customer.ID)
		}
		for card, err := range client.Cards.All(t.Context(), nil) {
			require.NoError(t, err)
			assert.Nil(t, card.ExternalID, "left behind: "+card.ID)
		}
		for _, count := range []func() (int64, error){
			func() (int64, error) {
				page, err := client.Addresses.List(t.Context(), nil)
				return page.Range.Count, err
			},
			func() (int64, error) { page, err := client.SEPA.List(t.Context(), nil); return page.Range.Count, err },
			func() (int64, error) {
				page, err := client.Mandates.List(t.Context(), nil)
				return page.Range.Count, err
			},
			func() (int64, error) {
				page, err := client.Webhooks.List(t.Context(), nil)
				return page.Range.Count, err
			},
		} {
			left, err := count()
			require.NoError(t, err)
			assert.Zero(t, left)
		}
	}
}

// interrupted returns a context that ends with the n-th request of a counting transport.
func interrupted(ctx context.Context, n int) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	return context.WithValue(ctx, counter{}, func() {
		if n--; n == 0 {
			cancel()
		}
	})
}

type counter struct{}

type counting struct{ ctx context.Context }

func (c counting) RoundTrip(req *http.Request) (*http.Response, error) {
	if count, ok := c.ctx.Value(counter{}).(func()); ok {
		count()
	}
	return http.DefaultTransport.RoundTrip(req)
}

// TestDeviationsAreReported visits a server that is not as the document says.
func TestDeviationsAreReported(t *testing.T) {
	t.Parallel()
	server := stancertest.NewServer(t)
	report, text := visit(t, server, tamper(func(req *http.Request, _ string, resp *http.Response, body string) string {
		switch {
		case req.Method == "POST" && req.URL.Path == "/v2/addresses/":
			resp.StatusCode, resp.Status = 201, "201 Created"
		case resp.StatusCode == 409:
			return `{"error":{"message":"there is one"}}`
		case strings.HasSuffix(req.URL.Path, ".pdf"):
			resp.Header.Set("Content-Type", "application/octet-stream")
		case strings.HasPrefix(req.URL.Path, "/v2/refunds/refd_"):
			return strings.Replace(body, "{", `{"reason":"x",`, 1)
		case req.Method == "GET" && req.URL.Path == "/v2/customers":
			resp.StatusCode, resp.Status = 307, "307 Temporary Redirect"
			resp.Header.Set("Location", server.URL+"/v2/customers/")
		}
		return body
	}))
	assert.False(t, report.Clean())
	for _, line := range []string{
		"| createAddress | answer 201 | the document does not have this status for the operation | error | 1 |",
		"| createPayment | answer 409 body /error | is an object, want string | error | 1 |",
		"| getMandatePdf | answer 200 header /Content-Type | is application/octet-stream, want application/pdf | error | 1 |",
		"| getRefund | answer 200 body /reason | is not a member that the document knows | info | 1 |",
		"| 409 {error: {message: string}}, \"there is one\" |",
		"| 307, to http with the slash |",
		"| - | createCard, createCustomer, createPaymentIntent |",
		"| application/octet-stream |",
	} {
		assert.Contains(t, strings.ReplaceAll(text, "`", ""), line)
	}
}

// TestNoSecretIsInTheReport visits a server that gives back all it got, wherever an answer has room for it.
func TestNoSecretIsInTheReport(t *testing.T) {
	t.Parallel()
	server := stancertest.NewServer(t)
	var secrets []string
	for _, status := range []int{0, 400, 500} {
		_, text := visit(t, server, tamper(func(req *http.Request, sent string, resp *http.Response, body string) string {
			echo := req.Header.Get("Authorization") + " " + server.TestKey + " " + sent
			resp.Header.Set("X-RateLimit-"+server.TestKey, echo)
			secrets = append(secrets, secretOf(body)...)
			switch {
			case strings.HasSuffix(req.URL.Path, "/ping"):
				return body
			case strings.HasSuffix(req.URL.Path, ".pdf"):
				resp.Header.Set("Content-Type", "text/"+server.TestKey)
			case status != 0:
				resp.StatusCode, resp.Status = status, "000 "+server.TestKey
				return fmt.Sprintf(`{"error":%q,%q:%q}`, echo, server.TestKey, sent)
			case strings.HasPrefix(body, "{"):
				return strings.Replace(body, "{", fmt.Sprintf(`{%q:1,"echo":%q,`, server.TestKey, echo), 1)
			}
			return body
		}))
		require.NotEmpty(t, secrets)
		for _, secret := range append(secrets, server.TestKey, server.TestKey[6:], base64.StdEncoding.EncodeToString([]byte(server.TestKey+":")),
			stancertest.CardApproved, stancertest.CardMastercard, stancertest.CardDisputed, stancertest.IBANFrance, stancertest.IBANGermany, `"123"`) {
			assert.NotContains(t, strings.ToLower(text), strings.ToLower(secret))
		}
	}
}

// secretOf returns the secret of a webhook endpoint.
func secretOf(body string) []string {
	if _, rest, ok := strings.Cut(body, `"secret":"`); ok {
		return []string{rest[:strings.IndexByte(rest, '"')]}
	}
	return nil
}

func TestItDoesNotGoWithoutATestKey(t *testing.T) {
	t.Parallel()
	server := stancertest.NewServer(t)
	for _, key := range []string{"", server.LiveKey, "ptest_" + server.TestKey[6:], "nonsense"} {
		_, err := tour.Run(t.Context(), tour.Config{Key: key, BaseURL: server.URL})
		require.Error(t, err)
		if len(key) > 0 {
			assert.NotContains(t, err.Error(), key)
		}
	}
	assert.Empty(t, server.Requests())
	_, err := tour.Run(t.Context(), tour.Config{Key: "stest_wrong", BaseURL: server.URL})
	require.ErrorIs(t, err, stancer.ErrUnauthorized)
	server.Close()
	_, err = tour.Run(t.Context(), tour.Config{Key: server.TestKey, BaseURL: server.URL})
	require.ErrorIs(t, err, stancer.ErrNoAnswer)
}
