package stancer

import (
	"errors"
	"fmt"
	"strings"

	"github.com/stancer-go/stancer/api"
)

// idLength is what follows the prefix and the underscore of every identifier.
const idLength = 24

// ErrInvalidID is a call with an identifier that cannot be one of the kind that is wanted: it is empty, has the prefix of another kind, or
// is malformed. Nothing was sent. A handler that takes the identifier from an address can answer 404.
var ErrInvalidID = errors.New("invalid id")

// checkID refuses, before anything is sent, the id of a path if it is not one of the operation's: an empty one would reach the list, and
// one of another kind would be a 404.
func checkID(op api.Operation, id string) error {
	if op.Prefix == "" {
		return nil
	}
	if problem := problemOf(id, op.Prefix); problem != "" {
		return fmt.Errorf("stancer: %s: %w: %s", op.ID, ErrInvalidID, problem)
	}
	return nil
}

// checkIDs refuses, before anything is sent, parameters with an id that is not one of the kind that its member wants.
func checkIDs(params any) error {
	for found := range api.IDs(params) {
		if problem := problemOf(found.ID, found.Prefix); problem != "" {
			return fmt.Errorf("%s: %w: %s", found.Member, ErrInvalidID, problem)
		}
	}
	return nil
}

// problemOf says what is wrong with an id that should have a prefix, or nothing.
func problemOf(id, wanted string) string {
	prefix, rest, found := strings.Cut(id, "_")
	var problem string
	switch {
	case id == "":
		problem = "is empty"
	case holdsKey(id):
		id, problem = redacted, "is an API key"
	case found && prefix != wanted && isWord(prefix):
		problem = fmt.Sprintf("starts with %s_", prefix)
	case prefix != wanted || strings.ContainsFunc(rest, notAlphanumeric):
		problem = "is not an identifier"
	case len(rest) != idLength:
		problem = fmt.Sprintf("has %d characters after %s_", len(rest), prefix)
	default:
		return ""
	}
	return fmt.Sprintf("the id %q %s; want %s_ and %d letters or digits", new(redactor).excerpt(id, 40), problem, wanted, idLength)
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
