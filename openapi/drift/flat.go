package main

import "errors"

// flatten returns two documents for oasdiff in which every operation and every schema occurs once.
//
// Where both documents have a schema, operations contain only its name, as a stub. The schema
// itself is in an artificial operation such as POST /schemas/Card: in the request if requests use
// it, and in the response if responses use it, so that oasdiff applies the right rules. A schema
// that only one document has is inlined where it is used.
func flatten(ours, theirs document) (base, revision map[string]any, changes []change, err error) {
	left := &side{document: ours, names: map[string]string{}, stubs: map[string]map[string]any{}}
	right := &side{document: theirs, names: map[string]string{}, stubs: map[string]map[string]any{}}
	for name, schema := range ours.schemas() {
		published, named := object(schema)["x-stancer-schema"].(string)
		if _, found := theirs.schemas()[published]; found {
			stub := map[string]any{"type": types(object(schema)["type"]), "format": published}
			left.names[name], left.stubs[name] = name, stub
			right.names[name], right.stubs[published] = published, stub
		} else if named {
			text := "Stancer has no schema `" + published + "`"
			changes = append(changes, change{Where: name, ID: "schema-missing", Text: text})
		}
	}
	operations := left.normalOperations()
	theirOperations, moved := align(operations, right.normalOperations())
	sent, answered := ours.used()
	base = left.flat(operations, sent, answered)
	revision = right.flat(theirOperations, sent, answered)
	if right.read > maxRead {
		err = errors.New("too many schemas after resolving references: not Stancer's document")
	}
	return base, revision, append(changes, moved...), err
}

// flat returns the document of the operations, and of the schemas that requests and responses use.
// The schemas have our names.
func (s *side) flat(operations []operation, sent, answered map[string]bool) map[string]any {
	schemes, paths := map[string]any{}, map[string]map[string]any{}
	for _, op := range operations {
		if paths[op.path] == nil {
			paths[op.path] = map[string]any{}
		}
		paths[op.path][op.method] = op.content
		for _, requirement := range op.content["security"].([]any) {
			for scheme := range object(requirement) {
				schemes[scheme] = map[string]any{"type": "http", "scheme": scheme}
			}
		}
	}
	for name := range s.names {
		paths[schemaPath+name] = map[string]any{"post": map[string]any{
			"requestBody": map[string]any{"content": s.body(name, sent)},
			"responses": map[string]any{
				"200": map[string]any{"description": "", "content": s.body(name, answered)},
			},
		}}
	}
	return map[string]any{
		"openapi":    "3.1.0",
		"info":       map[string]any{"title": "", "version": ""},
		"paths":      paths,
		"components": map[string]any{"securitySchemes": schemes},
	}
}

const schemaPath = "/schemas/"

// body returns a body with the schema as a member, or an empty body if the schema is not used. The
// schema is a member because oasdiff compares the schemas of members more closely than those of
// bodies.
func (s *side) body(name string, used map[string]bool) map[string]any {
	members := map[string]any{}
	if used[name] {
		members[name] = s.schema(s.schemas()[s.names[name]])
	}
	schema := map[string]any{"type": "object", "properties": members}
	return map[string]any{"application/json": map[string]any{"schema": schema}}
}

// used returns the names of the schemas that requests and responses use, at any depth.
func (d document) used() (sent, answered map[string]bool) {
	sent, answered = map[string]bool{}, map[string]bool{}
	for _, item := range object(d["paths"]) {
		d.collect(sent, object(item)["parameters"])
		for _, method := range methods {
			op := object(object(item)[method])
			d.collect(sent, op["parameters"])
			d.collect(sent, op["requestBody"])
			d.collect(answered, op["responses"])
		}
	}
	return sent, answered
}

func (d document) collect(names map[string]bool, value any) {
	switch value := value.(type) {
	case map[string]any:
		if ref, ok := value["$ref"].(string); ok {
			name := schemaName(ref)
			if names[name] {
				return
			}
			names[name] = true
			d.collect(names, d.resolved(value))
		}
		for _, member := range value {
			d.collect(names, member)
		}
	case []any:
		for _, item := range value {
			d.collect(names, item)
		}
	}
}
