package contract

import (
	"fmt"
	"strings"
)

// Level tells how much a deviation matters.
type Level string

const (
	// LevelError is what the document forbids.
	LevelError Level = "error"
	// LevelInfo is what the document neither knows nor forbids, a new member of an answer for example, and what could not be checked.
	LevelInfo Level = "info"
)

// Kind tells what a deviation is about.
type Kind string

const (
	// KindRoute is a path that the document does not have. A slash too many or too few makes one.
	KindRoute Kind = "unknown route"
	// KindMethod is a method that the document does not have for the path.
	KindMethod Kind = "unknown method"
	// KindParameter is a path or query parameter that does not fit its schema, or is missing.
	KindParameter Kind = "invalid parameter"
	// KindQuery is a query parameter that the document does not know.
	KindQuery Kind = "undeclared query parameter"
	// KindAuthentication is a request without a key.
	KindAuthentication Kind = "authentication"
	// KindContentType is a body of another type than the document says, or of none.
	KindContentType Kind = "content type"
	// KindStatus is an answer with a status that the document does not have for the operation.
	KindStatus Kind = "undocumented status"
	// KindBody is a body that does not fit its schema, is no JSON, is missing, or is there and should not be.
	KindBody Kind = "invalid body"
	// KindMember is a member that the document does not know: an error where the schema is closed, as in requests, else an info.
	KindMember Kind = "undocumented member"
	// KindUnchecked is a body that could not be checked: it is compressed, or longer than 10 MiB.
	KindUnchecked Kind = "unchecked body"
)

// The parts of a message that a deviation can be in.
const (
	InPath   = "path"
	InQuery  = "query"
	InHeader = "header"
	InBody   = "body"
)

// Deviation is one thing in a request or an answer that is not as the document says. It holds no value of either: neither bodies nor
// parameters nor headers, and of names only those that cannot be a secret.
type Deviation struct {
	Level Level
	Kind  Kind
	// Operation is the operation id, createPayment for example. It is empty when the document has no such route or method.
	Operation string
	// Method and Path are what was requested. The path is that of the document, /v2/payments/{id}, if it has one.
	Method, Path string
	// Status is the status of the answer, or 0 when the deviation is in the request.
	Status int
	// In is InPath, InQuery, InHeader or InBody, or empty when it is the status.
	In string
	// Pointer is a JSON pointer (RFC 6901) into the body, /card/exp_month for example, or the name of the parameter or the header behind a
	// slash. It is empty when the whole is meant.
	Pointer string
	// Message tells what is wrong, as the end of a sentence that begins with the place.
	Message string
}

// String tells all of it in a line.
func (d Deviation) String() string {
	var text strings.Builder
	if d.Operation != "" {
		text.WriteString(d.Operation)
	} else {
		text.WriteString(d.Method + " " + d.Path)
	}
	text.WriteString(": " + d.Place() + ": ")
	if d.Level == LevelInfo {
		text.WriteString("(info) ")
	}
	text.WriteString(d.Message)
	return text.String()
}

// Place tells where it is: "request body /card/number" or "answer 200 body /id".
func (d Deviation) Place() string {
	place := "request"
	if d.Status != 0 {
		place = fmt.Sprintf("answer %d", d.Status)
	}
	return strings.TrimSpace(strings.TrimSpace(place+" "+d.In) + " " + d.Pointer)
}
