package stancer

import (
	"time"

	"github.com/stancer-go/stancer/api"
)

// Types that are written by hand in package api, and how to make them. types.gen.go has the others.
type (
	// Timestamp is an instant in UTC. Stancer sends and takes unix seconds.
	Timestamp = api.Timestamp
	// Date is a calendar day.
	Date = api.Date
	// Metadata is the JSON value that was stored with an object. Its Decode reads it; it can be sent back as it is.
	Metadata = api.Metadata
	// ResponseCode is the answer of a bank to a payment. Its Text says what it means.
	ResponseCode = api.ResponseCode

	// CardNumber is a card number. It is sent, and never shown.
	CardNumber = api.CardNumber
	// CVC is the security code of a card. It is sent, and never shown.
	CVC = api.CVC
	// IBAN is a bank account number. It is sent, and never shown.
	IBAN = api.IBAN
	// WebhookSecret is the key with which deliveries to a webhook endpoint are signed. It is never shown.
	WebhookSecret = api.WebhookSecret

	// PaymentCard is a card to create, or the id of one that exists. Make one with [CardByID] or [NewCard].
	PaymentCard = api.PaymentCard
	// PaymentSEPA is a SEPA account to create, or the id of one that exists. Make one with [SEPAByID] or [NewSEPA].
	PaymentSEPA = api.PaymentSEPA
	// PaymentUpdateSEPA is a SEPA account to create, or the id of one that exists: set its Object or its ID.
	PaymentUpdateSEPA = api.PaymentUpdateSEPA
	// PaymentCustomer is a customer to create, or the id of one that exists. Make one with [CustomerByID] or [NewCustomer].
	PaymentCustomer = api.PaymentCustomer
	// PaymentDevice is the customer's device.
	PaymentDevice = api.PaymentDevice
	// PaymentAuthCreate asks for 3-D Secure: set its Bool to true, or its Object to the details.
	PaymentAuthCreate = api.PaymentAuthCreate
	// PaymentAuth is the 3-D Secure authentication of a payment.
	PaymentAuth = api.PaymentAuth
	// LocationPart is a step on the way to what is wrong in a request: the name of a member, or an index.
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

// Int returns a pointer to a number, for optional members such as an amount or a limit: Int(100) is shorter than Ptr[int64](100).
func Int(value int64) *int64 { return &value }

// Val returns the value that a pointer points to, or the zero value when it is nil. It reads the optional members of answers that are
// pointers: Val(payment.Fee).
func Val[T any](pointer *T) T {
	if pointer == nil {
		var zero T
		return zero
	}
	return *pointer
}

// At returns the timestamp of an instant as a pointer, the form that parameters have. It is rounded down to the second.
func At(t time.Time) *Timestamp { return Ptr(NewTimestamp(t)) }

// NewTimestamp returns the timestamp of an instant, to compare it with the members of answers by ==. It is rounded down to the second. The
// zero time gives the zero Timestamp, which stands for no instant.
func NewTimestamp(t time.Time) Timestamp { return api.NewTimestamp(t) }

// NewDate returns a day. It checks nothing: a day that does not exist is refused when it is sent. Parameters take Ptr(NewDate(…)).
func NewDate(year int, month time.Month, day int) Date { return api.NewDate(year, month, day) }

// DateOf returns the day of an instant in the location of t.
func DateOf(t time.Time) Date { return api.DateOf(t) }

// ParseDate reads a day that is written as YYYY-MM-DD. Anything else, and a day that does not exist, is an error.
func ParseDate(text string) (Date, error) { return api.ParseDate(text) }

// CardByID pays with a card that exists. An id that is not one of a card is refused with [ErrInvalidID] before the call sends anything.
func CardByID(id CardID) *PaymentCard { return &PaymentCard{ID: id} }

// NewCard pays with a card that is created by the way.
func NewCard(card CardCreate) *PaymentCard { return &PaymentCard{Object: &card} }

// SEPAByID debits an account that exists. An id that is not one of an account is refused with [ErrInvalidID] before the call sends
// anything.
func SEPAByID(id SEPAID) *PaymentSEPA { return &PaymentSEPA{ID: id} }

// NewSEPA debits an account that is created by the way.
func NewSEPA(sepa SEPAInline) *PaymentSEPA { return &PaymentSEPA{Object: &sepa} }

// CustomerByID names a customer that exists. An id that is not one of a customer is refused with [ErrInvalidID] before the call sends
// anything.
func CustomerByID(id CustomerID) *PaymentCustomer { return &PaymentCustomer{ID: id} }

// NewCustomer names a customer that is created by the way.
func NewCustomer(customer CustomerCreate) *PaymentCustomer {
	return &PaymentCustomer{Object: &customer}
}
