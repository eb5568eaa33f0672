package stancer

import (
	"errors"
	"fmt"
	"strings"
)

// Mode is what a key works on: test objects, which cost nothing, or live ones. Objects of one mode do not exist in the other.
type Mode string

const (
	ModeTest Mode = "test"
	ModeLive Mode = "live"
)

// minKeyLength is how many characters must follow the prefix of a key. Keys of today have 24, and letters, digits and underscores only; a
// shorter limit leaves room for others, so that no real key is refused.
const minKeyLength = 20

// modeOf returns the mode of a secret key. Its errors never show the key.
func modeOf(key string) (Mode, error) {
	prefix, rest, _ := strings.Cut(key, "_")
	switch {
	case key == "":
		return "", errors.New("stancer: the API key is empty; use a secret key, stest_… or sprod_…")
	case prefix == "ptest" || prefix == "pprod":
		return "", fmt.Errorf("stancer: the API key is public (%s_…); use the secret key, s%s_…", prefix, prefix[1:])
	case prefix != "stest" && prefix != "sprod":
		return "", errors.New("stancer: the API key has no known prefix; use a secret key, stest_… or sprod_…, " +
			"with no space or quote in front")
	case strings.ContainsFunc(rest, notWord):
		return "", fmt.Errorf("stancer: the API key holds a space or another character that no key has; copy %s_… again", prefix)
	case len(rest) < minKeyLength:
		return "", fmt.Errorf("stancer: the API key has %d characters after %s_, and a key has at least %d; copy it again",
			len(rest), prefix, minKeyLength)
	case prefix == "stest":
		return ModeTest, nil
	}
	return ModeLive, nil
}

func notWord(r rune) bool {
	return r != '_' && (r < '0' || '9' < r) && (r < 'A' || 'Z' < r) && (r < 'a' || 'z' < r)
}
