package contract

import (
	"encoding/json"
	"fmt"
	"regexp"

	"github.com/getkin/kin-openapi/openapi3"
)

// schema is a schema of the document, made ready to check values with. The validators there are either compile the schema anew each time,
// which takes milliseconds, or do not know all of OpenAPI 3.1; and all of them put values into their errors.
type schema struct {
	*openapi3.Schema
	types   []string // none means any
	pattern *regexp.Regexp
	items   *schema
	members map[string]*schema
	others  *schema // what members without a schema of their own are
	closed  bool    // whether there may be none
	either  []*schema
	one     bool // whether exactly one of either must fit
}

// open tells whether the schema says nothing about members, so that none is undocumented.
func (s *schema) open() bool { return len(s.members) == 0 && s.others == nil && !s.closed }

// keywords are those that are checked, and those that say nothing about a value.
var keywords = map[string]bool{
	"$ref": true, "type": true, "enum": true, "const": true, "format": true, "pattern": true, "minLength": true, "maxLength": true,
	"minimum": true, "maximum": true, "exclusiveMinimum": true, "items": true, "minItems": true, "uniqueItems": true,
	"properties": true, "required": true, "additionalProperties": true, "anyOf": true, "oneOf": true,
	"title": true, "description": true, "default": true, "example": true, "examples": true, "deprecated": true,
}

// compiler makes schemas. It remembers the first thing that it does not know how to check, because to pass over it would be to lie.
type compiler struct {
	known map[*openapi3.Schema]*schema
	err   error
}

func (c *compiler) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
}

func (c *compiler) schema(ref *openapi3.SchemaRef) *schema {
	if ref == nil {
		return nil
	}
	if made := c.known[ref.Value]; made != nil {
		return made
	}
	made := &schema{Schema: ref.Value, members: map[string]*schema{}}
	c.known[ref.Value] = made
	c.checkKeywords(ref.Value)
	if ref.Value.Type != nil {
		made.types = *ref.Value.Type
	}
	if ref.Value.Pattern != "" {
		made.pattern = c.pattern(ref.Value.Pattern)
	}
	made.items = c.schema(ref.Value.Items)
	for name, member := range ref.Value.Properties {
		made.members[name] = c.schema(member)
	}
	made.others = c.schema(ref.Value.AdditionalProperties.Schema)
	made.closed = ref.Value.AdditionalProperties.Has != nil && !*ref.Value.AdditionalProperties.Has
	made.one = len(ref.Value.OneOf) > 0
	for _, alternatives := range []openapi3.SchemaRefs{ref.Value.OneOf, ref.Value.AnyOf} {
		for _, alternative := range alternatives {
			made.either = append(made.either, c.schema(alternative))
		}
	}
	return made
}

func (c *compiler) checkKeywords(s *openapi3.Schema) {
	text, err := json.Marshal(s)
	var used map[string]json.RawMessage
	if err == nil {
		err = json.Unmarshal(text, &used)
	}
	if err != nil {
		c.fail("a schema cannot be read: %w", err)
	}
	for keyword := range used {
		if !keywords[keyword] && keyword[0] != 'x' {
			c.fail("the keyword %q is not supported", keyword)
		}
	}
	if len(s.OneOf) > 0 && len(s.AnyOf) > 0 {
		c.fail("oneOf and anyOf in one schema are not supported")
	}
	if s.Format != "" && formats[s.Format] == nil {
		c.fail("the format %q is not supported", s.Format)
	}
}

func (c *compiler) pattern(text string) *regexp.Regexp {
	pattern, err := regexp.Compile(text)
	if err != nil {
		c.fail("a pattern cannot be used: %w", err)
	}
	return pattern
}
