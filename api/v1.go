package api

import (
	"encoding/json"
	"fmt"
	"log/slog"
)

// PaymentStatusV1 is the status of a payment of the v1 API, such as
// "to_capture". Old payloads hold a number instead, which is kept as its
// decimal text, such as "2". It is empty for a payment without status.
type PaymentStatusV1 string

// UnmarshalJSON reads a string, or a number as its text.
// Null gives the empty status. Any other kind of JSON is an error that names
// the kind.
func (s *PaymentStatusV1) UnmarshalJSON(data []byte) error {
	text, err := stringOrNumber(data, "a payment status")
	if err == nil {
		*s = PaymentStatusV1(text)
	}
	return err
}

// AuthV1 is the state of the authentication (3-D Secure) of a payment of the
// v1 API.
type AuthV1 struct {
	// Status is the state of the authentication, such as "requested".
	Status string `json:"status,omitzero"`
	// RedirectURL is the page to send the payer to, if the bank requires it.
	RedirectURL string `json:"redirect_url,omitzero"`
	// ReturnURL is the page to which the payer returns.
	ReturnURL string `json:"return_url,omitzero"`
}

// LogValue returns the members by their JSON names.
func (a AuthV1) LogValue() slog.Value { return logged(a) }

// Format prints the members by their JSON names, with any verb.
func (a AuthV1) Format(f fmt.State, _ rune) { printed(f, a) }

// UnmarshalJSON reads an object, or a bare string as the status alone, because
// the v1 API returns both. Null gives the zero value. Any other kind of JSON is
// an error that names the kind. On error a is unchanged.
func (a *AuthV1) UnmarshalJSON(data []byte) error {
	type members AuthV1
	var next members
	var err error
	switch kind := jsonKind(data); kind {
	case "null":
	case "string":
		err = json.Unmarshal(data, &next.Status)
	case "object":
		err = json.Unmarshal(data, &next)
	default:
		err = fmt.Errorf("api: authentication: want a status or an object, not a JSON %s", kind)
	}
	if err == nil {
		*a = AuthV1(next)
	}
	return err
}

// PaymentCustomerV1 is the customer of a payment of version 1, or only its id.
type PaymentCustomerV1 = IDOr[CustomerV1]
