package stancer

import (
	"cmp"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

const redacted = "[redacted]"

// keyShape is what a key looks like in a text.
var keyShape = regexp.MustCompile(`[sp](?:test|prod)_\w+`)

// secretShapes are what secrets look like in a text: keys, plain and as Basic authentication encodes them, members that hold a secret, the
// hexadecimal of webhook secrets, card numbers, IBANs, and a CVC behind its name.
var secretShapes = []*regexp.Regexp{
	keyShape,
	regexp.MustCompile(`c3(?:Rlc3Rf|Byb2Rf)[\w+/=-]*`),
	regexp.MustCompile(`\\?["']?\b(?:number|cvc|iban|secret)\\?["']\s*[:=]\s*\\?(?:"(?:[^"\\]|\\.)*"?|'[^']*'?|\d+)`),
	regexp.MustCompile(`\b[0-9a-fA-F]{32,}\b`),
	regexp.MustCompile(`\b\d(?:[ -]?\d){12,18}\b`),
	regexp.MustCompile(`\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){8,30}\b|(?i:\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b)`),
	regexp.MustCompile(`(?i)\bcv[cv]2?\b\D{0,20}\d{3,4}\b`),
}

// redact takes out of a text what looks like a secret.
func redact(text string) string {
	for _, shape := range secretShapes {
		text = shape.ReplaceAllString(text, redacted)
	}
	return text
}

// hiding is redact that also takes out the secrets that a request has sent, whatever they look like.
func hiding(req *http.Request) func(text string) string {
	sent := secretsIn(req)
	slices.SortFunc(sent, func(a, b string) int { return cmp.Compare(len(b), len(a)) }) // a card number before a CVC that it begins with
	pairs := make([]string, 0, 2*len(sent))
	for _, secret := range sent {
		pairs = append(pairs, secret, redacted)
	}
	replacer := strings.NewReplacer(pairs...)
	return func(text string) string { return redact(replacer.Replace(text)) }
}

// excerpt is the start of a text, n bytes at most, without secrets. They are looked for beyond its end, because of one that is cut in two
// the half would be shown.
func excerpt(text string, n int, hide func(string) string) string {
	const longest = 64
	whole := len(text) <= n+longest
	text = hide(start(text, n+longest))
	if !whole {
		n = min(n, max(0, len(text)-longest))
	}
	return start(text, n)
}

// secretsIn gives the secrets that a request has sent, to find them in the answer in whatever form they were sent.
func secretsIn(req *http.Request) (secrets []string) {
	if req.GetBody == nil {
		return nil
	}
	body, err := req.GetBody()
	if err != nil {
		return nil
	}
	defer body.Close()
	decoder := json.NewDecoder(body)
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return nil
	}
	return appendSecrets(nil, "", value)
}

func appendSecrets(secrets []string, name string, value any) []string {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			secrets = appendSecrets(secrets, name, member)
		}
	case []any:
		for _, item := range value {
			secrets = appendSecrets(secrets, name, item)
		}
	case json.Number:
		return appendSecrets(secrets, name, value.String())
	case string:
		isSecret := name == "number" || name == "cvc" || name == "iban" || name == "secret"
		if isSecret && len(value) > 2 {
			secrets = append(secrets, value)
		}
	}
	return secrets
}
