package stancer

import (
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	maxDepth   = 3       // how deep a message may be nested
	maxDetails = 100     // how many details are kept
	maxText    = 1 << 10 // how long a text of an error may be
)

// errorBody is the content of the body of an error. Stancer uses several forms, and proxies others:
//
//	{"error": "text"}                                           version 2
//	{"error": "text", "unique_id": "..."}                       version 2, a conflict
//	{"detail": [{"loc": [...], "msg": "text", "type": "..."}]}  version 2, about the request
//	{"error": {"type": "...", "message": "text"}}               version 1
//	{"error": {"message": {"error": "text", "id": "..."}}}      version 1, a conflict
//
// Any other body gives no message.
type errorBody struct {
	message    string
	details    []ValidationError
	existingID string
}

func readErrorBody(body []byte) (says errorBody) {
	var members struct {
		Error, Detail, Message json.RawMessage
	}
	if json.Unmarshal(body, &members) != nil {
		return says
	}
	for _, part := range []json.RawMessage{members.Error, members.Detail, members.Message} {
		if says.message == "" {
			says.readPart(part, 0)
		}
	}
	if says.existingID == "" {
		says.existingID = idInParentheses(says.message)
	}
	return says
}

func (says *errorBody) readPart(part json.RawMessage, depth int) {
	if depth == maxDepth || json.Unmarshal(part, &says.message) == nil {
		return
	}
	var details []ValidationError
	if json.Unmarshal(part, &details) == nil {
		says.details = details[:min(len(details), maxDetails)]
		lines := make([]string, len(says.details))
		for i, detail := range says.details {
			lines[i] = sentence(detail)
		}
		says.message = strings.Join(lines, "; ")
		return
	}
	var object struct {
		Error, Message json.RawMessage
		ID             string
	}
	if json.Unmarshal(part, &object) != nil {
		return
	}
	if isID(object.ID) {
		says.existingID = object.ID
	}
	if object.Message != nil {
		says.readPart(object.Message, depth+1)
	} else if object.Error != nil {
		says.readPart(object.Error, depth+1)
	}
}

var inParentheses = regexp.MustCompile(`\(([0-9A-Za-z_]+)\)`)

// idInParentheses finds the id in "... duplicate unique_id (paym_...)".
func idInParentheses(text string) string {
	for _, found := range inParentheses.FindAllStringSubmatch(start(text, maxText), -1) {
		if isID(found[1]) {
			return found[1]
		}
	}
	return ""
}

// sentence joins the place of an error in the request and its message.
func sentence(detail ValidationError) string {
	if len(detail.Loc) == 0 {
		return detail.Msg
	}
	text := ""
	for _, part := range detail.Loc[:min(len(detail.Loc), maxDetails)] {
		text += string(part) + "."
	}
	return strings.TrimSuffix(text, ".") + ": " + detail.Msg
}

// retryAfter reads a Retry-After header, which has seconds or a date. Invalid and past values
// give 0; huge values are capped.
func retryAfter(header string, now time.Time) time.Duration {
	seconds, err := strconv.ParseInt(header, 10, 32)
	if err == nil || errors.Is(err, strconv.ErrRange) {
		return max(0, time.Duration(seconds)*time.Second)
	}
	at, err := http.ParseTime(header)
	if err != nil {
		return 0
	}
	return max(0, at.Sub(now))
}

// start returns the first n bytes of a text as valid UTF-8.
func start(text string, n int) string {
	if len(text) > n {
		for back := 0; back < utf8.UTFMax-1 && n > 0 && !utf8.RuneStart(text[n]); back++ {
			n--
		}
		text = text[:n]
	}
	return string([]rune(text))
}
