package stancer

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
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
			e.readPart(part)
		}
	}
	if e.ExistingID == "" {
		if match := idInParentheses.FindStringSubmatch(e.Message); match != nil && e.Status == http.StatusConflict {
			e.ExistingID = match[1]
		}
	}
}

var idInParentheses = regexp.MustCompile(`\(([a-z]+_[a-zA-Z0-9]{24})\)`)

func (e *Error) readPart(part json.RawMessage) {
	if json.Unmarshal(part, &e.Message) == nil {
		return
	}
	if json.Unmarshal(part, &e.Details) == nil {
		lines := make([]string, len(e.Details))
		for i, detail := range e.Details {
			lines[i] = sentence(detail)
		}
		e.Message = strings.Join(lines, "; ")
		return
	}
	e.Details = nil
	var object struct {
		Error, Message json.RawMessage
		ID             string
	}
	if json.Unmarshal(part, &object) != nil {
		return
	}
	if object.ID != "" {
		e.ExistingID = object.ID
	}
	if object.Message != nil {
		e.readPart(object.Message)
	} else if object.Error != nil {
		e.readPart(object.Error)
	}
}

// sentence tells where in the request something is wrong, and what.
func sentence(detail ValidationError) string {
	text := ""
	for _, part := range detail.Loc {
		text += string(part) + "."
	}
	return strings.TrimSuffix(text, ".") + ": " + detail.Msg
}

// hide takes secrets out of everything that the error shows.
func (e *Error) hide(sent []string) {
	hide := func(text string) string {
		for _, secret := range sent {
			text = strings.ReplaceAll(text, secret, redacted)
		}
		return redact(text)
	}
	e.Message, e.Body = hide(e.Message), hide(e.Body)
	for i := range e.Details {
		e.Details[i].Msg = hide(e.Details[i].Msg)
	}
}

// retryAfter reads the header of that name, which holds seconds or a date. What is neither, and what is over, is 0.
func retryAfter(header string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseInt(header, 10, 32); err == nil {
		return max(0, time.Duration(seconds)*time.Second)
	}
	at, err := http.ParseTime(header)
	if err != nil {
		return 0
	}
	return max(0, at.Sub(now))
}

// start cuts a text to n bytes, and to what is valid UTF-8.
func start(text string, n int) string {
	if len(text) > n {
		text = text[:n]
		for !utf8.ValidString(text[len(text)-1:]) && len(text) > n-utf8.UTFMax {
			text = text[:len(text)-1]
		}
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}
