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
	webhookBody   = `{"id":"evt_1","type":"payment.captured",` +
		`"data":{"id":"paym_SKMLflt8NBATuiUzgvTYqsw5"}}`
	// Both were computed with another program, from the time 1790000000 and the body.
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

// signWebhook signs a body at webhookTime.
func signWebhook(secret stancer.WebhookSecret, body string) string {
	return stancer.SignWebhook(secret, webhookTime, []byte(body))
}

// ignoreEvent is a function for Handler that accepts every event.
func ignoreEvent(context.Context, *stancer.Event) error { return nil }

func TestSignWebhookSignsTimeAndBody(t *testing.T) {
	t.Parallel()
	header := stancer.SignWebhook(webhookSecret, webhookTime, []byte(webhookBody))
	assert.Equal(t, "t=1790000000,v1="+webhookTextV1, header)
}

func TestValidWebhooksAreAccepted(t *testing.T) {
	t.Parallel()
	const signed = "t=1790000000,v1=" + webhookTextV1
	const zeros = "0000000000000000000000000000000000000000000000000000000000000000"
	for name, header := range map[string]string{
		"text secret":         signed,
		"hexadecimal secret":  "t=1790000000,v1=" + webhookHexV1,
		"upper case":          "t=1790000000,v1=" + strings.ToUpper(webhookTextV1),
		"time last":           "v1=" + webhookTextV1 + ",t=1790000000",
		"spaces":              " t = 1790000000 ,\tv1 = " + webhookTextV1 + " ",
		"first of several":    signed + ",v1=" + zeros,
		"last of several":     "t=1790000000,v1=" + zeros + ",v1=" + zeros + ",v1=" + webhookTextV1,
		"one not hexadecimal": "t=1790000000,v1=?,v1=" + webhookTextV1 + ",v1=",
		"other schemes":       "t=1790000000,v0=" + zeros + ",v1=" + webhookTextV1 + ",v2=" + zeros,
		"other names":         "k=1,t=1790000000,T=5,n,v1=" + webhookTextV1 + ",x=a=b",
		"empty entries":       ",t=1790000000,,v1=" + webhookTextV1 + ",",
		"most entries":        signed + strings.Repeat(",a", 30),
		"longest header":      signed + ",a=" + strings.Repeat("a", 2048-83),
		"time with zeros":     webhookHeaderOf("001790000000"),
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

// webhookHeaderOf returns the signed header for a time in any format.
func webhookHeaderOf(at string) string {
	return "t=" + at + ",v1=" + webhookMAC(webhookSecret, at, webhookBody)
}

func TestInvalidSignaturesAreRejected(t *testing.T) {
	t.Parallel()
	const prefix = "t=1790000000,v1="
	const signed = prefix + webhookTextV1
	for name, header := range map[string][]string{
		"no header":              nil,
		"empty":                  {""},
		"two headers":            {signed, signed},
		"two partial headers":    {"t=1790000000", "v1=" + webhookTextV1},
		"no time":                {"v1=" + webhookTextV1},
		"empty time":             {"t=,v1=" + webhookTextV1},
		"two times":              {signed + ",t=1790000000"},
		"two times, last signed": {"t=1,t=1790000000,v1=" + webhookTextV1},
		"time with a sign":       {webhookHeaderOf("+1790000000")},
		"time with a fraction":   {webhookHeaderOf("1790000000.5")},
		"time in hexadecimal":    {webhookHeaderOf("0x6AB13B80")},
		"time with underscores":  {webhookHeaderOf("1_790_000_000")},
		"time beyond 64 bits":    {webhookHeaderOf("18446744075499551616")},
		"time beyond 63 bits":    {webhookHeaderOf("9223372036854775808")},
		"time before 1970":       {webhookHeaderOf("-1")},
		"no signature":           {"t=1790000000"},
		"empty signature":        {prefix},
		"no name":                {webhookTextV1},
		"another scheme":         {"t=1790000000,v0=" + webhookTextV1},
		"scheme in upper case":   {"t=1790000000,V1=" + webhookTextV1},
		"cut by a byte":          {signed[:len(signed)-2]},
		"cut within a byte":      {signed[:len(signed)-1]},
		"one byte":               {signed[:len(prefix+"12")]},
		"lengthened":             {signed + "00"},
		"not hexadecimal":        {prefix + strings.Repeat("zz", 32)},
		"another secret":         {signWebhook("another", webhookBody)},
		"another body":           {signWebhook(webhookSecret, webhookBody+" ")},
		"empty secret":           {signWebhook("", webhookBody)},
		"body without the time":  {prefix + webhookMAC(webhookSecret, "", webhookBody[1:])},
		"too many entries":       {signed + strings.Repeat(",a", 31)},
		"hundreds of signatures": {signed + strings.Repeat(",v1=00", 300)},
		"too long":               {signed + ",a=" + strings.Repeat("a", 2049-83)},
		"a megabyte long":        {signed + strings.Repeat(",", 1<<20)},
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
		header := http.Header{"X-Stancer-Signature": {signed}}
		_, err := webhookReceiver().Verify(header, []byte(webhookBody))
		assert.ErrorIs(t, err, stancer.ErrSignature)
	})
}

// TestTooLongSignatureHeaderIsNotParsed checks that a header is rejected for its length before it
// is parsed. It counts allocations, so it is not parallel.
func TestTooLongSignatureHeaderIsNotParsed(t *testing.T) {
	header := webhookHeader("t=1790000000" + strings.Repeat(",v1="+webhookTextV1, 10_000))
	body := []byte(webhookBody)
	allocations := testing.AllocsPerRun(10, func() {
		_, _ = webhookReceiver().Verify(header, body)
	})
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
		err := verifyWebhook(webhookReceiver(), signed, string(body))
		assert.ErrorIs(t, err, stancer.ErrSignature, "byte %d of the body", i)
		err = verifyWebhook(webhookReceiver(), signed, webhookBody[:i])
		assert.ErrorIs(t, err, stancer.ErrSignature, "body cut at %d", i)
	}
	for i := range signed {
		header := []byte(signed)
		header[i] ^= 1
		err := verifyWebhook(webhookReceiver(), string(header), webhookBody)
		assert.ErrorIs(t, err, stancer.ErrSignature, "byte %d of the header", i)
	}
	assert.NoError(t, verifyWebhook(webhookReceiver(), signed, webhookBody))
}

func TestEmptyWebhookBodyIsRejected(t *testing.T) {
	t.Parallel()
	for _, body := range [][]byte{nil, {}} {
		header := webhookHeader(stancer.SignWebhook(webhookSecret, webhookTime, body))
		_, err := webhookReceiver().Verify(header, body)
		assert.ErrorIs(t, err, stancer.ErrSignature)
		_, err = webhookReceiver().Verify(http.Header{}, body)
		assert.ErrorIs(t, err, stancer.ErrSignature)
	}
}

func TestWebhookToleranceLimitsTheOffset(t *testing.T) {
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
			where := fmt.Sprintf("tolerance %v, offset %v", tolerance, offset)
			if accepted {
				assert.NoError(t, err, where)
				continue
			}
			assert.ErrorIs(t, err, stancer.ErrSignatureTime, where)
			assert.ErrorIs(t, err, stancer.ErrSignature, where)
		}
	}
}

func TestFarSignatureTimesAreRejected(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"0", "9999999999", "9223372036854775807"} {
		err := verifyWebhook(webhookReceiver(), webhookHeaderOf(at), webhookBody)
		assert.ErrorIs(t, err, stancer.ErrSignatureTime, at)
	}
}

func TestWebhookClockIsTheCurrentTime(t *testing.T) {
	t.Parallel()
	receiver, err := stancer.NewWebhookReceiver(webhookSecret)
	require.NoError(t, err)
	body := []byte(webhookBody)
	current := stancer.SignWebhook(webhookSecret, time.Now(), body)
	assert.NoError(t, verifyWebhook(receiver, current, webhookBody))
	old := stancer.SignWebhook(webhookSecret, time.Now().Add(-6*time.Minute), body)
	assert.ErrorIs(t, verifyWebhook(receiver, old, webhookBody), stancer.ErrSignatureTime)
	early := stancer.SignWebhook(webhookSecret, time.Now().Add(6*time.Minute), body)
	assert.ErrorIs(t, verifyWebhook(receiver, early, webhookBody), stancer.ErrSignatureTime)
}

// TestForgedOldWebhookIsErrSignature checks that the time of a forged delivery is not reported.
func TestForgedOldWebhookIsErrSignature(t *testing.T) {
	t.Parallel()
	old := webhookTime.Add(-time.Hour)
	forged := stancer.SignWebhook("another", old, []byte(webhookBody))
	err := verifyWebhook(webhookReceiver(), forged, webhookBody)
	assert.ErrorIs(t, err, stancer.ErrSignature)
	assert.NotErrorIs(t, err, stancer.ErrSignatureTime)
}

func TestWebhookSecretsOfARotationAreAccepted(t *testing.T) {
	t.Parallel()
	type list []stancer.WebhookSecret
	for name, test := range map[string]struct {
		signer   stancer.WebhookSecret
		secrets  list
		accepted bool
	}{
		"only secret":          {"one", list{"one"}, true},
		"new of two":           {"new", list{"new", "old"}, true},
		"old of two":           {"old", list{"new", "old"}, true},
		"one of five":          {"c", list{"a", "b", "c", "d", "e"}, true},
		"removed":              {"old", list{"new"}, false},
		"other case":           {"One", list{"one"}, false},
		"decoded":              {"\xab\xcd", list{"abcd"}, true},
		"decoded, upper case":  {"\xab\xcd", list{"ABCD"}, true},
		"text of hexadecimal":  {"abcd", list{"abcd"}, true},
		"decoded, last":        {"\xab\xcd", list{"not-hex", "abcd"}, true},
		"odd hexadecimal":      {"\xab", list{"abc"}, false},
		"odd hexadecimal text": {"abc", list{"abc"}, true},
		"partly hexadecimal":   {"\xab", list{"abxy"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			signed := signWebhook(test.signer, webhookBody)
			err := verifyWebhook(webhookReceiver(test.secrets...), signed, webhookBody)
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
	type list []stancer.WebhookSecret
	for name, test := range map[string]struct {
		secrets list
		message string
	}{
		"no secrets": {nil, "no webhook secret"},
		"empty":      {list{""}, "index 0 is empty"},
		"one empty":  {list{"one-secret", "", "three-secret"}, "index 1 is empty"},
		"space":      {list{" "}, "index 0 has a space"},
		"line end":   {list{"one-secret", "two-secret\n"}, "index 1 has a space"},
		"zero byte":  {list{"\x00"}, "index 0 has a space"},
		"not ASCII":  {list{"one-secr\u00e9t"}, "index 0 has a space"},
		"printed":    {list{"one-secret", "[redacted]"}, `index 1 is "[redacted]"`},
		"zeros":      {list{"0000"}, "index 0 is all zeros"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			receiver, err := stancer.NewWebhookReceiver(test.secrets...)
			require.ErrorContains(t, err, test.message)
			assert.NotContains(t, err.Error(), "-secr")
			assert.Nil(t, receiver)
		})
	}
	negative, smallest := webhookReceiver("one-secret"), webhookReceiver("one-secret")
	negative.Tolerance, smallest.Tolerance = -1, math.MinInt64
	for message, receiver := range map[string]*stancer.WebhookReceiver{
		"make it with NewWebhookReceiver": {}, "-1ns": negative, "is negative": smallest,
	} {
		t.Run(message, func(t *testing.T) {
			t.Parallel()
			for _, secret := range []stancer.WebhookSecret{"one-secret", ""} {
				header := webhookHeader(signWebhook(secret, webhookBody))
				event, err := receiver.Verify(header, []byte(webhookBody))
				require.ErrorContains(t, err, message)
				assert.NotErrorIs(t, err, stancer.ErrSignature)
				assert.Nil(t, event)
			}
			handler, err := receiver.Handler(ignoreEvent)
			require.ErrorContains(t, err, message)
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
		"old":          "t=1780000000,v1=" + webhookMAC(webhookSecret, "1780000000", body),
		"not an event": "t=1790000000,v1=" + webhookMAC(webhookSecret, "1790000000", body),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := verifyWebhook(webhookReceiver(), header, body)
			require.Error(t, err)
			_, v1, _ := strings.Cut(header, "v1=")
			expected := webhookMAC(webhookSecret, "1790000000", body)
			text := fmt.Sprintf("%v %+v %#v %q", err, err, err, err)
			for _, hidden := range []string{
				webhookSecret, v1, expected, "4242", "body-text", "4000000000000077", "soon",
			} {
				assert.NotContains(t, text, hidden)
			}
		})
	}
}

func TestWebhookReceiverPrintsNoSecret(t *testing.T) {
	t.Parallel()
	receiver := webhookReceiver(webhookSecret, "another-secret")
	receiver.Logger = slog.New(slog.DiscardHandler)
	handler, err := receiver.Handler(ignoreEvent)
	require.NoError(t, err)
	const secrets = `"secret":"` + webhookSecret + `","other":"another-secret"`
	event := stancer.Event{
		ID:   "evt_1",
		Type: "webhook.created",
		Data: json.RawMessage(`{"id":"we_123456789012345678901234",` + secrets + `}`),
		Raw:  json.RawMessage(`{` + secrets + `}`),
	}
	for name, value := range map[string]any{
		"receiver":               receiver,
		"value of receiver":      *receiver,
		"receivers":              []stancer.WebhookReceiver{*receiver},
		"in a struct":            struct{ R stancer.WebhookReceiver }{*receiver},
		"in an unexported field": struct{ r stancer.WebhookReceiver }{*receiver},
		"handler":                handler,
		"event":                  event,
		"pointer to event":       &event,
		"events":                 []stancer.Event{event},
	} {
		texts := []string{fmt.Sprintln(value)}
		for _, verb := range "vsqxXdtbcoOUeEfFgG" {
			for _, flags := range []string{"", "+", "#", "-40", " ", "0"} {
				texts = append(texts, fmt.Sprintf("%"+flags+string(verb), value))
			}
		}
		if name != "events" { // slog's JSON handler encodes the data of events in a slice
			texts = append(texts, loggedWebhook(value)...)
		}
		for _, text := range texts {
			assert.True(t, name == "handler" || !strings.Contains(text, "!ERROR"), name)
			for _, secret := range []string{webhookSecret, "another-secret"} {
				assert.NotContains(t, strings.ToLower(text), secret, name)
				assert.NotContains(t, strings.ToLower(text), fmt.Sprintf("%x", secret), name)
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

// deliverWebhook sends a request to a handler over HTTP, and returns the answer and its body.
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

func TestWebhookHandlerAnswersWithTheStatusOfTheOutcome(t *testing.T) {
	t.Parallel()
	const signed = "t=1790000000,v1=" + webhookTextV1
	sign := func(body string) string { return signWebhook(webhookSecret, body) }
	old := stancer.SignWebhook(webhookSecret, webhookTime.Add(-time.Hour), []byte(webhookBody))
	largest := webhookBody + strings.Repeat(" ", 1<<20-len(webhookBody))
	tooLarge := largest + " "
	failed := errors.New("the database is down")
	for name, test := range map[string]struct {
		method, header, body string
		err                  error
		status               int
		handled              bool
	}{
		"delivered":    {"POST", signed, webhookBody, nil, 204, true},
		"failed":       {"POST", signed, webhookBody, failed, 500, true},
		"not signed":   {"POST", "", webhookBody, nil, 400, false},
		"forged":       {"POST", signed, webhookBody + " ", nil, 400, false},
		"empty":        {"POST", sign(""), "", nil, 400, false},
		"old":          {"POST", old, webhookBody, nil, 400, false},
		"not an event": {"POST", sign("{}"), "{}", nil, 400, false},
		"largest":      {"POST", sign(largest), largest, nil, 204, true},
		"too large":    {"POST", sign(tooLarge), tooLarge, nil, 413, false},
		"GET":          {"GET", signed, "", nil, 405, false},
		"HEAD":         {"HEAD", signed, "", nil, 405, false},
		"PUT":          {"PUT", signed, webhookBody, nil, 405, false},
		"DELETE":       {"DELETE", signed, "", nil, 405, false},
		"OPTIONS":      {"OPTIONS", signed, "", nil, 405, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var events []*stancer.Event
			handle := func(_ context.Context, event *stancer.Event) error {
				events = append(events, event)
				return test.err
			}
			handler, err := webhookReceiver().Handler(handle)
			require.NoError(t, err)
			resp, text := deliverWebhook(t, handler, test.method, test.header,
				strings.NewReader(test.body))
			assert.Equal(t, test.status, resp.StatusCode)
			if test.status == 204 || test.method == "HEAD" {
				assert.Empty(t, text)
			} else {
				assert.Equal(t, http.StatusText(test.status)+"\n", text,
					"the answer contains only the text of its status")
			}
			if test.status == 405 {
				assert.Equal(t, "POST", resp.Header.Get("Allow"))
			}
			if !test.handled {
				assert.Empty(t, events)
				return
			}
			require.Len(t, events, 1)
			assert.Equal(t, test.body, string(events[0].Raw), "the event has the sent body")
			assert.Equal(t, "evt_1", events[0].ID)
		})
	}
}

// endlessWebhook is a body without an end.
type endlessWebhook struct{}

func (endlessWebhook) Read(p []byte) (int, error) {
	return copy(p, strings.Repeat("a", len(p))), nil
}

func TestWebhookHandlerLimitsTheBody(t *testing.T) {
	t.Parallel()
	handler, err := webhookReceiver().Handler(ignoreEvent)
	require.NoError(t, err)
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodPost, "/", endlessWebhook{}))
	assert.Equal(t, http.StatusRequestEntityTooLarge, recorder.Code)
}

func TestWebhookHandlerRejectsATruncatedBody(t *testing.T) {
	t.Parallel()
	handler, err := webhookReceiver().Handler(ignoreEvent)
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
	ctx := context.WithValue(t.Context(), key{}, "value")
	handler.ServeHTTP(httptest.NewRecorder(), req.WithContext(ctx))
	assert.Equal(t, "value", got)
}

// TestWebhookHandlerDoesNotRecover checks that a panic of the function is left to net/http, so that
// the delivery is not acknowledged.
func TestWebhookHandlerDoesNotRecover(t *testing.T) {
	t.Parallel()
	handler, err := webhookReceiver().Handler(func(context.Context, *stancer.Event) error {
		panic(http.ErrAbortHandler)
	})
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
	handler, err := receiver.Handler(ignoreEvent)
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
	handler, err := receiver.Handler(ignoreEvent)
	require.NoError(t, err)
	for _, status := range []int{http.StatusNoContent, http.StatusBadRequest} {
		resp, _ := deliverWebhook(t, handler, "POST", "t=1790000000,v1="+webhookTextV1,
			strings.NewReader(webhookBody))
		assert.Equal(t, status, resp.StatusCode)
		now = now.Add(6 * time.Minute)
	}
}

func TestWebhookHandlerLogsEachDelivery(t *testing.T) {
	t.Parallel()
	const body = `{"id":"evt_1","type":"payment.captured",` +
		`"data":{"id":"paym_SKMLflt8NBATuiUzgvTYqsw5","amount":31337}}`
	signed := signWebhook(webhookSecret, body)
	declined := errors.New("card 4242424242424242 of stest_secret declined")
	for name, test := range map[string]struct {
		header   string
		err      error
		contains []string
	}{
		"delivered": {signed, nil, []string{
			"level=DEBUG", "status=204", "event.id=evt_1", "event.type=payment.captured",
			"event.object=paym_SKM",
		}},
		"refused": {signed + "0", nil, []string{
			"level=WARN", "status=400", "error=", "lacks a time or a signature",
		}},
		"failed": {signed, declined, []string{
			"level=ERROR", "status=500", "event.id=evt_1", "card [redacted] of [redacted] declined",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			receiver := webhookReceiver()
			options := &slog.HandlerOptions{Level: slog.LevelDebug}
			receiver.Logger = slog.New(slog.NewTextHandler(&log, options))
			handler, err := receiver.Handler(func(context.Context, *stancer.Event) error {
				return test.err
			})
			require.NoError(t, err)
			deliverWebhook(t, handler, "POST", test.header, strings.NewReader(body))
			for _, text := range append(test.contains, "duration=") {
				assert.Contains(t, log.String(), text)
			}
			_, v1, _ := strings.Cut(signed, "v1=")
			for _, text := range []string{webhookSecret, signed, v1, "31337", "4242", "stest"} {
				assert.NotContains(t, log.String(), text)
			}
			assert.Equal(t, 1, strings.Count(log.String(), "\n"))
		})
	}
}

func TestWebhookReceiverIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	receiver := webhookReceiver()
	handler, err := receiver.Handler(ignoreEvent)
	require.NoError(t, err)
	for range 50 {
		t.Run("delivery", func(t *testing.T) {
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
