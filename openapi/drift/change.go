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
	Where    string `json:"where"`  // an operation, perhaps with a parameter, or a member of a schema of ours
	ID       string `json:"change"` // what oasdiff calls it, or path-slash, or schema-missing
	Text     string `json:"text"`
	Breaking bool   `json:"-"`
	Reason   string `json:"reason,omitempty"` // why it is known
}

// unsaid are the differences that the head of our document states once for all members: each
// optional member of an answer may be null.
var unsaid = []string{"response-property-became-not-nullable"}

// What a change means to users of this client, where oasdiff, which knows no client, takes it for
// something else. The first match decides.
var grades = []struct {
	id       string
	breaking bool
}{
	// The client hands on values that it does not know, and checks no bounds of what it is
	// answered.
	{"response-*-enum-value-added", false},
	{"response-*-m*-increased", false},
	{"response-*-m*-decreased", false},
	{"response-*-m*-unset", false},
	{"response-*-exclusive-*", false},
	{"response-*-pattern-*", false},
	{"response-*-unique-items-unset", false},
	// What was read is gone, whether it was always there or not.
	{"response-optional-property-removed", true},
	// A call that leaves it out does something else now.
	{"request-*-default-value-changed", true},
	// A warning before does not make it work after.
	{"*-removed-with-deprecation", true},
}

func breaking(id string, level int) bool {
	for _, grade := range grades {
		if matches(grade.id, id) {
			return grade.breaking
		}
	}
	return level > 1 // what oasdiff only warns of, such as a member that requests lose, breaks: Stancer refuses what it does not know
}

var (
	member = regexp.MustCompile("(?:property|parameter|header) `([^`]+)`" +
		"|`([^`]+)` (?:request|response)(?:'s)? (?:read-only |write-only )?property")
	status = regexp.MustCompile("(?: (?:to|from) the response)? (?:for|with)(?: the)?(?: response)? (?:status `200`|`200` status)" +
		"| from media type `application/json`(?: of response `200`)?")
	spaces = regexp.MustCompile(` +`)
)

// change says where a finding is, in terms of the documents and not of what flatten made of them.
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
			path = strings.TrimSuffix(schema+"."+path, ".") // oasdiff says only the last name where a default differs
		}
		where, text = path, status.ReplaceAllString(text, "")
	} else if path != "" {
		where += " " + path
	}
	return change{Where: printable(where), ID: f.ID, Text: printable(text), Breaking: breaking(f.ID, f.Level)}
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

// mergeOperationIDs makes one change of many changed operation ids: another spelling of all of them
// is one difference.
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
