package stancer_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	stancer "github.com/stancer-go/stancer/wrapper"
)

func TestInvalidAPIKeysAreRejected(t *testing.T) {
	t.Parallel()
	for key, says := range map[string]string{
		"":                        "is empty; use a secret key, stest_… or sprod_…",
		"ptest_" + id24:           "is public (ptest_…); use the secret key, stest_…",
		"pprod_" + id24:           "is public (pprod_…); use the secret key, sprod_…",
		"sk_test_" + id24:         "no known prefix; use a secret key, stest_… or sprod_…",
		"STEST_" + id24:           "no known prefix",
		id24:                      "no known prefix",
		" " + testKey:             "no space or quote in front",
		"Bearer " + testKey:       "no known prefix",
		"\"" + testKey + "\"":     "no space or quote in front",
		"stest":                   "has 0 characters after stest_; want at least 20",
		"stest_":                  "has 0 characters after stest_",
		"sprod_x":                 "has 1 characters after sprod_",
		"stest_" + id24[:19]:      "has 19 characters after stest_",
		testKey + "\n":            "has a space or another character",
		testKey + " ":             "has a space or another character",
		testKey + "\r\nX: y":      "has a space or another character",
		"stest_" + id24 + "é":     "has a space or another character",
		"stest_" + id24[:5] + ":": "has a space or another character",
	} {
		client, err := stancer.New(key)
		assert.Nil(t, client)
		if assert.ErrorContains(t, err, says, "%q", key) {
			assert.NotContains(t, err.Error(), id24[:5])
		}
	}
}

func TestModeIsThatOfTheKey(t *testing.T) {
	t.Parallel()
	for key, mode := range map[string]stancer.Mode{
		testKey: stancer.ModeTest,
		liveKey: stancer.ModeLive,
		// The length of keys may change.
		"stest_" + id24[:20]:   stancer.ModeTest,
		"sprod_" + id24 + id24: stancer.ModeLive,
	} {
		client, err := stancer.New(key, stancer.WithMode(mode))
		require.NoError(t, err)
		assert.Equal(t, mode, client.Mode())
	}
	_, err := stancer.New(liveKey, stancer.WithMode(stancer.ModeTest))
	require.ErrorContains(t, err, "is a live key, but test mode is required")
	_, err = stancer.New(testKey, stancer.WithMode(stancer.ModeLive))
	require.ErrorContains(t, err, "is a test key, but live mode is required")
	_, err = stancer.New(testKey, stancer.WithMode("sandbox"))
	require.ErrorContains(t, err, "unknown")

	s := newServer(t, nil)
	_, err = s.clientWithKey(t, liveKey).Ping(t.Context(), stancer.WithMode(stancer.ModeTest))
	require.ErrorContains(t, err, "live key")
	assert.Zero(t, s.requests.Load())
}

func TestNewFromEnvReadsTheKey(t *testing.T) {
	t.Setenv("STANCER_API_KEY", "")
	_, err := stancer.NewFromEnv()
	require.ErrorContains(t, err, "STANCER_API_KEY is empty")

	t.Setenv("STANCER_API_KEY", "ptest_"+id24)
	_, err = stancer.NewFromEnv()
	require.ErrorContains(t, err, "public")

	t.Setenv("STANCER_API_KEY", liveKey)
	client, err := stancer.NewFromEnv()
	require.NoError(t, err)
	assert.Equal(t, stancer.ModeLive, client.Mode())
	_, err = stancer.NewFromEnv(stancer.WithMode(stancer.ModeTest))
	require.ErrorContains(t, err, "live key")
}

// TestKeyIsSentAsBasicOrBearer checks that the key is sent as the user of Basic authentication
// without a password, or as a bearer token.
func TestKeyIsSentAsBasicOrBearer(t *testing.T) {
	t.Parallel()
	var got http.Header
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header
		saysJSON(`{"mode":"test"}`)(w, r)
	})
	basic, bearer := s.client(t), s.client(t, stancer.WithBearer())
	option := []stancer.Option{stancer.WithBearer()}
	for name, test := range map[string]struct {
		client *stancer.Client
		call   []stancer.Option
		want   string
	}{
		"basic":             {basic, nil, "Basic c3Rlc3RfeVdZZkNTenNVVWhyOUt3TXY3dnVMWkhYOg=="},
		"bearer":            {bearer, nil, "Bearer " + testKey},
		"bearer for a call": {basic, option, "Bearer " + testKey},
	} {
		_, err := test.client.Ping(t.Context(), test.call...)
		require.NoError(t, err)
		assert.Equal(t, []string{test.want}, got["Authorization"], name)
		text := strings.Join(headerValues(got), "\n")
		assert.Equal(t, 1, strings.Count(text, "Bearer")+strings.Count(text, "Basic"))
	}
}

func headerValues(header http.Header) (values []string) {
	for _, each := range header {
		values = append(values, each...)
	}
	return values
}
