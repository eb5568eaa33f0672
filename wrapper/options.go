package stancer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const defaultBaseURL = "https://api.stancer.com"

// Option changes a setting. An option of a client applies to all its calls, an option of a call to
// that call.
type Option func(*settings) error

// settings are the values that options change. A call with options has a copy of those of the
// client.
type settings struct {
	mode         Mode
	authorize    func(req *http.Request, bearer bool)
	bearer       bool
	baseURL      string
	httpClient   *http.Client
	middleware   []Middleware
	chain        *http.Client // httpClient with the middleware and the guards around it
	timeout      time.Duration
	retries      retries
	poll         poll
	pages        int              // how many a list reads at a time
	answered     func(status int) // called after each attempt with an answer, if not nil
	userAgent    string
	header       http.Header
	query        string // encoded, with & before each parameter
	members      map[string]json.RawMessage
	autoUniqueID bool
	response     *Response
	logger       *slog.Logger
	observer     func(context.Context, Call)
}

func defaultSettings(mode Mode, key string) *settings {
	return &settings{
		mode:       mode,
		authorize:  authorizer(key),
		baseURL:    defaultBaseURL,
		httpClient: defaultHTTPClient,
		timeout:    30 * time.Second,
		retries:    defaultRetries(),
		pages:      1,
		poll:       poll{time.Second, time.Minute},
		userAgent:  userAgent(),
	}
}

// with returns a copy of the settings with the options applied, or the settings themselves if there
// are no options.
func (s *settings) with(options []Option) (*settings, error) {
	if len(options) == 0 && s.chain != nil {
		return s, nil
	}
	changed := *s
	for _, option := range options {
		if option == nil {
			return nil, errors.New("stancer: an option is nil")
		}
		if err := option(&changed); err != nil {
			return nil, err
		}
	}
	var err error
	changed.chain, err = newChain(changed.httpClient, changed.middleware)
	return &changed, err
}

// WithMode requires a mode: a key of the other mode is an error. Use [ModeTest] where no money may
// move, in tests for example.
func WithMode(mode Mode) Option {
	return func(s *settings) error {
		switch {
		case mode != ModeTest && mode != ModeLive:
			return fmt.Errorf("stancer: the mode %q is unknown; use ModeTest or ModeLive", mode)
		case mode != s.mode:
			return fmt.Errorf("stancer: the API key is a %s key, but %s mode is required",
				s.mode, mode)
		}
		return nil
	}
}

// WithBaseURL sets the URL of the API, of a fake or a proxy for example. The default is
// https://api.stancer.com. Paths, which begin with /v1 or /v2, are added to it. The scheme must be
// https, or http with a loopback address, so that the key is not sent in the clear.
func WithBaseURL(baseURL string) Option {
	return func(s *settings) error {
		u, err := url.Parse(baseURL)
		switch {
		case err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http":
			return errors.New("stancer: the base URL is invalid; want https://host")
		case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
			return errors.New("stancer: the base URL has user info, a query or a fragment; " +
				"want https://host")
		case u.Scheme == "http" && !isLoopback(u.Hostname()):
			return fmt.Errorf("stancer: the base URL http://%s would send the API key "+
				"in the clear; use https", u.Host)
		}
		s.baseURL = strings.TrimSuffix(u.String(), "/")
		return nil
	}
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// WithHTTPClient sets the HTTP client. The default one allows many concurrent calls to one host,
// and uses the proxy of the environment (HTTPS_PROXY, NO_PROXY). The redirect policy of client is
// not used: redirects are never followed. Over HTTP/2 an attempt sends a write at most once.
func WithHTTPClient(client *http.Client) Option {
	return func(s *settings) error {
		if client == nil {
			return errors.New("stancer: the HTTP client is nil; " +
				"leave the option out to use the default one")
		}
		own := *client
		s.httpClient = &own
		return nil
	}
}

// WithTimeout limits each attempt, from dialing to the last byte of the answer. The default is 30
// seconds. To limit a whole call, with its retries, use a context with a deadline.
func WithTimeout(timeout time.Duration) Option {
	return func(s *settings) error {
		if timeout <= 0 {
			return fmt.Errorf("stancer: the timeout is %v; want more than 0", timeout)
		}
		s.timeout = timeout
		return nil
	}
}

// WithBearer sends the key as a bearer token. The default is Basic authentication with the key as
// the user. Stancer publishes both; the official clients use Basic authentication.
func WithBearer() Option {
	return func(s *settings) error {
		s.bearer = true
		return nil
	}
}

// WithUserAgent adds a product, "shop/1.2" for example, to the User-Agent header.
func WithUserAgent(product string) Option {
	return func(s *settings) error {
		if strings.ContainsFunc(product, func(r rune) bool { return r < ' ' || r > '~' }) {
			return errors.New("stancer: the user agent has a character " +
				"that is not allowed in a header")
		}
		s.userAgent += " " + product
		return nil
	}
}

// WithConcurrentPages makes [List.All] read up to n pages at a time, 1 to 100. The default is 1.
// The objects are still yielded in the order of the list. The first page is read alone. If it has a
// Range.Count, the number of pages that follow is known. Otherwise the number of pages that are
// read at a time doubles with each page. An answer 429 halves it until the range ends. At most n
// pages are in memory.
func WithConcurrentPages(n int) Option {
	return func(s *settings) error {
		if n < 1 || n > 100 {
			return fmt.Errorf("stancer: cannot read %d pages at a time; want 1 to 100", n)
		}
		s.pages = n
		return nil
	}
}

// WithPoll sets how often the methods named Wait poll. The first pause is least. The pauses grow by
// a random amount up to most, which is at most 24 hours. The default is 1 second and 1 minute.
func WithPoll(least, most time.Duration) Option {
	return func(s *settings) error {
		if least <= 0 || most < least || most > 24*time.Hour {
			return fmt.Errorf("stancer: poll pauses from %v to %v; want 0 < least <= most <= 24h",
				least, most)
		}
		s.poll = poll{least, most}
		return nil
	}
}
