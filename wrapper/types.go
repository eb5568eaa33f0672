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

// Ptr returns a pointer to a value, for optional members.
func Ptr[T any](value T) *T { return &value }

// At returns the timestamp of an instant.
func At(t time.Time) *Timestamp { return Ptr(api.NewTimestamp(t)) }

// CardByID pays with a card that exists.
func CardByID(id CardID) *PaymentCard { return &PaymentCard{ID: id} }

// NewCard pays with a card that is created by the way.
func NewCard(card CardCreate) *PaymentCard { return &PaymentCard{Object: &card} }

// SEPAByID debits an account that exists.
func SEPAByID(id SEPAID) *PaymentSEPA { return &PaymentSEPA{ID: id} }

// NewSEPA debits an account that is created by the way.
func NewSEPA(sepa SEPAInline) *PaymentSEPA { return &PaymentSEPA{Object: &sepa} }

// CustomerByID names a customer that exists.
func CustomerByID(id CustomerID) *PaymentCustomer { return &PaymentCustomer{ID: id} }

// NewCustomer names a customer that is created by the way.
func NewCustomer(customer CustomerCreate) *PaymentCustomer {
	return &PaymentCustomer{Object: &customer}
}
