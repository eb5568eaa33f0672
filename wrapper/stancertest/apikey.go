package stancertest

import (
	"errors"
	"net/http"
	"regexp"
	"strings"
)

// WithKeys sets the secret keys of the account; any other key is a 401. An empty key stands for a
// generated one. Without this option every well-formed secret key is valid.
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

// checkKeys returns errors that do not contain the keys.
func (s *Server) checkKeys() error {
	switch {
	case modeOf(s.TestKey) != ModeTest:
		return errors.New("invalid test key: want stest_ and 24 letters, digits or underscores")
	case modeOf(s.LiveKey) != ModeLive:
		return errors.New("invalid live key: want sprod_ and 24 letters, digits or underscores")
	}
	return nil
}

// modeOf returns the mode of a secret key, or an empty mode if the key is malformed.
func modeOf(key string) Mode {
	switch parts := keyForm.FindStringSubmatch(key); {
	case parts == nil:
		return ""
	case parts[1] == "stest":
		return ModeTest
	}
	return ModeLive
}

// authenticate returns the mode of the key in the request. It rejects public keys, which are for
// browsers.
func (s *Server) authenticate(r *http.Request) (Mode, error) {
	key := sentKey(r)
	mode := modeOf(key)
	if mode == "" || s.onlyKeys && key != s.TestKey && key != s.LiveKey {
		return "", fail(http.StatusUnauthorized, "You are not authorized to access that resource")
	}
	return mode, nil
}

// sentKey returns the key of the request: the user name of Basic authentication with an empty
// password, or the Bearer token.
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
