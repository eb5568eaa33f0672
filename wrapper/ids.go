package stancer

import (
	"errors"
	"fmt"
	"strings"

	"github.com/stancer-go/stancer/api"
)

// idLength is the number of characters after the prefix and the underscore of every identifier.
const idLength = 24

// ErrInvalidID is the error of a call with an identifier that is empty, malformed, or has the
// prefix of another resource. Nothing was sent. A handler that takes the identifier from a URL can
// answer 404.
var ErrInvalidID = errors.New("invalid id")

// checkID checks the id in the path of an operation. With an empty id the request would reach the
// list, and with the id of another resource the answer would be 404.
func checkID(op api.Operation, id string) error {
	if op.Prefix == "" {
		return nil
	}
	if problem := problemOf(id, op.Prefix); problem != "" {
		return fmt.Errorf("stancer: %s: %w: %s", op.ID, ErrInvalidID, problem)
	}
	return nil
}

// checkIDs checks the ids in parameters.
func checkIDs(params any) error {
	for found := range api.IDs(params) {
		if problem := problemOf(found.ID, found.Prefix); problem != "" {
			return fmt.Errorf("%s: %w: %s", found.Member, ErrInvalidID, problem)
		}
	}
	return nil
}

// problemOf describes why an id is not valid, or returns "" for a valid one. The id must have the
// wanted prefix.
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
	return fmt.Sprintf("the id %q %s; want %s_ and %d letters or digits",
		new(redactor).excerpt(id, 40), problem, wanted, idLength)
}

func isWord(s string) bool {
	return s != "" && len(s) <= 5 && !strings.ContainsFunc(s, notAlphanumeric)
}

func notAlphanumeric(r rune) bool { return r == '_' || notWord(r) }

// holdsKey reports whether a text contains an API key. A key has the form of an id.
func holdsKey(text string) bool { return keyPattern.MatchString(text) }

// isID reports whether a text has the form of an identifier with any prefix.
func isID(text string) bool {
	prefix, rest, _ := strings.Cut(text, "_")
	return len(prefix) >= 2 && isWord(prefix) && len(rest) == idLength &&
		!strings.ContainsFunc(rest, notAlphanumeric) && !holdsKey(text)
}

// hasPrefix reports whether an id in an answer has the prefix of a resource. The length is not
// checked, because the API may change it.
func hasPrefix(id, prefix string) bool {
	rest, found := strings.CutPrefix(id, prefix+"_")
	return found && rest != "" && !strings.ContainsFunc(rest, notAlphanumeric)
}
