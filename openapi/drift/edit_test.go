package main

import (
	"slices"
	"strings"
)

// What the tests change documents with. A place that is not there stops the test.

func at(doc node, path ...string) node {
	for _, part := range path {
		doc = doc[part].(node)
	}
	return doc
}

func properties(doc node, schema string) node {
	return at(doc, "components", "schemas", schema, "properties")
}

func content(doc node, path, method string) node {
	return at(doc, "paths", path, method, "responses", "200", "content", "application/json")
}

func body(doc node, path, method string) node {
	return at(doc, "paths", path, method, "requestBody", "content", "application/json")
}

// refundBody returns the members of the body that refunds a payment; its schema is named after the
// route and is not in our document.
func refundBody(doc node) node {
	schema := body(doc, "/v2/payments/{id}/refund", "post")["schema"].(node)
	if parts, ok := schema["allOf"].([]any); ok {
		schema = parts[0].(node)
	}
	return properties(doc, strings.TrimPrefix(schema["$ref"].(string), "#/components/schemas/"))
}

func parameter(doc node, path, method, name string) node {
	parameters := at(doc, "paths", path, method)["parameters"].([]any)
	i := slices.IndexFunc(parameters, func(parameter any) bool { return parameter.(node)["name"] == name })
	return parameters[i].(node)
}

func addParameter(doc node, path, method string, parameter node) {
	op := at(doc, "paths", path, method)
	op["parameters"] = append(op["parameters"].([]any), parameter)
}

func addValue(doc node, schema, value string) {
	enum := at(doc, "components", "schemas", schema)
	enum["enum"] = append(enum["enum"].([]any), value)
}

func dropValue(doc node, schema string) {
	enum := at(doc, "components", "schemas", schema)
	enum["enum"] = enum["enum"].([]any)[1:]
}

func rename(members node, from, to string) {
	if members[from] == nil {
		panic(from + " is not there")
	}
	members[to] = members[from]
	delete(members, from)
}
