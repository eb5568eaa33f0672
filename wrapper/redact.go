package stancer

import (
	"encoding/json"
	"net/http"
	"regexp"
)

const redacted = "[redacted]"

// secretShapes are what secrets look like in a text: keys, card numbers, IBANs, a CVC behind its name, and JSON members that hold one.
var secretShapes = []*regexp.Regexp{
	regexp.MustCompile(`\b[sp](?:test|prod)_\w+`),
	regexp.MustCompile(`"(?:number|cvc|iban|secret)"\s*:\s*(?:"[^"]*"?|\d+)`),
	regexp.MustCompile(`\b\d(?:[ -]?\d){12,18}\b`),
	regexp.MustCompile(`\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){8,30}\b`),
	regexp.MustCompile(`(?i)\bcvc\b\D{0,20}\d{3,4}\b`),
}

// redact takes out of a text what looks like a secret.
func redact(text string) string {
	for _, shape := range secretShapes {
		text = shape.ReplaceAllString(text, redacted)
	}
	return text
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
	var value any
	if json.NewDecoder(body).Decode(&value) != nil {
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
	case string:
		isSecret := name == "number" || name == "cvc" || name == "iban"
		if isSecret && len(value) > 2 {
			secrets = append(secrets, value)
		}
	}
	return secrets
}
