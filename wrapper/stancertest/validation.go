package stancertest

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/stancer-go/stancer/openapi"
)

const maxBody = 10 << 20

// validate validates the request against the document and returns its body without the members that
// the API ignores. Its errors contain no values of the request, because they may be secrets.
func (s *Server) validate(
	op *openapi.Operation, r *http.Request, vars map[string]string,
) ([]byte, error) {
	flaws := s.checkQuery(r, op, op.CheckParameters(vars, r.URL.Query()))
	wrong := details(nil, flaws)
	body, more := validateBody(op, r, vars["id"])
	wrong = append(wrong, more...)
	switch {
	case len(wrong) == 0:
		return body, nil
	case isV1(op.Path):
		return nil, invalidV1(vars, wrong)
	}
	return nil, &failure{status: http.StatusUnprocessableEntity, detail: wrong}
}

// validateBody ignores the body if the document declares none: official clients send the id with a
// capture.
func validateBody(op *openapi.Operation, r *http.Request, id string) ([]byte, []detail) {
	schema := op.Schema(op.Body())
	if schema == nil {
		return nil, nil
	}
	at := []any{"body"}
	text, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil || len(bytes.TrimSpace(text)) == 0 {
		if op.NeedsBody() {
			return nil, []detail{{at, "field required", "value_error.missing"}}
		}
		return nil, nil
	}
	if !isJSON(r.Header) {
		msg := "value is not a valid dict; the Content-Type must be application/json"
		return nil, []detail{{at, msg, "type_error.dict"}}
	}
	value, err := openapi.Decode(text)
	if err != nil {
		return nil, []detail{{at, "the body is not valid JSON", "value_error.jsondecode"}}
	}
	if body, ok := value.(map[string]any); ok && id != "" && body["id"] == id {
		delete(body, "id")
	}
	value = withoutNulls(value)
	flaws := schema.Check(value)
	if len(flaws) == 0 {
		flaws = schema.Normalize(value)
	}
	if len(flaws) > 0 {
		return nil, details(at, flaws)
	}
	if wrong := checkReturnURLs(at, value); len(wrong) > 0 {
		return nil, wrong
	}
	text, err = json.Marshal(value)
	if err != nil {
		panic("stancertest: " + err.Error())
	}
	return text, nil
}

// isJSON reports whether the Content-Type is JSON or absent.
func isJSON(header http.Header) bool {
	given := header.Get("Content-Type")
	if given == "" {
		return true
	}
	media, _, _ := mime.ParseMediaType(given)
	kind, sub, _ := strings.Cut(media, "/")
	return kind == "application" && (sub == "json" || strings.HasSuffix(sub, "+json"))
}

// withoutNulls removes members that are null, which the API ignores.
func withoutNulls(value any) any {
	object, ok := value.(map[string]any)
	if !ok {
		return value
	}
	for name, member := range object {
		switch {
		case member == nil:
			delete(object, name)
		case name != "metadata":
			withoutNulls(member)
		}
	}
	return object
}

// invalidV1 returns the error of version 1, which has no 422. The 400 for an invalid query is a
// guess.
func invalidV1(vars map[string]string, wrong []detail) error {
	if slices.ContainsFunc(wrong, func(d detail) bool { return d.Loc[0] == "path" }) {
		return fail(http.StatusNotFound, "No such payout "+vars["id"])
	}
	var names []string
	for _, d := range wrong {
		names = append(names, d.Loc[1].(string))
	}
	return fail(http.StatusBadRequest, "Invalid parameter: "+strings.Join(names, ", "))
}
