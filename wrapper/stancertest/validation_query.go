package stancertest

import (
	"io"
	"log"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/stancer-go/stancer/openapi"
)

// WithUnknownQueries makes the server ignore query parameters that the document does not have, as
// Stancer does, and write a line for each request that has one. Without this option they are a 422,
// because a misspelled filter returns all objects, which can cost money.
func WithUnknownQueries(to io.Writer) Option {
	return func(s *Server) { s.unknown = log.New(to, "", log.Ltime) }
}

// checkQuery removes the flaws of unknown parameters that the server ignores. All lists accept
// `created`, because official clients send it even where the document does not have it.
func (s *Server) checkQuery(
	r *http.Request, op *openapi.Operation, flaws []openapi.Flaw,
) []openapi.Flaw {
	var ignored []string
	flaws = slices.DeleteFunc(flaws, func(flaw openapi.Flaw) bool {
		if flaw.Keyword != "additionalProperties" || flaw.Path[0] != "query" {
			return false
		}
		name, _ := flaw.Path[1].(string)
		if name == "created" && isList(op) {
			return validTime(r.URL.Query())
		}
		if s.unknown != nil {
			ignored = append(ignored, redact(name))
		}
		return s.unknown != nil
	})
	if len(ignored) > 0 {
		s.unknown.Printf("%s %s: ignored the unknown query parameters %s, as Stancer does",
			r.Method, redact(r.URL.EscapedPath()), strings.Join(ignored, ", "))
	}
	return flaws
}

// isList reports whether the operation returns pages of a list.
func isList(op *openapi.Operation) bool {
	return op.Parameters.GetByInAndName(openapi3.ParameterInQuery, "start") != nil
}

func validTime(query url.Values) bool {
	_, err := timeOf(query.Get("created"))
	return err == nil
}
