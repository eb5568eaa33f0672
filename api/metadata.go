package api

import (
	"bytes"
	"encoding/json"
	"log/slog"
)

// Metadata is the JSON value that was stored with an object, as the API returned it. Use
// [Metadata.Decode] to read it. To send it back unchanged, assign it to the Metadata of the
// parameters. It is nil when the object has none.
//
// It is kept as text because a Go number cannot hold every JSON number: 9007199254740993 as a
// float64 is 9007199254740992.
type Metadata json.RawMessage

// Decode stores the value in the value that v points to, as [json.Unmarshal] does. It leaves v
// unchanged when there is no metadata.
func (m Metadata) Decode(v any) error {
	if len(m) == 0 {
		return nil
	}
	return json.Unmarshal(m, v)
}

// IsZero reports whether there is no metadata.
func (m Metadata) IsZero() bool { return len(m) == 0 }

// String returns the JSON text, or "" when there is no metadata.
func (m Metadata) String() string { return string(m) }

// LogValue returns the JSON value for package slog.
func (m Metadata) LogValue() slog.Value {
	if len(m) == 0 {
		return slog.StringValue("")
	}
	return slog.AnyValue(json.RawMessage(m))
}

// MarshalJSON returns the value unchanged, or null when there is no metadata.
func (m Metadata) MarshalJSON() ([]byte, error) { return json.RawMessage(m).MarshalJSON() }

// UnmarshalJSON keeps a copy of the value. Null gives no metadata.
func (m *Metadata) UnmarshalJSON(data []byte) error {
	*m = nil
	if string(data) != "null" {
		*m = bytes.Clone(data)
	}
	return nil
}
