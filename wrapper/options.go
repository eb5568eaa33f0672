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

// Option changes how requests are made. The same options work on a client, for all its calls, and on one call.
type Option func(*settings) error

// settings are the values that options change. A client has its own, and a call with options a copy.
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
	pages        int              // that a list reads at a time
	answered     func(status int) // is called after each attempt with an answer, if set
	userAgent    string
	header       http.Header
	query        string // with & before each parameter
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

// with returns a copy of the settings that the options have changed, or the settings themselves
// without options.
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

// WithMode makes a key of the other mode an error. Give [ModeTest] wherever no money may move, in tests for example.
func WithMode(mode Mode) Option {
	return func(s *settings) error {
		switch {
		case mode != ModeTest && mode != ModeLive:
			return fmt.Errorf("stancer: the mode %q is unknown; use ModeTest or ModeLive", mode)
		case mode != s.mode:
			return fmt.Errorf("stancer: the API key is a %s key, and %s mode is demanded", s.mode, mode)
		}
		return nil
	}
}

// WithBaseURL sends requests elsewhere than to https://api.stancer.com, to a fake or a proxy. Anything but https is refused, since the
// key would travel in the clear, except on a loopback address. The version is not part of it: paths begin with /v1 or /v2.
func WithBaseURL(baseURL string) Option {
	return func(s *settings) error {
		u, err := url.Parse(baseURL)
		switch {
		case err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http":
			return errors.New("stancer: the base URL is not one; want https://host")
		case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
			return errors.New("stancer: the base URL holds more than a host and a path; want https://host")
		case u.Scheme == "http" && !isLoopback(u.Hostname()):
			return fmt.Errorf("stancer: the base URL http://%s would send the API key in the clear; use https", u.Host)
		}
		s.baseURL = strings.TrimSuffix(u.String(), "/")
		return nil
	}
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// WithHTTPClient sends requests with this client instead of the default one, which is tuned for many
// concurrent calls to one host and uses the proxy of the environment (HTTPS_PROXY, NO_PROXY). Its
// redirect policy is not used: redirects are never followed. Over HTTP/2 a write is sent at most once.
func WithHTTPClient(client *http.Client) Option {
	return func(s *settings) error {
		if client == nil {
			return errors.New("stancer: the HTTP client is nil; leave the option out to use the default one")
		}
		own := *client
		s.httpClient = &own
		return nil
	}
}

// WithTimeout limits each attempt, from dialing to the last byte of the answer. The default is 30 seconds. To limit a whole call, give it
// a context with a deadline.
func WithTimeout(timeout time.Duration) Option {
	return func(s *settings) error {
		if timeout <= 0 {
			return fmt.Errorf("stancer: the timeout %v is not positive", timeout)
		}
		s.timeout = timeout
		return nil
	}
}

// WithBearer sends the key as a bearer token instead of as the user of Basic authentication. Stancer publishes both; official clients
// use Basic.
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
			return errors.New("stancer: the user agent holds a character that a header cannot")
		}
		s.userAgent += " " + product
		return nil
	}
}

// WithConcurrentPages makes [List.All] read up to n pages at a time, 1 to 100; the default is 1. The
// objects still come in the order of the list. The first page is read alone. Its Range.Count, where
// it is given, says how many pages follow; otherwise the number of pages read at a time doubles from
// page to page. An answer 429 halves it for the rest of the range. At most n pages are in memory.
func WithConcurrentPages(n int) Option {
	return func(s *settings) error {
		if n < 1 || n > 100 {
			return fmt.Errorf("stancer: cannot read %d pages at a time; want 1 to 100", n)
		}
		s.pages = n
		return nil
	}
}

// WithPoll sets how often the methods named Wait look again: first after least, then less and less often, down to once every most, which is a
// day at most. The default is 1 second and 1 minute.
func WithPoll(least, most time.Duration) Option {
	return func(s *settings) error {
		if least <= 0 || most < least || most > 24*time.Hour {
			return fmt.Errorf("stancer: polling after %v and up to every %v is not between 0 and a day", least, most)
		}
		s.poll = poll{least, most}
		return nil
	}
}
