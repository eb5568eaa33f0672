package contract

import (
	"encoding/json"
	"net/mail"
	"net/url"
	"strconv"
	"time"
)

// formats tell whether a value has a format. A value of a type that the format is not for has it.
var formats = map[string]func(value any) bool{
	"date": ofText(func(text string) bool {
		_, err := time.Parse(time.DateOnly, text)
		return err == nil
	}),
	"date-time": ofText(func(text string) bool {
		_, err := time.Parse(time.RFC3339, text)
		return err == nil
	}),
	"email": ofText(func(text string) bool {
		address, err := mail.ParseAddress(text)
		return err == nil && address.Address == text
	}),
	"uri": ofText(func(text string) bool {
		address, err := url.Parse(text)
		return err == nil && address.Scheme != "" && address.Host != ""
	}),
	"int64": func(value any) bool {
		number, ok := value.(json.Number)
		_, err := strconv.ParseInt(number.String(), 10, 64)
		return !ok || !isRange(err)
	},
}

func ofText(has func(string) bool) func(any) bool {
	return func(value any) bool {
		text, ok := value.(string)
		return !ok || has(text)
	}
}
