package api_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/api"
)

// TestMetadataPreservesNumbers uses a number that a float64 rounds to 9007199254740992.
func TestMetadataPreservesNumbers(t *testing.T) {
	const metadata = `{"user":9007199254740993,"a":[1.10]}`
	var intent api.PaymentIntent
	require.NoError(t, json.Unmarshal([]byte(`{"id":"pi_1","metadata":`+metadata+`}`), &intent))
	sent, err := json.Marshal(api.PaymentIntentUpdate{Metadata: intent.Metadata})
	require.NoError(t, err)
	assert.Equal(t, `{"metadata":`+metadata+`}`, string(sent))

	var known struct{ User int64 }
	require.NoError(t, intent.Metadata.Decode(&known))
	assert.EqualValues(t, 9007199254740993, known.User)
	assert.Error(t, intent.Metadata.Decode(&struct{ User bool }{}))
	assert.Contains(t, fmt.Sprint(intent), "metadata="+metadata)
	assert.Contains(t, logs(slog.Any("intent", intent))["json"], `"metadata":`+metadata)
}

func TestAbsentMetadataIsEmpty(t *testing.T) {
	for _, text := range []string{`{}`, `{"metadata":null}`} {
		address := api.Address{Metadata: api.Metadata(`"before"`)}
		require.NoError(t, json.Unmarshal([]byte(text), &address))
		if text == `{}` {
			address.Metadata = nil
		}
		assert.Nil(t, address.Metadata, text)
		known := "unchanged"
		require.NoError(t, address.Metadata.Decode(&known))
		assert.Equal(t, "unchanged", known)
		encoded, err := json.Marshal(address)
		require.NoError(t, err)
		assert.NotContains(t, string(encoded), "metadata")
	}
}
