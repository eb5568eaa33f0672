package api

import (
	"fmt"
	"log/slog"
)

// PaymentCard is the card of a payment: one to create, or the id of one that exists.
type PaymentCard = IDOr[CardCreate]

// PaymentSEPA is the SEPA account of a new payment: one to create, with its mandate, or the id of
// one that exists.
type PaymentSEPA = IDOr[SEPAInline]

// PaymentUpdateSEPA is the SEPA account of a payment that exists: one to create, or the id of one
// that exists.
type PaymentUpdateSEPA = IDOr[SEPACreate]

// PaymentCustomer is the customer of a payment: one to create, or the id of one that exists.
type PaymentCustomer = IDOr[CustomerCreate]

// PaymentAuthCreate asks for 3-D Secure: true, or the details. Stancer rejects false; omit the
// member for a payment without 3-D Secure.
type PaymentAuthCreate = BoolOr[AuthCreate]

// PaymentAuth is the 3-D Secure authentication of a payment, or whether one is requested.
type PaymentAuth = BoolOr[Auth]

// PaymentDevice is the customer's device: the data of the browser, or only a phone number.
type PaymentDevice struct {
	DeviceCreate
	// Phone number.
	Phone *string `json:"phone,omitempty"`
}

// LogValue returns the members by their JSON names.
func (d PaymentDevice) LogValue() slog.Value { return logged(d) }

// Format prints the members by their JSON names, with any verb.
func (d PaymentDevice) Format(f fmt.State, _ rune) { printed(f, d) }
