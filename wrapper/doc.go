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
// The sections below describe the policies of the package. Each policy has a test.
//
// # Clients
//
// [New] takes a secret key. It returns an error for any other text. The key
// selects the mode, test or live; [WithMode] makes a key of the wrong mode an error. A [Client]
// cannot be changed and is safe for concurrent use. It sends nothing before the first call, writes
// nothing to disk and has no telemetry. [NewFromEnv] reads the key from STANCER_API_KEY. The
// default HTTP client uses the proxy of the environment (HTTPS_PROXY, NO_PROXY). The package reads
// no other environment variable.
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
// are pointers; [Ptr] returns one. In answers an optional text, identifier, status, time or day is
// a plain value whose zero value means "absent"; optional numbers, booleans and objects are
// pointers. Amounts are in the minor unit of the currency, timestamps in UTC. The types of
// parameters and answers are aliases of those of package api, which documents their fields.
//
// Identifiers are checked against their prefix and length before anything is sent; the error is
// [ErrInvalidID]. Stancer checks the other parameters; the error is [ErrInvalid].
//
// A call succeeds if and only if the status is 2xx and the body is the object that was asked for:
// an object has the id of the request, a new object an id with its own prefix, a list its array, a
// payment and a refund their amount. A deletion also succeeds with status 204 and no body. Other
// missing members, unknown members and unknown values of enumerations are no error. At most 4 MiB
// of a body are read, and 64 KiB of the body of an error; a PDF is streamed. The default transport
// reads at most 256 KiB of headers. [WithResponse] stores the raw answer. [WithBodyMember],
// [WithQuery] and [WithHeader] send parameters that this package does not know.
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
// Nothing is sent before the range begins, and nothing more after it is left. Each range starts
// from the beginning. An error is yielded once and ends the range; so is the error of a context
// that ends.
//
// # Errors
//
// Every failed call that was sent returns an [*Error], with the operation, the status and the
// message of the answer. Match it with errors.Is: [ErrNotFound], [ErrConflict], [ErrInvalid] and
// the others. A list whose pages contradict each other is an [ErrUnexpected] without an [*Error]. A
// declined payment is not an error: it is a [Payment] whose Status is refused.
//
// Payouts of version 1 exist in live mode only. With a test key the error is [ErrLiveModeOnly],
// which is detected from the 501 answer; the request is still sent.
//
// # Money is never moved twice
//
// The outcome of a request is unknown after a broken connection, a timeout, or an answer 408, 460,
// 499, or 500 and above except 501 and 505. For a write it is also unknown after a redirect. A
// request is sent again only if that is safe:
//
//   - A request that was never sent (no connection, TLS failure), or that was refused with 429 or
//     425: always, after Retry-After. This includes every write. If a gateway answers 429 after the
//     work was done, the work can be done twice.
//   - A read: after an unknown outcome, and after a success that cannot be used, except if its body
//     is too large.
//   - A deletion, and an update of anything but a payment or an intent: after an unknown outcome.
//     A 404 answer to the repeated deletion is a success.
//   - A payment with a UniqueID, and a customer with an ExternalID: after an unknown outcome, only
//     if a lookup shows that this call has not created it. If the lookup finds a payment with the
//     same UniqueID, amount and currency that was created during the call, the call returns it. An
//     older payment is an [ErrConflict], as without the failure; an older customer is ignored. Two
//     processes that use the same key within the same seconds cannot be distinguished.
//   - A capture and a cancellation: after an unknown outcome, only if reading the object shows that
//     they were not carried out.
//
// Every other write, for example a refund or a payment without a UniqueID, is never sent again
// after an unknown outcome. No write is sent again after a success that cannot be used. The error
// is [ErrUnknownOutcome]: it has the body and the key that were sent, and the method that shows
// whether the request was carried out. [Payments.RefundUpTo] makes refunds repeatable.
// [WithAutoUniqueID] sets a UniqueID that protects a single call.
//
// At most 3 attempts are made, with the same bytes, see [WithMaxAttempts]. The pause between them
// is random and grows, see [WithBackoff]. Retry-After is added to it, up to a minute. A longer one
// is not waited for: the error has it as [Error.RetryAfter]. A context that ends also ends a pause.
// All calls of a client share a budget of 100 retries, and every five successes give back one, so
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
// A [WebhookReceiver] returns a handler that checks the signature of a delivery in constant time,
// accepts several secrets while one replaces another, refuses old deliveries, and passes an [Event]
// to a function. Stancer does not publish the format of deliveries. Integrators observed that they
// are signed with HMAC-SHA256 over "<t>.<body>", in the header Stancer-Signature.
//
// # Secrets
//
// No API key, card number, CVC, IBAN, wallet token or webhook secret is shown by an error, by a log
// line of this package, or by fmt or slog on a value that this package takes or returns. The
// exceptions are:
//
//   - JSON has the secrets, because parameters are queued and endpoints are stored. slog's JSON
//     handler encodes your structs, slices and maps as JSON: give it [RedactAttr].
//   - fmt cannot call methods on unexported fields. Keep secrets in exported fields, or behind a
//     pointer.
//   - %p, and %w outside Errorf, bypass formatting methods.
//   - An error hides secrets of the request that the server returns as they were sent, card numbers
//     and IBANs also with separators, and keys also with an escaped underscore. It does not hide
//     secrets that the server transforms in another way.
//   - net/http prints bytes that a server sends after its answer through package log.
//
// # Deprecated routes
//
// /v2/checkout is [Client.Payments], and /v2/sepa/ibanonly is [SEPAs.Create] and [SEPAs.Get]. The
// old names are aliases that call the current routes. Package api has the deprecated routes.
//
// # Logging and tracing
//
// [WithLogger] logs a line for each attempt, at debug level. [WithObserver] reports each call once:
// operation, route, attempts, duration and error. The context of a request has its operation and
// route, see [OperationFromContext] and [RouteFromContext], so that a transport or a [Middleware]
// can trace it.
//
// # Sources
//
// Methods and types describe the API as Stancer publishes it at https://docs.stancer.com, except
// where a sentence is marked. "Observed" means: seen in real or recorded answers, or asserted by
// the tests of an official client library. "Inferred" means: concluded from other facts, and not
// verified. The document openapi/stancer.yaml has the evidence for each member.
package stancer
