package main

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// An operation is a method of a path, as written or in normal form.
type operation struct {
	method, path string
	content      map[string]any
}

var pathParameter = regexp.MustCompile(`\{[^}]*\}`)

// key identifies the operation in both documents, whose path parameters may have different names.
func (o operation) key() string {
	return o.method + " " + pathParameter.ReplaceAllString(o.path, "{}")
}

func (o operation) name() string { return strings.ToUpper(o.method) + " " + o.path }

// operations returns the operations of a document as written, with the parameters of their paths,
// in the order of paths and methods.
func (d document) operations() []operation {
	var operations []operation
	paths := object(d["paths"])
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		item := d.resolved(paths[path])
		for _, method := range methods {
			if op := object(item[method]); op != nil {
				op = maps.Clone(op)
				op["parameters"] = slices.Concat(list(item["parameters"]), list(op["parameters"]))
				operations = append(operations, operation{method, path, op})
			}
		}
	}
	return operations
}

// normalOperations returns the operations in normal form.
func (s *side) normalOperations() []operation {
	operations := s.operations()
	for i, op := range operations {
		operations[i].content = s.operation(op.content)
	}
	return operations
}

func (s *side) operation(op map[string]any) map[string]any {
	content := map[string]any{
		"parameters": s.parameters(list(op["parameters"])),
		"security":   s.security(op),
		"responses":  s.responses(op),
		"deprecated": op["deprecated"] == true,
	}
	if published := op["x-stancer-operation-id"]; published != nil {
		content["operationId"] = published
	} else if id := op["operationId"]; id != nil {
		content["operationId"] = id
	}
	if body := s.resolved(op["requestBody"]); body != nil {
		required := body["required"] == true
		content["requestBody"] = map[string]any{"required": required, "content": s.content(body)}
	}
	return content
}

func (s *side) parameters(parameters []any) []any {
	normal := []any{}
	for _, parameter := range parameters {
		parameter := s.resolved(parameter)
		normal = append(normal, map[string]any{
			"name": parameter["name"], "in": parameter["in"],
			"required":   parameter["required"] == true,
			"deprecated": parameter["deprecated"] == true,
			"schema":     s.schema(parameter["schema"]),
		})
	}
	return normal
}

func (s *side) responses(op map[string]any) map[string]any {
	normal := map[string]any{}
	for status, response := range object(op["responses"]) {
		response := s.resolved(response)
		headers := map[string]any{}
		for name, header := range object(response["headers"]) {
			headers[name] = map[string]any{"schema": s.schema(s.resolved(header)["schema"])}
		}
		normal[status] = map[string]any{
			"description": "", "content": s.content(response), "headers": headers,
		}
	}
	return normal
}

func (s *side) content(holder map[string]any) map[string]any {
	normal := map[string]any{}
	for mediaType, content := range object(holder["content"]) {
		normal[mediaType] = map[string]any{"schema": s.schema(object(content)["schema"])}
	}
	return normal
}

// security returns the alternatives by their HTTP schemes, because their names make no difference.
func (s *side) security(op map[string]any) []any {
	alternatives, own := op["security"].([]any)
	if !own {
		alternatives = list(s.document["security"])
	}
	schemes := object(object(s.document["components"])["securitySchemes"])
	normal := []any{}
	for _, alternative := range alternatives {
		requirement := map[string]any{}
		for name, scopes := range object(alternative) {
			if scheme, ok := s.resolved(schemes[name])["scheme"].(string); ok {
				name = strings.ToLower(scheme)
			}
			requirement[name] = scopes
		}
		normal = append(normal, requirement)
	}
	return normal
}

// align gives their operations the paths of ours. Other names of path parameters make no
// difference. A slash at the end does: it is one change, instead of a removed and an added
// operation.
func align(ours, theirs []operation) ([]operation, []change) {
	known, published := map[string]operation{}, map[string]bool{}
	for _, op := range ours {
		known[op.key()] = op
	}
	for _, op := range theirs {
		published[op.key()] = true
	}
	var changes []change
	for i, op := range theirs {
		our, same := known[op.key()]
		if other := withOtherEnd(op.key()); !same && !published[other] {
			if our, same = known[other]; same {
				text := "the path is `" + op.path + "` now"
				changes = append(changes, change{our.name(), "path-slash", text, true, ""})
			}
		}
		if same {
			theirs[i].rename(our.path)
		}
	}
	return theirs, changes
}

func withOtherEnd(key string) string {
	if bare, slashed := strings.CutSuffix(key, "/"); slashed {
		return bare
	}
	return key + "/"
}

// rename gives the operation another path, and its path parameters the names of that path.
func (o *operation) rename(path string) {
	from, to := pathParameter.FindAllString(o.path, -1), pathParameter.FindAllString(path, -1)
	for _, parameter := range list(o.content["parameters"]) {
		name, _ := object(parameter)["name"].(string)
		if i := slices.Index(from, "{"+name+"}"); i >= 0 && object(parameter)["in"] == "path" {
			object(parameter)["name"] = strings.Trim(to[i], "{}")
		}
	}
	o.path = path
}
