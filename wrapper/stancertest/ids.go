package stancertest

import (
	"fmt"
	"math/rand/v2"
)

const alphanumerics = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// newID returns an identifier in the format of the API: a prefix, an underscore and 24 alphanumeric
// characters.
func newID(prefix string) string { return prefix + "_" + randomText(24, alphanumerics) }

func newKey(prefix string) string { return newID(prefix) }

func newUUID() string {
	const hex = "0123456789abcdef"
	return fmt.Sprintf("%s-%s-4%s-a%s-%s", randomText(8, hex), randomText(4, hex),
		randomText(3, hex), randomText(3, hex), randomText(12, hex))
}

func randomText(length int, letters string) string {
	text := make([]byte, length)
	for i := range text {
		text[i] = letters[rand.IntN(len(letters))]
	}
	return string(text)
}
