package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A document is a decoded OpenAPI document, all of whose references can be resolved.
type document map[string]any

func parse(data []byte) (document, error) {
	var content any
	var err error
	switch text := bytes.TrimSpace(data); {
	case len(text) == 0:
		return nil, errors.New("it is empty")
	case text[0] == '<':
		return nil, errors.New("it is HTML: give the address of the document itself")
	case text[0] == '{':
		err = json.Unmarshal(text, &content)
	default:
		if err = yaml.Unmarshal(text, &content); err == nil {
			content = stringKeys(content)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("it is neither JSON nor YAML: %w", err)
	}
	doc := document(object(content))
	version, _ := doc["openapi"].(string)
	switch {
	case version == "":
		return nil, errors.New("it is not an OpenAPI document: `openapi` is missing")
	case !strings.HasPrefix(version, "3.1."):
		return nil, fmt.Errorf("it is OpenAPI %s: convert it to 3.1 first", version)
	case len(object(doc["paths"])) == 0:
		return nil, errors.New("it has no paths")
	}
	return doc, doc.check(content)
}

// check returns an error for a reference that cannot be resolved.
func (d document) check(value any) error {
	switch value := value.(type) {
	case map[string]any:
		if ref, ok := value["$ref"].(string); ok {
			if _, err := d.follow(ref); err != nil {
				return err
			}
		}
		for _, member := range value {
			if err := d.check(member); err != nil {
				return err
			}
		}
	case []any:
		for _, item := range value {
			if err := d.check(item); err != nil {
				return err
			}
		}
	}
	return nil
}

// follow returns the target of a reference, through any number of further references.
func (d document) follow(ref string) (map[string]any, error) {
	for at, hops := ref, 0; hops < 100; hops++ {
		target, err := d.at(at)
		if err != nil {
			return nil, err
		}
		next, ok := target["$ref"].(string)
		if !ok || len(target) > 1 {
			return target, nil
		}
		at = next
	}
	return nil, fmt.Errorf("the reference %q refers to itself", ref)
}

func (d document) at(ref string) (map[string]any, error) {
	pointer, local := strings.CutPrefix(ref, "#/")
	if !local {
		return nil, fmt.Errorf(
			"the reference %q is to another file: bundle the document first", ref)
	}
	target := map[string]any(d)
	for _, part := range strings.Split(pointer, "/") {
		if unescaped, err := url.PathUnescape(part); err == nil {
			part = unescaped
		}
		target = object(target[strings.ReplaceAll(strings.ReplaceAll(part, "~1", "/"), "~0", "~")])
		if target == nil {
			return nil, fmt.Errorf("the reference %q has no target", ref)
		}
	}
	return target, nil
}

// resolved returns value, or the target of its reference. It cannot fail, because parse has checked
// all references.
func (d document) resolved(value any) map[string]any {
	target := object(value)
	if ref, ok := target["$ref"].(string); ok {
		target, _ = d.follow(ref)
	}
	return target
}

func (d document) schemas() map[string]any { return object(object(d["components"])["schemas"]) }

func object(value any) map[string]any {
	members, _ := value.(map[string]any)
	return members
}

func list(value any) []any {
	items, _ := value.([]any)
	return items
}

// stringKeys turns the keys that YAML reads as numbers, such as the status 200, into text.
func stringKeys(value any) any {
	switch value := value.(type) {
	case map[any]any:
		members := map[string]any{}
		for key, member := range value {
			members[fmt.Sprint(key)] = stringKeys(member)
		}
		return members
	case map[string]any:
		for key, member := range value {
			value[key] = stringKeys(member)
		}
	case []any:
		for i, item := range value {
			value[i] = stringKeys(item)
		}
	}
	return value
}
