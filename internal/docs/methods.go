package main

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	stancer "github.com/stancer-go/stancer/wrapper"
)

const reference = "https://pkg.go.dev/github.com/stancer-go/stancer/wrapper#"

var (
	row  = regexp.MustCompile("(?m)^\\| `([A-Z]+ /\\S+)` \\| (.*) \\|$")
	name = regexp.MustCompile("`([\\w.]+)`")
)

// readMethods returns the cells with the Go methods in the table of the README, by operation.
func readMethods(readme []byte) map[string]string {
	methods := map[string]string{}
	for _, match := range row.FindAllStringSubmatch(string(readme), -1) {
		methods[match[1]] = match[2]
	}
	return methods
}

// links returns a cell, for example "`Payments.List`, `Pages`, `All`", with a link for each method.
func links(cell string) (string, error) {
	if !name.MatchString(cell) {
		return "", errors.New("no Go method is named")
	}
	owner, err := "Client", error(nil)
	return name.ReplaceAllStringFunc(cell, func(code string) string {
		method := strings.Trim(code, "`")
		if field, rest, dotted := strings.Cut(method, "."); dotted {
			found, ok := reflect.TypeFor[stancer.Client]().FieldByName(field)
			if !ok {
				err = fmt.Errorf("the client has no %s", field)
				return ""
			}
			owner, method = found.Type.Elem().Name(), rest
		}
		return fmt.Sprintf("[%s](%s%s.%s)", code, reference, owner, method)
	}), err
}
