package stancer

import (
	"time"

	"github.com/stancer-go/stancer/api"
)

// The types that are written by hand in package api, with their constructors. types.gen.go has the
// generated types.
type (
	// Timestamp is an instant in UTC, with a precision of a second. Stancer sends and accepts Unix
	// seconds.
	Timestamp = api.Timestamp
	// Date is a calendar day.
	Date = api.Date
	// Metadata is a JSON value that is stored with an object. Its Decode method decodes it. It can
	// be sent back unchanged.
	Metadata = api.Metadata
	// ResponseCode is the code with which a bank answers to a payment. Its Text method returns the
	// meaning.
	ResponseCode = api.ResponseCode

	// CardNumber is a card number. JSON has the number; fmt and slog print it redacted.
	CardNumber = api.CardNumber
	// CVC is the security code of a card. JSON has the code; fmt and slog print it redacted.
	CVC = api.CVC
	// IBAN is a bank account number. JSON has the number; fmt and slog print it redacted.
	IBAN = api.IBAN
	// WebhookSecret is the key that signs the deliveries to a webhook endpoint. JSON has the key;
	// fmt and slog print it redacted.
	WebhookSecret = api.WebhookSecret

	// PaymentCard is the id of a card or a card to create, see [CardByID] and [NewCard].
	PaymentCard = api.PaymentCard
	// PaymentSEPA is the id of a SEPA account or an account to create, see [SEPAByID] and
	// [NewSEPA].
	PaymentSEPA = api.PaymentSEPA
	// PaymentUpdateSEPA is the id of a SEPA account or an account to create. Set its ID or its
	// Object.
	PaymentUpdateSEPA = api.PaymentUpdateSEPA
	// PaymentCustomer is the id of a customer or a customer to create, see [CustomerByID] and
	// [NewCustomer].
	PaymentCustomer = api.PaymentCustomer
	// PaymentDevice is the device of a customer.
	PaymentDevice = api.PaymentDevice
	// PaymentAuthCreate asks for 3-D Secure. Set its Bool to true, or its Object to the details.
	PaymentAuthCreate = api.PaymentAuthCreate
	// PaymentAuth is the 3-D Secure authentication of a payment.
	PaymentAuth = api.PaymentAuth
	// LocationPart is a part of the path to an invalid member of a request: a name or an index.
	LocationPart = api.LocationPart

	// AuthV1 is the 3-D Secure authentication of a payment of version 1.
	AuthV1 = api.AuthV1
	// PaymentCustomerV1 is the customer of a payment of version 1.
	PaymentCustomerV1 = api.PaymentCustomerV1
	// PaymentStatusV1 is the status of a payment of version 1.
	PaymentStatusV1 = api.PaymentStatusV1
)

// Ptr returns a pointer to a value, for optional members of parameters.
func Ptr[T any](value T) *T { return &value }

// Int returns a pointer to a number, for optional members of parameters such as an amount or a
// limit. Int(100) is short for Ptr[int64](100).
func Int(value int64) *int64 { return &value }

// Val returns the value that a pointer points to, or the zero value if the pointer is nil. It reads
// the optional members of answers that are pointers: Val(payment.Fee).
func Val[T any](pointer *T) T {
	if pointer == nil {
		var zero T
		return zero
	}
	return *pointer
}

// At returns a pointer to [NewTimestamp] of t, for optional members of parameters.
func At(t time.Time) *Timestamp { return Ptr(NewTimestamp(t)) }

// NewTimestamp returns the timestamp of an instant, rounded down to the second. Timestamps can be
// compared with ==. The zero time gives the zero Timestamp, which means that there is no instant.
func NewTimestamp(t time.Time) Timestamp { return api.NewTimestamp(t) }

// NewDate returns a day. It does not check that the day exists; a call with a day that does not
// exist fails before anything is sent. Optional members take Ptr(NewDate(…)).
func NewDate(year int, month time.Month, day int) Date { return api.NewDate(year, month, day) }

// DateOf returns the day of an instant in the location of t.
func DateOf(t time.Time) Date { return api.DateOf(t) }

// ParseDate parses a day in the form YYYY-MM-DD. It returns an error for a text in another form and
// for a day that does not exist.
func ParseDate(text string) (Date, error) { return api.ParseDate(text) }

// CardByID selects an existing card for a payment. If the id is not one of a card, the call returns
// [ErrInvalidID] and sends nothing.
func CardByID(id CardID) *PaymentCard { return &PaymentCard{ID: id} }

// NewCard creates a card together with a payment.
func NewCard(card CardCreate) *PaymentCard { return &PaymentCard{Object: &card} }

// SEPAByID selects an existing SEPA account for a payment. If the id is not one of an account, the
// call returns [ErrInvalidID] and sends nothing.
func SEPAByID(id SEPAID) *PaymentSEPA { return &PaymentSEPA{ID: id} }

// NewSEPA creates a SEPA account together with a payment.
func NewSEPA(sepa SEPAInline) *PaymentSEPA { return &PaymentSEPA{Object: &sepa} }

// CustomerByID selects an existing customer for a payment. If the id is not one of a customer, the
// call returns [ErrInvalidID] and sends nothing.
func CustomerByID(id CustomerID) *PaymentCustomer { return &PaymentCustomer{ID: id} }

// NewCustomer creates a customer together with a payment.
func NewCustomer(customer CustomerCreate) *PaymentCustomer {
	return &PaymentCustomer{Object: &customer}
}
