package openapi_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
)

// These tests check the rules in the header of the document.

func TestEverySchemaIsNamed(t *testing.T) {
	for name, schema := range load(t).Components.Schemas {
		for member, property := range schema.Value.Properties {
			assertNamed(t, name+"."+member, property)
		}
	}
}

// assertNamed asserts that an object, an enumeration or a union is a reference to a named schema.
func assertNamed(t *testing.T, where string, schema *openapi3.SchemaRef) {
	t.Helper()
	if schema.Ref != "" {
		return
	}
	value := schema.Value
	assert.Empty(t, value.Properties, "%s: an object without a name", where)
	assert.Empty(t, value.Enum, "%s: an enumeration without a name", where)
	assert.Empty(t, value.OneOf, "%s: a union without a name", where)
	if value.Items != nil {
		assertNamed(t, where+"[]", value.Items)
	}
	for _, part := range value.AnyOf { // a reference, or null
		named := part.Ref != "" || part.Value.Type.Is("null")
		assert.True(t, named, "%s: a union without a name", where)
	}
}

func TestRequestSchemasAreClosedAndResponseSchemasOpen(t *testing.T) {
	requests, answers := map[string]bool{}, map[string]bool{}
	for _, item := range load(t).Paths.Map() {
		for _, op := range item.Operations() {
			if op.RequestBody != nil {
				collect(requests, op.RequestBody.Value.Content.Get("application/json").Schema)
			}
			for _, response := range op.Responses.Map() {
				if content := response.Value.Content.Get("application/json"); content != nil {
					collect(answers, content.Schema)
				}
			}
		}
	}
	schemas := load(t).Components.Schemas
	for name := range requests {
		schema := schemas[name].Value
		if schema.Type.Is("object") {
			additional := schema.AdditionalProperties.Has
			assert.Equal(t, openapi3.Ptr(false), additional, "%s is a request, and open", name)
		}
		shared := answers[name] && len(schema.Properties) > 0
		assert.False(t, shared, "%s is a request and an answer", name)
	}
	for name := range answers {
		schema := schemas[name].Value
		assert.Nil(t, schema.AdditionalProperties.Has, "%s is an answer, and closed", name)
		for member, property := range schema.Properties {
			valid := slices.Contains(schema.Required, member) || nullable(property.Value)
			assert.True(t, valid, "%s.%s is optional, and not nullable", name, member)
		}
	}
}

// collect adds the names of the schemas that a schema refers to, directly or not.
func collect(names map[string]bool, schema *openapi3.SchemaRef) {
	if schema == nil || names[lastPart(schema.Ref)] {
		return
	}
	if schema.Ref != "" {
		names[lastPart(schema.Ref)] = true
	}
	collect(names, schema.Value.Items)
	parts := slices.Concat(schema.Value.AnyOf, schema.Value.OneOf)
	for _, part := range slices.AppendSeq(parts, maps.Values(schema.Value.Properties)) {
		collect(names, part)
	}
}

func nullable(schema *openapi3.Schema) bool {
	if schema.Type.Includes("null") {
		return true
	}
	return slices.ContainsFunc(schema.AnyOf, func(part *openapi3.SchemaRef) bool {
		return part.Value.Type.Is("null")
	})
}

func TestUnpublishedErrorsAreMarked(t *testing.T) {
	for path, item := range load(t).Paths.Map() {
		for method, op := range item.Operations() {
			for status, response := range op.Responses.Map() {
				switch status {
				case "400", "401", "404", "409", "501":
					evidence := response.Value.Extensions["x-evidence"]
					assert.NotEmpty(t, evidence, "%s %s: %s", method, path, status)
				}
			}
		}
	}
}

func TestOperationsAreDescribed(t *testing.T) {
	doc := load(t)
	tags, summaries := map[string]bool{}, map[string]string{}
	for _, tag := range doc.Tags {
		tags[tag.Name] = true
		assert.NotEmpty(t, tag.Description, "tag %s", tag.Name)
		assert.NotEmpty(t, tag.Extensions["x-displayName"], "tag %s", tag.Name)
	}
	for _, name := range []string{"products", "prices", "subscriptions"} { // without operations
		assert.True(t, tags[name], "the tag %s is not declared", name)
	}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			name := method + " " + path
			assert.NotEmpty(t, op.Summary, name)
			assert.Empty(t, summaries[op.Summary], "%s: another operation has this summary", name)
			summaries[op.Summary] = name
			assert.NotEmpty(t, op.Description, name)
			assert.Len(t, op.Tags, 1, name)
			assert.True(t, tags[op.Tags[0]], "%s: the tag %s is not declared", name, op.Tags[0])
			assert.Nil(t, op.Security, "%s: both schemes hold for all operations", name)
		}
	}
	assert.Equal(t, openapi3.SecurityRequirements{{"basic": {}}, {"bearer": {}}}, doc.Security)
}

func TestIdentifiersHaveOneSchemaPerPrefix(t *testing.T) {
	want := map[string]string{
		"cust": "CustomerID",
		"addr": "AddressID",
		"card": "CardID",
		"sepa": "SepaID",
		"chck": "SepaCheckID",
		"mndt": "MandateID",
		"pi":   "PaymentIntentID",
		"paym": "PaymentID",
		"refd": "RefundID",
		"dsbm": "DisbursementID",
		"dspt": "DisputeID",
		"pout": "PayoutID",
		"we":   "WebhookEndpointID",
		"sub":  "SubscriptionID",
	}
	got := map[string]string{}
	for name, schema := range load(t).Components.Schemas {
		if prefix, rest, found := strings.Cut(schema.Value.Pattern, "_"); found {
			got[strings.TrimPrefix(prefix, "^")] = name
			assert.Equal(t, "[a-zA-Z0-9]{24}$", rest, name)
		}
	}
	assert.Equal(t, want, got)
}

func TestSecretsHaveNamedSchemas(t *testing.T) {
	var secrets []string
	for name, schema := range load(t).Components.Schemas {
		if secret, _ := schema.Value.Extensions["x-secret"].(bool); secret {
			secrets = append(secrets, name)
		}
	}
	want := []string{"CardNumber", "CVC", "IBAN", "WebhookSecret", "ApplePayToken"}
	assert.ElementsMatch(t, want, secrets)
}

func TestPathAliasesHaveTheSameVariables(t *testing.T) {
	doc, variable := load(t), regexp.MustCompile(`\{\w+\}`)
	found := 0
	for path, item := range doc.Paths.Map() {
		aliases, _ := item.Extensions["x-path-aliases"].([]any)
		for _, alias := range aliases {
			found++
			other := alias.(map[string]any)["path"].(string)
			want, got := variable.FindAllString(path, -1), variable.FindAllString(other, -1)
			assert.Equal(t, want, got, other)
			assert.Nil(t, doc.Paths.Value(other), "%s is a path of its own", other)
		}
	}
	assert.NotZero(t, found)
}

func TestDescriptionsOfSchemasStartWithAnArticle(t *testing.T) {
	for name, schema := range load(t).Components.Schemas {
		assert.Regexp(t, "^(A|An|The) ", schema.Value.Description, name)
	}
}
