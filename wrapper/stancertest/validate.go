package stancertest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

const maxBody = 10 << 20

// validate holds the request against the document and returns its body, without what the API overlooks. Its errors never hold a value
// from the request, which may be a secret.
func (op *operation) validate(r *http.Request, vars map[string]string) ([]byte, error) {
	wrong := op.validateParameters(r, vars)
	body, more := op.validateBody(r, vars["id"])
	wrong = append(wrong, more...)
	for _, d := range wrong {
		hideSecrets(d.Loc)
	}
	switch {
	case len(wrong) == 0:
		return body, nil
	case op.v1:
		return nil, op.invalidV1(vars, wrong)
	}
	return nil, &failure{status: http.StatusUnprocessableEntity, detail: wrong}
}

// hideSecrets is for one that was sent in the place of a name.
func hideSecrets(loc []any) {
	for i, step := range loc {
		if name, ok := step.(string); ok {
			loc[i] = redact(name)
		}
	}
}

func (op *operation) validateParameters(r *http.Request, vars map[string]string) []detail {
	err := openapi3filter.ValidateRequest(r.Context(), &openapi3filter.RequestValidationInput{
		Request:    r,
		PathParams: vars,
		Route:      op.route,
		Options: &openapi3filter.Options{
			MultiError:              true,
			SkipSettingDefaults:     true,
			ExcludeRequestBody:      true,
			AuthenticationFunc:      openapi3filter.NoopAuthenticationFunc,
			SchemaValidationOptions: []openapi3.SchemaValidationOption{formats},
		},
	})
	wrong := parameterDetails(err)
	for name := range r.URL.Query() {
		if !op.declare[name] {
			wrong = append(wrong, detail{Loc: []any{"query", name}, Msg: "extra fields not permitted", Type: "value_error.extra"})
		}
	}
	return wrong
}

// validateBody overlooks a body where none is declared: official clients send the id with a capture.
func (op *operation) validateBody(r *http.Request, id string) ([]byte, []detail) {
	if op.body == nil {
		return nil, nil
	}
	text, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil || len(bytes.TrimSpace(text)) == 0 {
		if op.needs {
			return nil, []detail{{Loc: []any{"body"}, Msg: "field required", Type: "value_error.missing"}}
		}
		return nil, nil
	}
	var value any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil || decoder.Decode(new(any)) != io.EOF {
		return nil, []detail{{Loc: []any{"body"}, Msg: "the body is not valid JSON", Type: "value_error.jsondecode"}}
	}
	value = overlook(value, id)
	if wrong := bodyDetails([]any{"body"}, op.body, value); len(wrong) > 0 {
		return nil, wrong
	}
	text, err = json.Marshal(value)
	if err != nil {
		panic("stancertest: " + err.Error())
	}
	return text, nil
}

// overlook drops what the API does not mind: members that are null, and the id of the object itself.
func overlook(value any, id string) any {
	body, ok := value.(map[string]any)
	if ok && id != "" && body["id"] == id {
		delete(body, "id")
	}
	return withoutNulls(value)
}

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
			object[name] = withoutNulls(member)
		}
	}
	return object
}

func bodyDetails(loc []any, schema *openapi3.Schema, value any) []detail {
	err := schema.VisitJSON(value, openapi3.MultiErrors(), openapi3.VisitAsRequest(), formats)
	return schemaDetails(loc, err)
}

func parameterDetails(err error) []detail {
	var wrong []detail
	var all openapi3.MultiError
	if !errors.As(err, &all) {
		return nil
	}
	for _, one := range all {
		var request *openapi3filter.RequestError
		if !errors.As(one, &request) || request.Parameter == nil {
			continue
		}
		loc := []any{request.Parameter.In, request.Parameter.Name}
		found := schemaDetails(loc, request.Err)
		if len(found) == 0 { // it could not even be read as what the schema wants
			msg, kind := wrongType(request.Parameter.Schema.Value)
			found = []detail{{Loc: loc, Msg: msg, Type: kind}}
		}
		wrong = append(wrong, found...)
	}
	return wrong
}

// invalidV1 is the answer of version 1, which has no 422. That a wrong query is a 400 is a guess.
func (op *operation) invalidV1(vars map[string]string, wrong []detail) error {
	if slices.ContainsFunc(wrong, func(d detail) bool { return d.Loc[0] == "path" }) {
		return fail(http.StatusNotFound, "No such payout "+vars["id"])
	}
	var names []string
	for _, d := range wrong {
		names = append(names, d.Loc[1].(string))
	}
	return fail(http.StatusBadRequest, "Invalid parameter: "+strings.Join(names, ", "))
}
