package stancer

import (
	"context"
	"crypto/rand"
	"net/http"

	"github.com/stancer-go/stancer/api"
)

// WithAutoUniqueID gives each payment without a UniqueID a fresh one, so that its creation can always be looked up, and is never repeated.
// It is off by default, because the merchant sees it. Payment intents get none.
func WithAutoUniqueID() Option {
	return func(s *settings) error {
		s.uniqueID = func() string { return "auto-" + rand.Text() }
		return nil
	}
}

// given tells whether there is a key that the API can be asked for. An empty one selects nothing, and nobody says that it is unique.
func given(key *string) bool { return key != nil && *key != "" }

// findPayment looks for the payment that a lost answer was about, by its UniqueID.
func findPayment(sent *PaymentCreate) resolver {
	return func(ctx context.Context, c *caller, result any) (bool, error) {
		page, err := (&Payments{c}).List(&ListPaymentsParams{UniqueID: sent.UniqueID}).Page(ctx)
		if err != nil {
			return false, err
		}
		for _, found := range page.Items {
			if holds(found.UniqueID, sent.UniqueID) {
				*result.(**Payment) = &found
				return true, conflictUnless(isPayment(&found, sent), api.OpCreatePayment, found.ID, "unique_id")
			}
		}
		return false, nil
	}
}

// isPayment tells whether a payment is the one that was asked for.
func isPayment(found *Payment, sent *PaymentCreate) bool {
	currency := CurrencyEUR
	if sent.Currency != nil {
		currency = *sent.Currency
	}
	return found.Amount == sent.Amount && found.Currency == currency &&
		holds(found.OrderID, sent.OrderID) && holds(found.Description, sent.Description) && (sent.Capture == nil || found.Capture != nil && *found.Capture == *sent.Capture) &&
		isCard(found.Card, sent.Card) && isSEPA(found.SEPA, sent.SEPA) && isCustomer(found.Customer, sent.Customer)
}

// isPart tells whether what a payment has is what was asked for: the same id, or one that was made of the object that was sent.
func isPart[F, S any](found *F, id func(*F) string, sent *api.IDOr[S], same func(*F, *S) bool) bool {
	switch {
	case sent == nil:
		return true
	case found == nil:
		return false
	case sent.Object == nil:
		return id(found) == sent.ID
	}
	return same(found, sent.Object)
}

func isCard(found *Card, sent *PaymentCard) bool {
	return isPart(found, func(found *Card) string { return found.ID }, sent, func(found *Card, sent *CardCreate) bool {
		return endsIn(string(sent.Number), found.Last4) && found.ExpMonth == sent.ExpMonth && found.ExpYear == sent.ExpYear
	})
}

func isSEPA(found *SEPA, sent *PaymentSEPA) bool {
	return isPart(found, func(found *SEPA) string { return found.ID }, sent, func(found *SEPA, sent *SEPAInline) bool {
		return endsIn(string(sent.IBAN), found.Last4)
	})
}

func isCustomer(found *Customer, sent *PaymentCustomer) bool {
	return isPart(found, func(found *Customer) string { return found.ID }, sent, func(found *Customer, sent *CustomerCreate) bool {
		return describes(sent, found)
	})
}

func endsIn(number, last4 string) bool { return len(number) >= 4 && number[len(number)-4:] == last4 }

// findCustomer looks for the customer that a lost answer was about, by its ExternalID.
func findCustomer(sent *CustomerCreate) resolver {
	return func(ctx context.Context, c *caller, result any) (bool, error) {
		page, err := (&Customers{c}).List(&ListCustomersParams{ExternalID: sent.ExternalID}).Page(ctx)
		if err != nil {
			return false, err
		}
		for _, found := range page.Items {
			if holds(found.ExternalID, sent.ExternalID) {
				*result.(**Customer) = &found
				return true, conflictUnless(describes(sent, &found), api.OpCreateCustomer, found.ID, "external_id")
			}
		}
		return false, nil
	}
}

// describes tells whether a customer is the one that was asked for.
func describes(sent *CustomerCreate, found *Customer) bool {
	return holds(found.Name, sent.Name) && holds(found.Email, sent.Email) && holds(found.Mobile, sent.Mobile) &&
		holds(found.Country, sent.Country) && holds(found.LegalID, sent.LegalID) && holds(found.DateBirth, sent.DateBirth)
}

// holds reports whether a member is as it was sent. What was not sent may be anything.
func holds[T comparable](found T, sent *T) bool { return sent == nil || found == *sent }

// conflictUnless gives a conflict if it is another object that has the key.
func conflictUnless(same bool, op api.Operation, id, key string) error {
	if same {
		return nil
	}
	return &Error{
		Operation: op.ID, Method: op.Method, Path: op.Path, Status: http.StatusConflict, ExistingID: id, kind: ErrConflict,
		Message: "another object has this " + key + " (" + id + ")",
	}
}

// readPayment reads the payment whose capture got lost.
func readPayment(id PaymentID) resolver {
	return func(ctx context.Context, c *caller, result any) (bool, error) {
		payment, err := (&Payments{c}).Get(ctx, id)
		if err != nil {
			return false, err
		}
		switch payment.Status {
		case PaymentStatusToCapture, PaymentStatusCaptureSent, PaymentStatusCaptured, PaymentStatusDisputed:
			*result.(**Payment) = payment
			return true, nil
		}
		return false, nil
	}
}

// readIntent reads the intent whose capture got lost.
func readIntent(id PaymentIntentID) resolver {
	return func(ctx context.Context, c *caller, result any) (bool, error) {
		intent, err := (&PaymentIntents{c}).Get(ctx, id)
		if err != nil {
			return false, err
		}
		switch intent.Status {
		case PaymentIntentStatusProcessing, PaymentIntentStatusCaptured:
			*result.(**PaymentIntent) = intent
			return true, nil
		}
		return false, nil
	}
}
