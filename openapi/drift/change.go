package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A change is one difference between our document and theirs.
type change struct {
	// Where is an operation, an operation and a parameter, or a member of one of our schemas.
	Where    string `json:"where"`
	ID       string `json:"change"` // the id of oasdiff, path-slash or schema-missing
	Text     string `json:"text"`
	Breaking bool   `json:"-"`
	Reason   string `json:"reason,omitempty"` // empty for a change that is not known
}

// unsaid are the ids of differences that the head of our document explains once for all members:
// each optional member of a response may be null.
var unsaid = []string{"response-property-became-not-nullable"}

// grades correct oasdiff where a change affects users of this client differently. The first match
// decides.
var grades = []struct {
	id       string
	breaking bool
}{
	// The client accepts unknown values in responses, and does not check their bounds.
	{"response-*-enum-value-added", false},
	{"response-*-m*-increased", false},
	{"response-*-m*-decreased", false},
	{"response-*-m*-unset", false},
	{"response-*-exclusive-*", false},
	{"response-*-pattern-*", false},
	{"response-*-unique-items-unset", false},
	// Users may read the member, even if it was optional.
	{"response-optional-property-removed", true},
	// A request without the member now has another effect.
	{"request-*-default-value-changed", true},
	// Deprecation does not keep it working.
	{"*-removed-with-deprecation", true},
}

func breaking(id string, level int) bool {
	for _, grade := range grades {
		if matches(grade.id, id) {
			return grade.breaking
		}
	}
	// A warning counts, too: oasdiff only warns if a request loses a member, and Stancer rejects
	// unknown members.
	return level > 1
}

var (
	member = regexp.MustCompile("(?:property|parameter|header) `([^`]+)`" +
		"|`([^`]+)` (?:request|response)(?:'s)? (?:read-only |write-only )?property")
	status = regexp.MustCompile("(?: (?:to|from) the response)? (?:for|with)(?: the)?" +
		"(?: response)? (?:status `200`|`200` status)" +
		"| from media type `application/json`(?: of response `200`)?")
	spaces = regexp.MustCompile(` +`)
)

// change returns the change of a finding, with its place in the documents instead of the flattened
// ones.
func (f finding) change() change {
	where, text := f.Operation+" "+f.Path, f.Text
	schema, ofSchema := strings.CutPrefix(f.Path, schemaPath)
	path := ""
	if at := member.FindStringSubmatch(text); at != nil {
		path = at[1] + at[2]
		text = strings.Replace(text, "`"+path+"`", "", 1)
		path = strings.TrimRight(strings.ReplaceAll(path, "/items/", "[]/"), "/")
		path = strings.ReplaceAll(path, "/", ".")
	}
	if ofSchema {
		if first, _, _ := strings.Cut(strings.ReplaceAll(path, "[", "."), "."); first != schema {
			// For a changed default, oasdiff gives only the last name.
			path = strings.TrimSuffix(schema+"."+path, ".")
		}
		where, text = path, status.ReplaceAllString(text, "")
	} else if path != "" {
		where += " " + path
	}
	return change{
		Where: printable(where), ID: f.ID, Text: printable(text), Breaking: breaking(f.ID, f.Level),
	}
}

func printable(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, text)
	return strings.ReplaceAll(strings.TrimSpace(spaces.ReplaceAllString(text, " ")), " ,", ",")
}

// matches reports whether a pattern, in which * stands for any text, matches a text.
func matches(pattern, text string) bool {
	start, rest, wild := strings.Cut(pattern, "*")
	text, ok := strings.CutPrefix(text, start)
	if !ok || !wild {
		return ok && text == ""
	}
	for i := range len(text) + 1 {
		if matches(rest, text[i:]) {
			return true
		}
	}
	return false
}

const operationIDChanged = "api-operation-id-removed"

// mergeOperationIDs replaces the changes of operation ids by one change, because a new spelling of
// all ids is one difference.
func mergeOperationIDs(changes []change) []change {
	isID := func(change change) bool { return change.ID == operationIDChanged }
	first := slices.IndexFunc(changes, isID)
	if first < 0 {
		return changes
	}
	merged, total := changes[first], len(changes)
	changes = slices.DeleteFunc(changes, isID)
	if count := total - len(changes); count > 1 {
		merged.Text = fmt.Sprintf("%d operation ids changed; at %s, %s",
			count, merged.Where, merged.Text)
		merged.Where = "operation ids"
	}
	return append(changes, merged)
}
