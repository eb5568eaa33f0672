package stancer

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
)

// WithBodyMember sends one more member in the JSON body, for what Stancer knows and this package does not. It replaces a member of the
// same name. Operations without a body refuse it.
//
// A nil value sends null, which is the way to ask an update to clear a member: WithBodyMember("mobile", nil). Whether Stancer clears it or
// ignores null is not published, so read the answer.
func WithBodyMember(name string, value any) Option {
	return func(s *settings) error {
		before := s.rewrite
		s.rewrite = func(s *settings, req *http.Request) error { // a function, because fmt would print what it adds
			if before != nil {
				if err := before(s, req); err != nil {
					return err
				}
			}
			member, err := json.Marshal(value)
			if err != nil {
				return err
			}
			return s.addMember(req, name, member)
		}
		return nil
	}
}

// addMember puts a member into the body.
func (s *settings) addMember(req *http.Request, name string, value json.RawMessage) error {
	if req.Body == nil {
		return errors.New("it sends no body, so no member can be added to it")
	}
	members := map[string]json.RawMessage{}
	if err := json.NewDecoder(req.Body).Decode(&members); err != nil {
		return err
	}
	was, replaced := members[name]
	changed := replaced && !bytes.Equal(was, value) || !replaced && name == "currency" // which has a default, so that it is never one more
	if s.resolve != nil && changed {
		s.resolve = nil // it would look for, and compare, what was not sent
	}
	members[name] = value
	body, err := json.Marshal(members)
	if err != nil {
		return err
	}
	req.ContentLength = int64(len(body))
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	req.Body, err = req.GetBody()
	return err
}
