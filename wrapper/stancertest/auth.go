package stancertest

import (
	"net/http"
	"regexp"
	"strings"
)

var keyForm = regexp.MustCompile(`^(stest|sprod)_\w{24}$`)

// authenticate takes the key from Basic authentication, as the user with an empty password, or from a Bearer token. Public keys are not
// for calls from a server.
func authenticate(r *http.Request) (Mode, error) {
	key, password, basic := r.BasicAuth()
	if !basic {
		scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return "", unauthorized()
		}
		key = strings.TrimSpace(token)
	}
	parts := keyForm.FindStringSubmatch(key)
	if parts == nil || password != "" {
		return "", unauthorized()
	}
	if parts[1] == "stest" {
		return ModeTest, nil
	}
	return ModeLive, nil
}

func unauthorized() error {
	return fail(http.StatusUnauthorized, "You are not authorized to access that resource")
}
