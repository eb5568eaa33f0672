// Package contract checks requests to the Stancer API and its responses against the OpenAPI
// document of this project. Its [Transport] is an http.RoundTripper that checks each request and
// response, reports the deviations, and changes nothing.
//
// In a test, each deviation fails the test:
//
//	client, err := stancer.New(key, stancer.WithHTTPClient(contract.Client(t, nil)))
//
// Outside of a test, a function receives them:
//
//	report := func(d contract.Deviation) { log.Print(d) }
//	transport, err := contract.New(http.DefaultTransport, report)
//
// Turn off retries in the client (stancer.WithMaxAttempts(1)), because a retry hides the response
// before it. In a test that injects faults, see [AllowFaults].
//
// # What is checked
//
// Requests:
//
//   - The path, including a slash at the end, and the method are documented.
//   - An identifier in the path matches its pattern.
//   - Each query parameter is declared, valid, and not repeated.
//   - There is a key.
//   - A required body is present. A body has the documented content type, fits its schema, and has
//     no other members.
//
// Responses:
//
//   - The status is documented for the operation.
//   - The content type is documented for the status.
//   - The body fits its schema. Members that the document does not have are [LevelInfo].
//
// Formats are checked, too. A body that is not JSON, such as the PDF of a mandate, is streamed. A
// JSON body of up to 10 MiB is read whole before it is passed on. A longer one is [KindUnchecked].
//
// # Secrets
//
// A deviation never holds a value. Its message has the constraint of the schema and, at most, the
// type or the length of the value. The name of an undocumented member or parameter is shown only if
// it cannot be a secret.
package contract
