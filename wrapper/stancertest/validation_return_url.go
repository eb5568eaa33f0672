package stancertest

import (
	"net/url"
	"slices"
)

// checkReturnURLs returns an error for each return_url that is neither https nor http on a loopback
// host.
func checkReturnURLs(at []any, value any) (wrong []detail) {
	body, _ := value.(map[string]any)
	if given, ok := body["return_url"].(string); ok && !isHTTPS(given) {
		wrong = append(wrong, detail{
			slices.Concat(at, []any{"return_url"}),
			"URL scheme not permitted; http is for localhost only",
			"value_error.url.scheme",
		})
	}
	if body["auth"] != nil {
		wrong = append(wrong, checkReturnURLs(slices.Concat(at, []any{"auth"}), body["auth"])...)
	}
	return wrong
}

// isHTTPS reports whether the URL is https, or http with a loopback host.
func isHTTPS(given string) bool {
	u, err := url.Parse(given)
	if err != nil || u.Host == "" {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && isLoopback(u.Hostname())
}
