package stancer

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/stancer-go/stancer/api"
)

const redacted = api.Redacted

// hiding is redact that also takes out the secrets that a request has sent, whatever they look like.
func hiding(req *http.Request) func(text string) string {
	sent := secretsIn(req)
	slices.SortFunc(sent, func(a, b string) int { return cmp.Compare(len(b), len(a)) }) // a card number before a CVC that it begins with
	pairs := make([]string, 0, 2*len(sent))
	for _, secret := range sent {
		pairs = append(pairs, secret, redacted)
	}
	replacer := strings.NewReplacer(pairs...)
	return func(text string) string { return replacer.Replace(redact(text)) }
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
		if api.IsSecretMember(name) && len(value) > 2 {
			secrets = append(secrets, value)
		}
	}
	return secrets
}
