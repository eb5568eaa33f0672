package stancer

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// WithBodyMember sends one more member in the JSON body, for parameters that this package does not
// know. It replaces a member of the same name. Operations without a body refuse it.
//
// A nil value sends null, which is the way to ask an update to clear a member:
// WithBodyMember("mobile", nil). Whether Stancer clears it or ignores null is not published, so
// read the answer.
func WithBodyMember(name string, value any) Option {
	return func(s *settings) error {
		member, err := json.Marshal(value)
		if err != nil {
			return fmt.Errorf("stancer: body member %q: %w", name, err)
		}
		s.members = maps.Clone(s.members)
		if s.members == nil {
			s.members = map[string]json.RawMessage{}
		}
		s.members[name] = member
		return nil
	}
}

// addMembers puts the members of WithBodyMember and WithAutoUniqueID into the body.
func (c *call) addMembers() error {
	auto := c.settings.autoUniqueID && c.op.RetryKey == "unique_id" &&
		c.body != nil && c.key() == ""
	if len(c.settings.members) == 0 && !auto {
		return nil
	}
	if c.body == nil {
		return errors.New("WithBodyMember: the operation has no request body")
	}
	members := map[string]json.RawMessage{}
	if err := json.Unmarshal(c.body, &members); err != nil {
		return err
	}
	maps.Copy(members, c.settings.members)
	if auto && c.settings.members[c.op.RetryKey] == nil {
		members[c.op.RetryKey], _ = json.Marshal(NewUniqueID())
	}
	var err error
	c.body, err = json.Marshal(members)
	return err
}

// WithQuery sends one more query parameter, for parameters that this package does not know. On a
// client it is sent with every request, also with the lookups after a lost answer.
func WithQuery(name, value string) Option {
	return func(s *settings) error {
		s.query += "&" + url.Values{name: {value}}.Encode()
		return nil
	}
}

// reservedHeaders are set by this package or by net/http, or would make net/http resend a write.
var reservedHeaders = append(slices.Clone(resendHeaders), "Accept", "Authorization", "Connection",
	"Content-Length", "Content-Type", "Host", "Transfer-Encoding", "User-Agent")

// WithHeader sends one more header, also with the lookups after a lost answer. Headers that the
// package or net/http sets, and Idempotency-Key, are refused.
func WithHeader(name, value string) Option {
	return func(s *settings) error {
		key := http.CanonicalHeaderKey(name)
		switch {
		case name == "" || strings.ContainsFunc(name, notToken):
			return fmt.Errorf("stancer: %q is not the name of a header", name)
		case slices.Contains(reservedHeaders, key):
			return fmt.Errorf("stancer: the header %s cannot be set with WithHeader", key)
		case strings.ContainsFunc(value, notHeaderText):
			return fmt.Errorf("stancer: the value of the header %s has a character "+
				"that is not allowed", key)
		}
		s.header = s.header.Clone()
		if s.header == nil {
			s.header = http.Header{}
		}
		s.header.Add(key, value)
		return nil
	}
}

func notToken(r rune) bool {
	return r > '~' || r <= ' ' || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
}

func notHeaderText(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }
