// Package stancer is a client for the Stancer payment API: cards and SEPA direct debit. It is
// unofficial.
//
//	client, err := stancer.New("stest_…")
//	intent, err := client.PaymentIntents.Create(ctx, &stancer.PaymentIntentCreate{
//		Amount:    4200, // 42.00 EUR
//		ReturnURL: stancer.Ptr("https://shop.example.com/thanks"),
//	})
//	// Send the customer to intent.URL.
//
// The sections below are the policies of the package. Each has a test.
//
// # Clients
//
// [New] takes a secret key and refuses any other text with an error that says what to use. The key
// decides the mode, test or live; [WithMode] makes the wrong one an error. A [Client] cannot be
// changed and is safe for concurrent use. It sends nothing before the first call, writes nothing to
// disk and reports nothing to anybody. [NewFromEnv] reads the key from STANCER_API_KEY. The default
// HTTP client uses the proxy of the environment (HTTPS_PROXY, NO_PROXY); nothing else is read from
// the environment.
//
// The key is sent as the user of Basic authentication, over https only, except to a loopback
// address. Redirects are never followed. Each attempt is limited to 30 seconds, see [WithTimeout],
// and the whole call by its context. HTTP/2 is off by default, because net/http may resend writes
// over it.
//
// # Calls
//
// Every operation is a method of a resource: ctx first, then the id, then one struct of parameters,
// then options. The same [Option] values work on a client and on a single call. Optional parameters
// are pointers; [Ptr] makes one. In answers an optional text, identifier, status, time or day is a
// plain value whose zero value means "absent"; optional numbers, booleans and objects are pointers.
// Amounts are in the minor unit of the currency, timestamps in UTC. The types of parameters and
// answers are aliases of those of package api, which documents their fields.
//
// Identifiers are checked against their prefix and length before anything is sent; the error is
// [ErrInvalidID]. Stancer checks the other parameters and answers with [ErrInvalid].
//
// A call succeeds if and only if the status is 2xx and the body is the object that was asked for:
// an object has the id of the request, a new object an id with its own prefix, a list its array, a
// payment and a refund their amount. Other missing members, unknown members and unknown values of
// enumerations are no error. At most 4 MiB of a body are read, and 64 KiB of the body of an error.
// [WithResponse] gives the answer as it came; [WithBodyMember], [WithQuery] and [WithHeader] send
// parameters that this package does not know.
//
// # Lists
//
// A list is a value. [List.All] ranges over its objects, [List.Pages] over its pages, and
// [List.Page] reads one page:
//
//	for payment, err := range client.Payments.List(nil).All(ctx) {
//		if err != nil {
//			return err
//		}
//		…
//	}
//
// Nothing is sent before the range begins, and nothing more once it is left. Ranging again starts
// anew. An error comes once and ends the range; so does a context that ends.
//
// # Errors
//
// Every failed call that was sent returns an [*Error], with the operation, the status and the
// message of the answer, in whatever form it came. Match it with errors.Is: [ErrNotFound],
// [ErrConflict], [ErrInvalid] and the others. A declined payment is not an error but a [Payment]
// whose Status is refused.
//
// Payouts of version 1 exist in live mode only. With a test key they are [ErrLiveModeOnly], which
// is detected from the 501 answer; the request is still sent.
//
// # Money is never moved twice
//
// A request is sent again only if it is safe to repeat:
//
//   - A request that was never sent (no connection, TLS failure), and one that was refused with 429:
//     always, after Retry-After. A gateway that limits answers rather than requests, and answers 429
//     after the work, can make it happen twice.
//   - A read, after any failure without a usable answer.
//   - A deletion, or an update of anything but a payment or an intent, after an unknown outcome: a
//     broken connection, a timeout, a redirect, 408, or a status of 500 or above except 501 and 505.
//   - A payment with a UniqueID and a customer with an ExternalID, after an unknown outcome, only if
//     a lookup shows that this call has not created it. A payment that was created during the call
//     under the same UniqueID, with the same amount and currency, is returned. An older one is an
//     [ErrConflict], as without the failure. Two processes that use the same UniqueID within the same
//     seconds cannot be told apart.
//   - A capture and a cancellation, after an unknown outcome, only if reading the object shows that
//     they were not carried out.
//
// Every other write, a refund or a payment without a UniqueID for example, is never sent again
// after an unknown outcome. Nor is any write after a success that cannot be read. The error is
// [ErrUnknownOutcome]: it says what was sent, under which key, and which method shows whether it
// was carried out. [Payments.RefundUpTo] makes refunds repeatable. [WithAutoUniqueID] gives each
// payment a UniqueID that protects a single call.
//
// At most 3 attempts are made, with the same bytes, see [WithMaxAttempts]. The wait between them is
// random and grows, see [WithBackoff]. Retry-After is waited for on top, up to a minute; a longer
// one is returned to the caller, as [Error.RetryAfter]. A context that ends ends every wait. All
// calls of a client share a budget of 100 retries, of which every five successes give back one, so
// that an outage does not cause a retry storm. Retries made by your middleware or transport are not
// covered; resends by net/http over HTTP/2 are prevented.
//
// # Waiting
//
// The methods named Wait poll until a payment, an intent or a SEPA check has settled, or the
// context ends, see [WithPoll].
//
// # Webhooks
//
// A [WebhookReceiver] is a handler that checks the signature of a delivery in constant time,
// accepts several secrets while one replaces another, refuses old deliveries, and hands on an
// [Event]. That deliveries are signed with HMAC-SHA256 over "<t>.<body>", in the header
// Stancer-Signature, was observed by integrators; Stancer publishes neither that nor the types of
// events.
//
// # Secrets
//
// No API key, card number, CVC, IBAN, wallet token or webhook secret is shown by an error, a log
// line of this package, fmt or slog on a value that this package takes or hands out. The exceptions
// are:
//
//   - JSON carries secrets, because parameters are queued and endpoints are stored. slog's JSON
//     handler encodes structs, slices and maps of yours as JSON: give it [RedactAttr].
//   - fmt cannot call methods on unexported fields. Keep secrets in exported fields, or behind a
//     pointer.
//   - %p, and %w outside Errorf, bypass formatting methods.
//   - An error hides secrets of the request that the server sends back as they were sent, card
//     numbers and IBANs also with separators, and keys also with an escaped underscore. A server that
//     transforms them otherwise is not covered.
//   - net/http prints bytes that a server sends after its answer through package log.
//
// # Deprecated routes
//
// /v2/checkout is [Client.Payments], and /v2/sepa/ibanonly is [SEPAs.Create] and [SEPAs.Get]. The
// old names are aliases that call the current routes. Package api has the old routes themselves.
//
// # Logging and tracing
//
// [WithLogger] logs a line for each attempt, at debug level. [WithObserver] reports each call once:
// operation, route, attempts, duration and error. The context of a request names its operation and
// route, see [OperationFromContext] and [RouteFromContext], so that a transport or a [Middleware]
// can trace it.
//
// # Sources
//
// Methods and types describe what Stancer publishes at https://docs.stancer.com, unless a sentence
// is marked "observed": seen in real or recorded answers, or asserted by the tests of an official
// client library. The document openapi/stancer.yaml has the evidence for each member.
package stancer
