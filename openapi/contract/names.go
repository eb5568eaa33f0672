package contract

import (
	"mime"
	"net/http"
	"regexp"
	"strings"
)

const hidden = "[hidden]"

var (
	nameForm   = regexp.MustCompile(`^[A-Za-z_][A-Za-z_0-9.-]{0,39}$`)
	secretForm = regexp.MustCompile(`(?i)[sp](test|prod)_|c3rlc3rf|c3byb2rf|sec_|(?:[0-9][^0-9]*){4}`)
)

// shown returns a name that came from outside if it can be no secret: letters, and no more than three digits, which leaves out card
// numbers, IBANs, security codes, keys and signing secrets.
func shown(name string) string {
	if nameForm.MatchString(name) && !secretForm.MatchString(name) {
		return name
	}
	return hidden
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// pointer returns the step of a JSON pointer that leads to a member.
func pointer(name string) string { return "/" + pointerEscapes.Replace(name) }

// shownPath returns a path that the document does not have, as far as it can be no secret.
func (s *surface) shownPath(requested string) string {
	parts := strings.Split(requested, "/")
	for i, part := range parts {
		if !s.literals[part] {
			parts[i] = shown(part)
		}
	}
	return strings.Join(parts, "/")
}

var methods = []string{
	http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodPut, http.MethodDelete, http.MethodHead, http.MethodOptions,
}

// mediaType returns the content type of a header without its parameters, and how to show it.
func mediaType(header http.Header) (name, show string) {
	text := header.Get("Content-Type")
	if text == "" {
		return "", "missing"
	}
	name, _, err := mime.ParseMediaType(text)
	kind, sub, _ := strings.Cut(name, "/")
	if err != nil || shown(kind) == hidden || shown(sub) == hidden {
		return name, hidden
	}
	return name, name
}
