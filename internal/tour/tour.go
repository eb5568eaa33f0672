// Package tour visits every operation of the Stancer API that is safe in test mode, holds what passes against the OpenAPI document of this
// project, and tells which open questions the answers settle. It is the program behind "make contract".
package tour

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/stancer-go/stancer/api"
	"github.com/stancer-go/stancer/openapi/contract"
	stancer "github.com/stancer-go/stancer/wrapper"
)

// Config says where to go.
type Config struct {
	// Key is a secret key of test mode. A live key is refused.
	Key string
	// BaseURL is empty for Stancer itself.
	BaseURL string
	// Outside is nil for Stancer itself.
	Outside Outside
	// HTTP sends the requests, http.DefaultTransport if it is nil.
	HTTP http.RoundTripper
}

// Outside plays what happens outside of the API: the customer on the hosted page, and the end of the day. Only a fake can.
type Outside interface {
	CompletePaymentIntent(id, number string) error
	Settle()
}

// tour is one visit.
type tour struct {
	config  Config
	ctx     context.Context
	client  *stancer.Client // under the contract
	probe   *stancer.Client // not under it, for requests that the document does not have
	old     *api.Client     // under it, for the deprecated routes
	witness *witness
	report  *Report
	undo    []func()
	paidFor []stancer.PaymentID // some payments, oldest first
}

const stancerURL = "https://api.stancer.com"

// Run makes the tour. It is an error if the key is not one of test mode, or if the first call does not succeed.
func Run(ctx context.Context, config Config) (*Report, error) {
	if config.BaseURL == "" {
		config.BaseURL = stancerURL
	}
	if config.HTTP == nil {
		config.HTTP = http.DefaultTransport
	}
	t := &tour{config: config, ctx: ctx, report: newReport(config.Outside != nil)}
	transport, err := contract.New(config.HTTP, t.report.deviates)
	if err != nil {
		return nil, err
	}
	t.witness = newWitness(transport)
	if err := t.connect(); err != nil {
		return nil, err
	}
	if err := t.ping(); err != nil {
		return nil, fmt.Errorf("the first call failed: %w", err)
	}
	t.visit()
	t.witness.tell(t)
	return t.report, t.report.complete(transport.Exercised())
}

// connect makes the clients.
func (t *tour) connect() (err error) {
	if t.client, err = t.newClient(t.config.Key, t.witness); err != nil {
		return err
	}
	if t.probe, err = t.newClient(t.config.Key, t.config.HTTP); err != nil {
		return err
	}
	t.old = api.NewClient(t.config.BaseURL, unfollowing(t.witness), func(_ context.Context, req *http.Request) error {
		req.SetBasicAuth(t.config.Key, "")
		return nil
	})
	return nil
}

func (t *tour) newClient(key string, transport http.RoundTripper, options ...stancer.Option) (*stancer.Client, error) {
	return stancer.New(key, append(options,
		stancer.WithMode(stancer.ModeTest),
		stancer.WithBaseURL(t.config.BaseURL),
		stancer.WithHTTPClient(&http.Client{Transport: transport}),
	)...)
}

// unfollowing is an HTTP client to which a redirect is an answer.
func unfollowing(transport http.RoundTripper) *http.Client {
	return &http.Client{
		Transport:     transport,
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// visit goes from one stop to the next, and then tidies up, even when it was interrupted.
func (t *tour) visit() {
	for _, stop := range []func(){
		t.errors, t.addresses, t.customers, t.cards, t.sepa, t.mandates, t.checks, t.webhooks,
		t.intents, t.openIntents, t.payments, t.paymentRules, t.refunds, t.disputes, t.disbursements, t.payouts, t.payoutsV1, t.checkout, t.lists,
	} {
		if t.ctx.Err() == nil {
			stop()
		}
	}
	if err := t.ctx.Err(); err != nil {
		t.report.fail("interrupted: " + err.Error())
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.ctx), time.Minute)
	defer cancel()
	t.ctx = ctx
	for _, undo := range slices.Backward(t.undo) {
		undo()
	}
}

// later does something at the end, the last thing first.
func (t *tour) later(undo func()) { t.undo = append(t.undo, undo) }

// leaves counts an object that nothing can delete.
func (t *tour) leaves(what string) { t.report.left[what]++ }

// ok notes a call that failed, and tells whether it succeeded. The error of a call hides secrets.
func (t *tour) ok(err error) bool {
	if err != nil {
		t.report.fail(tidy(err.Error()))
	}
	return err == nil
}

// tries is ok for calls that may well be refused: what they answer is held against the document, and that is all.
func (t *tour) tries(err error) {
	var answered *stancer.Error
	if !errors.As(err, &answered) || answered.Status == 0 {
		t.ok(err)
	}
}

// nobody is an identifier that no object has.
func nobody(prefix string) string { return prefix + "_" + strings.Repeat("0", 24) }
