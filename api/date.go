package api

import (
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// Date is a calendar day, such as a birthday or a settlement day, without time
// or location. Two dates of the same day are equal with ==. The zero value
// means no day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// dayZone is the zone in which the instant of a day is on that day. Old payloads
// have midnight in Paris (23:00Z in winter, 22:00Z in summer), and newer ones
// may have midnight UTC. At +02:00 all of them are on the right day.
var dayZone = time.FixedZone("", 2*60*60)

// NewDate returns the day with the given year, month and day of the month. It
// does not check them: encoding a day that does not exist is an error.
func NewDate(year int, month time.Month, day int) Date {
	return Date{Year: year, Month: month, Day: day}
}

// DateOf returns the day of t in t's own location.
func DateOf(t time.Time) Date {
	return NewDate(t.Date())
}

// ParseDate reads a day written as YYYY-MM-DD. Any other form, a day that does
// not exist and the year 0 are errors.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	d := DateOf(t)
	if err != nil || !d.exists() {
		return Date{}, fmt.Errorf("api: date %.40q: want an existing day as YYYY-MM-DD", s)
	}
	return d, nil
}

// Time returns midnight UTC at the start of the day, or the zero time for the
// zero Date.
func (d Date) Time() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// IsZero reports whether d holds no day.
func (d Date) IsZero() bool { return d == Date{} }

// String returns the day as YYYY-MM-DD, or the empty string for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// LogValue implements [slog.LogValuer] and returns the same as String.
func (d Date) LogValue() slog.Value { return slog.StringValue(d.String()) }

// MarshalJSON writes the day as a "YYYY-MM-DD" string, or null for the zero
// Date. A day that does not exist, or a year outside 1 to 9999, is an error.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	text, err := d.MarshalText()
	if err != nil {
		return nil, err
	}
	return []byte(`"` + string(text) + `"`), nil
}

// MarshalText writes the day as YYYY-MM-DD. The zero Date is an error, because
// an empty filter would silently select something else than the caller meant.
// So is a day that does not exist, or a year outside 1 to 9999.
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return nil, errors.New("api: a zero date cannot be sent as text")
	}
	if !d.exists() {
		return nil, fmt.Errorf("api: date %s is not a day of the years 1 to 9999", d)
	}
	return []byte(d.String()), nil
}

// UnmarshalJSON reads a string of any form that UnmarshalText reads, or unix
// seconds as a number. Null gives the zero Date.
func (d *Date) UnmarshalJSON(data []byte) error {
	text, err := scalarText(data)
	if err != nil {
		return err
	}
	return d.UnmarshalText(text)
}

// UnmarshalText reads YYYY-MM-DD, or a date with a time, separated by a T or a
// space, with or without fraction and offset: the day is the one written.
// It also reads unix seconds, with or without fraction and exponent: the day is
// the one at +02:00, so that midnight in Paris and midnight UTC both give the
// day that was meant. The empty text gives the zero Date. Anything else, and a
// year outside 1 to 9999, is an error that shows the start of the text and
// leaves d unchanged.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	at, err := parseTime(string(text), dayZone)
	next := DateOf(at)
	if err == nil && !next.exists() {
		err = errRange
	}
	if err != nil {
		return fmt.Errorf("api: date %.40q: %w", text, err)
	}
	*d = next
	return nil
}

func (d Date) exists() bool {
	return validYear(d.Year) && DateOf(d.Time()) == d
}
