package api_test

import (
	"encoding"
	"encoding/json"
	"log/slog"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/api"
)

var (
	_ json.Marshaler           = api.Date{}
	_ json.Unmarshaler         = (*api.Date)(nil)
	_ encoding.TextMarshaler   = api.Date{}
	_ encoding.TextUnmarshaler = (*api.Date)(nil)
)

func TestDateUnmarshalJSON(t *testing.T) {
	date := api.NewDate
	tests := map[string]struct {
		json string
		want api.Date
	}{
		"day":                             {`"2026-03-26"`, date(2026, 3, 26)},
		"leap day":                        {`"2024-02-29"`, date(2024, 2, 29)},
		"first day":                       {`"0001-01-01"`, date(1, 1, 1)},
		"last day":                        {`"9999-12-31"`, date(9999, 12, 31)},
		"time in UTC":                     {`"2021-06-14T23:59:59Z"`, date(2021, 6, 14)},
		"time with offset, as written":    {`"2021-06-14T00:00:00+02:00"`, date(2021, 6, 14)},
		"late with negative offset":       {`"2021-06-14T23:30:00-05:00"`, date(2021, 6, 14)},
		"time with fraction":              {`"2021-06-14T23:59:59.999999Z"`, date(2021, 6, 14)},
		"time without offset":             {`"2021-06-14T23:59:59"`, date(2021, 6, 14)},
		"space":                           {`"2021-06-14 23:59:59"`, date(2021, 6, 14)},
		"space with offset":               {`"2021-06-14 23:59:59-05:00"`, date(2021, 6, 14)},
		"midnight Paris in winter":        {`1541631600`, date(2018, 11, 8)},
		"midnight Paris in January":       {`1642633200`, date(2022, 1, 20)},
		"midnight Paris in summer":        {`1623621600`, date(2021, 6, 14)},
		"midnight UTC in winter":          {`1541635200`, date(2018, 11, 8)},
		"midnight UTC in summer":          {`1623628800`, date(2021, 6, 14)},
		"a second before summer midnight": {`1623621599`, date(2021, 6, 13)},
		"in the day":                      {`1601045728`, date(2020, 9, 25)},
		"float":                           {`1541631600.0`, date(2018, 11, 8)},
		"exponent":                        {`1.5416316e9`, date(2018, 11, 8)},
		"string with integer":             {`"1512518999"`, date(2017, 12, 6)},
		"string with float":               {`"1541631600.0"`, date(2018, 11, 8)},
		"before the epoch":                {`-1`, date(1970, 1, 1)},
		"null":                            {`null`, api.Date{}},
		"empty":                           {`""`, api.Date{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := api.NewDate(1984, time.January, 28)
			require.NoError(t, json.Unmarshal([]byte(tt.json), &got))
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestDateUnmarshalJSONErrors(t *testing.T) {
	x40 := strings.Repeat("x", 40)
	tests := map[string]struct {
		json, shown string
	}{
		"boolean, as in a v1 check":   {`true`, `"true"`},
		"object":                      {`{}`, `"{}"`},
		"array":                       {`[]`, `"[]"`},
		"impossible day":              {`"2021-02-30"`, `"2021-02-30"`},
		"impossible month":            {`"2021-13-01"`, `"2021-13-01"`},
		"not a leap year":             {`"2023-02-29"`, `"2023-02-29"`},
		"French order":                {`"14/06/2021"`, `"14/06/2021"`},
		"one digit":                   {`"2021-6-14"`, `"2021-6-14"`},
		"more after":                  {`"2021-06-14x"`, `"2021-06-14x"`},
		"text":                        {`"tomorrow"`, `"tomorrow"`},
		"infinity":                    {`"-inf"`, `"-inf"`},
		"year 0":                      {`"0000-01-01"`, `out of range`},
		"huge exponent":               {`1e999999999`, `out of range`},
		"milliseconds":                {`1541631600000`, `out of range`},
		"year 10000 only at +02:00":   {`253402300799`, `out of range`},
		"long text is cut":            {`"` + x40 + x40 + `"`, `"` + x40 + `":`},
		"impossible day with a time":  {`"2021-02-30T10:00:00Z"`, `"2021-02-30T10:00:00Z"`},
		"five digits are not a year":  {`"12021-06-14"`, `"12021-06-14"`},
		"negative year is not a year": {`"-2021-06-14"`, `"-2021-06-14"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			before := api.NewDate(1984, time.January, 28)
			got := before
			err := json.Unmarshal([]byte(tt.json), &got)
			require.ErrorContains(t, err, "api: date ")
			assert.ErrorContains(t, err, tt.shown)
			assert.Equal(t, before, got, "unchanged")
		})
	}
}

func TestDateMarshal(t *testing.T) {
	tests := map[string]api.Date{
		"2026-03-26": api.NewDate(2026, time.March, 26),
		"2024-02-29": api.NewDate(2024, time.February, 29),
		"0001-01-01": api.NewDate(1, time.January, 1),
		"9999-12-31": api.NewDate(9999, time.December, 31),
	}
	for want, day := range tests {
		data, err := json.Marshal(day)
		require.NoError(t, err)
		assert.Equal(t, `"`+want+`"`, string(data))
		text, err := day.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, want, string(text))
		assert.Equal(t, want, day.String())
	}
}

func TestDateMarshalZero(t *testing.T) {
	data, err := json.Marshal(api.Date{})
	require.NoError(t, err)
	assert.Equal(t, "null", string(data))
	assert.Equal(t, "", api.Date{}.String())

	_, err = api.Date{}.MarshalText()
	assert.ErrorContains(t, err, "zero date")
}

func TestDateMarshalInvalidDay(t *testing.T) {
	for _, day := range []api.Date{
		{2021, time.February, 30},
		{2023, time.February, 29},
		{2021, 13, 1},
		{2021, 0, 1},
		{2021, time.June, 0},
		{2021, time.June, -1},
		{0, time.June, 14},
		{10000, time.January, 1},
		{-5, time.January, 1},
		{math.MaxInt, math.MaxInt, math.MaxInt},
		{2021, math.MinInt, math.MinInt},
		{Day: 1},
	} {
		_, err := json.Marshal(day)
		assert.ErrorContains(t, err, day.String(), "%#v", day)
		_, err = day.MarshalText()
		assert.ErrorContains(t, err, day.String(), "%#v", day)
	}
}

func TestParseDate(t *testing.T) {
	day, err := api.ParseDate("2021-06-14")
	require.NoError(t, err)
	assert.Equal(t, api.NewDate(2021, time.June, 14), day)

	for _, s := range []string{
		"", "2021-02-30", "2021-6-14", "2021-06-14T00:00:00Z", " 2021-06-14", "2021/06/14",
		"0000-01-01", "1541631600", strings.Repeat("2", 100),
	} {
		day, err := api.ParseDate(s)
		assert.ErrorContains(t, err, `"`+s[:min(len(s), 40)]+`"`)
		assert.True(t, day.IsZero(), s)
	}
}

func TestDateOf(t *testing.T) {
	late := time.Date(2021, time.June, 14, 23, 30, 0, 0, time.FixedZone("", -5*3600))
	assert.Equal(t, api.NewDate(2021, time.June, 14), api.DateOf(late))
	assert.Equal(t, api.NewDate(2021, time.June, 15), api.DateOf(late.UTC()))
}

func TestDateTime(t *testing.T) {
	got := api.NewDate(2021, time.June, 14).Time()
	assert.Equal(t, time.Date(2021, time.June, 14, 0, 0, 0, 0, time.UTC), got)
	assert.True(t, api.Date{}.Time().IsZero())
}

func TestDateIsZero(t *testing.T) {
	assert.True(t, api.Date{}.IsZero())
	assert.False(t, api.NewDate(1, time.January, 1).IsZero())
}

func TestDateUnmarshalText(t *testing.T) {
	var day api.Date
	require.NoError(t, day.UnmarshalText([]byte("2021-06-14")))
	assert.Equal(t, api.NewDate(2021, time.June, 14), day)
	require.NoError(t, day.UnmarshalText(nil))
	assert.True(t, day.IsZero())
	assert.ErrorContains(t, day.UnmarshalText([]byte("soon")), `"soon"`)
	assert.Error(t, day.UnmarshalJSON([]byte(`"2021-06-14`)), "a string without end")
}

func TestDateLog(t *testing.T) {
	day, none := slog.Any("day", api.NewDate(2021, time.June, 14)), slog.Any("none", api.Date{})
	for name, log := range logs(day, none) {
		assert.Contains(t, log, "2021-06-14", name)
		assert.NotContains(t, log, "ERROR", name)
	}
}

func FuzzDate(f *testing.F) {
	for _, seed := range []string{
		`"2026-03-26"`, `"2021-02-30"`, `"2021-06-14T00:00:00+02:00"`, `"2021-06-14 23:59:59"`,
		`1541631600`, `1541631600.0`, `"1512518999"`, `253402300799`, `-62135596800`,
		`1e999999999`, `null`, `""`, `true`, `{}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var raw api.Date
		_ = raw.UnmarshalJSON(data)
		_ = raw.UnmarshalText(data)
		_, _ = api.ParseDate(string(data))

		var first, again api.Date
		if json.Unmarshal(data, &first) != nil {
			return
		}
		encoded, err := json.Marshal(first)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(encoded, &again))
		require.Equal(t, first, again)
	})
}
