package stancertest_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stancer-go/stancer/wrapper/stancertest"
)

// paidOut returns a server with a payout of n payments, in live mode.
func paidOut(t testing.TB, n int) (s *stancertest.Server, payout string) {
	t.Helper()
	s = stancertest.NewServer(t)
	payout = chosen("pout", 1)
	var seed strings.Builder
	fmt.Fprintf(&seed, `{"payouts": [{"id": %q, "amount": 1}], "payments": [`, payout)
	for i := range n {
		fmt.Fprintf(&seed, `{"id": %q, "amount": 1000, "status": "captured", "payout": %q},`,
			chosen("paym", i), payout)
	}
	text := strings.TrimSuffix(seed.String(), ",") + "]}"
	require.NoError(t, s.SeedJSON(stancertest.ModeLive, strings.NewReader(text)))
	return s, payout
}

// page gets a page of the payments of a payout.
func page(t testing.TB, s *stancertest.Server, version, payout string, start, limit int) {
	t.Helper()
	path := fmt.Sprintf("/%s/payouts/%s/payments", version, payout)
	if version == "v1" {
		path += "/"
	}
	path += fmt.Sprintf("?start=%d&limit=%d", start, limit)
	request := httptest.NewRequest("GET", path, nil)
	request.SetBasicAuth(s.LiveKey, "")
	answer := httptest.NewRecorder()
	s.ServeHTTP(answer, request)
	require.Equal(t, 200, answer.Code, answer.Body)
}

func TestPageOfPartsV1ConvertsNoOtherParts(t *testing.T) {
	allocations := func(payments int) float64 {
		s, payout := paidOut(t, payments)
		return testing.AllocsPerRun(3, func() { page(t, s, "v1", payout, 0, 10) })
	}
	require.Less(t, allocations(300), 1.5*allocations(20))
}

// BenchmarkExportOfPayout reads the 10,000 payments of a payout, 100 at a time.
func BenchmarkExportOfPayout(b *testing.B) {
	s, payout := paidOut(b, 10_000)
	for _, version := range []string{"v1", "v2"} {
		b.Run(version, func(b *testing.B) {
			for b.Loop() {
				for start := 0; start < 10_000; start += 100 {
					page(b, s, version, payout, start, 100)
				}
			}
		})
	}
}
