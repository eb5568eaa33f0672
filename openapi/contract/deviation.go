package contract

import (
	"fmt"
	"strings"
)

// Level says how much a deviation matters.
type Level string

const (
	// LevelError is what the document forbids.
	LevelError Level = "error"
	// LevelFault is a response that a server or a network in trouble gives, see [AllowFaults].
	LevelFault Level = "fault"
	// LevelInfo is what the document neither has nor forbids, a new member of a response for
	// example, and what could not be checked.
	LevelInfo Level = "info"
)

// Kind says what a deviation is about.
type Kind string

const (
	// KindRoute is a path that the document does not have. A slash too many or too few makes one.
	KindRoute Kind = "unknown route"
	// KindMethod is a method that the document does not have for the path.
	KindMethod Kind = "unknown method"
	// KindParameter is a path or query parameter that is missing or does not fit its schema.
	KindParameter Kind = "invalid parameter"
	// KindQuery is a query parameter that the document does not have.
	KindQuery Kind = "undeclared query parameter"
	// KindAuthentication is a request without a key.
	KindAuthentication Kind = "authentication"
	// KindContentType is a body without a content type, or with one that the document does not have.
	KindContentType Kind = "content type"
	// KindStatus is a status that the document does not have for the operation.
	KindStatus Kind = "undocumented status"
	// KindBody is a body that does not fit its schema, is missing, or should not be there.
	KindBody Kind = "invalid body"
	// KindSyntax is a body that is not JSON, or that ends too early.
	KindSyntax Kind = "invalid JSON"
	// KindMember is a member that the document does not have: an error where the schema is closed,
	// as in requests, else an info.
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

// Deviation is one thing in a request or a response that is not as documented. It holds no value of
// either: no body, parameter or header, and no name that could be a secret.
type Deviation struct {
	Level Level
	Kind  Kind
	// Operation is the operation id, createPayment for example. It is empty when the document has
	// no such route or method.
	Operation string
	// Method and Path are what was requested. The path is that of the document,
	// /v2/payments/{id}, if it has one.
	Method, Path string
	// Status is the status of the response, or 0 when the deviation is in the request.
	Status int
	// In is InPath, InQuery, InHeader or InBody, or empty when the status or the method is meant.
	In string
	// Pointer is a JSON pointer (RFC 6901) into the body, /card/exp_month for example, or the name
	// of the parameter or the header behind a slash. It is empty when the whole is meant.
	Pointer string
	// Message says what is wrong, as the end of a sentence that begins with the place.
	Message string
}

// String returns the deviation in one line.
func (d Deviation) String() string {
	subject, level := d.Operation, ""
	if subject == "" {
		subject = d.Method + " " + d.Path
	}
	if d.Level != LevelError {
		level = fmt.Sprintf("(%s) ", d.Level)
	}
	return fmt.Sprintf("%s: %s: %s%s", subject, d.Place(), level, d.Message)
}

// Place returns where the deviation is: "request body /card/number" or "response 200 body /id".
func (d Deviation) Place() string {
	place := "request"
	if d.Status != 0 {
		place = fmt.Sprintf("response %d", d.Status)
	}
	return strings.Join(strings.Fields(place+" "+d.In+" "+d.Pointer), " ")
}
