package stancertest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"regexp"

	"github.com/stancer-go/stancer/api"
)

const redacted = api.Redacted

// secretForm matches keys, card numbers and IBANs, and some harmless numbers. It also matches
// identifiers, which redact keeps: a test may use identifiers that are all digits.
var (
	secretForm = regexp.MustCompile(`[sp](?:test|prod)_\w+|` + idForm.String() +
		`|\d(?:[ -]?\d){11,}` +
		`|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){8,}` +
		`|(?i:\b[A-Z]{2}\d{2}[A-Z0-9]{8,})`)
	idForm = regexp.MustCompile(`\b[a-z]{2,4}_[0-9A-Za-z]{24}\b`)
)

func redact(text string) string {
	return secretForm.ReplaceAllStringFunc(text, func(found string) string {
		if idForm.MatchString(found) {
			return found
		}
		return redacted
	})
}

func redactQuery(query url.Values) url.Values {
	if len(query) == 0 {
		return nil
	}
	shown := url.Values{}
	for name, values := range query {
		for _, value := range values {
			shown.Add(redact(name), redact(value))
		}
	}
	return shown
}

// redactJSON returns an empty text for invalid JSON, because secrets in it cannot be found
// reliably.
func redactJSON(text []byte) string {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if len(text) > maxKeptBody || decoder.Decode(&value) != nil ||
		decoder.Decode(new(any)) != io.EOF {
		return ""
	}
	return string(jsonAnswer(0, redactValue(value, redact)).body)
}

// redactMetadata keeps numbers that cannot be card numbers. Merchants store their own numbers in
// metadata.
func redactMetadata(text string) string {
	if digits.MatchString(text) && !luhn(text) {
		return text
	}
	return redact(text)
}

var digits = regexp.MustCompile(`^\d{12,19}$`)

func redactValue(value any, redact func(string) string) any {
	switch value := value.(type) {
	case string:
		return redact(value)
	case json.Number:
		if text := value.String(); redact(text) != text {
			return redacted
		}
	case []any:
		for i := range value {
			value[i] = redactValue(value[i], redact)
		}
	case map[string]any:
		shown := map[string]any{}
		for name, member := range value {
			if api.IsSecretMember(name) && member != nil {
				shown[name] = redacted
				continue
			}
			inside := redact
			if name == "metadata" {
				inside = redactMetadata
			}
			shown[redact(name)] = redactValue(member, inside)
		}
		return shown
	}
	return value
}
