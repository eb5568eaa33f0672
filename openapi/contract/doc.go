// Package contract holds what passes between a client and the Stancer API against the OpenAPI document of this project. Its [Transport] is
// an http.RoundTripper that checks each request and each answer, reports what deviates, and changes neither.
//
// In a test, where each deviation fails it:
//
//	client, err := stancer.New(key, stancer.WithHTTPClient(contract.Client(t, nil)))
//
// Anywhere else:
//
//	transport, err := contract.New(http.DefaultTransport, func(d contract.Deviation) { log.Print(d) })
//
// # What is checked
//
// Of a request: that the document has its path, slash for slash, and its method; that an identifier in the path fits its pattern; that
// each query parameter is declared, given once and valid; that it brings a key; and that its body has the right content type, is there when
// it is needed, fits its schema and has no other members.
//
// Of an answer: that the document has its status for the operation, that its content type is the one for that status, and that its body
// fits the schema. Answers may have members that the document does not know; these are reported as [LevelInfo].
//
// Formats are checked too: date, date-time, email and uri. A body that is no JSON, the PDF of a mandate, passes as it comes, a byte at a
// time if need be. A JSON body is read whole before it goes on, up to 10 MiB; what is longer is reported as unchecked.
//
// # Secrets
//
// A deviation never holds a value. It tells what the schema wants and, at most, the type of what there is. The names of members and
// parameters that the document does not know are shown only if they look like names.
package contract
