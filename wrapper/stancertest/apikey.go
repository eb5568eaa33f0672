package stancertest

import (
	"errors"
	"net/http"
	"regexp"
	"strings"
)

// WithKeys sets the secret keys of the account, which then take no others: any other key is a 401.
// An empty key stands for a generated one. Without this option every secret key of the right form
// opens the account.
func WithKeys(test, live string) Option {
	return func(s *Server) {
		s.onlyKeys = true
		if test != "" {
			s.TestKey = test
		}
		if live != "" {
			s.LiveKey = live
		}
	}
}

var keyForm = regexp.MustCompile(`^(stest|sprod)_\w{24}$`)

// checkKeys never shows a key.
func (s *Server) checkKeys() error {
	switch {
	case modeOf(s.TestKey) != ModeTest:
		return errors.New("the test key is not stest_ and 24 letters, digits or underscores")
	case modeOf(s.LiveKey) != ModeLive:
		return errors.New("the live key is not sprod_ and 24 letters, digits or underscores")
	}
	return nil
}

// modeOf returns the mode of a secret key, or an empty one if the form is wrong.
func modeOf(key string) Mode {
	switch parts := keyForm.FindStringSubmatch(key); {
	case parts == nil:
		return ""
	case parts[1] == "stest":
		return ModeTest
	}
	return ModeLive
}

// authenticate returns the mode of the key in the request. Public keys are not for calls from a
// server.
func (s *Server) authenticate(r *http.Request) (Mode, error) {
	key := sentKey(r)
	mode := modeOf(key)
	if mode == "" || s.onlyKeys && key != s.TestKey && key != s.LiveKey {
		return "", fail(http.StatusUnauthorized, "You are not authorized to access that resource")
	}
	return mode, nil
}

// sentKey returns the key of Basic authentication, which is the user with an empty password, or the
// Bearer token.
func sentKey(r *http.Request) string {
	if key, password, ok := r.BasicAuth(); ok && password == "" {
		return key
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(token)
	}
	return ""
}
