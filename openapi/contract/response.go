package contract

import "net/http"

// response checks a response. The body can still be read afterwards.
func (e *exchange) response(resp *http.Response) {
	e.status = resp.StatusCode
	documented := e.op.Responses.Status(resp.StatusCode)
	if documented == nil {
		e.deviate("", KindStatus, "", "this status is not documented for the operation")
		return
	}
	switch want := documented.Value.Content; {
	case len(want) == 0 && resp.ContentLength > 0:
		e.deviate(InBody, KindBody, "", "unexpected body: none is documented for this status")
	case len(want) > 0 && e.isJSON(resp.Header, want):
		text, again, err := peek(resp.Body)
		resp.Body = again
		e.body(want, resp.Header, text, err)
	}
}
