package stancer_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

func TestPointersAndBack(t *testing.T) {
	t.Parallel()
	assert.EqualValues(t, 100, *stancer.Int(100))
	assert.EqualValues(t, 100, stancer.Val(stancer.Int(100)))
	assert.Zero(t, stancer.Val(stancer.Payment{}.Fee))
	assert.False(t, stancer.Val(stancer.Payment{}.Capture))
}

func TestTimesAndDays(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 26, 23, 30, 0, 5, time.FixedZone("", 2*60*60))
	assert.Equal(t, stancer.NewTimestamp(at), *stancer.At(at))
	assert.Equal(t, stancer.NewTimestamp(at), stancer.NewTimestamp(at.Truncate(time.Second)))
	assert.True(t, stancer.NewTimestamp(time.Time{}).IsZero())
	assert.Equal(t, stancer.NewDate(2026, time.March, 26), stancer.DateOf(at))
	day, err := stancer.ParseDate("2026-03-26")
	require.NoError(t, err)
	assert.Equal(t, stancer.DateOf(at), day)
	_, err = stancer.ParseDate("2026-02-30")
	assert.Error(t, err)
}

func ExampleFormatAmount() {
	fmt.Println(stancer.FormatAmount(4200, stancer.CurrencyEUR))
	fmt.Println(stancer.FormatAmount(-50, stancer.CurrencyUSD))
	// Output:
	// 42.00 EUR
	// -0.50 USD
}
