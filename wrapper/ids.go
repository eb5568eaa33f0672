package stancer

import (
	"fmt"
	"strings"

	"github.com/stancer-go/stancer/api"
)

// idLength is what follows the prefix and the underscore of every identifier.
const idLength = 24

// checkID refuses, before anything is sent, an identifier that cannot be one of the operation's: an empty one would reach the list, and
// another resource's would be a puzzling 404.
func checkID(op api.Operation, id string) error {
	if op.Prefix == "" {
		return nil
	}
	prefix, rest, found := strings.Cut(id, "_")
	var problem string
	switch {
	case id == "":
		problem = "is empty"
	case holdsKey(id):
		id, problem = redacted, "is an API key"
	case found && prefix != op.Prefix && isWord(prefix):
		problem = fmt.Sprintf("starts with %s_", prefix)
	case prefix != op.Prefix || strings.ContainsFunc(rest, notAlphanumeric):
		problem = "is not an identifier"
	case len(rest) != idLength:
		problem = fmt.Sprintf("has %d characters after %s_", len(rest), prefix)
	default:
		return nil
	}
	return fmt.Errorf("stancer: %s: the id %q %s; want %s_ and %d letters or digits", op.ID, new(redactor).excerpt(id, 40), problem, op.Prefix, idLength)
}

func isWord(s string) bool {
	return s != "" && len(s) <= 5 && !strings.ContainsFunc(s, notAlphanumeric)
}

func notAlphanumeric(r rune) bool { return r == '_' || notWord(r) }

// holdsKey reports whether a text holds an API key. A key has the form of an id.
func holdsKey(text string) bool { return keyPattern.MatchString(text) }

// isID reports whether a text has the form of an identifier, whatever its prefix.
func isID(text string) bool {
	prefix, rest, _ := strings.Cut(text, "_")
	return len(prefix) >= 2 && isWord(prefix) && len(rest) == idLength &&
		!strings.ContainsFunc(rest, notAlphanumeric) && !holdsKey(text)
}

// hasPrefix reports whether an id of an answer belongs to a resource. Its length is not checked: the
// API may change it.
func hasPrefix(id, prefix string) bool {
	rest, found := strings.CutPrefix(id, prefix+"_")
	return found && rest != "" && !strings.ContainsFunc(rest, notAlphanumeric)
}
