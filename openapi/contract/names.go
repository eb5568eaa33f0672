package contract

import (
	"regexp"
	"slices"
	"strings"

	"github.com/stancer-go/stancer/openapi"
)

const hidden = "[hidden]"

var (
	nameForm   = regexp.MustCompile(`^[A-Za-z_][A-Za-z_0-9.-]{0,39}$`)
	secretForm = regexp.MustCompile(`(?i)[sp](test|prod)_|c3rlc3rf|c3byb2rf|sec_|(?:[0-9][^0-9]*){4}`)
)

// shown returns a name if it cannot be a secret, and [hidden] otherwise. A name begins with a
// letter and has at most three digits, which excludes card numbers, IBANs, security codes, keys and
// signing secrets.
func shown(name string) string {
	if nameForm.MatchString(name) && !secretForm.MatchString(name) {
		return name
	}
	return hidden
}

// pointer returns a JSON pointer, with names hidden that could be secrets.
func pointer(path []any) string {
	path = slices.Clone(path)
	for i, step := range path {
		if name, ok := step.(string); ok {
			path[i] = shown(name)
		}
	}
	return openapi.Pointer(path)
}

// shownPath returns an undocumented path, with segments hidden that could be secrets.
func shownPath(requested string) string {
	parts := strings.Split(requested, "/")
	for i, part := range parts {
		if part != "" && part != "v1" && part != "v2" {
			parts[i] = shown(part)
		}
	}
	return strings.Join(parts, "/")
}
