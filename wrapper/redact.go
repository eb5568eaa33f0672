package stancer

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/stancer-go/stancer/api"
)

const redacted = api.Redacted

// keyForm is the form of an API key, plain, percent-encoded and escaped as JSON may be.
const keyForm = `(?:[sp]test|[sp]prod)(?:_|(?i:%5f|\\+u005f))\w+`

var keyPattern = regexp.MustCompile(keyForm)

// secretPattern finds texts that have the form of a secret. It may match more than secrets.
var secretPattern = regexp.MustCompile(strings.Join([]string{
	keyForm,
	`c3(?:Rlc3Rf|Byb2Rf)[\w+/=-]*`, // a key in Basic authentication
	// A member with a secret, in JSON, in escaped JSON, or cut off.
	`\\*["']?\b(?:` + strings.Join(api.SecretMembers(), "|") + `)\\*["']\s*[:=]\s*\\*` +
		`(?:"(?s:[^"\\]|\\.)*["\\]?|'[^']*'?|\d+)`,
	`\b(?:` + strings.Join(wordForms, "|") + `)`,
}, "|"))

// wordForms are the forms that begin with a word. One \b for all of them takes half the time of one
// for each.
var wordForms = []string{
	`[0-9a-fA-F]{32,}\b`,                   // a webhook secret
	`\d(?:[ \t\x{a0}.+-]{0,2}\d){12,18}\b`, // a card number
	`[A-Za-z]{2}\d{2}[0-9A-Za-z]{11,30}\b`, // an IBAN
	`[A-Z]{2}\d{2}(?: ?[A-Z0-9]){8,30}\b`,  // an IBAN in groups
	`(?i:cv[cv])2?\b\D{0,20}\d{3,4}\b`,     // a CVC behind its name
}

// redact replaces everything in a text that has the form of a secret.
func redact(text string) string { return secretPattern.ReplaceAllString(text, redacted) }

// callerIDs are members that a caller chooses. They are shown even if they have the form of a
// secret, since they are needed to find an object after a lost answer.
var callerIDs = []string{"unique_id", "order_id", "external_id"}

var separators = regexp.MustCompile(`[^0-9A-Za-z]`)

// redactor hides secrets in texts of an answer: those of the request, and all that have the form of
// a secret.
type redactor struct {
	sent *regexp.Regexp // the secrets of the request, or nil
	kept []string       // parts of its identifiers that have the form of a secret
}

// redactor returns the redactor of a call. It decodes the request, so it is used for errors only.
func (c *call) redactor() *redactor {
	r := &redactor{}
	value, err := c.decodeBody()
	if err != nil {
		return r
	}
	var secrets []string
	walkTexts("", value, func(name, text string) {
		switch {
		case api.IsSecretMember(name) && len(text) > 2:
			secrets = append(secrets, text)
		case slices.Contains(callerIDs, name):
			r.kept = append(r.kept, secretPattern.FindAllString(text, -1)...)
		}
	})
	if len(secrets) > 0 {
		r.sent = anyOf(secrets)
	}
	return r
}

// decodeBody decodes the body of the request. Numbers keep their digits.
func (c *call) decodeBody() (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(c.body))
	decoder.UseNumber()
	err = decoder.Decode(&value)
	return value, err
}

// walkTexts visits the texts and numbers of a JSON value with the name of their member.
func walkTexts(name string, value any, visit func(name, text string)) {
	switch value := value.(type) {
	case map[string]any:
		for key, member := range value {
			if api.IsSecretMember(name) { // all of its members are secret
				key = name
			}
			walkTexts(key, member, visit)
		}
	case []any:
		for _, item := range value {
			walkTexts(name, item, visit)
		}
	case json.Number:
		visit(name, value.String())
	case string:
		visit(name, value)
	}
}

// anyOf returns a pattern that matches secrets. It matches a long one also with separators between
// its characters.
func anyOf(secrets []string) *regexp.Regexp {
	// The longest first: a CVC may be a part of the card number.
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) })
	forms := make([]string, len(secrets))
	for i, secret := range secrets {
		characters := separators.ReplaceAllString(secret, "")
		if len(characters) < 8 {
			forms[i] = regexp.QuoteMeta(secret)
			continue
		}
		forms[i] = "(?i:" + strings.Join(strings.Split(characters, ""), `[^0-9A-Za-z]{0,3}`) + ")"
	}
	return regexp.MustCompile(strings.Join(forms, "|"))
}

// text hides secrets in a text, and escapes its control characters.
func (r *redactor) text(text string) string {
	if r.sent != nil {
		text = r.sent.ReplaceAllString(text, redacted)
	}
	return r.printable(secretPattern.ReplaceAllStringFunc(text, r.hide))
}

// hide replaces a secret. It does not replace a part of an identifier that the caller chose.
func (r *redactor) hide(secret string) string {
	if slices.Contains(r.kept, secret) && !r.isSecret(secret) {
		return secret
	}
	return redacted
}

func (r *redactor) isSecret(text string) bool {
	return keyPattern.MatchString(text) || r.sent != nil && r.sent.MatchString(text)
}

// printable escapes control characters, which could forge lines of a log.
func (*redactor) printable(text string) string {
	if !strings.ContainsFunc(text, unprintable) {
		return text
	}
	var out strings.Builder
	for _, char := range text {
		if unprintable(char) {
			out.WriteString(strings.Trim(strconv.QuoteRune(char), "'"))
			continue
		}
		out.WriteRune(char)
	}
	return out.String()
}

func unprintable(char rune) bool { return char != ' ' && !unicode.IsPrint(char) }

// excerpt is the start of a text without secrets, at most n bytes. It looks for secrets beyond n,
// so that a secret cut at n is still found.
func (r *redactor) excerpt(text string, n int) string {
	const longest = 128
	whole := len(text) <= n+longest
	text = r.text(start(text, n+longest))
	if !whole {
		n = min(n, max(0, len(text)-longest))
	}
	return start(text, n)
}

// value hides the secrets of a JSON value.
func (r *redactor) value(name string, value any) any {
	if api.IsSecretMember(name) && value != nil {
		return redacted
	}
	switch value := value.(type) {
	case map[string]any:
		shown := map[string]any{}
		for name, member := range value {
			shown[r.text(name)] = r.value(name, member)
		}
		return shown
	case []any:
		for i, item := range value {
			value[i] = r.value(name, item)
		}
	case json.Number:
		if text := value.String(); r.member(name, text) != text {
			return redacted
		}
	case string:
		return r.member(name, value)
	}
	return value
}

// member hides secrets in the text of a member.
func (r *redactor) member(name, text string) string {
	if slices.Contains(callerIDs, name) {
		return r.identifier(text)
	}
	return r.text(text)
}

// identifier returns an identifier that the caller chose. It hides only secrets that are certain:
// keys, and secrets of the request.
func (r *redactor) identifier(id string) string {
	if r.isSecret(id) {
		return r.text(id)
	}
	return id
}

func (r *redactor) header(header http.Header) http.Header {
	shown := header.Clone()
	for _, values := range shown {
		for i, value := range values {
			values[i] = r.excerpt(value, maxText)
		}
	}
	return shown
}

func (r *redactor) details(details []ValidationError) []ValidationError {
	for i := range details {
		detail := &details[i]
		detail.Msg, detail.Type = r.excerpt(detail.Msg, maxText), r.excerpt(detail.Type, maxText)
		detail.Loc = detail.Loc[:min(len(detail.Loc), maxDetails)]
		for i, part := range detail.Loc {
			detail.Loc[i] = api.LocationPart(r.excerpt(string(part), maxText))
		}
	}
	return details
}

// cause returns the cause of a failure. If its text has a secret or a control character, cause
// returns an error with the redacted text, which errors.Is still matches with the cause.
func (r *redactor) cause(err error) error {
	if err == nil {
		return nil
	}
	text := r.excerpt(err.Error(), maxText)
	if text == err.Error() {
		return err
	}
	return &hiddenCause{text, func(target error) bool { return errors.Is(err, target) }}
}

// hiddenCause has the cause in a closure, because fmt prints the fields of a struct.
type hiddenCause struct {
	text string
	is   func(target error) bool
}

func (c *hiddenCause) Error() string { return c.text }

func (c *hiddenCause) Is(target error) bool { return c.is(target) }
