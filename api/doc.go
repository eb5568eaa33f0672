// Package api holds the types of the Stancer API and a raw client, generated from
// openapi/stancer.yaml.
//
// Services use package stancer, which adds authentication, typed errors, lists to range over, and
// safe retries. Use this package for the deprecated routes, and for requests that package stancer
// cannot send.
//
// A few types are written by hand because a generator cannot express them:
//
//   - [Timestamp] and [Date] read every form in which Stancer has sent one.
//   - [IDOr] holds an id or an object, and [BoolOr] a boolean or an object.
//   - [CardNumber], [CVC], [IBAN] and [WebhookSecret] are secrets, which are never printed.
//
// Optional members of requests are pointers, and nil ones are not sent. In responses, text,
// enumerations, identifiers, timestamps and dates are plain values, and the zero value means absent
// or null. Optional numbers, booleans and objects are pointers. Unknown members, and unknown values
// of enumerations, never fail the decoding of a response.
//
// All types print readably with package fmt and package log/slog: members by their JSON names,
// without secrets.
package api
