// Package contract checks requests to the Stancer API and its responses against the OpenAPI document
// of this project. Its [Transport] is an http.RoundTripper that checks each exchange, reports the
// deviations, and changes nothing.
//
// In a test, where each deviation fails it:
//
//	client, err := stancer.New(key, stancer.WithHTTPClient(contract.Client(t, nil)))
//
// Anywhere else:
//
//	transport, err := contract.New(http.DefaultTransport, func(d contract.Deviation) { log.Print(d) })
//
// A client that is to be checked should not retry (stancer.WithMaxAttempts(1)): a retry hides the
// response before it. In a test that injects faults, see [AllowFaults].
//
// # What is checked
//
// Of a request: that its path, slash for slash, and its method are documented; that an identifier
// in the path fits its pattern; that each query parameter is declared, given once and valid; that
// it has a key; and that its body has the right content type, is there when it is required, fits
// its schema and has no other members.
//
// Of a response: that its status is documented for the operation, that its content type is the one
// for that status, and that its body fits the schema. Responses may have members that the document
// does not have; these are reported as [LevelInfo].
//
// Formats are checked, too. A body that is not JSON, the PDF of a mandate, is streamed. A JSON body
// is read whole before it is passed on, up to 10 MiB; a longer one is reported as unchecked.
//
// # Secrets
//
// A deviation never holds a value. It says what the schema wants and, at most, the type or the
// length of the value. The names of members and parameters that the document does not have are
// shown only if they look like names.
package contract
