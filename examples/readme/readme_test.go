// Package readme holds the code of README.md, compiled and run.
package readme

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// TestSnippets compares each Go snippet of README.md with this file. Indentation is not compared.
func TestSnippets(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	code, err := os.ReadFile("readme_test.go")
	require.NoError(t, err)
	snippets := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(string(readme), -1)
	require.NotEmpty(t, snippets)
	for _, snippet := range snippets {
		assert.Contains(t, withoutIndent(string(code)), withoutIndent(snippet[1]))
	}
}

func withoutIndent(code string) string {
	return regexp.MustCompile(`(?m)^[ \t]+`).ReplaceAllString(code, "")
}

func buy(client *stancer.Client, w http.ResponseWriter, r *http.Request) error {
	intent, err := client.PaymentIntents.Create(r.Context(), &stancer.PaymentIntentCreate{
		Amount:      4200, // in cents: 42.00 EUR
		Description: stancer.Ptr("Two tickets"),
		OrderID:     stancer.Ptr("order-17"),
		ReturnURL:   stancer.Ptr("https://shop.example.com/orders/order-17"),
	})
	if err != nil {
		return err
	}
	store("order-17", intent.ID)                         // with the order, to read it later
	http.Redirect(w, r, intent.URL, http.StatusSeeOther) // to the payment page
	return nil
}

var intents = map[string]stancer.PaymentIntentID{}

func store(order string, id stancer.PaymentIntentID) { intents[order] = id }

func TestFirstPayment(t *testing.T) {
	server := stancertest.NewServer(t)
	client := server.Client()
	answer := httptest.NewRecorder()
	require.NoError(t, buy(client, answer, httptest.NewRequest(http.MethodPost, "/buy", nil)))
	assert.Equal(t, http.StatusSeeOther, answer.Code)
	require.NoError(t, server.CompletePaymentIntent(intents["order-17"], stancertest.CardApproved))
	intent, err := client.PaymentIntents.Get(t.Context(), intents["order-17"])
	require.NoError(t, err)
	assert.Equal(t, stancer.PaymentIntentStatusCaptured, intent.Status)
}

func webhook(
	secret stancer.WebhookSecret, check func(context.Context, stancer.PaymentIntentID) error,
) (http.Handler, error) {
	receiver, err := stancer.NewWebhookReceiver(secret) // the Secret of the endpoint
	if err != nil {
		return nil, err
	}
	return receiver.Handler(func(ctx context.Context, event *stancer.Event) error {
		object, err := event.Object()
		if intent, ok := object.(*stancer.PaymentIntent); ok && err == nil {
			return check(ctx, intent.ID) // reads the intent again
		}
		return err // nil acknowledges the event; after an error Stancer delivers it again
	})
}

func TestWebhook(t *testing.T) {
	const secret = stancer.WebhookSecret("0123456789abcdef0123456789abcdef")
	var checked stancer.PaymentIntentID
	handler, err := webhook(secret, func(_ context.Context, id stancer.PaymentIntentID) error {
		checked = id
		return nil
	})
	require.NoError(t, err)
	event := stancertest.NewEvent("paid", &stancer.PaymentIntent{ID: "pi_yWYfCSzsUUhr9KwMv7vuLZHX"})
	answer := httptest.NewRecorder()
	request := stancertest.NewWebhookRequest("http://shop.example.com/", secret, event)
	handler.ServeHTTP(answer, request)
	assert.Equal(t, http.StatusNoContent, answer.Code)
	assert.Equal(t, "pi_yWYfCSzsUUhr9KwMv7vuLZHX", checked)
}

func sum(ctx context.Context, client *stancer.Client, from, to time.Time) (total int64, err error) {
	params := &stancer.ListPaymentsParams{
		Created: stancer.At(from),
		Order:   stancer.Ptr(stancer.OrderAsc), // oldest first
	}
	for payment, err := range client.Payments.List(params).All(ctx) {
		if err != nil {
			return 0, err
		}
		if !payment.Created.Time().Before(to) {
			break // the API has no upper bound
		}
		total += payment.Amount
	}
	return total, nil
}

func TestList(t *testing.T) {
	server := stancertest.NewServer(t)
	client, from := server.Client(), server.Now().Add(-time.Hour)
	for _, amount := range []int64{100, 200, 400} {
		_, err := client.Payments.Create(t.Context(), &stancer.PaymentCreate{Amount: amount})
		require.NoError(t, err)
		server.Advance(time.Hour)
	}
	total, err := sum(t.Context(), client, from, from.Add(150*time.Minute))
	require.NoError(t, err)
	assert.EqualValues(t, 300, total)
}

func charge(
	ctx context.Context, client *stancer.Client, card stancer.CardID, invoice string, attempt int,
) (*stancer.Payment, error) {
	uniqueID := fmt.Sprintf("%s-%d", invoice, attempt) // 2026-11-000123-1
	return client.Payments.Create(ctx, &stancer.PaymentCreate{
		Amount:   990,
		Card:     stancer.CardByID(card),
		UniqueID: &uniqueID,
	})
}

// create handles each kind of error.
func create(
	ctx context.Context, client *stancer.Client, params *stancer.PaymentCreate,
) (*stancer.Payment, error) {
	payment, err := client.Payments.Create(ctx, params)
	var failure *stancer.Error
	switch {
	case !errors.As(err, &failure):
		return payment, err // no error, or nothing was sent
	case errors.Is(err, stancer.ErrConflict) && failure.ExistingID != "":
		existing, err := client.Payments.Get(ctx, failure.ExistingID)
		if err == nil && existing.Amount != params.Amount {
			err = fmt.Errorf("the unique_id belongs to %s, of another amount", existing.ID)
		}
		return existing, err // it can be a declined payment
	case errors.Is(err, stancer.ErrInvalid):
		for _, detail := range failure.Details {
			slog.Error("invalid", "place", detail.Loc, "message", detail.Msg)
		}
	case errors.Is(err, stancer.ErrUnknownOutcome):
		slog.Error("check the payment", "key", failure.Key, "with", failure.Check)
	}
	return nil, err
}

func TestErrors(t *testing.T) {
	server := stancertest.NewServer(t)
	client := server.Client()
	card, err := client.Cards.Create(t.Context(), &stancer.CardCreate{
		Number: stancertest.CardApproved, ExpMonth: 12, ExpYear: 2030,
	})
	require.NoError(t, err)
	first, err := charge(t.Context(), client, card.ID, "2026-11-000123", 1)
	require.NoError(t, err)

	again := &stancer.PaymentCreate{Amount: 990, UniqueID: stancer.Ptr("2026-11-000123-1")}
	existing, err := create(t.Context(), client, again)
	require.NoError(t, err)
	assert.Equal(t, first.ID, existing.ID)

	again.Amount = 1990
	_, err = create(t.Context(), client, again)
	assert.ErrorContains(t, err, "of another amount")

	invalid := &stancer.PaymentCreate{Amount: 990, Currency: stancer.Ptr(stancer.Currency("EUR"))}
	_, err = create(t.Context(), client, invalid)
	assert.ErrorIs(t, err, stancer.ErrInvalid)

	server.On("createPayment").Inject(stancertest.DropAfter)
	_, err = create(t.Context(), client, &stancer.PaymentCreate{Amount: 990})
	assert.ErrorIs(t, err, stancer.ErrUnknownOutcome)
}

func TestPaymentIsCaptured(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // waits take no real time
		server := stancertest.NewServer(t, stancertest.WithoutNetwork())
		client := server.Client()
		card := stancer.CardCreate{Number: stancertest.CardApproved, ExpMonth: 12, ExpYear: 2030}
		payment, err := client.Payments.Create(t.Context(),
			&stancer.PaymentCreate{Amount: 4200, Card: stancer.NewCard(card)})
		require.NoError(t, err)
		time.AfterFunc(8*time.Hour, server.Settle) // at the end of the day
		_, err = client.Payments.Wait(t.Context(), payment.ID,
			[]stancer.PaymentStatus{stancer.PaymentStatusCaptured})
		require.NoError(t, err)
	})
}
