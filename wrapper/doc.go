// Package stancer is a client of the Stancer payment API: cards and SEPA direct debit. It is unofficial.
//
//	client, err := stancer.New("stest_…")
//	intent, err := client.PaymentIntents.Create(ctx, &stancer.PaymentIntentCreate{
//		Amount:    4200, // 42.00 EUR
//		ReturnURL: stancer.Ptr("https://shop.example.com/thanks"),
//	})
//	// Send the customer to intent.URL.
//
// What follows are the package's policies. Each has a test.
//
// # Clients
//
// [New] takes a secret key, and refuses anything else with an error that says what to use. The key decides the mode, test or live;
// [WithMode] makes the wrong one an error. A [Client] cannot be changed and is safe for concurrent use. It sends nothing before the first
// call, reads no environment but in [NewFromEnv], writes nothing to disk and reports nothing to anybody.
//
// The key is sent as the user of Basic authentication, over https only, except to a loopback address. Redirects are never followed.
// Each attempt is limited to 30 seconds, see [WithTimeout], and the whole call by its context. It speaks HTTP/1.1: over HTTP/2 net/http sends
// writes again by itself.
//
// # Calls
//
// Every operation is a method of a resource: ctx first, then the id, then one struct of parameters, then options. The same [Option] values
// work on a client and on a single call. The types of parameters and answers are those of package api, which has their fields: see
// "go doc github.com/stancer-go/stancer/api.PaymentCreate". Amounts are in the currency's minor unit, and [FormatAmount] makes text of them.
// Timestamps are in UTC.
//
// Optional members of parameters are pointers: [Ptr], [Int] and [At] make them. In answers, text, enumerations, identifiers, timestamps and
// dates are plain values, whose zero value means absent:
//
//	if payment.Status == stancer.PaymentStatusCaptured { … }
//	if payment.Status.Declined() { log.Print(payment.Response.Text()) }
//
// Optional numbers, booleans and objects of answers are pointers: [Val] reads a number or a boolean. Answers and parameters print readably
// with fmt and log/slog, without secrets.
//
// Every identifier is checked before anything is sent, against its prefix and its length: the one that follows ctx, and those within
// parameters. The error is [ErrInvalidID]. Everything else within parameters is checked by Stancer, which answers with [ErrInvalid].
//
// A call succeeds if and only if the status is 2xx and the body is the JSON that belongs to it. At most 10 MiB of a body are read. Values of
// enumerations and members that are not known yet are no error. [WithResponse] gives the answer as it came; [WithBodyMember] and [WithQuery]
// send what this package does not know.
//
// # Lists
//
// Methods such as [Payments.List] return a [List], which reads one page with Page, and ranges over
// all pages with Pages and over all objects with All:
//
//	for payment, err := range client.Payments.List(nil).All(ctx) {
//		if err != nil {
//			return err
//		}
//		…
//	}
//
// Nothing is sent before the range begins, and nothing more after it is left. Each range starts anew.
// An error is yielded once and ends the range, and so does a context that ends.
//
// All yields each object that is in the list for the whole time of the range exactly once and in
// order, even if others are created or deleted meanwhile, or ends with an error; see [List.All] for
// the conditions. [WithConcurrentPages] reads several pages at a time.
//
// # Errors
//
// Whatever was sent and did not succeed is an [*Error], with the operation, the status and what the answer says, in whatever form it says
// it. Use errors.Is to tell [ErrNotFound], [ErrConflict], [ErrInvalid] and the others. A declined payment is not an error but a [Payment]
// whose Status is refused.
//
// Payouts exist in live mode only, currently. A test key gets [ErrLiveModeOnly], which is told from the answer: the call is made.
//
// # Money is never moved twice
//
// A request is sent again only if that cannot do anything twice:
//
//   - What was not sent at all, for want of a connection or of TLS, and what was refused with 429: whatever it is, after Retry-After.
//   - What reads, deletes or updates anything but a payment, after a connection that broke, a timeout, 303, 408, 500, 502, 503, 504 and the
//     like.
//   - After the same, a payment that is created with a UniqueID and a customer with an ExternalID are looked up first. What is found, and is
//     as it was sent, is returned; what is found and differs is an [ErrConflict] with its id; what is not there is sent again.
//   - After the same, a capture is read first, and sent again only if it is not captured.
//
// Everything else, a refund or a payment without a UniqueID for example, is never sent again after these. It is an [ErrUnknownOutcome]: the
// error says what was sent, and where to look before doing it again. [WithAutoUniqueID] gives each payment a UniqueID.
//
// At most 3 attempts are made, with the same bytes: see [WithMaxAttempts]. Between them it waits for a random time that grows, see
// [WithBackoff], and for as long as Retry-After asks, up to a minute; longer is left to the caller, as [Error.RetryAfter]. A context that
// ends ends every wait. All calls of a client share a budget of 100 retries, of which every five successes give back one, so that a Stancer
// that is down is not hammered. What middleware and an HTTP client of one's own send again by themselves is theirs to answer for, but not
// what net/http would over HTTP/2: that is prevented.
//
// # Waiting
//
// The methods named Wait look again and again until a payment, an intent or a SEPA check has settled, or the context ends: see [WithPoll].
//
// # Webhooks
//
// A [WebhookReceiver] is a handler that checks the signature of a delivery in constant time, with several secrets while one replaces
// another, refuses what is too old, and hands on an [Event]. That deliveries are signed with HMAC-SHA256 over "<t>.<body>", in the header
// Stancer-Signature, was observed by integrators; Stancer publishes neither that nor the types of events.
//
// # Secrets
//
// No key, card number, CVC, IBAN or webhook secret is shown by an error, a log line, fmt or slog on any value of this package. JSON is the
// exception: it carries what must be sent. So do %w and %p of fmt outside of Errorf, which no type can guard against.
//
// # Deprecated routes
//
// /v2/checkout is [Client.Payments], and /v2/sepa/ibanonly is [SEPAs.Create] and [SEPAs.Get]. The old names are kept as aliases that call
// the current routes, and linters report them. Package api has the old routes themselves.
//
// # Watching
//
// [WithLogger] logs a line for each attempt, at debug level. The context of a request names its operation, see [OperationFromContext], so
// that a transport or a [Middleware] can trace and count: examples/tracing does so with OpenTelemetry.
//
// # Sources
//
// What methods and types say is published by Stancer, at https://docs.stancer.com, unless it is marked "observed": seen in real or recorded
// answers, or asserted by the tests of an official client library. The document in openapi/stancer.yaml tells it for each member.
package stancer
