package contract

import (
	"fmt"
	"strings"
)

// Level says how much a deviation matters.
type Level string

const (
	// LevelError is a deviation that the document forbids.
	LevelError Level = "error"
	// LevelFault is a fault of a server or of the network that was expected, see [AllowFaults].
	LevelFault Level = "fault"
	// LevelInfo is a deviation that the document does not forbid, such as a new member of a
	// response, or a body that could not be checked.
	LevelInfo Level = "info"
)

// Kind is the kind of a deviation.
type Kind string

const (
	// KindRoute is a path that the document does not have, perhaps because of a slash at the end.
	KindRoute Kind = "unknown route"
	// KindMethod is a method that the document does not have for the path.
	KindMethod Kind = "unknown method"
	// KindParameter is a path or query parameter that is missing or does not fit its schema.
	KindParameter Kind = "invalid parameter"
	// KindQuery is a query parameter that the document does not have.
	KindQuery Kind = "undeclared query parameter"
	// KindAuthentication is a request without a key, or with a malformed one.
	KindAuthentication Kind = "authentication"
	// KindContentType is a body without a content type, or with an undocumented one.
	KindContentType Kind = "content type"
	// KindStatus is a status that the document does not have for the operation.
	KindStatus Kind = "undocumented status"
	// KindBody is a body that does not fit its schema, is missing, or is not documented.
	KindBody Kind = "invalid body"
	// KindSyntax is a body that is not JSON, or that ends too early.
	KindSyntax Kind = "invalid JSON"
	// KindMember is a member that the document does not have. It is a LevelError where the schema
	// is closed, as in requests, and a LevelInfo elsewhere.
	KindMember Kind = "undocumented member"
	// KindUnchecked is a body that could not be checked: it is compressed, or longer than 10 MiB.
	KindUnchecked Kind = "unchecked body"
)

// The part of a request or a response that deviates.
const (
	InPath   = "path"
	InQuery  = "query"
	InHeader = "header"
	InBody   = "body"
)

// Deviation is one difference between a request or a response and the document. It holds no value
// of a body, a parameter or a header, and no name that could be a secret.
type Deviation struct {
	Level Level
	Kind  Kind
	// Operation is the operation id, createPayment for example. It is empty when the document has
	// no such route or method.
	Operation string
	// Method and Path are those of the request. The path is the template of the document,
	// /v2/payments/{id}, if there is one.
	Method, Path string
	// Status is the status of the response, or 0 when the deviation is in the request.
	Status int
	// In is InPath, InQuery, InHeader or InBody. It is empty for a status and a method.
	In string
	// Pointer is a JSON pointer (RFC 6901) into the body, /card/exp_month for example, or a slash
	// and the name of the parameter or header. It is empty when the whole part deviates.
	Pointer string
	// Message is the error, as the end of a sentence that begins with the place.
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
