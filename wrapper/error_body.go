package stancer

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/stancer-go/stancer/api"
)

// read takes out of the body of an error what it says. Stancer has several forms, and what stands between has others:
//
//	{"error": "text"}                                           version 2
//	{"detail": [{"loc": [...], "msg": "text", "type": "..."}]}  version 2, about the request
//	{"error": {"type": "...", "message": "text"}}               version 1
//	{"error": {"message": {"error": "text", "id": "..."}}}      version 1, a conflict
//
// What is none of these leaves the error without a message, and its Body tells.
func (e *Error) read(body []byte) {
	var answer struct {
		Error, Detail, Message json.RawMessage
	}
	if json.Unmarshal(body, &answer) != nil {
		return
	}
	for _, part := range []json.RawMessage{answer.Error, answer.Detail, answer.Message} {
		if e.Message == "" {
			e.readPart(part, 0)
		}
	}
	if e.Status != http.StatusConflict {
		e.ExistingID = ""
	} else if e.ExistingID == "" {
		e.ExistingID = idInParentheses(e.Message)
	}
}

// idInParentheses finds the id in "… duplicate unique_id (paym_…)".
func idInParentheses(text string) string {
	for _, part := range strings.Split(text, "(")[1:] {
		if id, _, closed := strings.Cut(part, ")"); closed && isID(id) {
			return id
		}
	}
	return ""
}

const (
	maxDepth   = 3       // how deep a message may be nested
	maxDetails = 100     // how many details are kept
	maxText    = 1 << 10 // how long a text of an error may be
)

func (e *Error) readPart(part json.RawMessage, depth int) {
	if depth == maxDepth || json.Unmarshal(part, &e.Message) == nil {
		return
	}
	var details []ValidationError
	if json.Unmarshal(part, &details) == nil {
		e.Details = details[:min(len(details), maxDetails)]
		lines := make([]string, len(e.Details))
		for i, detail := range e.Details {
			lines[i] = sentence(detail)
		}
		e.Message = strings.Join(lines, "; ")
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
		e.ExistingID = object.ID
	}
	if object.Message != nil {
		e.readPart(object.Message, depth+1)
	} else if object.Error != nil {
		e.readPart(object.Error, depth+1)
	}
}

// sentence tells where in the request something is wrong, and what.
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

// hide cuts everything that the error shows to a length that is fit to be shown, and takes secrets out of it.
func (e *Error) hide(hide func(string) string) {
	e.Message, e.Body = excerpt(e.Message, maxText, hide), excerpt(e.Body, maxText, hide)
	for i := range e.Details {
		detail := &e.Details[i]
		detail.Msg, detail.Type = excerpt(detail.Msg, maxText, hide), excerpt(detail.Type, maxText, hide)
		detail.Loc = detail.Loc[:min(len(detail.Loc), maxDetails)]
		for i, part := range detail.Loc {
			detail.Loc[i] = api.LocationPart(excerpt(string(part), maxText, hide))
		}
	}
}

// retryAfter reads the header of that name, which holds seconds or a date. What is neither, and what is over, is 0; too many seconds are as
// many as there can be.
func retryAfter(header string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseInt(header, 10, 32); err == nil || errors.Is(err, strconv.ErrRange) {
		return max(0, time.Duration(seconds)*time.Second)
	}
	at, err := http.ParseTime(header)
	if err != nil {
		return 0
	}
	return max(0, at.Sub(now))
}

// start cuts a text to n bytes of valid UTF-8.
func start(text string, n int) string {
	if len(text) > n {
		for back := 0; back < utf8.UTFMax-1 && n > 0 && !utf8.RuneStart(text[n]); back++ {
			n--
		}
		text = text[:n]
	}
	return string([]rune(text))
}
