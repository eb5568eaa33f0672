package main

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/stancer-go/stancer/internal/methods"
	stancer "github.com/stancer-go/stancer/wrapper"
)

const reference = "https://pkg.go.dev/github.com/stancer-go/stancer/wrapper#"

// links returns the methods of a row, each with a link to its documentation.
func links(row methods.Row) (string, error) {
	if len(row.Names) == 0 {
		return "", errors.New("no Go method is named")
	}
	var links []string
	for _, name := range row.Names {
		method, err := findMethod(name)
		if err != nil {
			return "", err
		}
		owner := method.Type.In(0).Elem().Name()
		links = append(links, fmt.Sprintf("[`%s`](%s%s.%s)", name, reference, owner, method.Name))
	}
	text := strings.Join(links, ", ")
	if row.Calls != "" {
		text += " (deprecated; calls `" + row.Calls + "`)"
	}
	return text, nil
}

// findMethod finds Payments.List, or Ping, in the client.
func findMethod(name string) (reflect.Method, error) {
	owner := reflect.TypeFor[*stancer.Client]()
	if field, rest, dotted := strings.Cut(name, "."); dotted {
		found, ok := owner.Elem().FieldByName(field)
		if !ok {
			return reflect.Method{}, fmt.Errorf("the client has no %s", field)
		}
		owner, name = found.Type, rest
	}
	method, ok := owner.MethodByName(name)
	if !ok {
		return method, fmt.Errorf("%s has no method %s", owner, name)
	}
	return method, nil
}
