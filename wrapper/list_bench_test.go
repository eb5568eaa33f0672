package stancer_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	stancer "github.com/stancer-go/stancer/wrapper"
)

// BenchmarkAll reads 10,000 payments, several pages at a time, from a server that answers after
// 50 ms. The time of the requests is that of a bubble of testing/synctest: fake-ms/op is exact, and
// ns/op is the work of the client.
func BenchmarkAll(b *testing.B) {
	for _, pages := range []int{1, 8, 16} {
		b.Run(fmt.Sprintf("pages=%d", pages), func(b *testing.B) {
			var elapsed time.Duration
			for b.Loop() {
				elapsed = readAll(b, pages)
			}
			b.ReportMetric(float64(elapsed.Milliseconds()), "fake-ms/op")
		})
	}
}

// readAll returns the fake time that it takes to read 10,000 payments. A bubble needs a *testing.T.
func readAll(b *testing.B, pages int) (elapsed time.Duration) {
	test := func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			l := &fixedList{size: 10_000, counts: true}
			elapsed = l.elapsed(t, stancer.WithConcurrentPages(pages))
		})
	}
	if !testing.RunTests(anyName, []testing.InternalTest{{Name: b.Name(), F: test}}) {
		b.Fatal("the list was not read")
	}
	return elapsed
}

func anyName(string, string) (bool, error) { return true, nil }
