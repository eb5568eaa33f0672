package api_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/api"
)

const (
	cardNumber    = "4242424242424242"
	cvc           = "987"
	iban          = "FR1420041010050500013M02606"
	webhookSecret = "whsec_Zk3vQ8"
)

var secrets = map[string]struct {
	value any
	plain string
}{
	"card number":    {api.CardNumber(cardNumber), cardNumber},
	"cvc":            {api.CVC(cvc), cvc},
	"iban":           {api.IBAN(iban), iban},
	"webhook secret": {api.WebhookSecret(webhookSecret), webhookSecret},
}

// account is like a generated struct that has a secret, and bareAccount is one without methods.
type account struct {
	IBAN api.IBAN `json:"iban"`
	Name string   `json:"name,omitempty"`
}

type bareAccount account

func (a account) LogValue() slog.Value { return api.Logged(a) }

func (a account) Format(f fmt.State, _ rune) { api.Printed(f, a) }

type everything struct {
	Number   api.CardNumber            `json:"number"`
	CVC      *api.CVC                  `json:"cvc,omitempty"`
	IBANs    []api.IBAN                `json:"ibans,omitempty"`
	Secrets  map[string]api.CVC        `json:"secrets,omitempty"`
	ByNumber map[api.CardNumber]int    `json:"by_number,omitempty"`
	Array    [1]api.WebhookSecret      `json:"array"`
	Nested   *bareAccount              `json:"nested,omitempty"`
	Accounts []bareAccount             `json:"accounts,omitempty"`
	ByName   map[string]*account       `json:"by_name,omitempty"`
	SEPA     *api.IDOr[bareAccount]    `json:"sepa,omitempty"`
	Auth     *api.BoolOr[account]      `json:"auth,omitempty"`
	Unions   []api.IDOr[account]       `json:"unions,omitempty"`
	Any      any                       `json:"metadata,omitempty"`
	Deep     map[string]map[string]any `json:"deep,omitempty"`
	Hidden   api.WebhookSecret         `json:"-"`
	Untagged api.IBAN
}

func (e everything) LogValue() slog.Value { return api.Logged(e) }

func (e everything) Format(f fmt.State, _ rune) { api.Printed(f, e) }

func newEverything() everything {
	return everything{
		Number:   cardNumber,
		CVC:      ptr(api.CVC(cvc)),
		IBANs:    []api.IBAN{iban},
		Secrets:  map[string]api.CVC{"cvc": cvc},
		ByNumber: map[api.CardNumber]int{cardNumber: 1},
		Array:    [1]api.WebhookSecret{webhookSecret},
		Nested:   &bareAccount{IBAN: iban},
		Accounts: []bareAccount{{IBAN: iban}},
		ByName:   map[string]*account{"first": {IBAN: iban}},
		SEPA:     &api.IDOr[bareAccount]{Object: &bareAccount{IBAN: iban}},
		Auth:     &api.BoolOr[account]{Object: &account{IBAN: iban}},
		Unions:   []api.IDOr[account]{{Object: &account{IBAN: iban}}},
		Any:      []any{api.CVC(cvc), &account{IBAN: iban}},
		Deep:     map[string]map[string]any{"a": {"b": bareAccount{IBAN: iban}}},
		Hidden:   webhookSecret,
		Untagged: iban,
	}
}

// printed returns v as each verb prints it, alone and with flags.
func printed(v any) map[string]string {
	texts := map[string]string{"Sprint": fmt.Sprint(v), "Sprintln": fmt.Sprintln(v)}
	for _, verb := range "vsqxXdtTbcoOUeEfFgG" {
		for _, flags := range []string{"", "+", "#", "-40", ".3", " ", "0"} {
			format := "%" + flags + string(verb)
			texts[format] = fmt.Sprintf(format, v)
		}
	}
	return texts
}

// withoutTime leaves the time out of log lines, since its digits may look like a secret.
var withoutTime = &slog.HandlerOptions{
	ReplaceAttr: func(groups []string, attr slog.Attr) slog.Attr {
		if len(groups) == 0 && attr.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return attr
	},
}

// logs returns a line with attrs as each handler of slog writes it.
func logs(attrs ...slog.Attr) map[string]string {
	var text, json bytes.Buffer
	handlers := []slog.Handler{
		slog.NewTextHandler(&text, withoutTime), slog.NewJSONHandler(&json, withoutTime),
	}
	for _, handler := range handlers {
		slog.New(handler).LogAttrs(context.Background(), slog.LevelInfo, "message", attrs...)
	}
	return map[string]string{"text": text.String(), "json": json.String()}
}

func assertHidden(t *testing.T, text, secret, context string) {
	t.Helper()
	assert.NotContains(t, text, secret, context)
	assert.NotContains(t, strings.ToLower(text), hex.EncodeToString([]byte(secret)), context)
}

func TestSecretsArePrintedRedacted(t *testing.T) {
	for name, secret := range secrets {
		t.Run(name, func(t *testing.T) {
			for verb, text := range printed(secret.value) {
				if strings.HasSuffix(verb, "T") {
					continue
				}
				assert.Equal(t, "[redacted]", strings.TrimSpace(text), verb)
			}
			assert.Equal(t, "[redacted]", secret.value.(fmt.Stringer).String())
			assert.Equal(t, "[redacted]", secret.value.(fmt.GoStringer).GoString())
		})
	}
}

func TestSecretsInsideValuesArePrintedRedacted(t *testing.T) {
	for name, secret := range secrets {
		for place, v := range map[string]any{
			"struct":            struct{ V any }{secret.value},
			"pointer to struct": &struct{ V any }{secret.value},
			"slice":             []any{secret.value},
			"map":               map[string]any{"v": secret.value},
			"map key":           map[any]int{secret.value: 1},
		} {
			for verb, text := range printed(v) {
				if strings.HasSuffix(verb, "T") {
					continue
				}
				assertHidden(t, text, secret.plain, name+" "+place+" "+verb)
				assert.Contains(t, text, "[redacted]", name+" "+place+" "+verb)
			}
		}
	}
}

func TestTypedMembersHideSecrets(t *testing.T) {
	value := newEverything()
	secret := value.Accounts[0]
	for place, v := range map[string]any{
		"everything":            value,
		"pointer to everything": &value,
		"pointer in a struct":   struct{ V *everything }{&value},
		"slice of pointers":     []*account{(*account)(&secret)},
		"map of pointers":       map[string]*everything{"v": &value},
		"struct":                secret,
		"pointer to struct":     &secret,
		"pointer to secret":     struct{ V *api.CVC }{value.CVC},
		"slice of secrets":      value.IBANs,
		"array of secrets":      value.Array,
		"map of secrets":        value.Secrets,
		"map by secret":         value.ByNumber,
	} {
		for verb, text := range printed(v) {
			for name, secret := range secrets {
				assertHidden(t, text, secret.plain, name+" "+place+" "+verb)
			}
		}
	}
}

func TestErrorsAndExtraArgumentsHideSecrets(t *testing.T) {
	format := "no verb"
	for name, secret := range secrets {
		err := fmt.Errorf("bad %v: %s", secret.value, secret.value)
		assertHidden(t, err.Error(), secret.plain, name)
		//lint:ignore SA5009 an argument without a verb is shown too
		assertHidden(t, fmt.Sprintf(format, secret.value), secret.plain, name)
	}
}

func TestSecretsAreLoggedRedacted(t *testing.T) {
	for name, secret := range secrets {
		for handler, log := range logs(slog.Any("secret", secret.value)) {
			assertHidden(t, log, secret.plain, name+" "+handler)
			assert.Contains(t, log, "[redacted]", name+" "+handler)
		}
	}
}

func TestEmptySecretsAreNotRedacted(t *testing.T) {
	secrets := []any{api.CardNumber(""), api.CVC(""), api.IBAN(""), api.WebhookSecret("")}
	for _, empty := range secrets {
		assert.Equal(t, "", fmt.Sprintf("%v%s%#v%q", empty, empty, empty, empty))
		assert.NotContains(t, logs(slog.Any("secret", empty))["json"], "redacted")
	}
}

func TestNilPointerToSecretIsPrintedAsNil(t *testing.T) {
	assert.Equal(t, "<nil>", fmt.Sprint((*api.CVC)(nil)))
}

func TestSecretsAreSentAndReceivedAsJSON(t *testing.T) {
	sent := struct {
		Number api.CardNumber    `json:"number"`
		CVC    *api.CVC          `json:"cvc,omitempty"`
		IBAN   api.IBAN          `json:"iban,omitempty"`
		Secret api.WebhookSecret `json:"secret"`
	}{Number: cardNumber, CVC: ptr(api.CVC(cvc)), Secret: webhookSecret}
	data, err := json.Marshal(sent)
	require.NoError(t, err)
	want := `{"number":"4242424242424242","cvc":"987","secret":"whsec_Zk3vQ8"}`
	assert.JSONEq(t, want, string(data))

	received := sent
	received.Number, received.CVC, received.Secret = "", nil, ""
	require.NoError(t, json.Unmarshal(data, &received))
	assert.Equal(t, sent, received)
}

func TestRedactedHidesEverySecret(t *testing.T) {
	value := newEverything()
	for handler, log := range logs(slog.Any("value", value), slog.Any("pointer", &value)) {
		for name, secret := range secrets {
			assertHidden(t, log, secret.plain, name+" "+handler)
		}
	}
}

func TestRedactedHidesOneSecretAtATime(t *testing.T) {
	for name, secret := range secrets {
		for place, v := range map[string]any{
			"member":       struct{ V any }{secret.value},
			"slice":        struct{ V []any }{[]any{secret.value}},
			"map":          struct{ V map[string]any }{map[string]any{"v": secret.value}},
			"map key":      struct{ V map[any]int }{map[any]int{secret.value: 1}},
			"array":        struct{ V [1]any }{[1]any{secret.value}},
			"inner struct": struct{ V struct{ W any } }{struct{ W any }{secret.value}},
			"pointer":      struct{ V *struct{ W any } }{&struct{ W any }{secret.value}},
			"struct list":  struct{ V []struct{ W any } }{[]struct{ W any }{{secret.value}}},
		} {
			for handler, log := range logs(slog.Any("value", api.Logged(v))) {
				assertHidden(t, log, secret.plain, name+" "+place+" "+handler)
				assert.Contains(t, log, "[redacted]", name+" "+place+" "+handler)
			}
		}
	}
}

type Embedded struct {
	IBAN api.IBAN `json:"iban"`
}

func TestRedactedInlinesAsJSONDoes(t *testing.T) {
	value := struct {
		Embedded
		Name string `json:"name"`
	}{Embedded{iban}, "Pickle"}
	log := logs(slog.Any("value", api.Logged(value)))
	assert.Contains(t, log["text"], "value.iban=[redacted] value.name=Pickle")
	assert.Contains(t, log["json"], `"value":{"iban":"[redacted]","name":"Pickle"}`)
}

type selfMade struct{ secret api.CVC }

func (s selfMade) LogValue() slog.Value { return slog.GroupValue(slog.Any("cvc", s.secret)) }

func TestRedactedFollowsOtherLogValues(t *testing.T) {
	value := struct{ One, Many any }{selfMade{cvc}, []selfMade{{cvc}}}
	for handler, log := range logs(slog.Any("value", api.Logged(value))) {
		assertHidden(t, log, cvc, handler)
		assert.Equal(t, 2, strings.Count(log, "[redacted]"), handler)
	}
}

type order struct {
	Amount   int                 `json:"amount"`
	Currency currency            `json:"currency"`
	Free     bool                `json:"capture"`
	Empty    *string             `json:"empty,omitempty"`
	Blank    string              `json:"blank,omitempty"`
	Unset    api.Timestamp       `json:"unset,omitzero"`
	Required *string             `json:"required"`
	Text     *string             `json:"description,omitempty"`
	Created  api.Timestamp       `json:"created"`
	At       time.Time           `json:"at"`
	Settled  *api.Date           `json:"date_settlement,omitempty"`
	Methods  []currency          `json:"methods_allowed,omitempty"`
	Dates    []api.Date          `json:"dates,omitempty"`
	Card     *bareAccount        `json:"card,omitempty"`
	Customer *api.IDOr[account]  `json:"customer,omitempty"`
	None     api.IDOr[account]   `json:"none"`
	Auth     api.BoolOr[account] `json:"auth"`
	Metadata any                 `json:"metadata,omitempty"`
	Raw      json.RawMessage     `json:"raw,omitempty"`
	Accounts []account           `json:"accounts,omitempty"`
	Plain    string
	unseen   string
	Skipped  string `json:"-"`
}

type currency string

func (o order) LogValue() slog.Value { return api.Logged(o) }

func newOrder() order {
	return order{
		Currency: "eur",
		Text:     ptr("Two tickets"),
		Created:  api.NewTimestamp(time.Unix(1721139663, 0)),
		At:       time.Unix(1721139663, 0).UTC(),
		Settled:  ptr(api.NewDate(2026, time.March, 26)),
		Methods:  []currency{"card", "sepa"},
		Dates:    []api.Date{api.NewDate(2026, time.March, 26)},
		Card:     &bareAccount{IBAN: iban, Name: "Pickle"},
		Customer: &api.IDOr[account]{ID: "cust_1"},
		Auth:     api.BoolOr[account]{Bool: true},
		Metadata: map[string]any{"seat": 12, "of": []any{"row", nil}},
		Raw:      json.RawMessage(`{"a":1}`),
		Accounts: []account{{IBAN: iban, Name: "Pickle"}},
		Plain:    "plain",
		unseen:   "unseen",
		Skipped:  "skipped",
	}
}

func TestRedactedKeepsOtherMembers(t *testing.T) {
	var line struct {
		Value json.RawMessage `json:"value"`
	}
	require.NoError(t, json.Unmarshal([]byte(logs(slog.Any("value", newOrder()))["json"]), &line))
	assert.JSONEq(t, `{
		"amount": 0,
		"currency": "eur",
		"capture": false,
		"required": null,
		"description": "Two tickets",
		"created": "2024-07-16T14:21:03Z",
		"at": "2024-07-16T14:21:03Z",
		"date_settlement": "2026-03-26",
		"methods_allowed": ["card", "sepa"],
		"dates": ["2026-03-26"],
		"card": {"iban": "[redacted]", "name": "Pickle"},
		"customer": "cust_1",
		"none": null,
		"auth": true,
		"metadata": {"seat": 12, "of": ["row", null]},
		"raw": {"a": 1},
		"accounts": [{"iban": "[redacted]", "name": "Pickle"}],
		"Plain": "plain"
	}`, string(line.Value))
}

func TestRedactedInTextLog(t *testing.T) {
	log := logs(slog.Any("value", newOrder()))["text"]
	for _, part := range []string{
		"value.amount=0 value.currency=eur value.capture=false value.required=<nil> ",
		`value.description="Two tickets" value.created=2024-07-16T14:21:03Z `,
		"value.card.iban=[redacted] value.card.name=Pickle value.customer=cust_1 ",
		"[iban=[redacted] name=Pickle]",
	} {
		assert.Contains(t, log, part)
	}
	assert.NotContains(t, log, "!")
}
