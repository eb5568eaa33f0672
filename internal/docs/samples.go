package main

import (
	"encoding/json"
	"fmt"
	"go/format"
	"reflect"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// sample returns Go code that calls a method. The members of its parameters are the required ones
// of the example of the request body, or the first one if none is required.
func sample(name string, example *yaml.Node) (string, error) {
	method, err := findMethod(name)
	if err != nil {
		return "", err
	}
	var arguments []string
	for i := 1; i < method.Type.NumIn()-1; i++ { // without the receiver and the options
		argument, err := argument(method.Type.In(i), example)
		if err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
		arguments = append(arguments, argument)
	}
	call := fmt.Sprintf("client.%s(%s)", name, strings.Join(arguments, ", "))
	code, err := format.Source([]byte(statements(call, method.Type)))
	return string(code), err
}

const checkError = "if err != nil {\nreturn err\n}\n"

// statements returns code that uses the result of a call.
func statements(call string, method reflect.Type) string {
	result := method.Out(0)
	if items, ok := result.MethodByName("All"); ok {
		item := variable(items.Type.Out(0).In(0).In(0))
		return fmt.Sprintf("for %[1]s, err := range %[2]s.All(ctx) {\n%[3]sfmt.Println(%[1]s)\n}\n",
			item, call, checkError)
	}
	if method.NumOut() == 1 {
		return "err := " + call + "\n" + checkError
	}
	return fmt.Sprintf("%[1]s, err := %[2]s\n%[3]sfmt.Println(%[1]s)\n",
		variable(result), call, checkError)
}

// argument returns the code of an argument: ctx, an id, or parameters.
func argument(want reflect.Type, example *yaml.Node) (string, error) {
	switch {
	case want.Kind() == reflect.Interface:
		return "ctx", nil
	case want.Kind() == reflect.String:
		return "id", nil
	case want.Kind() != reflect.Pointer:
		return "", fmt.Errorf("an argument is a %s", want)
	case example == nil:
		return "nil", nil
	}
	params := reflect.New(want.Elem())
	var value any
	if err := example.Decode(&value); err != nil {
		return "", err
	}
	text, err := json.Marshal(value)
	if err != nil {
		return "", err
	}
	if err := json.Unmarshal(text, params.Interface()); err != nil {
		return "", err
	}
	return literal(params.Elem()), nil
}

// literal returns a composite literal of parameters.
func literal(params reflect.Value) string {
	var required, optional []string
	for i := range params.NumField() {
		field := params.Type().Field(i)
		code, ok := scalar(params.Field(i))
		switch member := field.Name + ": " + code + ",\n"; {
		case !ok:
		case strings.Contains(field.Tag.Get("json"), ",omit"):
			optional = append(optional, member)
		default:
			required = append(required, member)
		}
	}
	if len(required) == 0 {
		required = optional[:min(1, len(optional))]
	}
	code := "&stancer." + params.Type().Name() + "{"
	if len(required) > 0 {
		code += "\n" + strings.Join(required, "")
	}
	return code + "}"
}

// scalar returns the code of a text, a number or a boolean, or of a pointer to one. It reports
// false for other values and for nil.
func scalar(value reflect.Value) (string, bool) {
	if value.Kind() == reflect.Pointer {
		code, ok := scalar(value.Elem())
		if !ok {
			return "", false
		}
		switch named := value.Type().Elem(); {
		case named.Kind() == reflect.Int64:
			return "stancer.Int(" + code + ")", true
		case named.PkgPath() != "":
			code = "stancer." + named.Name() + "(" + code + ")"
		}
		return "stancer.Ptr(" + code + ")", true
	}
	switch value.Kind() {
	case reflect.String:
		return fmt.Sprintf("%q", value.String()), true
	case reflect.Int64, reflect.Int, reflect.Bool:
		return fmt.Sprint(value), true
	}
	return "", false
}

// variable returns the name of a variable for a result: sepaCheck for *SEPACheck.
func variable(result reflect.Type) string {
	if result.Kind() == reflect.Pointer {
		result = result.Elem()
	}
	name := []rune(result.Name())
	for i := range name {
		if i > 0 && i+1 < len(name) && unicode.IsLower(name[i+1]) || unicode.IsLower(name[i]) {
			break
		}
		name[i] = unicode.ToLower(name[i])
	}
	return string(name)
}
