package stancer

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A real header has some 80 bytes and two entries. The limits leave room for many secrets, and nothing to search through.
const (
	signatureHeader     = "Stancer-Signature"
	maxSignature        = 2 << 10
	maxSignatureEntries = 32
)

// SignWebhook returns the Stancer-Signature header with which Stancer would deliver a body at a time, the secret used as text. It is for
// tests of what receives webhooks.
func SignWebhook(secret WebhookSecret, at time.Time, body []byte) string {
	t := strconv.FormatInt(at.Unix(), 10)
	return fmt.Sprintf("t=%s,v1=%x", t, sign([]byte(secret), t, body))
}

func sign(key []byte, t string, body []byte) []byte {
	mac := hmac.New(sha256.New, key)
	_, _ = io.WriteString(mac, t+".")
	_, _ = mac.Write(body)
	return mac.Sum(nil)
}

// signatureKeys are the keys that deliveries may be signed with: each secret as text and, where it is hexadecimal, decoded. An empty secret
// and one of zeros are refused, because anyone could sign with them.
func signatureKeys(secrets []WebhookSecret) (keys [][]byte, err error) {
	if len(secrets) == 0 {
		return nil, errors.New("stancer: there is no webhook secret; use the Secret of the endpoint")
	}
	for i, secret := range secrets {
		switch {
		case secret == "":
			return nil, fmt.Errorf("stancer: the webhook secret at index %d is empty; use the Secret of the endpoint", i)
		case secret == redacted:
			return nil, fmt.Errorf("stancer: the webhook secret at index %d is %q, as secrets are printed; use the Secret of the endpoint",
				i, redacted)
		case strings.Trim(string(secret), "0") == "":
			return nil, fmt.Errorf("stancer: the webhook secret at index %d is all zeros; use the Secret of the endpoint", i)
		case strings.ContainsFunc(string(secret), func(r rune) bool { return r <= ' ' || r > '~' }):
			return nil, fmt.Errorf("stancer: the webhook secret at index %d holds a space or another character that no secret has", i)
		}
		keys = append(keys, []byte(secret))
		if decoded, err := hex.DecodeString(string(secret)); err == nil {
			keys = append(keys, decoded)
		}
	}
	return keys, nil
}

// checkSignature refuses a body that none of the keys has signed, or at another time than about now.
func checkSignature(header http.Header, body []byte, keys [][]byte, now time.Time, tolerance time.Duration) error {
	if len(body) == 0 {
		return refusal("the body is empty")
	}
	s, err := parseSignature(header)
	switch {
	case err != nil:
		return err
	case !s.isOf(body, keys):
		return refusal("it is not of this body with any of the secrets")
	}
	if now.Sub(s.at).Abs() > tolerance {
		return fmt.Errorf("stancer: %w: it is of %v and now is %v, more than %v apart", ErrSignatureTime, utc(s.at), utc(now), tolerance)
	}
	return nil
}

func utc(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func refusal(reason string) error { return fmt.Errorf("stancer: %w: %s", ErrSignature, reason) }

// signature is what the header says.
type signature struct {
	t  string // as it was sent, for that is what is signed
	at time.Time
	v1 [][]byte
}

// parseSignature reads the header. Schemes and names that it does not know, and a v1 that is not hexadecimal, are passed over.
func parseSignature(header http.Header) (s signature, err error) {
	values := header.Values(signatureHeader)
	switch {
	case len(values) == 0:
		return s, refusal("the header " + signatureHeader + " is missing")
	case len(values) > 1:
		return s, refusal("there are several headers " + signatureHeader)
	case len(values[0]) > maxSignature || strings.Count(values[0], ",") >= maxSignatureEntries:
		return s, refusal("the header " + signatureHeader + " is too long")
	}
	for entry := range strings.SplitSeq(values[0], ",") {
		name, value, _ := strings.Cut(entry, "=")
		value = strings.Trim(value, " \t")
		switch strings.Trim(name, " \t") {
		case "t":
			if s.t != "" {
				return s, refusal("it has several times")
			}
			seconds, err := strconv.ParseUint(value, 10, 63)
			if err != nil {
				return s, refusal("its time is not in unix seconds")
			}
			s.t, s.at = value, time.Unix(int64(seconds), 0)
		case "v1":
			if mac, err := hex.DecodeString(value); err == nil {
				s.v1 = append(s.v1, mac)
			}
		}
	}
	if s.t == "" || len(s.v1) == 0 {
		return s, refusal("it lacks a time or a signature of scheme v1")
	}
	return s, nil
}

// isOf compares each signature with that of each key. It goes on after a match, so that the time it takes tells nothing.
func (s signature) isOf(body []byte, keys [][]byte) bool {
	found := false
	for _, key := range keys {
		mac := sign(key, s.t, body)
		for _, v1 := range s.v1 {
			found = hmac.Equal(mac, v1) || found
		}
	}
	return found
}
