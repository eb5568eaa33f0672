package stancer_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

const (
	webhookSecret = "0123456789abcdef0123456789abcdef"
	webhookBody   = `{"id":"evt_1","type":"payment.captured","data":{"id":"paym_SKMLflt8NBATuiUzgvTYqsw5"}}`
	// Both were computed with another program than this one, from the time 1790000000 and the body.
	webhookTextV1 = "12a8a4122ba105d75fb495a53ad84cb8e886f77c3c6bd6b1eda9561d44763b30"
	webhookHexV1  = "7b3848c4bffab75f56e872eb5e6553aac236c13445e2c8ee25d4d0d1aebea8ce"
)

var webhookTime = time.Unix(1790000000, 0)

func webhookReceiver(secrets ...stancer.WebhookSecret) *stancer.WebhookReceiver {
	if secrets == nil {
		secrets = []stancer.WebhookSecret{webhookSecret}
	}
	receiver, err := stancer.NewWebhookReceiver(secrets...)
	if err != nil {
		panic(err)
	}
	receiver.Now = func() time.Time { return webhookTime }
	return receiver
}

func webhookHeader(values ...string) http.Header { return http.Header{"Stancer-Signature": values} }

func verifyWebhook(receiver *stancer.WebhookReceiver, header, body string) error {
	_, err := receiver.Verify(webhookHeader(header), []byte(body))
	return err
}

func TestSignWebhook(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "t=1790000000,v1="+webhookTextV1,
		stancer.SignWebhook(webhookSecret, webhookTime, []byte(webhookBody)))
}

func TestValidWebhooksAreAccepted(t *testing.T) {
	t.Parallel()
	const zeros = "0000000000000000000000000000000000000000000000000000000000000000"
	for name, header := range map[string]string{
		"secret as text":            "t=1790000000,v1=" + webhookTextV1,
		"secret as hexadecimal":     "t=1790000000,v1=" + webhookHexV1,
		"upper case":                "t=1790000000,v1=" + strings.ToUpper(webhookTextV1),
		"other order":               "v1=" + webhookTextV1 + ",t=1790000000",
		"spaces":                    " t = 1790000000 ,\tv1 = " + webhookTextV1 + " ",
		"several, right one first":  "t=1790000000,v1=" + webhookTextV1 + ",v1=" + zeros,
		"several, right one last":   "t=1790000000,v1=" + zeros + ",v1=" + zeros + ",v1=" + webhookTextV1,
		"one that is not hex":       "t=1790000000,v1=?,v1=" + webhookTextV1 + ",v1=",
		"other schemes":             "t=1790000000,v0=" + zeros + ",v1=" + webhookTextV1 + ",v2=" + zeros,
		"other names":               "k=1,t=1790000000,T=5,n,v1=" + webhookTextV1 + ",x=a=b",
		"empty entries":             ",t=1790000000,,v1=" + webhookTextV1 + ",",
		"as many as are allowed":    "t=1790000000,v1=" + webhookTextV1 + strings.Repeat(",a", 30),
		"as long as it is allowed":  "t=1790000000,v1=" + webhookTextV1 + ",a=" + strings.Repeat("a", 2048-83),
		"the time as it was signed": webhookHeaderOf("001790000000"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			event, err := webhookReceiver().Verify(webhookHeader(header), []byte(webhookBody))
			require.NoError(t, err)
			assert.Equal(t, "evt_1", event.ID)
			assert.Equal(t, "payment.captured", event.Type)
			assert.Equal(t, `{"id":"paym_SKMLflt8NBATuiUzgvTYqsw5"}`, string(event.Data))
			assert.Equal(t, webhookBody, string(event.Raw))
		})
	}
}

// webhookHeaderOf signs a time that is written in another way than SignWebhook writes it.
func webhookHeaderOf(at string) string {
	return "t=" + at + ",v1=" + webhookMAC(webhookSecret, at, webhookBody)
}

func TestInvalidSignaturesAreRejected(t *testing.T) {
	t.Parallel()
	const signed = "t=1790000000,v1=" + webhookTextV1
	for name, header := range map[string][]string{
		"no header":                     nil,
		"empty":                         {""},
		"two headers":                   {signed, signed},
		"two halves":                    {"t=1790000000", "v1=" + webhookTextV1},
		"no time":                       {"v1=" + webhookTextV1},
		"empty time":                    {"t=,v1=" + webhookTextV1},
		"two times":                     {signed + ",t=1790000000"},
		"two times, the other one wins": {"t=1,t=1790000000,v1=" + webhookTextV1},
		"time with a sign":              {webhookHeaderOf("+1790000000")},
		"time with a fraction":          {webhookHeaderOf("1790000000.5")},
		"time in hexadecimal":           {webhookHeaderOf("0x6AB13B80")},
		"time with underscores":         {webhookHeaderOf("1_790_000_000")},
		"time beyond 64 bits":           {webhookHeaderOf("18446744075499551616")},
		"time beyond 63 bits":           {webhookHeaderOf("9223372036854775808")},
		"time before 1970":              {webhookHeaderOf("-1")},
		"no signature":                  {"t=1790000000"},
		"empty signature":               {"t=1790000000,v1="},
		"no name":                       {webhookTextV1},
		"another scheme":                {"t=1790000000,v0=" + webhookTextV1},
		"scheme in upper case":          {"t=1790000000,V1=" + webhookTextV1},
		"truncated":                     {signed[:len(signed)-2]},
		"truncated to half a byte":      {signed[:len(signed)-1]},
		"one byte":                      {signed[:len("t=1790000000,v1=12")]},
		"lengthened":                    {signed + "00"},
		"not hexadecimal":               {"t=1790000000,v1=" + strings.Repeat("zz", 32)},
		"another secret":                {stancer.SignWebhook("another", webhookTime, []byte(webhookBody))},
		"another body":                  {stancer.SignWebhook(webhookSecret, webhookTime, []byte(webhookBody+" "))},
		"the empty key":                 {stancer.SignWebhook("", webhookTime, []byte(webhookBody))},
		"body without the time":         {"t=1790000000,v1=" + webhookMAC(webhookSecret, "", webhookBody[1:])},
		"too many entries":              {signed + strings.Repeat(",a", 31)},
		"hundreds of signatures":        {signed + strings.Repeat(",v1=00", 300)},
		"too long":                      {signed + ",a=" + strings.Repeat("a", 2049-83)},
		"absurdly long":                 {signed + strings.Repeat(",", 1<<20)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			event, err := webhookReceiver().Verify(webhookHeader(header...), []byte(webhookBody))
			require.ErrorIs(t, err, stancer.ErrSignature)
			assert.NotErrorIs(t, err, stancer.ErrSignatureTime)
			assert.Nil(t, event)
		})
	}
	t.Run("another header", func(t *testing.T) {
		t.Parallel()
		_, err := webhookReceiver().Verify(http.Header{"X-Stancer-Signature": {signed}}, []byte(webhookBody))
		assert.ErrorIs(t, err, stancer.ErrSignature)
	})
}

// TestHugeSignatureHeaderIsCheap checks that a huge header is rejected for its length before it is
// parsed. It counts allocations, so it is not parallel.
func TestHugeSignatureHeaderIsCheap(t *testing.T) {
	header, body := webhookHeader(
		"t=1790000000"+strings.Repeat(",v1="+webhookTextV1, 10_000)), []byte(webhookBody)
	allocations := testing.AllocsPerRun(10,
		func() { _, _ = webhookReceiver().Verify(header, body) })
	assert.Less(t, allocations, 20.0)
}

// TestWebhookTriesAllSecrets checks that all secrets are tried, whichever matches. It counts
// allocations, so it is not parallel.
func TestWebhookTriesAllSecrets(t *testing.T) {
	var secrets []stancer.WebhookSecret
	for i := range 50 {
		secrets = append(secrets, stancer.WebhookSecret(fmt.Sprintf("secret-%d", i)))
	}
	receiver, body := webhookReceiver(secrets...), []byte(webhookBody)
	allocations := func(secret stancer.WebhookSecret) float64 {
		header := webhookHeader(stancer.SignWebhook(secret, webhookTime, body))
		return testing.AllocsPerRun(10, func() {
			if _, err := receiver.Verify(header, body); err != nil {
				t.Error(err)
			}
		})
	}
	assert.InDelta(t, allocations(secrets[49]), allocations(secrets[0]), 10)
}

func TestTamperedWebhooksAreRejected(t *testing.T) {
	t.Parallel()
	const signed = "t=1790000000,v1=" + webhookTextV1
	for i := range webhookBody {
		body := []byte(webhookBody)
		body[i] ^= 1
		assert.ErrorIs(t, verifyWebhook(webhookReceiver(), signed, string(body)),
			stancer.ErrSignature, "byte %d of the body", i)
		assert.ErrorIs(t, verifyWebhook(webhookReceiver(), signed, webhookBody[:i]),
			stancer.ErrSignature, "body cut at %d", i)
	}
	for i := range signed {
		header := []byte(signed)
		header[i] ^= 1
		assert.ErrorIs(t, verifyWebhook(webhookReceiver(), string(header), webhookBody),
			stancer.ErrSignature, "byte %d of the header", i)
	}
	assert.NoError(t, verifyWebhook(webhookReceiver(), signed, webhookBody))
}

func TestEmptyWebhookBodyIsRejected(t *testing.T) {
	t.Parallel()
	for _, body := range [][]byte{nil, {}} {
		_, err := webhookReceiver().Verify(webhookHeader(stancer.SignWebhook(webhookSecret, webhookTime, body)), body)
		assert.ErrorIs(t, err, stancer.ErrSignature)
		_, err = webhookReceiver().Verify(http.Header{}, body)
		assert.ErrorIs(t, err, stancer.ErrSignature)
	}
}

func TestWebhookTolerance(t *testing.T) {
	t.Parallel()
	for _, tolerance := range []time.Duration{0, time.Second, time.Hour} {
		receiver := webhookReceiver()
		receiver.Tolerance = tolerance
		window := tolerance
		if window == 0 {
			window = 5 * time.Minute
		}
		for offset, accepted := range map[time.Duration]bool{
			0:                           true,
			window:                      true,
			-window:                     true,
			window + 1:                  false,
			-window - 1:                 false,
			window + time.Hour:          false,
			-window - time.Hour:         false,
			100 * 365 * 24 * time.Hour:  false,
			-100 * 365 * 24 * time.Hour: false,
		} {
			receiver.Now = func() time.Time { return webhookTime.Add(offset) }
			err := verifyWebhook(receiver, webhookHeaderOf("1790000000"), webhookBody)
			if accepted {
				assert.NoError(t, err, "tolerance %v, offset %v", tolerance, offset)
				continue
			}
			assert.ErrorIs(t, err, stancer.ErrSignatureTime, "tolerance %v, offset %v", tolerance,
				offset)
			assert.ErrorIs(t, err, stancer.ErrSignature)
		}
	}
}

func TestFarSignatureTimesAreRejected(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"0", "9999999999", "9223372036854775807"} {
		assert.ErrorIs(t, verifyWebhook(webhookReceiver(), webhookHeaderOf(at), webhookBody),
			stancer.ErrSignatureTime, at)
	}
}

func TestWebhookClockIsTheCurrentTime(t *testing.T) {
	t.Parallel()
	receiver, err := stancer.NewWebhookReceiver(webhookSecret)
	require.NoError(t, err)
	body := []byte(webhookBody)
	assert.NoError(t,
		verifyWebhook(receiver, stancer.SignWebhook(webhookSecret, time.Now(), body), webhookBody))
	old := stancer.SignWebhook(webhookSecret, time.Now().Add(-6*time.Minute), body)
	assert.ErrorIs(t, verifyWebhook(receiver, old, webhookBody), stancer.ErrSignatureTime)
	early := stancer.SignWebhook(webhookSecret, time.Now().Add(6*time.Minute), body)
	assert.ErrorIs(t, verifyWebhook(receiver, early, webhookBody), stancer.ErrSignatureTime)
}

// TestForgedOldWebhookIsErrSignature checks that the time of a forged delivery is not reported.
func TestForgedOldWebhookIsErrSignature(t *testing.T) {
	t.Parallel()
	err := verifyWebhook(webhookReceiver(),
		stancer.SignWebhook("another", webhookTime.Add(-time.Hour), []byte(webhookBody)),
		webhookBody)
	assert.ErrorIs(t, err, stancer.ErrSignature)
	assert.NotErrorIs(t, err, stancer.ErrSignatureTime)
}

func TestWebhookSecretsOfARotationAreAccepted(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		signer   stancer.WebhookSecret
		secrets  []stancer.WebhookSecret
		accepted bool
	}{
		"only one":                {"one", []stancer.WebhookSecret{"one"}, true},
		"new, old one still here": {"new", []stancer.WebhookSecret{"new", "old"}, true},
		"old, new one already":    {"old", []stancer.WebhookSecret{"new", "old"}, true},
		"one of five":             {"c", []stancer.WebhookSecret{"a", "b", "c", "d", "e"}, true},
		"old, gone":               {"old", []stancer.WebhookSecret{"new"}, false},
		"other case":              {"One", []stancer.WebhookSecret{"one"}, false},
		"decoded":                 {"\xab\xcd", []stancer.WebhookSecret{"abcd"}, true},
		"decoded, upper case":     {"\xab\xcd", []stancer.WebhookSecret{"ABCD"}, true},
		"text of hexadecimal":     {"abcd", []stancer.WebhookSecret{"abcd"}, true},
		"decoded, last":           {"\xab\xcd", []stancer.WebhookSecret{"not hex", "abcd"}[1:], true},
		"odd hexadecimal":         {"\xab", []stancer.WebhookSecret{"abc"}, false},
		"odd hexadecimal as text": {"abc", []stancer.WebhookSecret{"abc"}, true},
		"half hexadecimal":        {"\xab", []stancer.WebhookSecret{"abxy"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := verifyWebhook(webhookReceiver(test.secrets...),
				stancer.SignWebhook(test.signer, webhookTime, []byte(webhookBody)), webhookBody)
			if test.accepted {
				assert.NoError(t, err)
			} else {
				assert.ErrorIs(t, err, stancer.ErrSignature)
			}
		})
	}
}

func TestInvalidWebhookReceiversAreRejected(t *testing.T) {
	t.Parallel()
	handle := func(context.Context, *stancer.Event) error { return nil }
	for name, test := range map[string]struct {
		secrets []stancer.WebhookSecret
		says    string
	}{
		"no secrets":       {nil, "no webhook secret"},
		"empty":            {[]stancer.WebhookSecret{""}, "index 0 is empty"},
		"empty among some": {[]stancer.WebhookSecret{"one-secret", "", "three-secret"}, "index 1 is empty"},
		"space":            {[]stancer.WebhookSecret{" "}, "index 0 has a space"},
		"line end":         {[]stancer.WebhookSecret{"one-secret", "two-secret\n"}, "index 1 has a space"},
		"zero byte":        {[]stancer.WebhookSecret{"\x00"}, "index 0 has a space"},
		"not ASCII":        {[]stancer.WebhookSecret{"one-secr\u00e9t"}, "index 0 has a space"},
		"printed":          {[]stancer.WebhookSecret{"one-secret", "[redacted]"}, "index 1 is \"[redacted]\""},
		"zeros":            {[]stancer.WebhookSecret{"0000"}, "index 0 is all zeros"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			receiver, err := stancer.NewWebhookReceiver(test.secrets...)
			require.ErrorContains(t, err, test.says)
			assert.NotContains(t, err.Error(), "-secr")
			assert.Nil(t, receiver)
		})
	}
	negative, smallest := webhookReceiver("one-secret"), webhookReceiver("one-secret")
	negative.Tolerance, smallest.Tolerance = -1, math.MinInt64
	for says, receiver := range map[string]*stancer.WebhookReceiver{
		"make it with NewWebhookReceiver": {}, "-1ns": negative, "is negative": smallest,
	} {
		t.Run(says, func(t *testing.T) {
			t.Parallel()
			for _, secret := range []stancer.WebhookSecret{"one-secret", ""} {
				event, err := receiver.Verify(
					webhookHeader(stancer.SignWebhook(secret, webhookTime, []byte(webhookBody))),
					[]byte(webhookBody))
				require.ErrorContains(t, err, says)
				assert.NotErrorIs(t, err, stancer.ErrSignature)
				assert.Nil(t, event)
			}
			handler, err := receiver.Handler(handle)
			require.ErrorContains(t, err, says)
			assert.Nil(t, handler)
		})
	}
	t.Run("no function", func(t *testing.T) {
		t.Parallel()
		handler, err := webhookReceiver().Handler(nil)
		require.ErrorContains(t, err, "is nil")
		assert.Nil(t, handler)
	})
}

func TestWebhookErrorsHideSecretsAndBodies(t *testing.T) {
	t.Parallel()
	const body = `{"id": 4242, "type": "body-text", "data": "4000000000000077"`
	for name, header := range map[string]string{
		"forged":       "t=1790000000,v1=" + webhookMAC("another", "1790000000", body),
		"malformed":    "t=soon,v1=abcdef",
		"too late":     "t=1780000000,v1=" + webhookMAC(webhookSecret, "1780000000", body),
		"not an event": "t=1790000000,v1=" + webhookMAC(webhookSecret, "1790000000", body),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := verifyWebhook(webhookReceiver(), header, body)
			require.Error(t, err)
			_, v1, _ := strings.Cut(header, "v1=")
			expected := webhookMAC(webhookSecret, "1790000000", body)
			for _, hidden := range []string{webhookSecret, v1, expected, "4242", "body-text", "4000000000000077", "soon"} {
				assert.NotContains(t, fmt.Sprintf("%v %+v %#v %q", err, err, err, err), hidden)
			}
		})
	}
}

func TestWebhookReceiverPrintsNoSecret(t *testing.T) {
	t.Parallel()
	receiver := webhookReceiver(webhookSecret, "another-secret")
	receiver.Logger = slog.New(slog.DiscardHandler)
	handler, err := receiver.Handler(func(context.Context, *stancer.Event) error { return nil })
	require.NoError(t, err)
	event := stancer.Event{
		ID: "evt_1", Type: "webhook.created",
		Data: json.RawMessage(
			`{"id":"we_123456789012345678901234","secret":"` + webhookSecret + `","other":"another-secret"}`),
		Raw: json.RawMessage(`{"secret":"` + webhookSecret + `","other":"another-secret"}`),
	}
	for name, value := range map[string]any{
		"receiver": receiver, "value of receiver": *receiver, "receivers": []stancer.WebhookReceiver{*receiver},
		"in a struct": struct{ R stancer.WebhookReceiver }{*receiver}, "in an unexported field": struct{ r stancer.WebhookReceiver }{*receiver},
		"handler": handler, "event": event, "pointer to event": &event, "events": []stancer.Event{event},
	} {
		texts := []string{fmt.Sprintln(value)}
		for _, verb := range "vsqxXdtbcoOUeEfFgG" {
			for _, flags := range []string{"", "+", "#", "-40", " ", "0"} {
				texts = append(texts, fmt.Sprintf("%"+flags+string(verb), value))
			}
		}
		if name != "events" { // a list of raw JSON that is encoded as JSON shows itself
			texts = append(texts, loggedWebhook(value)...)
		}
		for _, text := range texts {
			assert.True(t, name == "handler" || !strings.Contains(text, "!ERROR"), name)
			for _, secret := range []string{webhookSecret, "another-secret", fmt.Sprintf("%x", webhookSecret), fmt.Sprintf("%x", "another-secret")} {
				assert.NotContains(t, strings.ToLower(text), secret, name)
			}
		}
	}
	assert.Equal(t, "stancer.WebhookReceiver(secrets: 2)", fmt.Sprint(receiver))
	assert.Contains(t, loggedWebhook(receiver)[1], `"value":"stancer.WebhookReceiver(secrets: 2)"`)
	assert.Equal(t, `stancer.Event("evt_1" "webhook.created" "we_123456789012345678901234")`,
		fmt.Sprint(event))
	assert.Contains(t, loggedWebhook(event)[0],
		"value.id=evt_1 value.type=webhook.created value.object=we_123456789012345678901234")
}

func loggedWebhook(value any) []string {
	text, encoded := slogged(func(h slog.Handler) { slog.New(h).Info("message", "value", value) })
	return []string{text, encoded}
}

// deliverWebhook sends a request to a handler over HTTP, and gives the answer with its body.
func deliverWebhook(
	t *testing.T, handler http.Handler, method, header string, body io.Reader,
) (*http.Response, string) {
	t.Helper()
	server := httptest.NewServer(handler)
	defer server.Close()
	req, err := http.NewRequestWithContext(t.Context(), method, server.URL, body)
	require.NoError(t, err)
	if header != "" {
		req.Header.Set("Stancer-Signature", header)
	}
	resp, err := server.Client().Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp, string(text)
}

func TestWebhookHandlerAnswers(t *testing.T) {
	t.Parallel()
	const signed = "t=1790000000,v1=" + webhookTextV1
	large := webhookBody + strings.Repeat(" ", 1<<20-len(webhookBody))
	old := stancer.SignWebhook(webhookSecret, webhookTime.Add(-time.Hour), []byte(webhookBody))
	noEvent := stancer.SignWebhook(webhookSecret, webhookTime, []byte("{}"))
	for name, test := range map[string]struct {
		method, header, body string
		err                  error
		status               int
		handled              bool
	}{
		"delivered":         {"POST", signed, webhookBody, nil, 204, true},
		"cannot be handled": {"POST", signed, webhookBody, errors.New("the database is down"), 500, true},
		"not signed":        {"POST", "", webhookBody, nil, 400, false},
		"forged":            {"POST", signed, webhookBody + " ", nil, 400, false},
		"empty":             {"POST", stancer.SignWebhook(webhookSecret, webhookTime, nil), "", nil, 400, false},
		"old":               {"POST", old, webhookBody, nil, 400, false},
		"not an event":      {"POST", noEvent, "{}", nil, 400, false},
		"as large as it can be": {
			"POST", stancer.SignWebhook(webhookSecret, webhookTime, []byte(large)), large, nil, 204, true,
		},
		"too large": {"POST", stancer.SignWebhook(webhookSecret, webhookTime, []byte(large+" ")), large + " ", nil, 413, false},
		"GET":       {"GET", signed, "", nil, 405, false},
		"HEAD":      {"HEAD", signed, "", nil, 405, false},
		"PUT":       {"PUT", signed, webhookBody, nil, 405, false},
		"DELETE":    {"DELETE", signed, "", nil, 405, false},
		"OPTIONS":   {"OPTIONS", signed, "", nil, 405, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var events []*stancer.Event
			handler, err := webhookReceiver().Handler(func(_ context.Context, event *stancer.Event) error {
				events = append(events, event)
				return test.err
			})
			require.NoError(t, err)
			resp, text := deliverWebhook(t, handler, test.method, test.header,
				strings.NewReader(test.body))
			assert.Equal(t, test.status, resp.StatusCode)
			switch {
			case test.status == 204 || test.method == "HEAD":
				assert.Empty(t, text)
			default:
				assert.Equal(t, http.StatusText(test.status)+"\n", text,
					"the answer says no more than its status")
			}
			if test.status == 405 {
				assert.Equal(t, "POST", resp.Header.Get("Allow"))
			}
			if !test.handled {
				assert.Empty(t, events)
				return
			}
			require.Len(t, events, 1)
			assert.Equal(t, test.body, string(events[0].Raw), "the event is what was sent")
			assert.Equal(t, "evt_1", events[0].ID)
		})
	}
}

// endlessWebhook is a body that is never at its end.
type endlessWebhook struct{}

func (endlessWebhook) Read(p []byte) (int, error) {
	return copy(p, strings.Repeat("a", len(p))), nil
}

func TestWebhookHandlerLimitsTheBody(t *testing.T) {
	t.Parallel()
	handler, err := webhookReceiver().Handler(func(context.Context, *stancer.Event) error { return nil })
	require.NoError(t, err)
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodPost, "/", endlessWebhook{}))
	assert.Equal(t, http.StatusRequestEntityTooLarge, recorder.Code)
}

func TestWebhookHandlerRejectsATruncatedBody(t *testing.T) {
	t.Parallel()
	handler, err := webhookReceiver().Handler(func(context.Context, *stancer.Event) error { return nil })
	require.NoError(t, err)
	body := io.MultiReader(strings.NewReader(webhookBody), iotest.ErrReader(io.ErrUnexpectedEOF))
	req := httptest.NewRequest(http.MethodPost, "/", body)
	req.Header = webhookHeader("t=1790000000,v1=" + webhookTextV1)
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, req)
	assert.Equal(t, http.StatusBadRequest, recorder.Code)
}

func TestWebhookHandlerPassesTheContext(t *testing.T) {
	t.Parallel()
	type key struct{}
	var got any
	handler, err := webhookReceiver().Handler(func(ctx context.Context, _ *stancer.Event) error {
		got = ctx.Value(key{})
		return nil
	})
	require.NoError(t, err)
	req := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(webhookBody))
	req.Header = webhookHeader("t=1790000000,v1=" + webhookTextV1)
	handler.ServeHTTP(httptest.NewRecorder(),
		req.WithContext(context.WithValue(t.Context(), key{}, "value")))
	assert.Equal(t, "value", got)
}

// TestWebhookHandlerDoesNotRecover checks that a panic of the function is left to net/http, so that
// the delivery is not acknowledged.
func TestWebhookHandlerDoesNotRecover(t *testing.T) {
	t.Parallel()
	handler, err := webhookReceiver().Handler(func(context.Context, *stancer.Event) error { panic(http.ErrAbortHandler) })
	require.NoError(t, err)
	server := httptest.NewServer(handler)
	defer server.Close()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL,
		strings.NewReader(webhookBody))
	require.NoError(t, err)
	req.Header = webhookHeader("t=1790000000,v1=" + webhookTextV1)
	resp, err := server.Client().Do(req)
	if !assert.Error(t, err) {
		resp.Body.Close()
	}
}

func TestWebhookHandlerCopiesItsReceiver(t *testing.T) {
	t.Parallel()
	secrets := []stancer.WebhookSecret{webhookSecret}
	receiver := webhookReceiver(secrets...)
	secrets[0] = "another"
	handler, err := receiver.Handler(func(context.Context, *stancer.Event) error { return nil })
	require.NoError(t, err)
	receiver.Tolerance = -1
	resp, _ := deliverWebhook(t, handler, "POST", "t=1790000000,v1="+webhookTextV1,
		strings.NewReader(webhookBody))
	assert.Equal(t, http.StatusNoContent, resp.StatusCode)
}

func TestWebhookHandlerReadsTheClockPerRequest(t *testing.T) {
	t.Parallel()
	now := webhookTime
	receiver := webhookReceiver()
	receiver.Now = func() time.Time { return now }
	handler, err := receiver.Handler(func(context.Context, *stancer.Event) error { return nil })
	require.NoError(t, err)
	for _, status := range []int{http.StatusNoContent, http.StatusBadRequest} {
		resp, _ := deliverWebhook(t, handler, "POST", "t=1790000000,v1="+webhookTextV1,
			strings.NewReader(webhookBody))
		assert.Equal(t, status, resp.StatusCode)
		now = now.Add(6 * time.Minute)
	}
}

func TestWebhookHandlerLogs(t *testing.T) {
	t.Parallel()
	const body = `{"id":"evt_1","type":"payment.captured","data":{"id":"paym_SKMLflt8NBATuiUzgvTYqsw5","amount":31337}}`
	signed := stancer.SignWebhook(webhookSecret, webhookTime, []byte(body))
	for name, test := range map[string]struct {
		header   string
		err      error
		contains []string
	}{
		"delivered": {
			signed, nil,
			[]string{"level=DEBUG", "status=204", "event.id=evt_1", "event.type=payment.captured", "event.object=paym_SKM"},
		},
		"refused": {signed + "0", nil, []string{"level=WARN", "status=400", "error=", "lacks a time or a signature"}},
		"failed": {
			signed, errors.New("card 4242424242424242 of stest_secret declined"),
			[]string{"level=ERROR", "status=500", "event.id=evt_1", "card [redacted] of [redacted] declined"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			receiver := webhookReceiver()
			receiver.Logger = slog.New(
				slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
			handler, err := receiver.Handler(
				func(context.Context, *stancer.Event) error { return test.err })
			require.NoError(t, err)
			deliverWebhook(t, handler, "POST", test.header, strings.NewReader(body))
			for _, text := range append(test.contains, "duration=") {
				assert.Contains(t, log.String(), text)
			}
			for _, text := range []string{webhookSecret, signed, strings.TrimPrefix(signed, "t=1790000000,v1="), "31337", "4242", "stest"} {
				assert.NotContains(t, log.String(), text)
			}
			assert.Equal(t, 1, strings.Count(log.String(), "\n"))
		})
	}
}

func TestWebhookReceiverIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	receiver := webhookReceiver()
	handler, err := receiver.Handler(func(context.Context, *stancer.Event) error { return nil })
	require.NoError(t, err)
	for range 50 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			req := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(webhookBody))
			req.Header = webhookHeader("t=1790000000,v1=" + webhookTextV1)
			recorder := httptest.NewRecorder()
			handler.ServeHTTP(recorder, req)
			assert.Equal(t, http.StatusNoContent, recorder.Code)
			assert.NoError(t, verifyWebhook(receiver, "t=1790000000,v1="+webhookHexV1, webhookBody))
		})
	}
}
