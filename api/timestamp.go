package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"
)

// Timestamp is an instant as Stancer exchanges it: a whole number of unix
// seconds. It is always in UTC and carries no monotonic clock, so two
// timestamps of the same second are equal with ==, also after JSON. The zero
// value means no instant; it is not the unix epoch.
type Timestamp struct {
	t time.Time
}

var (
	errNotNumber = errors.New("not a number")
	errNotTime   = errors.New("neither unix seconds nor an RFC 3339 date or time")
	errRange     = errors.New("out of range: the year must be from 1 to 9999")
)

// NewTimestamp returns the second that t is in, whatever its location.
// The zero time gives the zero Timestamp.
func NewTimestamp(t time.Time) Timestamp {
	return Timestamp{t: time.Unix(t.Unix(), 0).UTC()}
}

// Time returns the instant in UTC, or the zero time for the zero Timestamp.
func (t Timestamp) Time() time.Time { return t.t }

// Unix returns the number of seconds since 1970-01-01T00:00:00Z. For the zero
// Timestamp the number is meaningless.
func (t Timestamp) Unix() int64 { return t.t.Unix() }

// IsZero reports whether t holds no instant.
func (t Timestamp) IsZero() bool { return t.t.IsZero() }

// String returns the instant as RFC 3339 in UTC, or the empty string for the
// zero Timestamp.
func (t Timestamp) String() string {
	if t.IsZero() {
		return ""
	}
	return t.t.Format(time.RFC3339)
}

// LogValue implements [slog.LogValuer] and returns the same as String.
func (t Timestamp) LogValue() slog.Value { return slog.StringValue(t.String()) }

// MarshalJSON writes the instant as an integer of unix seconds, or null for
// the zero Timestamp. A year outside 1 to 9999 is an error.
func (t Timestamp) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return t.MarshalText()
}

// MarshalText writes the instant as decimal unix seconds, the form of a query
// filter. The zero Timestamp is an error, because an empty
// filter would silently select something else than the caller meant. So is a
// year outside 1 to 9999.
func (t Timestamp) MarshalText() ([]byte, error) {
	if t.IsZero() {
		return nil, errors.New("api: a zero timestamp cannot be sent as text")
	}
	if !t.inRange() {
		return nil, fmt.Errorf("api: timestamp %s: %w", t, errRange)
	}
	return strconv.AppendInt(nil, t.Unix(), 10), nil
}

// UnmarshalJSON reads unix seconds as an integer or a decimal number, or a
// string of any form that UnmarshalText reads. Null gives the zero Timestamp.
func (t *Timestamp) UnmarshalJSON(data []byte) error {
	if seconds, ok := wholeSeconds(data); ok { // the usual form
		*t = NewTimestamp(time.Unix(seconds, 0))
		return nil
	}
	text, err := scalarText(data)
	if err != nil {
		return err
	}
	return t.UnmarshalText(text)
}

// UnmarshalText reads unix seconds, with or without fraction and exponent, or
// an RFC 3339 time, with or without fraction and offset; without an offset it
// is taken as UTC. A day alone is its midnight in UTC. A fraction of a second
// is rounded down. The empty text gives the zero Timestamp. Anything
// else, and a year outside 1 to 9999, is an error that shows the start of the
// text and leaves t unchanged.
func (t *Timestamp) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*t = Timestamp{}
		return nil
	}
	at, err := parseTime(string(text), time.UTC)
	next := NewTimestamp(at)
	if err == nil && !next.inRange() {
		err = errRange
	}
	if err != nil {
		return fmt.Errorf("api: timestamp %.40q: %w", text, err)
	}
	*t = next
	return nil
}

func (t Timestamp) inRange() bool { return validYear(t.t.Year()) }

func validYear(year int) bool { return 1 <= year && year <= 9999 }

// wholeSeconds reads a positive integer of seconds, up to the year 5138.
func wholeSeconds(data []byte) (seconds int64, ok bool) {
	if len(data) == 0 || len(data) > 11 {
		return 0, false
	}
	for _, digit := range data {
		if digit < '0' || '9' < digit {
			return 0, false
		}
		seconds = 10*seconds + int64(digit-'0')
	}
	return seconds, true
}

// scalarText returns the content of a JSON string, nothing for null, and the
// text of any other value.
func scalarText(data []byte) ([]byte, error) {
	switch jsonKind(data) {
	case "null":
		return nil, nil
	case "string":
		if len(data) > 1 && data[len(data)-1] == '"' && bytes.IndexByte(data, '\\') < 0 {
			return data[1 : len(data)-1], nil
		}
		var s string
		err := json.Unmarshal(data, &s)
		return []byte(s), err
	}
	return data, nil
}

var timeLayouts = []string{
	time.RFC3339,
	"2006-01-02T15:04:05",
	"2006-01-02 15:04:05Z07:00",
	time.DateTime,
}

// parseTime reads every form in which Stancer has given a date or a time. A
// number is an instant, returned in zone; the rest stays in its own offset.
func parseTime(s string, zone *time.Location) (time.Time, error) {
	if len(s) == len(time.DateOnly) { // the most common form
		if at, err := time.Parse(time.DateOnly, s); err == nil {
			return at, nil
		}
	}
	at, err := parseUnix(s)
	if !errors.Is(err, errNotNumber) {
		return at.In(zone), err
	}
	for _, layout := range timeLayouts {
		if at, err := time.Parse(layout, s); err == nil {
			return at, nil
		}
	}
	return time.Time{}, errNotTime
}

// parseUnix works on the digits: a float64 would round the fraction, and an
// arbitrary-precision number would let an exponent choose how much to allocate.
func parseUnix(s string) (time.Time, error) {
	unsigned, negative := strings.CutPrefix(s, "-")
	digits, point, err := splitDecimal(unsigned)
	if err != nil {
		return time.Time{}, err
	}
	const maxSecondDigits, nanoDigits = 12, 9
	if point > maxSecondDigits {
		return time.Time{}, errRange
	}
	if point < -nanoDigits {
		return time.Unix(0, 0), nil
	}
	const zeros = "000000000000000000000" // maxSecondDigits+nanoDigits of them
	digits = zeros[:1+max(0, -point)] + digits + zeros
	point = 1 + max(0, point)
	sec, _ := strconv.ParseInt(digits[:point], 10, 64)
	nsec, _ := strconv.ParseInt(digits[point:point+nanoDigits], 10, 64)
	if negative {
		sec, nsec = -sec, -nsec
	}
	return time.Unix(sec, nsec), nil
}

// splitDecimal returns the digits of an unsigned number without leading zeros,
// and the number of digits before the decimal point after applying the exponent.
func splitDecimal(s string) (digits string, point int, err error) {
	mantissa, exponent := s, "0"
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		mantissa, exponent = s[:i], s[i+1:]
	}
	whole, fraction, hasPoint := strings.Cut(mantissa, ".")
	if !isDigits(whole) || hasPoint && !isDigits(fraction) {
		return "", 0, errNotNumber
	}
	shift, err := strconv.ParseInt(exponent, 10, 16)
	if errors.Is(err, strconv.ErrRange) {
		return "", 0, errRange
	}
	if err != nil {
		return "", 0, errNotNumber
	}
	digits = strings.TrimLeft(whole+fraction, "0")
	if digits == "" {
		return "", 0, nil
	}
	return digits, len(digits) - len(fraction) + int(shift), nil
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
