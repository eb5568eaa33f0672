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
	"strings"
	"sync"

	"github.com/stancer-go/stancer/api"
)

// Client is a client for the Stancer API. Create one with [New] and share it: it cannot be changed
// and is safe for concurrent use. It sends nothing before the first call. Printed or logged, it
// shows its mode and never its key.
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
	// PayoutsV1 is for the payouts of version 1 of the API. They exist in live mode only.
	PayoutsV1 *PayoutsV1
	// Checkout is the former name of Payments.
	//
	// Deprecated: Use Payments.
	Checkout *Payments

	service *service
}

// Mode is the mode of a key: test or live. Test objects move no money. The objects of one mode do
// not exist in the other.
type Mode string

const (
	ModeTest Mode = "test"
	ModeLive Mode = "live"
)

// New returns a client that uses a secret key: stest_… for test mode, sprod_… for live mode, where
// money moves. It returns an error if the key is empty, is a public key (ptest_…, pprod_…), has
// another prefix, has a character other than letters, digits and underscores, or has fewer than 20
// characters after its prefix; the keys of Stancer have 24. It also returns the error of an option.
// No error shows the key.
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

// NewFromEnv is like [New], with the key from the environment variable STANCER_API_KEY. It returns
// an error if the variable is not set or empty.
func NewFromEnv(options ...Option) (*Client, error) {
	key := os.Getenv("STANCER_API_KEY")
	if key == "" {
		return nil, errors.New("stancer: the environment variable STANCER_API_KEY is empty; " +
			"set it to a secret key, stest_… or sprod_…")
	}
	return New(key, options...)
}

// Mode returns the mode of the client's key. It is empty for a client that [New] did not make.
func (c *Client) Mode() Mode {
	if c == nil || c.service == nil {
		return ""
	}
	return c.service.settings.mode
}

// Ping returns the company and the account of the key, and its mode. It changes nothing, so it can
// be used to check a key. The error is [ErrUnauthorized] if Stancer does not accept the key.
func (c *Client) Ping(ctx context.Context, options ...Option) (*Ping, error) {
	if c == nil {
		return nil, errNoClient
	}
	return do[*Ping](ctx, c.service, api.OpPing, "", options, api.NewPingRequest)
}

// Format writes the mode, for every verb.
func (c *Client) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.text()) }

// LogValue returns the mode.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.text()) }

func (c *Client) text() string {
	if c.Mode() == "" {
		return "stancer.Client(none)"
	}
	return fmt.Sprintf("stancer.Client(%s)", c.Mode())
}

// minKeyLength is the smallest number of characters after the prefix of a key. Current keys have
// 24. The limit is lower, so that a future key is not refused.
const minKeyLength = 20

// modeOf returns the mode of a secret key. Its errors never show the key.
func modeOf(key string) (Mode, error) {
	prefix, rest, _ := strings.Cut(key, "_")
	switch {
	case key == "":
		return "", errors.New("stancer: the API key is empty; use a secret key, stest_… or sprod_…")
	case prefix == "ptest" || prefix == "pprod":
		return "", fmt.Errorf("stancer: the API key is public (%s_…); use the secret key, s%s_…",
			prefix, prefix[1:])
	case prefix != "stest" && prefix != "sprod":
		return "", errors.New("stancer: the API key has no known prefix; " +
			"use a secret key, stest_… or sprod_…, with no space or quote in front")
	case strings.ContainsFunc(rest, notWord):
		return "", fmt.Errorf("stancer: the API key has a space or another character "+
			"that is not allowed in a key; copy %s_… again", prefix)
	case len(rest) < minKeyLength:
		return "", fmt.Errorf("stancer: the API key has %d characters after %s_; "+
			"want at least %d; copy it again", len(rest), prefix, minKeyLength)
	case prefix == "stest":
		return ModeTest, nil
	}
	return ModeLive, nil
}

func notWord(r rune) bool {
	return r != '_' && (r < '0' || '9' < r) && (r < 'A' || 'Z' < r) && (r < 'a' || 'z' < r)
}

// authorizer returns a function that authenticates requests. It keeps the key in a closure, because
// fmt prints the fields of a struct.
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

// userAgent has the version of this module that the program was built with.
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
