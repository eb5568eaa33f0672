package openapi

import (
	"encoding/json"
	"net/url"

	"github.com/getkin/kin-openapi/openapi3"
)

// CheckParameters returns the flaws in the variables of a path and in a query. The path of a flaw
// is "path" or "query", and the name of the parameter.
func (op *Operation) CheckParameters(vars map[string]string, query url.Values) (flaws []Flaw) {
	note := func(in, name string, found ...Flaw) {
		for _, flaw := range found {
			flaw.Path = []any{in, name}
			flaws = append(flaws, flaw)
		}
	}
	for _, ref := range op.parameters {
		name, in := ref.Value.Name, ref.Value.In
		value, given := vars[name]
		if in == openapi3.ParameterInQuery {
			value, given = query.Get(name), query.Has(name)
		}
		switch {
		case given:
			note(in, name, checkText(op.spec.Schema(ref.Value.Schema), value)...)
		case ref.Value.Required:
			note(in, name, Flaw{Keyword: "required", Message: "is missing"})
		}
	}
	for name := range query {
		if op.parameters.GetByInAndName(openapi3.ParameterInQuery, name) == nil {
			undeclared := Flaw{Keyword: "additionalProperties", Message: "is not documented"}
			note(openapi3.ParameterInQuery, name, undeclared)
		}
	}
	return distinct(flaws)
}

// checkText checks the text of a parameter, which may represent a number or a boolean.
func checkText(schema *Schema, text string) []Flaw {
	flaws := schema.Check(text)
	if len(flaws) == 0 {
		return nil
	}
	value, _ := Decode([]byte(text))
	switch value.(type) {
	case json.Number, bool:
		if found := schema.Check(value); len(found) == 0 || found[0].Keyword != "type" {
			return found
		}
	}
	return flaws
}
