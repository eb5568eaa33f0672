package stancer_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/internal/plant"
	stancer "github.com/stancer-go/stancer/wrapper"
)

const (
	secretNumber  = "4000001234567899"
	secretCVC     = "4000" // the number begins with it
	secretIBAN    = "FR1420041010050500013M02606"
	secretWebhook = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
)

// leaks are the texts that must not appear: the secrets, plain and encoded.
var leaks = func() []string {
	all := []string{
		secretNumber[4:],
		"0012 3456 7899",
		base64.StdEncoding.EncodeToString([]byte(testKey + ":"))[:20],
	}
	for _, secret := range []string{secretNumber, secretIBAN, secretWebhook, testKey, id24} {
		all = append(all, secret, fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret),
			strings.ToLower(secret), base64.StdEncoding.EncodeToString([]byte(secret))[:10])
	}
	return all
}()

// bareCVC is the CVC on its own. An address in memory may hold its digits.
var bareCVC = regexp.MustCompile(`\b` + secretCVC + `\b`)

// leaked returns a secret that a text shows, or nothing.
func leaked(text string) string {
	for _, leak := range leaks {
		if strings.Contains(text, leak) {
			return leak
		}
	}
	if strings.Contains(text, secretCVC) {
		return bareCVC.FindString(text)
	}
	return ""
}

// ways returns the texts that a program gets when it prints or logs a value.
func ways(value any) map[string]string {
	texts := map[string]string{}
	for _, verb := range []string{
		"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%08.3f", "%-50v",
	} {
		texts[verb] = fmt.Sprintf(verb, value)
		texts["slice "+verb] = fmt.Sprintf(verb, []any{value})
		texts["error "+verb] = fmt.Sprintf("%v", fmt.Errorf("oops: "+verb, value))
	}
	texts["slog text"], texts["slog JSON"] = slogged(func(h slog.Handler) {
		slog.New(h).Info("m", "x", value, slog.Group("g", "x", value))
		slog.New(h).With("x", value).WithGroup("g").Info("m", "list", []any{"x"})
	})
	return texts
}

// withoutTimes leaves times out of log lines, since their digits may look like a secret.
var withoutTimes = &slog.HandlerOptions{
	Level: slog.LevelDebug,
	ReplaceAttr: func(_ []string, attr slog.Attr) slog.Attr {
		if attr.Key == slog.TimeKey || attr.Key == "duration" {
			return slog.Attr{}
		}
		return attr
	},
}

// slogged runs with a handler of each kind, and returns their lines without times.
func slogged(run func(slog.Handler)) (text, encoded string) {
	var a, b bytes.Buffer
	run(slog.NewTextHandler(&a, withoutTimes))
	run(slog.NewJSONHandler(&b, withoutTimes))
	return a.String(), b.String()
}

func assertHidden(t *testing.T, name string, value any) {
	t.Helper()
	for how, text := range ways(value) {
		assert.Empty(t, leaked(text), "%s shows a secret: %s: %s", name, how, text)
	}
}

// exported are the types that the package defines, other than aliases, each with a value that holds
// secrets if it can.
func exported(t *testing.T) map[string][]any {
	client := newServer(t, nil).client(t,
		stancer.WithBodyMember("card", stancer.CardCreate{Number: secretNumber}),
		stancer.WithBodyMember("iban", secretIBAN))
	response := stancer.Response{
		Status: 200, Header: http.Header{"X": {secretNumber}}, Body: []byte(secretNumber),
	}
	endpoints := stancer.Page[stancer.WebhookEndpoint]{
		Items: []stancer.WebhookEndpoint{{Secret: secretWebhook}},
	}
	all := map[string][]any{
		"Client":          {client, *client},
		"Response":        {response, &response},
		"WebhookReceiver": {webhookReceiver(secretWebhook), *webhookReceiver(secretWebhook)},
		"Event": {
			stancer.Event{ID: "e", Data: json.RawMessage(`{"secret":"` + secretWebhook + `"}`)},
			&stancer.Event{ID: "e", Raw: json.RawMessage(secretNumber)},
		},
		"Option": {
			stancer.WithBodyMember("number", secretNumber),
			stancer.WithQuery("iban", secretIBAN),
		},
		"Middleware": {stancer.Middleware(pass)},
		"Mode":       {stancer.ModeTest},
		"Call":       {stancer.Call{Operation: "createPayment"}},
		// TestErrorsAndLogsHideEchoedSecrets checks errors.
		"Error": {},
		"List":  {client.Webhooks.List(nil, stancer.WithQuery("iban", secretIBAN))},
		"Page":  {endpoints, &endpoints},
	}
	resources := reflect.ValueOf(client).Elem()
	for i := range resources.NumField() {
		if field := resources.Field(i); resources.Type().Field(i).IsExported() {
			name := field.Type().Elem().Name()
			all[name] = append(all[name], field.Interface(), field.Elem().Interface())
		}
	}
	return all
}

func TestExportedTypesPrintNoSecret(t *testing.T) {
	t.Parallel()
	all := exported(t)
	for name, values := range all {
		for _, value := range values {
			assertHidden(t, name, value)
		}
	}

	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		require.NoError(t, err)
		ast.Inspect(parsed, func(node ast.Node) bool {
			spec, ok := node.(*ast.TypeSpec)
			if ok && spec.Name.IsExported() && !spec.Assign.IsValid() {
				assert.Contains(t, all, spec.Name.Name, "exported lacks a type of %s", file)
			}
			return true
		})
	}
}

// planted has the secret that the tests put into values of each type.
var planted = map[reflect.Type]string{
	reflect.TypeFor[stancer.CardNumber]():    secretNumber,
	reflect.TypeFor[stancer.CVC]():           secretCVC,
	reflect.TypeFor[stancer.IBAN]():          secretIBAN,
	reflect.TypeFor[stancer.WebhookSecret](): secretWebhook,
}

// methodTypes returns the types of the parameters and results of all methods, and every type
// within.
func methodTypes(t *testing.T) map[reflect.Type]bool {
	t.Helper()
	types := map[reflect.Type]bool{}
	for _, m := range methods(t, newServer(t, nil).client(t)) {
		typ := m.value.Type()
		for i := range typ.NumIn() {
			plant.Types(types, typ.In(i))
		}
		for i := range typ.NumOut() {
			plant.Types(types, typ.Out(i))
		}
	}
	return types
}

// TestParamsAndResultsPrintNoSecret plants secrets into every parameter and result of a method, and
// every type within.
func TestParamsAndResultsPrintNoSecret(t *testing.T) {
	t.Parallel()
	carriers := 0
	for typ := range methodTypes(t) {
		value := reflect.New(typ)
		if !plant.Secrets(value.Elem(), planted) {
			continue
		}
		carriers++
		assertHidden(t, typ.String(), value.Interface())
		assertHidden(t, typ.String(), value.Elem().Interface())
	}
	assert.GreaterOrEqual(t, carriers, 12)
}

// quote returns a text as a JSON string.
func quote(text string) string {
	encoded, _ := json.Marshal(text)
	return string(encoded)
}

// echoes are the answers in which a server can repeat the request.
var echoes = map[string]struct {
	status int
	body   func(echo string) string
}{
	"v2 text": {400, func(echo string) string {
		return `{"error":` + quote(echo) + `}`
	}},
	"v2 details": {422, func(echo string) string {
		text := quote(echo)
		return `{"detail":[{"loc":[` + text + `,1],"msg":` + text + `,"type":` + text + `}]}`
	}},
	"v1 message": {401, func(echo string) string {
		return `{"error":{"type":"t","message":` + quote(echo) + `}}`
	}},
	"v1 conflict": {409, func(echo string) string {
		return `{"error":{"message":{"error":` + quote(echo) + `,"id":` + quote(echo) + `}}}`
	}},
	"conflict": {409, func(echo string) string {
		return `{"error":` + quote("taken ("+echo+")") + `}`
	}},
	"plain text": {500, func(echo string) string {
		return echo
	}},
	"HTML": {502, func(echo string) string {
		return "<html>" + html.EscapeString(echo)
	}},
	"nested JSON": {400, func(echo string) string {
		return `{"error":` + quote(quote(echo)) + `}`
	}},
	"truncated JSON": {400, func(echo string) string {
		return `{"error":` + strings.TrimSuffix(quote(echo), `"`)
	}},
	"success that is no JSON": {200, func(echo string) string {
		return "oops: " + echo
	}},
	"success that is a string": {200, func(echo string) string {
		return quote(echo)
	}},
	"success with a wrong type": {200, func(echo string) string {
		return `{"created":` + quote(echo) + `}`
	}},
	"success with wrong numbers": {200, func(echo string) string {
		const numbers = `"created":` + secretNumber + `,"enabled":` + secretNumber
		return `{` + numbers + `,"id":` + quote(echo) + `}`
	}},
	"success without known members": {200, func(echo string) string {
		return `{"other":` + quote(echo) + `}`
	}},
	"PDF": {404, func(echo string) string {
		return echo
	}},
}

// TestErrorsAndLogsHideEchoedSecrets checks that no error and no log line shows a secret if the
// server echoes the whole request and a webhook secret.
func TestErrorsAndLogsHideEchoedSecrets(t *testing.T) {
	t.Parallel()
	card := &stancer.CardCreate{Number: secretNumber, CVC: stancer.Ptr(stancer.CVC(secretCVC))}
	calls := map[string]func(client *stancer.Client, t *testing.T) error{
		"card": func(client *stancer.Client, t *testing.T) error {
			_, err := client.Cards.Create(t.Context(), card)
			return err
		},
		"payment": func(client *stancer.Client, t *testing.T) error {
			params := &stancer.PaymentCreate{Card: stancer.NewCard(*card)}
			_, err := client.Payments.Create(t.Context(), params)
			return err
		},
		"member": func(client *stancer.Client, t *testing.T) error {
			numbers := map[string]any{
				"number": json.Number(secretNumber),
				"cvc":    json.Number(secretCVC),
				"iban":   strings.ToLower(secretIBAN),
			}
			_, err := client.Payments.Create(t.Context(), &stancer.PaymentCreate{},
				stancer.WithBodyMember("cards", []any{numbers}))
			return err
		},
		"sepa": func(client *stancer.Client, t *testing.T) error {
			_, err := client.SEPA.Create(t.Context(), &stancer.SEPACreate{IBAN: secretIBAN})
			return err
		},
		"webhook": func(client *stancer.Client, t *testing.T) error {
			_, err := client.Webhooks.Create(t.Context(), &stancer.WebhookEndpointCreate{})
			return err
		},
		"mandate": func(client *stancer.Client, t *testing.T) error {
			_, err := client.Mandates.PDF(t.Context(), mandateID[:5]+strings.Repeat("a", 24))
			return err
		},
	}
	for shape, echo := range echoes {
		for name, call := range calls {
			if (name == "mandate") != (shape == "PDF") {
				continue
			}
			t.Run(shape+" "+name, func(t *testing.T) {
				t.Parallel()
				s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
					body, _ := io.ReadAll(r.Body)
					w.WriteHeader(echo.status)
					_, _ = io.WriteString(w, echo.body(fmt.Sprintf(
						"%s; Authorization: %s (key %s), cvv: %s, card_%s, "+
							"card 4000 0012 3456 7899, %s, whsec %s, {'secret': '%s'}",
						body, r.Header.Get("Authorization"), testKey, secretCVC, number(body),
						secretIBAN, secretWebhook, secretWebhook)))
				})
				var err error
				text, encoded := slogged(func(h slog.Handler) {
					options := []stancer.Option{stancer.WithLogger(slog.New(h))}
					if name == "card" {
						options = append(options, stancer.WithBearer())
					}
					err = call(s.client(t, options...), t)
				})
				require.Error(t, err)
				var e *stancer.Error
				require.ErrorAs(t, err, &e)
				assert.Empty(t, leaked(text+encoded), "a log line")
				for _, wrapped := range e.Unwrap() {
					assert.Empty(t, leaked(wrapped.Error()), "a wrapped error")
				}
				assert.Empty(t, leaked(err.Error()), "the error")
				assert.Empty(t, leaked(fmt.Sprintf("%+v", *e)), "its fields")
				// Verbs and handlers treat all errors alike, so two calls are enough.
				if name == "sepa" || name == "mandate" {
					assertHidden(t, "the error", err)
					assertHidden(t, "an error that wraps it", fmt.Errorf("paying: %w", err))
					assertHidden(t, "its joined copy", errors.Join(err, err))
					assertHidden(t, "its value", *e)
					fields, _ := json.Marshal(e)
					assert.Empty(t, leaked(string(fields)), "its fields as JSON")
				}
			})
		}
	}
}

// number returns the card number if it was sent, and else "none".
func number(sent []byte) string {
	if bytes.Contains(sent, []byte(secretNumber)) {
		return secretNumber
	}
	return "none"
}

// TestTruncatedTextsShowNoPartOfASecret checks texts that are cut within a secret: where they end,
// and 128 bytes later, where the search for secrets ends.
func TestTruncatedTextsShowNoPartOfASecret(t *testing.T) {
	t.Parallel()
	text, body := "", ""
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(422)
		_, _ = io.WriteString(w, strings.ReplaceAll(body, "TEXT", text))
	})
	client := s.client(t)
	for _, body = range []string{`{"error":"TEXT"}`, `{"detail":[{"loc":["TEXT"],"msg":"TEXT"}]}`} {
		// The second text is shorter without its secrets.
		for _, before := range []string{"", strings.Repeat(secretNumber+" ", 40)} {
			// In steps of 10, one cut leaves fewer digits than the shortest card number has.
			for _, at := range []int{985, 995, 1005, 1015, 1025, 1112, 1122, 1132, 1142, 1152} {
				filler := strings.Repeat("-", at-len(before)-1)
				text = before + filler + " " + secretNumber + strings.Repeat(" -", 200)
				_, err := client.Ping(t.Context())
				fields, _ := json.Marshal(failureOf(t, err))
				require.NotContains(t, string(fields)+err.Error(), secretNumber[:5],
					"after %d bytes", at)
			}
		}
	}
}

// TestTransportErrorsAreRedacted checks that the error and the log line hide secrets in the error
// of a transport.
func TestTransportErrorsAreRedacted(t *testing.T) {
	t.Parallel()
	failing := stancer.WithMiddleware(func(http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			body, _ := io.ReadAll(req.Body)
			return nil, fmt.Errorf("cannot send %s with %s", body, req.Header)
		})
	})
	text, encoded := slogged(func(h slog.Handler) {
		client := newServer(t, nil).client(t, failing, stancer.WithLogger(slog.New(h)))
		card := &stancer.CardCreate{Number: secretNumber, CVC: stancer.Ptr(stancer.CVC(secretCVC))}
		_, err := client.Cards.Create(t.Context(), card)
		require.ErrorContains(t, err, "cannot send")
		assertHidden(t, "the error", err)
	})
	assert.Contains(t, text, "cannot send")
	assert.Empty(t, leaked(text+encoded))
}

// TestErrorsRedactReformattedSecrets checks that secrets are redacted if the server echoes them in
// another format.
func TestErrorsRedactReformattedSecrets(t *testing.T) {
	t.Parallel()
	const number, cvc, key = "4242424242424242", "737", "stest_yWYfCSzsUUhr9KwMv7vuLZHX"
	digits := strings.Split(number, "")
	for _, echo := range []string{
		number, "4242 4242 4242 4242", "4242-4242-4242-4242", "4242.4242.4242.4242",
		"4242\t4242\t4242\t4242", "4242  4242  4242  4242", "4242\u00a04242\u00a04242\u00a04242",
		"4242+4242+4242+4242", "4242/4242/4242/4242",
		strings.Join(digits, " "), strings.Join(digits, "."), strings.Join(digits, "-"),
		key, strings.Replace(key, "_", "%5F", 1), strings.Replace(key, "_", "%5f", 1),
		strings.Replace(key, "_", `\u005f`, 1), strings.Replace(key, "_", `\\u005F`, 1),
		"cvc: " + cvc,
	} {
		s := newServer(t, says(http.StatusBadGateway, "", "refused "+echo+" by the bank"))
		client := s.clientWithKey(t, key)
		_, err := client.Payments.Create(t.Context(), &stancer.PaymentCreate{
			Amount: 1,
			Card: stancer.NewCard(stancer.CardCreate{
				Number: number, CVC: stancer.Ptr(stancer.CVC(cvc)), ExpMonth: 1, ExpYear: 2030,
			}),
		})
		text := fmt.Sprintf("%v %+v", err, failureOf(t, err).Body)
		assert.NotContains(t, text, "4242", echo)
		assert.NotContains(t, text, "yWYfCSzsUUhr9KwMv7vuLZHX", echo)
		assert.Contains(t, text, "by the bank", echo)
	}
}

// TestIdentifiersUncoverNoSecret checks that a secret in an answer stays hidden if the identifiers
// of the request are parts of it. Such identifiers can be as short as "1".
func TestIdentifiersUncoverNoSecret(t *testing.T) {
	t.Parallel()
	secrets := secretNumber + " " + secretIBAN + " " + secretWebhook + " " + testKey
	s := newServer(t, says(http.StatusBadRequest, "application/json", `{"error":"`+secrets+`"}`))
	for _, id := range []string{
		"1", "40", "e", "_", "stest", "stest_", "FR", secretCVC, id24[:4], " ",
		secretNumber[:13], secretNumber[3:], secretIBAN[:20], secretWebhook[:36],
	} {
		_, err := s.client(t).Payments.Create(t.Context(),
			&stancer.PaymentCreate{Amount: 4200, UniqueID: &id, OrderID: &id})
		failure := failureOf(t, err)
		for _, text := range []string{failure.Message, failure.Body, err.Error()} {
			assert.Empty(t, leaked(strings.ReplaceAll(text, "[redacted]", "")), id)
		}
	}
}

// TestSecretsUsedAsIdentifiersAreHidden checks that an error hides a secret that was sent as an
// identifier by mistake.
func TestSecretsUsedAsIdentifiersAreHidden(t *testing.T) {
	t.Parallel()
	s := newServer(t, says(http.StatusBadGateway, "", ""))
	for _, id := range []string{testKey, secretNumber, "order " + testKey} {
		_, err := s.client(t).Payments.Create(t.Context(), &stancer.PaymentCreate{
			Amount: 4200, UniqueID: &id, OrderID: &id,
			Card: stancer.NewCard(stancer.CardCreate{Number: secretNumber}),
		})
		require.ErrorIs(t, err, stancer.ErrUnknownOutcome)
		failure := failureOf(t, err)
		assertHidden(t, "the error", err)
		assert.Empty(t, leaked(failure.Key+failure.Check+failure.Sent))
		assert.Contains(t, failure.Key, "[redacted]")
	}
}

// TestErrorCausesAreRedacted checks that the wrapped errors hide secrets, too, since programs that
// report errors unwrap them.
func TestErrorCausesAreRedacted(t *testing.T) {
	t.Parallel()
	leaking := fmt.Errorf("malformed answer %q: %w", testKey, context.DeadlineExceeded)
	client := clientOver(t, func(*http.Request) (*http.Response, error) { return nil, leaking })
	_, err := client.Payments.Get(t.Context(), paymentID)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	for _, each := range chain(err) {
		assert.NotContains(t, fmt.Sprintf("%v %+v %#v", each, each, each), testKey)
	}
	var leaked *url.Error
	assert.False(t, errors.As(err, &leaked))

	// A cause without a secret keeps its type.
	client = clientOver(t, func(*http.Request) (*http.Response, error) {
		return nil, errors.New("refused")
	})
	_, err = client.Payments.Get(t.Context(), paymentID)
	assert.True(t, errors.As(err, &leaked))
}

func chain(err error) (errs []error) {
	for next := []error{err}; len(next) > 0; next = next[1:] {
		errs = append(errs, next[0])
		switch wrapped := next[0].(type) {
		case interface{ Unwrap() error }:
			if inner := wrapped.Unwrap(); inner != nil {
				next = append(next, inner)
			}
		case interface{ Unwrap() []error }:
			next = append(next, wrapped.Unwrap()...)
		}
	}
	return errs
}

// logJSON logs a value with slog's JSON handler and RedactAttr.
func logJSON(t *testing.T, value any) string {
	t.Helper()
	var line bytes.Buffer
	options := &slog.HandlerOptions{ReplaceAttr: func(groups []string, attr slog.Attr) slog.Attr {
		if len(groups) == 0 && attr.Key == slog.TimeKey {
			return slog.Attr{} // its digits may look like a secret
		}
		return stancer.RedactAttr(groups, attr)
	}}
	slog.New(slog.NewJSONHandler(&line, options)).Info("line", "value", value)
	require.True(t, json.Valid(line.Bytes()), line.String())
	return line.String()
}

// TestRedactAttrHidesSecretsAtAnyDepth plants secrets into every type of this package, and puts its
// values into structs, slices, maps and pointers of a caller.
func TestRedactAttrHidesSecretsAtAnyDepth(t *testing.T) {
	t.Parallel()
	carriers := 0
	for typ := range methodTypes(t) {
		pointer := reflect.New(typ)
		if !plant.Secrets(pointer.Elem(), planted) {
			continue
		}
		carriers++
		value := pointer.Elem().Interface()
		for name, holder := range map[string]any{
			"value": value, "pointer": pointer.Interface(), "slice": []any{value},
			"map":    map[string]any{"a": map[string]any{"b": pointer.Interface()}},
			"struct": struct{ Job *struct{ Params []any } }{&struct{ Params []any }{[]any{value}}},
		} {
			line := logJSON(t, holder)
			for _, secret := range planted {
				assert.NotContains(t, line, secret, "%s in a %s", typ, name)
			}
		}
	}
	assert.GreaterOrEqual(t, carriers, 12)
	event := stancer.Event{ID: "e", Data: json.RawMessage(`{"secret":"` + secretWebhook + `"}`)}
	assert.NotContains(t, logJSON(t, []stancer.Event{event}), secretWebhook)
}

func TestRedactAttrKeepsEverythingElse(t *testing.T) {
	t.Parallel()
	type job struct {
		Name  string    `json:"name"`
		At    time.Time `json:"at"`
		Count int
	}
	for _, value := range []any{
		"text", 1, 1.5, true, nil, errors.New("no"), time.Unix(0, 0).UTC(), []byte("raw"),
		job{"a", time.Unix(1, 0).UTC(), 2}, map[string]int{"a": 1}, []string{"a"},
	} {
		var plain bytes.Buffer
		slog.New(slog.NewJSONHandler(&plain, nil)).Info("line", "value", value)
		var want, got map[string]any
		require.NoError(t, json.Unmarshal(plain.Bytes(), &want))
		require.NoError(t, json.Unmarshal([]byte(logJSON(t, value)), &got))
		assert.Equal(t, want["value"], got["value"], "%v", value)
	}
}

func TestRedactAttrAcceptsCycles(t *testing.T) {
	t.Parallel()
	type node struct {
		Next *node
		Card stancer.CardNumber
	}
	cycle := &node{Card: secretNumber}
	cycle.Next = cycle
	assert.Contains(t, logJSON(t, cycle), "[redacted]")
}
