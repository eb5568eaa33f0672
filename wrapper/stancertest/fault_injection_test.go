package stancertest_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// statuses sends n requests and returns the statuses of the answers.
func statuses(t testing.TB, s *stancertest.Server, client *http.Client, path string, n int) []int {
	t.Helper()
	var got []int
	for range n {
		response, _, err := try(t.Context(), s, client, "GET", path, "")
		require.NoError(t, err)
		got = append(got, response.StatusCode)
	}
	return got
}

func TestFaultsFollowTheirRules(t *testing.T) {
	t.Parallel()
	s, client := wires["http"](t)
	s.On("ping").After(1).Times(2).Inject(stancertest.Status(503))
	s.On("ping").Inject(stancertest.Status(500))
	require.Equal(t, []int{200, 200}, statuses(t, s, client, "/v2/cards/", 2),
		"other operations have no fault")
	require.Equal(t, []int{200, 503, 503, 500, 200}, statuses(t, s, client, "/v2/ping", 5))

	s.On().Inject(stancertest.Status(503))
	require.Equal(t, []int{503, 404}, statuses(t, s, client, "/v2/nothing", 2),
		"any request, even one of no operation")

	s.On("ping", "listCards").Always().Inject(stancertest.Status(503))
	require.Equal(t, []int{503, 503, 503}, statuses(t, s, client, "/v2/ping", 3))
	require.Equal(t, []int{503}, statuses(t, s, client, "/v2/cards/", 1))
	s.Calm()
	require.Equal(t, []int{200}, statuses(t, s, client, "/v2/ping", 1))

	rule := s.On("ping")
	rule.Times(2).Inject(stancertest.Status(503))
	rule.Times(0).Inject(stancertest.Status(500))
	require.Equal(t, []int{503, 503, 200}, statuses(t, s, client, "/v2/ping", 3))

	require.PanicsWithValue(t, `stancertest: unknown operation "pong"`,
		func() { s.On("ping", "pong") })
}

func TestChaos(t *testing.T) {
	t.Parallel()
	run := func(seed uint64, rate float64, faults ...stancertest.Fault) []int {
		s, client := wires["http"](t)
		s.Chaos(seed, rate, faults...)
		got := statuses(t, s, client, "/v2/ping", 200)
		s.Calm()
		require.Equal(t, slices.Repeat([]int{200}, 20), statuses(t, s, client, "/v2/ping", 20))
		return got
	}
	count := func(got []int, status int) int {
		return len(slices.DeleteFunc(slices.Clone(got),
			func(other int) bool { return other != status }))
	}
	faults := []stancertest.Fault{stancertest.Status(500), stancertest.Status(503)}
	got := run(1, .3, faults...)
	require.Equal(t, got, run(1, .3, faults...))
	require.NotEqual(t, got, run(2, .3, faults...))
	require.InDelta(t, 30, count(got, 500), 20)
	require.InDelta(t, 30, count(got, 503), 20)
	require.InDelta(t, 140, count(got, 200), 30)
	require.Equal(t, slices.Repeat([]int{200}, 200), run(1, 0, faults...))
	require.Equal(t, slices.Repeat([]int{503}, 200), run(1, 1, faults[1]))
}

func TestChaosUsesTheGivenFaults(t *testing.T) {
	t.Parallel()
	s, client := wires["http"](t)
	s.Chaos(7, 1)
	s.On("ping").Inject(stancertest.Status(418))
	require.Equal(t, []int{418}, statuses(t, s, client, "/v2/ping", 1), "a rule precedes the chaos")
	lost, seen := 0, map[int]bool{}
	for range 60 {
		response, text, err := create(t, s, client)
		if err != nil {
			lost++
			continue
		}
		seen[response.StatusCode] = true
		require.NotContains(t, text, "Arthur")
	}
	require.Positive(t, lost)
	require.Equal(t, map[int]bool{500: true, 502: true, 503: true}, seen)
	s.Calm()
	require.Positive(t, customers(t, s, client), "some requests were executed")
}
