package api

import (
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
)

// CardNumber is the full number of a payment card. JSON carries the number;
// String, slog and the fmt verbs show "[redacted]", or nothing when it is
// empty. Convert it to a string to read it. The verbs %w and %p bypass the
// methods; go vet reports them.
type CardNumber string

// String returns "[redacted]", or "" for an empty number.
func (n CardNumber) String() string { return mask(string(n)) }

// GoString returns the same as String.
func (n CardNumber) GoString() string { return n.String() }

// Format implements [fmt.Formatter] and writes the result of String, with any
// verb.
func (n CardNumber) Format(f fmt.State, _ rune) { io.WriteString(f, n.String()) }

// LogValue implements [slog.LogValuer] and returns the same as String.
func (n CardNumber) LogValue() slog.Value { return slog.StringValue(n.String()) }

// CVC is the verification code of a payment card. It is redacted
// like [CardNumber].
type CVC string

// String returns "[redacted]", or "" for an empty code.
func (c CVC) String() string { return mask(string(c)) }

// GoString returns the same as String.
func (c CVC) GoString() string { return c.String() }

// Format implements [fmt.Formatter] and writes the result of String, with any
// verb.
func (c CVC) Format(f fmt.State, _ rune) { io.WriteString(f, c.String()) }

// LogValue implements [slog.LogValuer] and returns the same as String.
func (c CVC) LogValue() slog.Value { return slog.StringValue(c.String()) }

// IBAN is the full number of a bank account. It is redacted like
// [CardNumber].
type IBAN string

// String returns "[redacted]", or "" for an empty number.
func (i IBAN) String() string { return mask(string(i)) }

// GoString returns the same as String.
func (i IBAN) GoString() string { return i.String() }

// Format implements [fmt.Formatter] and writes the result of String, with any
// verb.
func (i IBAN) Format(f fmt.State, _ rune) { io.WriteString(f, i.String()) }

// LogValue implements [slog.LogValuer] and returns the same as String.
func (i IBAN) LogValue() slog.Value { return slog.StringValue(i.String()) }

// WebhookSecret is the key that signs the events sent to a webhook endpoint.
// It is redacted like [CardNumber].
type WebhookSecret string

// String returns "[redacted]", or "" for an empty secret.
func (s WebhookSecret) String() string { return mask(string(s)) }

// GoString returns the same as String.
func (s WebhookSecret) GoString() string { return s.String() }

// Format implements [fmt.Formatter] and writes the result of String, with any
// verb.
func (s WebhookSecret) Format(f fmt.State, _ rune) { io.WriteString(f, s.String()) }

// LogValue implements [slog.LogValuer] and returns the same as String.
func (s WebhookSecret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// Redacted replaces a secret wherever it is printed or logged.
const Redacted = "[redacted]"

func mask(secret string) string {
	if secret == "" {
		return ""
	}
	return Redacted
}

// SecretMembers returns the names of the JSON members that hold a secret, sorted.
func SecretMembers() []string { return slices.Sorted(maps.Keys(secretMembers)) }

// IsSecretMember reports whether a JSON member of this name holds a secret in requests or answers:
// the document marks its schema with x-secret.
func IsSecretMember(name string) bool { return secretMembers[name] }
