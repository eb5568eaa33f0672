package contract

import "net/http"

// answer checks an answer, whose body can be read as if nobody had.
func (e *exchange) answer(resp *http.Response) {
	want := e.op.answers[resp.StatusCode]
	switch {
	case want == nil:
		e.deviate(resp.StatusCode, "", KindStatus, LevelError, "", "the document does not have this status for the operation")
		return
	case len(want.types) == 0:
		if resp.ContentLength > 0 {
			e.deviate(resp.StatusCode, InBody, KindBody, LevelError, "", "is one, and the document has none for this status")
		}
		return
	case !e.contentType(resp.StatusCode, resp.Header, want):
		return
	}
	text, again, err := peek(resp.Body)
	resp.Body = again
	for _, flaw := range checkJSON(want.schema, resp.Header, text, err) {
		e.deviate(resp.StatusCode, InBody, flaw.kind, flaw.level, flaw.pointer, flaw.message)
	}
}
