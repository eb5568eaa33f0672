package stancer

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"runtime"
	"runtime/debug"
	"sync"

	"github.com/stancer-go/stancer/api"
)

// Client gives access to the Stancer API. Make one with [New] and share it: it cannot be changed, is safe for concurrent use, and does not
// touch the network before the first call. Printed or logged, it shows its mode and never its key.
type Client struct {
	Customers      *Customers
	Addresses      *Addresses
	Cards          *Cards
	SEPA           *SEPAs
	SEPAChecks     *SEPAChecks
	Mandates       *Mandates
	PaymentIntents *PaymentIntents
	Payments       *Payments
	Refunds        *Refunds
	Disbursements  *Disbursements
	Disputes       *Disputes
	Payouts        *Payouts
	Webhooks       *Webhooks
	// PayoutsV1 are the payouts of version 1 of the API, in live mode only.
	PayoutsV1 *PayoutsV1
	// Checkout is the former name of Payments.
	//
	// Deprecated: Use Payments.
	Checkout *Payments

	service *service
}

// New returns a client that uses a secret key: stest_… for test mode, sprod_… for live mode, where money moves. An empty key, a public
// key (ptest_…, pprod_…), a key with fewer than 20 characters after its prefix (those of Stancer have 24), anything else that is no secret
// key and an unusable option are errors that say what to use instead.
func New(secretKey string, options ...Option) (*Client, error) {
	mode, err := modeOf(secretKey)
	if err != nil {
		return nil, err
	}
	settings, err := defaultSettings(mode, secretKey).with(options)
	if err != nil {
		return nil, err
	}
	common := &service{settings} // shared by all resources
	return &Client{
		Customers:      (*Customers)(common),
		Addresses:      (*Addresses)(common),
		Cards:          (*Cards)(common),
		SEPA:           (*SEPAs)(common),
		SEPAChecks:     (*SEPAChecks)(common),
		Mandates:       (*Mandates)(common),
		PaymentIntents: (*PaymentIntents)(common),
		Payments:       (*Payments)(common),
		Refunds:        (*Refunds)(common),
		Disbursements:  (*Disbursements)(common),
		Disputes:       (*Disputes)(common),
		Payouts:        (*Payouts)(common),
		Webhooks:       (*Webhooks)(common),
		PayoutsV1:      (*PayoutsV1)(common),
		Checkout:       (*Payments)(common),
		service:        common,
	}, nil
}

// NewFromEnv is [New] with the key in the environment variable STANCER_API_KEY.
func NewFromEnv(options ...Option) (*Client, error) {
	key := os.Getenv("STANCER_API_KEY")
	if key == "" {
		return nil, errors.New("stancer: the environment variable STANCER_API_KEY is empty; set it to a secret key, stest_… or sprod_…")
	}
	return New(key, options...)
}

// Mode tells whether the client works on test or on live objects.
func (c *Client) Mode() Mode {
	if c == nil || c.service == nil {
		return ""
	}
	return c.service.settings.mode
}

// Ping tells which company and which account the key belongs to, and its mode. It changes nothing, so it serves to try a key.
func (c *Client) Ping(ctx context.Context, options ...Option) (*Ping, error) {
	if c == nil {
		return nil, errNoClient
	}
	return do[*Ping](ctx, c.service, api.OpPing, "", options, api.NewPingRequest)
}

// Format shows the mode, whatever the verb.
func (c *Client) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.text()) }

// LogValue shows the mode.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.text()) }

func (c *Client) text() string {
	if c.Mode() == "" {
		return "stancer.Client(none)"
	}
	return fmt.Sprintf("stancer.Client(%s)", c.Mode())
}

// authorizer keeps the key where printing cannot reach it.
func authorizer(key string) func(req *http.Request, bearer bool) {
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte(key+":"))
	token := "Bearer " + key
	return func(req *http.Request, bearer bool) {
		value := basic
		if bearer {
			value = token
		}
		req.Header.Set("Authorization", value)
	}
}

const module = "github.com/stancer-go/stancer"

// userAgent names the version of this module that the program was built with.
var userAgent = sync.OnceValue(func() string {
	version := "devel"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dependency := range info.Deps {
			if dependency.Path == module {
				version = dependency.Version
			}
		}
	}
	return fmt.Sprintf("stancer-go/%s (%s)", version, runtime.Version())
})
