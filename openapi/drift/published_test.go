package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

type node = map[string]any

// published returns our document in the form of the one that Stancer publishes: without our
// additions, and with the names, the idioms and the mistakes of the published document.
func published(t *testing.T) node {
	t.Helper()
	our, err := ours()
	require.NoError(t, err)
	p := publisher{doc: copied(t, node(our))}
	p.schemas = at(p.doc, "components", "schemas")
	p.removeObserved()
	p.addMistakes()
	paths := node{}
	for path, item := range p.doc["paths"].(node) {
		if strings.HasPrefix(path, "/v2/") {
			paths[path] = p.item(item.(node))
		}
	}
	schemas := node{}
	for name, schema := range p.schemas {
		published, ok := schema.(node)["x-stancer-schema"].(string)
		if ok && name != "RefundRequest" && name != "Device" {
			schemas[published] = p.publish(schema)
		}
	}
	p.wrapRefunds(paths, schemas)
	return copied(t, node{
		"openapi": "3.1.0",
		"info": node{
			"title":   "Stancer API",
			"version": "v2",
			"x-logo":  node{"url": "data:image/png;base64,AAAA"},
		},
		"paths": paths,
		"tags":  []any{node{"name": "customers", "description": "Customers"}},
		"components": node{
			"schemas": schemas,
			"securitySchemes": node{
				"Basic":  node{"type": "http", "scheme": "basic"},
				"Bearer": node{"type": "http", "scheme": "bearer"},
			},
		},
	})
}

// copied returns a copy in which numbers are written as before: 1.0 stays 1.0.
func copied(t *testing.T, doc node) node {
	t.Helper()
	text, err := json.Marshal(doc)
	require.NoError(t, err)
	return decoded(t, text)
}

func decoded(t *testing.T, text []byte) node {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var result node
	require.NoError(t, decoder.Decode(&result))
	return result
}

type publisher struct{ doc, schemas node }

func (p publisher) member(schema, member string) node {
	return p.schemas[schema].(node)["properties"].(node)[member].(node)
}

func (p publisher) set(schema, member string, value node) {
	p.schemas[schema].(node)["properties"].(node)[member] = value
}

func (p publisher) require(schema string, members ...any) {
	s := p.schemas[schema].(node)
	required, _ := s["required"].([]any)
	s["required"] = append(required, members...)
}

// removeObserved removes facts that were observed, and that Stancer has not published.
func (p publisher) removeObserved() {
	for _, schema := range []string{"Customer", "Card", "Payment"} {
		delete(at(p.schemas, schema, "properties"), "live_mode")
	}
	delete(at(p.schemas, "Address", "properties"), "created")
	p.require("Customer", "deleted")
	p.require("Payment", "origin")
	p.require("PaymentIntent", "origin")
	p.require("Dispute", "fee")
	p.require("Address", "created_at")
	p.require("Range", "count")
	p.schemas["Timestamp"] = node{"type": "string", "format": "date-time"}
	p.schemas["MandateDate"] = node{"type": "string", "format": "date"}
	p.schemas["Ping"] = node{}
	p.schemas["Metadata"] = node{"title": "Metadata"}
	responses := at(p.doc, "components", "responses")
	responses["MandatePdf"] = node{"description": "Successful Response"}
	p.set("PaymentUpdate", "status", node{"type": "string"})
	p.schemas["PaymentAuthCreate"].(node)["oneOf"].([]any)[1] = node{"type": "boolean"}
}

// addMistakes adds the mistakes of the published document.
func (p publisher) addMistakes() {
	binary := node{
		"type": "string", "format": "binary", "minLength": 1, "maxLength": 36,
		"example": "UniqueId123",
	}
	p.schemas["OrderID"], p.schemas["UniqueID"] = binary, binary
	orderID := node{"anyOf": []any{binary, reference("DevicePhone")}}
	p.set("PaymentCreate", "order_id", orderID)
	p.set("PaymentCreate", "device", reference("DeviceCreate"))
	p.set("PaymentCreate", "methods_allowed", node{
		"type": "array", "minLength": 1, "uniqueItems": true,
		"items": node{"type": "string", "minLength": 1},
	})
	p.member("SepaCheckCompany", "identifier")["exemple"] = "SIREN"
	p.member("Card", "network")["examples"] = []any{[]any{"visa"}}
}

func (p publisher) item(item node) node {
	shared, _ := item["parameters"].([]any)
	operations := node{}
	for method, op := range item {
		if op, ok := op.(node); ok {
			own, _ := op["parameters"].([]any)
			own = slices.DeleteFunc(own, func(parameter any) bool {
				return parameter.(node)["$ref"] == "#/components/parameters/CreatedInferred"
			})
			operations[method] = p.operation(op, slices.Concat(shared, own))
		}
	}
	return operations
}

func (p publisher) operation(op node, parameters []any) node {
	id := op["x-stancer-operation-id"].(string)
	operation := node{
		"operationId": id, "summary": op["summary"], "tags": op["tags"],
		"security": []any{node{"Basic": []any{}}, node{"Bearer": []any{}}},
	}
	if op["deprecated"] == true {
		operation["deprecated"] = true
	}
	if len(parameters) > 0 {
		operation["parameters"] = p.publish(parameters)
	}
	if body := op["requestBody"]; body != nil {
		operation["requestBody"] = p.publish(body)
	}
	published := []string{"200", "204", "410", "422"}
	if strings.HasPrefix(id, "ping_") {
		published = []string{"200"}
	}
	responses := node{}
	for status, response := range op["responses"].(node) {
		if slices.Contains(published, status) {
			responses[status] = p.publish(response)
		}
	}
	operation["responses"] = responses
	return operation
}

// publish writes a part of our document as Stancer does.
func (p publisher) publish(value any) any {
	switch value := value.(type) {
	case []any:
		result := []any{}
		for _, item := range value {
			result = append(result, p.publish(item))
		}
		return result
	case node:
		value = withoutNull(value)
		if ref, ok := value["$ref"].(string); ok {
			return p.resolve(ref, value)
		}
		result := node{}
		for key, member := range value {
			switch {
			case key == "examples" || key == "default" || strings.HasPrefix(key, "x-"):
			case key == "oneOf":
				result["anyOf"] = p.publish(member)
			case strings.HasSuffix(key, "inimum") || strings.HasSuffix(key, "aximum"):
				result[key] = json.Number(member.(json.Number).String() + ".0")
			default:
				result[key] = p.publish(member)
			}
		}
		if def, ok := value["default"]; ok {
			result["default"] = def
		}
		if ref, ok := result["$ref"]; ok && len(result) > 1 {
			delete(result, "$ref")
			result["allOf"] = []any{node{"$ref": ref}}
		}
		if result["properties"] != nil && value["type"] == "object" {
			result["title"], result["additionalProperties"] = "A Title", false
		}
		return result
	}
	return value
}

// resolve returns a reference to a schema that the published document names, and the schema itself
// if it has no name there.
func (p publisher) resolve(ref string, holder node) any {
	var target any = p.doc
	for _, part := range strings.Split(strings.TrimPrefix(ref, "#/"), "/") {
		target = target.(node)[part]
	}
	schema, siblings := target.(node), maps.Clone(holder)
	delete(siblings, "$ref")
	var result node
	if name, ok := schema["x-stancer-schema"].(string); ok {
		result = reference(name)
	} else {
		result = p.publish(schema).(node)
	}
	if named := result["$ref"]; named != nil && len(siblings) > 0 {
		result = node{"allOf": []any{result}}
	}
	maps.Copy(result, siblings)
	return result
}

func withoutNull(schema node) node {
	schema = maps.Clone(schema)
	if names, ok := schema["type"].([]any); ok && len(names) == 2 && names[1] == "null" {
		schema["type"] = names[0]
	}
	parts, _ := schema["anyOf"].([]any)
	if len(parts) != 2 || parts[1].(node)["type"] != "null" {
		return schema
	}
	delete(schema, "anyOf")
	maps.Copy(schema, parts[0].(node))
	return schema
}

// wrapRefunds gives each route that refunds a schema of its own, as the framework does.
func (p publisher) wrapRefunds(paths, schemas node) {
	for _, resource := range []string{"payments", "checkout", "payment_intents"} {
		name := "Body_refund_" + resource
		path := "/v2/" + resource + "/{id}/refund"
		content := at(paths, path, "post", "requestBody", "content")
		body := p.publish(p.schemas["RefundRequest"]).(node)
		delete(body, "additionalProperties")
		schemas[name] = body
		content["application/json"] = node{"schema": node{
			"allOf": []any{reference(name)}, "title": "Body",
		}}
	}
}
