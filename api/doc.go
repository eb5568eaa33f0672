// Package api holds the types of the Stancer API and a raw client, generated from
// openapi/stancer.yaml.
//
// Services use package stancer, which adds what a raw client lacks: authentication, typed errors,
// lists to range over, and care with money. This package is for what that one does not offer: the
// deprecated routes as they are, and requests to send in one's own way.
//
// A few types are written by hand because a generator cannot express them: [Timestamp] and [Date],
// which read every form in which Stancer has given one; [IDOr] and [BoolOr], which are one thing or
// the other; and the secrets, [CardNumber], [CVC], [IBAN] and [WebhookSecret], which are sent as
// they are and never printed.
//
// Optional members of requests are pointers, nil when they are not sent. In answers, text,
// enumerations, identifiers, timestamps and dates are plain values, whose zero value means absent
// or null; optional numbers, booleans and objects are pointers. Values of enumerations and members
// that this package does not know never fail the decoding of an answer.
//
// All types print readably with package fmt and package log/slog: members by their JSON names,
// without secrets.
package api
