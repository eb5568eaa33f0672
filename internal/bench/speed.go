package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"time"

	stancer "github.com/stancer-go/stancer/wrapper"
)

const key = "stest_aaaaaaaaaaaaaaaaaaaaaaaa"

// reporter takes a ratio and the bar that it shall not pass.
type reporter func(what string, ratio, bar float64, detail string)

// speed reads one payment and a page of 100 with both clients. The one by hand has a timeout too, as every client must: with it alone a call
// costs some five per cent more.
func speed(report reporter) error {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := payment
		if strings.HasSuffix(r.URL.Path, "/") {
			body = page
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, body)
	}))
	defer server.Close()
	client, err := stancer.New(key, stancer.WithBaseURL(server.URL))
	if err != nil {
		return err
	}
	careless := &byHand{server.URL, &http.Client{Transport: &http.Transport{}}}
	byHand := &byHand{server.URL, &http.Client{Transport: http.DefaultTransport, Timeout: 30 * time.Second}}
	ctx := context.Background()

	const id = "paym_yWYfCSzsUUhr9KwMv7vuLZHX"
	get := func() error { _, err := client.Payments.Get(ctx, id); return err }
	one, err := pair(3000, func() error { _, err := byHand.payment(ctx, id); return err }, get)
	if err != nil {
		return err
	}
	report("GET one payment, time", one.time, 1.05, one.detail)
	report("GET one payment, allocations", one.allocations, 1.40, one.counts)
	bare, err := pair(3000, func() error { _, err := careless.payment(ctx, id); return err }, get)
	if err != nil {
		return err
	}
	fmt.Printf("%-46s %6.2f  for comparison   %s\n", "... over a client that may wait for ever", bare.time, bare.detail)

	params := &stancer.ListPaymentsParams{Limit: stancer.Ptr[int64](100)}
	hundred, err := pair(200,
		func() error { _, err := byHand.payments(ctx, 100); return err },
		func() error { _, err := client.Payments.List(ctx, params); return err })
	if err != nil {
		return err
	}
	report("a page of 100 payments, time", hundred.time, 0.95, hundred.detail)
	report("a page of 100 payments, allocations", hundred.allocations, 1.40, hundred.counts)
	return nil
}

// ratio is what one way costs over the other.
type ratio struct {
	time, allocations float64
	detail, counts    string
}

// pair runs both ways in turns, n times each in a round, and compares the medians of the rounds.
func pair(n int, baseline, subject func() error) (ratio, error) {
	const rounds = 31
	var base, ours []float64
	var baseAllocations, ourAllocations float64
	for range rounds {
		for _, way := range []struct {
			run         func() error
			times       *[]float64
			allocations *float64
		}{{baseline, &base, &baseAllocations}, {subject, &ours, &ourAllocations}} {
			time, allocations, err := measure(n, way.run)
			if err != nil {
				return ratio{}, err
			}
			*way.times = append(*way.times, time)
			*way.allocations = allocations
		}
	}
	b, o := median(base), median(ours)
	return ratio{
		time: o / b, allocations: ourAllocations / baseAllocations,
		detail: fmt.Sprintf("%.1f over %.1f µs", o, b),
		counts: fmt.Sprintf("%.0f over %.0f, of which the server has its share", ourAllocations, baseAllocations),
	}, nil
}

// measure tells the microseconds and the allocations of one run, on average.
func measure(n int, run func() error) (microseconds, allocations float64, err error) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	for range n {
		if err := run(); err != nil {
			return 0, 0, err
		}
	}
	duration := time.Since(start)
	runtime.ReadMemStats(&after)
	return float64(duration.Nanoseconds()) / 1000 / float64(n), float64(after.Mallocs-before.Mallocs) / float64(n), nil
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
