package api_test

import (
	"encoding"
	"encoding/json"
	"log/slog"
	"math"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/api"
)

var (
	_ json.Marshaler           = api.Timestamp{}
	_ json.Unmarshaler         = (*api.Timestamp)(nil)
	_ encoding.TextMarshaler   = api.Timestamp{}
	_ encoding.TextUnmarshaler = (*api.Timestamp)(nil)
)

func utc(year int, month time.Month, day, hour, minute, sec, nsec int) time.Time {
	return time.Date(year, month, day, hour, minute, sec, nsec, time.UTC)
}

func TestTimestampUnmarshalJSON(t *testing.T) {
	zeros := strings.Repeat("0", 1000)
	tests := map[string]struct {
		json, want string
	}{
		"integer":                     {`1721139663`, "2024-07-16T14:21:03Z"},
		"float without fraction":      {`1538492150.0`, "2018-10-02T14:55:50Z"},
		"float with fraction":         {`1538492150.25`, "2018-10-02T14:55:50Z"},
		"fraction a float64 rounds":   {`1538492150.123456789`, "2018-10-02T14:55:50Z"},
		"finer than a nanosecond":     {`1538492150.1234567899`, "2018-10-02T14:55:50Z"},
		"exponent":                    {`1.5384921505e9`, "2018-10-02T14:55:50Z"},
		"exponent with a sign":        {`153849215E+1`, "2018-10-02T14:55:50Z"},
		"negative exponent":           {`15384921505e-1`, "2018-10-02T14:55:50Z"},
		"small":                       {`25e-4`, "1970-01-01T00:00:00Z"},
		"nanosecond":                  {`1e-9`, "1970-01-01T00:00:00Z"},
		"less than a nanosecond":      {`1e-10`, "1970-01-01T00:00:00Z"},
		"much less than a nanosecond": {`1e-9999`, "1970-01-01T00:00:00Z"},
		"epoch":                       {`0`, "1970-01-01T00:00:00Z"},
		"epoch with exponent":         {`0e400`, "1970-01-01T00:00:00Z"},
		"negative":                    {`-1`, "1969-12-31T23:59:59Z"},
		"negative with fraction":      {`-1.5`, "1969-12-31T23:59:58Z"},
		"first second":                {`-62135596799`, "0001-01-01T00:00:01Z"},
		"last second":                 {`253402300799`, "9999-12-31T23:59:59Z"},
		"string with integer":         {`"1512518400"`, "2017-12-06T00:00:00Z"},
		"string with float":           {`"1538492150.0"`, "2018-10-02T14:55:50Z"},
		"string with exponent":        {`"1.53849215e9"`, "2018-10-02T14:55:50Z"},
		"RFC 3339":                    {`"2019-08-24T14:15:22Z"`, "2019-08-24T14:15:22Z"},
		"RFC 3339 with offset":        {`"2019-08-24T16:15:22+02:00"`, "2019-08-24T14:15:22Z"},
		"RFC 3339 with fraction":      {`"2019-08-24T14:15:22.123456Z"`, "2019-08-24T14:15:22Z"},
		"RFC 3339 with both":          {`"2019-08-24T16:15:22.5+02:00"`, "2019-08-24T14:15:22Z"},
		"RFC 3339 without offset":     {`"2019-08-24T14:15:22"`, "2019-08-24T14:15:22Z"},
		"RFC 3339 with fraction only": {`"2019-08-24T14:15:22.5"`, "2019-08-24T14:15:22Z"},
		"RFC 3339 with a space":       {`"2019-08-24 16:15:22+02:00"`, "2019-08-24T14:15:22Z"},
		"a space and no offset":       {`"2019-08-24 14:15:22"`, "2019-08-24T14:15:22Z"},
		"day, as in date_refund":      {`"2023-08-15"`, "2023-08-15T00:00:00Z"},
		"null":                        {`null`, "0001-01-01T00:00:00Z"},
		"empty":                       {`""`, "0001-01-01T00:00:00Z"},
		"last nanosecond":             {`"9999-12-31T23:59:59.999999999Z"`, "9999-12-31T23:59:59Z"},
		"many digits":                 {`1538492150.` + zeros, "2018-10-02T14:55:50Z"},
		"zeros after the point":       {`0.000000025`, "1970-01-01T00:00:00Z"},
		"leading zeros in a string":   {`"0001538492150"`, "2018-10-02T14:55:50Z"},
		"large, negative exponent":    {`15384921500000000000e-10`, "2018-10-02T14:55:50Z"},
		"small, positive exponent":    {`0.0000153849215e14`, "2018-10-02T14:55:50Z"},
		"spaces around a number":      {" 1721139663\n", "2024-07-16T14:21:03Z"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			want, err := time.Parse(time.RFC3339, tt.want)
			require.NoError(t, err)
			got := api.NewTimestamp(time.Unix(1, 1))
			require.NoError(t, json.Unmarshal([]byte(tt.json), &got))
			assert.Equal(t, want, got.Time())
			assert.True(t, got == api.NewTimestamp(want), "comparable with ==")
		})
	}
}

func TestTimestampUnmarshalJSONErrors(t *testing.T) {
	x40, acute40 := strings.Repeat("x", 40), strings.Repeat("é", 40)
	tests := map[string]struct {
		json, shown string
	}{
		"documented slip":       {`"UniqueId123"`, `"UniqueId123"`},
		"boolean":               {`true`, `"true"`},
		"object":                {`{"at":1}`, `"{\"at\":1}"`},
		"array":                 {`[1]`, `"[1]"`},
		"infinity":              {`"Infinity"`, `"Infinity"`},
		"not a number":          {`"NaN"`, `"NaN"`},
		"null as text":          {`"null"`, `"null"`},
		"hexadecimal":           {`"0x10"`, `"0x10"`},
		"underscore":            {`"1_000"`, `"1_000"`},
		"spaces":                {`" 1512518400"`, `" 1512518400"`},
		"plus sign":             {`"+1512518400"`, `"+1512518400"`},
		"two signs":             {`"--1"`, `"--1"`},
		"no whole part":         {`".5"`, `".5"`},
		"no fraction":           {`"5."`, `"5."`},
		"no exponent":           {`"5e"`, `"5e"`},
		"fraction of exponent":  {`"5e1.5"`, `"5e1.5"`},
		"other digits":          {`"१२"`, `"१२"`},
		"impossible day":        {`"2021-02-30T00:00:00Z"`, `"2021-02-30T00:00:00Z"`},
		"time alone":            {`"14:15:22"`, `"14:15:22"`},
		"year 0":                {`"0000-12-31T00:00:00Z"`, `out of range`},
		"year 0 once in UTC":    {`"0001-01-01T00:00:00+01:00"`, `out of range`},
		"year 10000 once UTC":   {`"9999-12-31T23:59:59-01:00"`, `out of range`},
		"year 10000":            {`253402300800`, `out of range`},
		"before year 1":         {`-62135596801`, `out of range`},
		"milliseconds":          {`1721139663000`, `out of range`},
		"huge exponent":         {`1e999999999`, `out of range`},
		"huge exponent in text": {`"1e99999999999999999999"`, `out of range`},
		"negative and huge":     {`-1e999999999`, `out of range`},
		"tiny exponent":         {`1e-999999999`, `out of range`},
		"int64 overflow":        {`9223372036854775808`, `out of range`},
		"long text is cut":      {`"` + x40 + x40 + `"`, `"` + x40 + `":`},
		"runes are not cut":     {`"` + acute40 + acute40 + `"`, `"` + acute40 + `":`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			before := api.NewTimestamp(time.Unix(1, 0))
			got := before
			err := json.Unmarshal([]byte(tt.json), &got)
			require.ErrorContains(t, err, "api: timestamp ")
			assert.ErrorContains(t, err, tt.shown)
			assert.Equal(t, before, got, "unchanged")
		})
	}
}

func TestTimestampExponentDoesNotAllocate(t *testing.T) {
	for _, text := range []string{"1e999999999", "1e-999999999", "1e32767", "1e-32768"} {
		fewest := uint64(math.MaxUint64) // of several tries, as other goroutines allocate, too
		for range 10 {
			var before, after runtime.MemStats
			var ts api.Timestamp
			runtime.ReadMemStats(&before)
			_ = ts.UnmarshalText([]byte(text))
			runtime.ReadMemStats(&after)
			fewest = min(fewest, after.TotalAlloc-before.TotalAlloc)
		}
		assert.Less(t, fewest, uint64(16<<10), text)
	}
}

func TestTimestampMarshal(t *testing.T) {
	summer := time.FixedZone("CEST", 2*60*60)
	tests := map[string]struct {
		time time.Time
		want string
	}{
		"second":             {utc(2024, 7, 16, 14, 21, 3, 0), `1721139663`},
		"rounds down":        {utc(2024, 7, 16, 14, 21, 3, 999_999_999), `1721139663`},
		"rounds down before": {utc(1969, 12, 31, 23, 59, 58, 500_000_000), `-2`},
		"other location":     {time.Date(2024, 7, 16, 16, 21, 3, 0, summer), `1721139663`},
		"epoch":              {time.Unix(0, 0), `0`},
		"last second":        {utc(9999, 12, 31, 23, 59, 59, 0), `253402300799`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			ts := api.NewTimestamp(tt.time)
			data, err := json.Marshal(ts)
			require.NoError(t, err)
			assert.Equal(t, tt.want, string(data))
			text, err := ts.MarshalText()
			require.NoError(t, err)
			assert.Equal(t, tt.want, string(text))
		})
	}
}

func TestTimestampMarshalZero(t *testing.T) {
	data, err := json.Marshal(api.Timestamp{})
	require.NoError(t, err)
	assert.Equal(t, "null", string(data))

	_, err = api.Timestamp{}.MarshalText()
	assert.ErrorContains(t, err, "zero timestamp")
}

func TestTimestampMarshalOutOfRange(t *testing.T) {
	for _, year := range []int{-1, 0, 10000} {
		ts := api.NewTimestamp(utc(year, 1, 1, 0, 0, 0, 0))
		_, err := json.Marshal(ts)
		assert.ErrorContains(t, err, "out of range", year)
		_, err = ts.MarshalText()
		assert.ErrorContains(t, err, "out of range", year)
	}
}

func TestTimestampUnmarshalText(t *testing.T) {
	var ts api.Timestamp
	require.NoError(t, ts.UnmarshalText([]byte("1721139663")))
	assert.Equal(t, int64(1721139663), ts.Unix())
	require.NoError(t, ts.UnmarshalText(nil))
	assert.True(t, ts.IsZero())
	assert.ErrorContains(t, ts.UnmarshalText([]byte("soon")), `"soon"`)
	assert.Error(t, ts.UnmarshalJSON([]byte(`"1721139663`)), "a string without end")
}

func TestTimestampIsCanonical(t *testing.T) {
	now := time.Now()
	elsewhere := now.In(time.FixedZone("", 3600))
	assert.True(t, api.NewTimestamp(now) == api.NewTimestamp(elsewhere))
	assert.True(t, api.NewTimestamp(now) == api.NewTimestamp(now.Round(0)))
	assert.Equal(t, time.UTC, api.NewTimestamp(elsewhere).Time().Location())
	assert.True(t, api.NewTimestamp(time.Time{}.In(time.FixedZone("", 3600))) == api.Timestamp{})
}

func TestTimestampIsZero(t *testing.T) {
	assert.True(t, api.Timestamp{}.IsZero())
	assert.False(t, api.NewTimestamp(time.Unix(0, 0)).IsZero())
	assert.True(t, api.Timestamp{}.Time().IsZero())
}

func TestTimestampString(t *testing.T) {
	assert.Equal(t, "", api.Timestamp{}.String())
	assert.Equal(t, "2024-07-16T14:21:03Z", api.NewTimestamp(time.Unix(1721139663, 0)).String())
	assert.Equal(t, "2024-07-16T14:21:03Z", api.NewTimestamp(time.Unix(1721139663, 5e8)).String())
}

func TestTimestampLog(t *testing.T) {
	ts := api.NewTimestamp(time.Unix(1721139663, 0))
	for name, log := range logs(slog.Any("at", ts), slog.Any("none", api.Timestamp{})) {
		assert.Contains(t, log, "2024-07-16T14:21:03Z", name)
		assert.NotContains(t, log, "ERROR", name)
	}
}

func TestTimestampMembers(t *testing.T) {
	var got struct {
		Created api.Timestamp  `json:"created"`
		Paid    *api.Timestamp `json:"date_paym"`
		Deleted *api.Timestamp `json:"deleted_at,omitempty"`
	}
	const text = `{"created":1538492150.0,"date_paym":1541586568,"deleted_at":null}`
	require.NoError(t, json.Unmarshal([]byte(text), &got))
	assert.Nil(t, got.Deleted)
	data, err := json.Marshal(got)
	require.NoError(t, err)
	assert.JSONEq(t, `{"created":1538492150,"date_paym":1541586568}`, string(data))
}

func FuzzTimestamp(f *testing.F) {
	for _, seed := range []string{
		`1721139663`, `1538492150.0`, `-1.5`, `1e999999999`, `1e-999999999`, `253402300799.9`,
		`"1512518400"`, `"1.5e9"`, `"\u0031"`, `"2019-08-24T14:15:22Z"`,
		`"2019-08-24T14:15:22.5+02:00"`, `"2019-08-24 14:15:22"`, `"2023-08-15"`,
		`"0001-01-01T00:00:00.5Z"`, `null`, `""`, `true`, `{}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var raw api.Timestamp
		_ = raw.UnmarshalJSON(data)
		_ = raw.UnmarshalText(data)

		var first, again api.Timestamp
		if json.Unmarshal(data, &first) != nil {
			return
		}
		encoded, err := json.Marshal(first)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(encoded, &again))
		whole := api.NewTimestamp(time.Unix(first.Unix(), 0))
		require.True(t, again == whole, "%v, encoded as %s, gives %v", first, encoded, again)
	})
}

func TestTimestampKeepsItsValueInJSON(t *testing.T) {
	for _, at := range []time.Time{time.Unix(1721139663, 999999999), time.Unix(-1, 1), time.Now()} {
		before := api.NewTimestamp(at)
		encoded, err := json.Marshal(before)
		require.NoError(t, err)
		var after api.Timestamp
		require.NoError(t, json.Unmarshal(encoded, &after))
		assert.True(t, before == after, "%v", at)
		assert.Equal(t, at.Unix(), before.Unix())
	}
}
