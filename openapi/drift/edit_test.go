package main

import "slices"

// The functions of this file change documents. A missing member is a panic.

func at(doc node, path ...string) node {
	for _, part := range path {
		doc = doc[part].(node)
	}
	return doc
}

func schema(doc node, name string) node { return at(doc, "components", "schemas", name) }

func properties(doc node, name string) node { return at(schema(doc, name), "properties") }

func reference(schema string) node { return node{"$ref": "#/components/schemas/" + schema} }

func route(doc node, path, method string) node { return at(doc, "paths", path, method) }

func content(doc node, path, method string) node {
	return at(route(doc, path, method), "responses", "200", "content", "application/json")
}

func body(doc node, path, method string) node {
	return at(route(doc, path, method), "requestBody", "content", "application/json")
}

// refundBody returns the members of the body that refunds a payment; its schema is named after the
// route and is not in our document.
func refundBody(doc node) node {
	ref := body(doc, "/v2/payments/{id}/refund", "post")["schema"].(node)
	if parts, ok := ref["allOf"].([]any); ok {
		ref = parts[0].(node)
	}
	return properties(doc, schemaName(ref["$ref"].(string)))
}

func parameter(doc node, path, method, name string) node {
	parameters := route(doc, path, method)["parameters"].([]any)
	i := slices.IndexFunc(parameters, func(it any) bool { return it.(node)["name"] == name })
	return parameters[i].(node)
}

func addParameter(doc node, path, method string, parameter node) {
	op := route(doc, path, method)
	op["parameters"] = append(op["parameters"].([]any), parameter)
}

func addValue(doc node, name, value string) {
	enum := schema(doc, name)
	enum["enum"] = append(enum["enum"].([]any), value)
}

func dropValue(doc node, name string) {
	enum := schema(doc, name)
	enum["enum"] = enum["enum"].([]any)[1:]
}

func rename(members node, from, to string) {
	if members[from] == nil {
		panic(from + " is not there")
	}
	members[to] = members[from]
	delete(members, from)
}
