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

// A real header has about 80 bytes and two entries. The limits allow many signatures and bound the
// work for a forged header.
const (
	signatureHeader     = "Stancer-Signature"
	maxSignature        = 2 << 10
	maxSignatureEntries = 32
)

// SignWebhook returns the value of the Stancer-Signature header for a body that is signed at a
// time, with the secret as text (observed). It is for tests of webhook handlers.
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

// signatureKeys returns the keys that may sign deliveries: each secret as text and, if it is
// hexadecimal, decoded. An empty secret and one of zeros are errors: HMAC treats them alike, and
// anyone could sign with them.
func signatureKeys(secrets []WebhookSecret) (keys [][]byte, err error) {
	if len(secrets) == 0 {
		return nil, errors.New("stancer: no webhook secret; use the Secret of the endpoint")
	}
	for i, secret := range secrets {
		if problem := problemOfSecret(string(secret)); problem != "" {
			return nil, fmt.Errorf("stancer: the webhook secret at index %d %s; "+
				"use the Secret of the endpoint", i, problem)
		}
		keys = append(keys, []byte(secret))
		if decoded, err := hex.DecodeString(string(secret)); err == nil {
			keys = append(keys, decoded)
		}
	}
	return keys, nil
}

// problemOfSecret describes why a secret cannot be used, or returns "".
func problemOfSecret(secret string) string {
	switch {
	case secret == "":
		return "is empty"
	case secret == redacted:
		return fmt.Sprintf("is %q, the text that is printed for a secret", redacted)
	case strings.Trim(secret, "0") == "":
		return "is all zeros"
	case strings.ContainsFunc(secret, func(r rune) bool { return r <= ' ' || r > '~' }):
		return "has a space or another character that is not allowed in a secret"
	}
	return ""
}

// checkSignature returns an error unless one of the keys has signed the body, at a time that
// differs from now by no more than the tolerance.
func checkSignature(
	header http.Header, body []byte, keys [][]byte, now time.Time, tolerance time.Duration,
) error {
	if len(body) == 0 {
		return refusal("the body is empty")
	}
	s, err := parseSignature(header)
	switch {
	case err != nil:
		return err
	case !s.matches(body, keys):
		return refusal("no signature matches the body")
	case now.Sub(s.at).Abs() > tolerance:
		return fmt.Errorf("stancer: %w: signed at %s, received at %s; the tolerance is %v",
			ErrSignatureTime, utc(s.at), utc(now), tolerance)
	}
	return nil
}

func utc(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func refusal(reason string) error { return fmt.Errorf("stancer: %w: %s", ErrSignature, reason) }

// signature is the content of the header.
type signature struct {
	t  string // unchanged, because it is part of the signed text
	at time.Time
	v1 [][]byte
}

// parseSignature parses the header. It ignores entries with other names, and a v1 that is not
// hexadecimal.
func parseSignature(header http.Header) (s signature, err error) {
	values := header.Values(signatureHeader)
	switch {
	case len(values) == 0:
		return s, refusal("the header " + signatureHeader + " is missing")
	case len(values) > 1:
		return s, refusal("there is more than one header " + signatureHeader)
	case len(values[0]) > maxSignature || strings.Count(values[0], ",") >= maxSignatureEntries:
		return s, refusal("the header " + signatureHeader + " is too long")
	}
	for entry := range strings.SplitSeq(values[0], ",") {
		name, value, _ := strings.Cut(entry, "=")
		value = strings.Trim(value, " \t")
		switch strings.Trim(name, " \t") {
		case "t":
			if s.t != "" {
				return s, refusal("the header has more than one time")
			}
			seconds, err := strconv.ParseUint(value, 10, 63)
			if err != nil {
				return s, refusal("the time of the signature is not in Unix seconds")
			}
			s.t, s.at = value, time.Unix(int64(seconds), 0)
		case "v1":
			if mac, err := hex.DecodeString(value); err == nil {
				s.v1 = append(s.v1, mac)
			}
		}
	}
	if s.t == "" || len(s.v1) == 0 {
		return s, refusal("the header lacks a time or a signature of scheme v1")
	}
	return s, nil
}

// matches reports whether one of the keys has signed the body. It compares all signatures even
// after a match, so that its duration does not depend on the result.
func (s signature) matches(body []byte, keys [][]byte) bool {
	found := false
	for _, key := range keys {
		mac := sign(key, s.t, body)
		for _, v1 := range s.v1 {
			found = hmac.Equal(mac, v1) || found
		}
	}
	return found
}
